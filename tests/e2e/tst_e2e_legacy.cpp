/// The fixed ports of the first version: they answer like the usual one. In a network namespace,
/// for on this machine they may be somebody else's.

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QProcess>
#include <QtTest>

#include <cstring>

#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

constexpr const char* insideFlag = "DELIVERY_TEST_IN_NAMESPACE";

/// A fresh namespace has nothing but a loopback that is down.
bool bringLoopbackUp() {
    const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq wish{};
    std::strncpy(wish.ifr_name, "lo", IFNAMSIZ - 1);
    wish.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool isUp = ::ioctl(any, SIOCSIFFLAGS, &wish) == 0;
    ::close(any);
    return isUp;
}

}  // namespace

class TestE2eLegacy : public QObject {
    Q_OBJECT

    /// This very test once more, where all ports are free.
    static void runInNamespace() {
        QProcess inside;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(insideFlag, "1");
        inside.setProcessEnvironment(environment);
        inside.setProcessChannelMode(QProcess::MergedChannels);
        inside.start("unshare", {"-rn", QCoreApplication::applicationFilePath()});
        QVERIFY(inside.waitForFinished(240'000));
        QVERIFY2(inside.exitStatus() == QProcess::NormalExit && inside.exitCode() == 0,
                 inside.readAll().constData());
    }

  private slots:
    void legacyPorts_answerLikeTheUsualOne() {
        if (!qEnvironmentVariableIsSet(insideFlag)) return runInNamespace();
        QVERIFY(bringLoopbackUp());
        RealCity city("[server]\nlegacy_ports = true\n");
        const auto song = city.as("song");
        const auto usual = song->get("/foods");
        QCOMPARE(usual.status, 200);
        for (quint16 port = 8081; port <= 8085; ++port) {
            const auto answer = BlockingHttp(port, song->token()).get("/foods");
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.json().at("page"), usual.json().at("page"));
        }
        QCOMPARE(BlockingHttp(8086).get("/foods").status, 0);
    }
};

QTEST_GUILESS_MAIN(TestE2eLegacy)
#include "tst_e2e_legacy.moc"
