/// The machine's clock set back and ahead under a real program: the server's clock never goes back,
/// and follows ahead.

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cstdio>
#include <iostream>
#include <string>

#include "server/compose/storage.h"

using namespace delivery;

namespace {

constexpr qint64 hourMs = 3'600'000;

/// The child: tells its clock's time for every line that it reads.
int tellTime() {
    const compose::SystemClock clock;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::printf("%lld\n", static_cast<long long>(clock.now().utcMilliseconds));
        std::fflush(stdout);
    }
    return 0;
}

}  // namespace

class TestE2eClock : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QProcess m_child;

    void set(const char* offset) {
        QFile file(m_folder.filePath("time"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(offset);
    }
    qint64 now() {
        m_child.write("\n");
        [&] { QTRY_VERIFY_WITH_TIMEOUT(m_child.canReadLine(), 30'000); }();
        return m_child.readLine().trimmed().toLongLong();
    }

  private slots:
    void wallClock_whenItIsSet_neverTakesTimeBack() {
        const QString library = DELIVERY_FAKETIME;
        QVERIFY2(QFile::exists(library), "scripts/setup installs faketime");
        set("+0");
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_PRELOAD", library);
        environment.insert("FAKETIME_TIMESTAMP_FILE", m_folder.filePath("time"));
        environment.insert("FAKETIME_NO_CACHE", "1");
        // The uptime goes on, as it does when somebody sets a real machine's clock.
        environment.insert("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        m_child.setProcessEnvironment(environment);
        m_child.start(QCoreApplication::applicationFilePath(), {"--tell-time"});
        const qint64 start = now();
        QVERIFY(qAbs(start - QDateTime::currentMSecsSinceEpoch()) < 60'000);

        set("-2h");
        const qint64 setBack = now();
        QVERIFY(setBack >= start && setBack < start + hourMs);
        // It goes on meanwhile.
        QTRY_VERIFY(now() > setBack);

        set("+3h");
        const qint64 ahead = now();
        QVERIFY(ahead >= start + 3 * hourMs && ahead < start + 4 * hourMs);
        set("+0");
        const qint64 after = now();
        QVERIFY(after >= ahead && after < ahead + hourMs);
        m_child.closeWriteChannel();
        QTRY_COMPARE(m_child.state(), QProcess::NotRunning);
    }
};

int main(int argc, char** argv) {
    if (argc > 1 && std::string(argv[1]) == "--tell-time") return tellTime();
    const QCoreApplication application(argc, argv);
    TestE2eClock test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_e2e_clock.moc"
