/// The whole over TLS: the server shows its certificate, the terminal client trusts the file it is
/// given and nothing else, and links lead back the same way.

#include <QFile>
#include <QProcess>
#include <QtTest>

#include "tests/support/own_certificate.h"
#include "tests/support/real_city.h"

using namespace delivery::tests;
using delivery::test::OwnCertificate;

namespace {

struct Ran {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

}  // namespace

class TestE2eTls : public QObject {
    Q_OBJECT

    std::unique_ptr<OwnCertificate> m_certificate;
    std::unique_ptr<RealCity> m_city;
    QTemporaryDir m_home;

    Ran terminal(const QStringList& arguments) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("DELIVERY_PASSWORD", "demo1234");
        environment.insert("HOME", m_home.path());
        environment.insert("XDG_DATA_HOME", m_home.path());
        environment.insert("XDG_CONFIG_HOME", m_home.path());
        QProcess process;
        process.setProcessEnvironment(environment);
        const QString server = QString("https://127.0.0.1:%1").arg(m_city->port());
        process.start(QString(DELIVERY_BIN_DIR) + "/delivery",
                      QStringList{"--server", server, "--as", "song", "--json"} + arguments);
        if (!process.waitForFinished(60'000)) return {};
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

  private slots:
    void initTestCase() {
        m_certificate = std::make_unique<OwnCertificate>();
        QVERIFY(m_certificate->isMade());
        m_city = std::make_unique<RealCity>(
            "[http]\ntls_certificate_file = \"" + m_certificate->certificateFile().toUtf8() +
            "\"\ntls_key_file = \"" + m_certificate->keyFile().toUtf8() + "\"\n");
    }
    void cleanupTestCase() { QVERIFY(m_city->stop()); }

    void terminal_withTheCertificate_ordersAndIsLinkedBack() {
        const QString ca = m_certificate->certificateFile();
        const Ran ordered =
            terminal({"--ca", ca, "order", "탕수육", "--address", "서울 용산구 용산동 1"});
        QVERIFY2(ordered.exitCode == 0, ordered.err.constData());
        const auto order = nlohmann::json::parse(ordered.out.toStdString());
        const std::string self = order.at("_links").at("self").at("href");
        QVERIFY2(self.starts_with("https://127.0.0.1:"), self.c_str());
    }

    void terminal_withoutIt_doesNotSpeakToTheServer() {
        const Ran ran = terminal({"orders"});
        QCOMPARE(ran.exitCode, 3);
        QVERIFY(ran.out.isEmpty());
    }

    void terminal_withAnotherOne_doesNotSpeakToTheServer() {
        const OwnCertificate another;
        QCOMPARE(terminal({"--ca", another.certificateFile(), "orders"}).exitCode, 3);
        const Ran none = terminal({"--ca", "/nowhere.pem", "orders"});
        QCOMPARE(none.exitCode, 2);
        QVERIFY(none.err.contains("/nowhere.pem"));
    }

    void plainHttp_getsNothing() { QCOMPARE(m_city->nobody()->get("/actuator/health").status, 0); }
};

QTEST_GUILESS_MAIN(TestE2eTls)
#include "tst_e2e_tls.moc"
