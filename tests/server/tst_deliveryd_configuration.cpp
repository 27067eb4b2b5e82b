// Every setting is checked at the start, and a wrong one is refused with file, key and reason.

#include <cstdlib>

#include "server/compose/configuration.h"
#include "tests/support/own_certificate.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace delivery;
using namespace delivery::compose;

class TestDeliverydConfiguration : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string file(const QByteArray& text, const QString& name = "deliveryd.toml",
                     QFile::Permissions rights = QFile::ReadOwner | QFile::WriteOwner) {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("no file");
        file.write(text);
        file.setPermissions(rights);
        return file.fileName().toStdString();
    }

  private slots:
    void nothingSaid_hasTheDefaults() {
        const auto configuration = readConfiguration(std::nullopt, false);
        QVERIFY(configuration.has_value());
        QCOMPARE(configuration->host, std::string("127.0.0.1"));
        QCOMPARE(configuration->port, 8088);
        QCOMPARE(configuration->desk.times.replyDeadline.milliseconds, 2'000);
        QCOMPARE(configuration->effects.charge.callsMin, 10);
        QCOMPARE(configuration->effects.refund.callsMin, 5);
        QCOMPARE(configuration->door.commandsPerSecond, 10);
    }

    void demo_raisesTheLimitsOfOnePerson_andTheFileStillDecides() {
        const auto demo = readConfiguration(file("[door]\ncommands_burst = 7\n"), true);
        QVERIFY(demo.has_value());
        QCOMPARE(demo->door.commandsPerSecond, 1'000);
        QCOMPARE(demo->door.commandsBurst, 7);
        QCOMPARE(demo->http.perAddressConnectionsMax, std::size_t{4'096});
    }

    void everySettingOfTheFile_arrives() {
        const auto read = readConfiguration(
            file("[server]\nport = 0\nlegacy_ports = true\nallowed_origins = [\"https://a\"]\n"
                 "[timers]\npayment_ms = 1500\n[shift]\nqueue_max = 3\n"
                 "[breaker_charge]\nfailures_percent = 40\n[log]\nlevel = \"debug\"\n"),
            false);
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QCOMPARE(read->port, 0);
        QVERIFY(read->legacyPorts);
        QCOMPARE(read->door.allowedOrigins, (std::vector<std::string>{"https://a"}));
        QCOMPARE(read->desk.times.paymentDeadline.milliseconds, 1'500);
        QCOMPARE(read->shift.queueMax, std::size_t{3});
        QCOMPARE(read->effects.charge.failuresOpenPercent, 40);
        QCOMPARE(read->effects.query.failuresOpenPercent, 50);
        QCOMPARE(read->logLevel, std::string("debug"));
    }

    void wrongFile_isRefusedWithKeyAndReason_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* text, const char* key, const char* why) {
            QTest::newRow(name) << QByteArray(text) << key << why;
        };
        row("unknown key", "[server]\nprot = 1\n", "server.prot (line 2)", "is no setting");
        row("unknown group", "\n[sever]\nport = 1\n", "sever (line 2)", "is no setting");
        row("key without its group", "port = 1\n", "port (line 1)", "is no setting");
        row("text for a number", "[server]\nport = \"1\"\n", "server.port (line 2)",
            "must be a whole number");
        row("fraction", "[server]\nport = 1.5\n", "server.port (line 2)", "must be a whole number");
        row("too large", "[server]\nport = 65536\n", "server.port (line 2)",
            "must be between 0 and 65535");
        row("negative", "[shift]\nqueue_max = -1\n", "shift.queue_max (line 2)",
            "must be between 1 and 100000");
        row("number for a flag", "[server]\nlegacy_ports = 1\n", "server.legacy_ports (line 2)",
            "must be true or false");
        row("number for a text", "[server]\nhost = 1\n", "server.host (line 2)",
            "must be a text in quotes");
        row("text for a list", "[server]\nallowed_origins = \"a\"\n",
            "server.allowed_origins (line 2)", "must be a list of texts");
        row("list of numbers", "[server]\nallowed_origins = [1]\n",
            "server.allowed_origins (line 2)", "must be a list of texts");
        row("unknown word", "[log]\nlevel = \"loud\"\n", "log.level (line 2)",
            "must be one of debug, notice, warning, alarm");
        row("group without a name", "[\nserver]\nport = 1\n", "-",
            "is not TOML; see docs/CONFIGURATION.md");
        row("time in words", "x = 1979-05-27Ttime2:00Z\n", "-",
            "is not TOML; see docs/CONFIGURATION.md");
        row("key in no letters of ours", "[server]\n포트 = 1\n", "line 2",
            "only ASCII letters may stand outside of quotes and comments");
        row("value for a group", "server = 1\n", "server (line 1)", "is no setting");
    }
    void wrongFile_isRefusedWithKeyAndReason() {
        QFETCH(QByteArray, text);
        QFETCH(QString, key);
        QFETCH(QString, reason);
        const std::string path = file(text);
        const auto read = readConfiguration(path, false);
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().file, path);
        QCOMPARE(QString::fromStdString(read.error().key), key);
        QCOMPARE(QString::fromStdString(read.error().reason), reason);
    }

    void breakerThatOpensLongerAtFirstThanAtMost_isRefused_data() {
        QTest::addColumn<QByteArray>("breaker");
        for (const char* name : {"charge", "query", "refund", "geocoder", "kakaotalk"}) {
            QTest::newRow(name) << QByteArray(name);
        }
    }
    void breakerThatOpensLongerAtFirstThanAtMost_isRefused() {
        QFETCH(QByteArray, breaker);
        const std::string path =
            file("[breaker_" + breaker + "]\nopen_first_ms = 2000\nopen_max_ms = 1000\n");
        auto read = readConfiguration(path, true);
        QVERIFY(read);
        const auto completed = complete(*read, path, true);
        QVERIFY(!completed);
        QCOMPARE(QString::fromStdString(completed.error().key),
                 QString("breaker_" + breaker + ".open_first_ms"));
    }

    void textsAndComments_mayBeKorean() {
        const auto read =
            readConfiguration(file("# 설정\n[server]\nhost = \"127.0.0.1\" # '여기'\n"), false);
        QVERIFY2(read.has_value(), read ? "" : read.error().reason.c_str());
    }

    void folder_isRefused() {
        const auto read = readConfiguration("/tmp", false);
        QVERIFY(!read.has_value());
        QCOMPARE(QString::fromStdString(read.error().reason), "cannot be read");
    }

    void brokenOrMissingFile_isRefused() {
        const auto broken = readConfiguration(file("[server\n"), false);
        QVERIFY(!broken.has_value());
        QCOMPARE(broken.error().key, std::string("line 1"));
        const auto twice = readConfiguration(file("[server]\nport = 1\nport = 2\n"), false);
        QVERIFY(!twice.has_value());
        const auto missing = readConfiguration(m_folder.filePath("none").toStdString(), false);
        QCOMPARE(missing.error().reason, std::string("cannot be read"));
    }

    void environment_overridesTheFile_andIsCheckedLikeIt() {
        const std::string path = file("[server]\nport = 1\n");
        qputenv("DELIVERY_SERVER_PORT", "2");
        QCOMPARE(readConfiguration(path, false)->port, 2);
        qputenv("DELIVERY_SERVER_PORT", "2x");
        const auto wrong = readConfiguration(path, false);
        QCOMPARE(wrong.error().text(),
                 std::string("environment: DELIVERY_SERVER_PORT: must be a whole number"));
        qunsetenv("DELIVERY_SERVER_PORT");
    }

    void openDoorWithoutTls_mustBeSaidAloud() {
        auto configuration = *readConfiguration(std::nullopt, true);
        configuration.host = "0.0.0.0";
        QCOMPARE(complete(configuration, "f", true).error().key, std::string("server.host"));
        const std::string key = file("sk_1\n", "key");
        auto real = *readConfiguration(std::nullopt, false);
        real.payment.baseUrl = "https://api.tosspayments.com";
        real.paymentSecretKeyFile = key;
        real.host = "192.0.2.1";
        QCOMPARE(complete(real, "f", false).error().key, std::string("server.host"));
        real.allowPlainHttp = true;
        QVERIFY(complete(real, "f", false).has_value());
        QCOMPARE(real.payment.secretKey, std::string("sk_1"));
    }

    void tls_needsBothFiles_andAKeyThatIsSecret() {
        const test::OwnCertificate own;
        QVERIFY(own.isMade());
        const std::string secret = file("sk_1\n", "key");
        const auto with = [&](const QString& certificate, const QString& key) {
            auto real = *readConfiguration(std::nullopt, false);
            real.payment.baseUrl = "https://api.tosspayments.com";
            real.paymentSecretKeyFile = secret;
            real.host = "192.0.2.1";
            real.tls = {certificate.toStdString(), key.toStdString()};
            const auto done = complete(real, "f", false);
            return done ? std::string("taken") : done.error().key + ": " + done.error().reason;
        };
        QCOMPARE(with(own.certificateFile(), own.keyFile()), std::string("taken"));
        QCOMPARE(with(own.certificateFile(), ""), std::string("http.tls_key_file: is missing"));
        QCOMPARE(with("", own.keyFile()), std::string("http.tls_certificate_file: is missing"));
        QVERIFY(with("/nowhere.pem", own.keyFile()).find("/nowhere.pem") != std::string::npos);
        QVERIFY(with(own.certificateFile(), "/nowhere.pem").starts_with("http.tls_key_file: "));
        QFile::setPermissions(own.keyFile(), QFile::ReadOwner | QFile::ReadOther);
        QVERIFY(with(own.certificateFile(), own.keyFile()).find("chmod 600") != std::string::npos);
    }

    void paymentProvider_mustBeNamedAndSafe_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("key");
        QTest::newRow("missing") << ""
                                 << "payment.base_url";
        QTest::newRow("no address") << "tosspayments"
                                    << "payment.base_url";
        QTest::newRow("secret in the open") << "http://api.example"
                                            << "payment.base_url";
        QTest::newRow("with a user") << "https://a:b@api.example"
                                     << "payment.base_url";
        QTest::newRow("other scheme") << "ftp://api.example"
                                      << "payment.base_url";
        QTest::newRow("no secret") << "https://api.example"
                                   << "payment.secret_key_file";
    }
    void paymentProvider_mustBeNamedAndSafe() {
        QFETCH(QString, url);
        QFETCH(QString, key);
        auto configuration = *readConfiguration(std::nullopt, false);
        configuration.payment.baseUrl = url.toStdString();
        const auto done = complete(configuration, "f", false);
        QVERIFY(!done.has_value());
        QCOMPARE(QString::fromStdString(done.error().key), key);
    }

    void secretThatOthersMayRead_isRefused_andNeverRepeated() {
        auto configuration = *readConfiguration(std::nullopt, false);
        configuration.payment.baseUrl = "http://127.0.0.1:1";
        configuration.paymentSecretKeyFile =
            file("sk_secret", "open", QFile::ReadOwner | QFile::ReadOther);
        const auto open = complete(configuration, "f", false);
        QVERIFY(open.error().reason.find("chmod 600") != std::string::npos);
        configuration.paymentSecretKeyFile = file("sk_secret two", "two");
        const auto two = complete(configuration, "f", false);
        QVERIFY(!two.has_value());
        QVERIFY(two.error().reason.find("sk_secret") == std::string::npos);
    }

    void names_areUnique_andEachSaysWhatItMeans() {
        QSet<QString> seen;
        for (const SettingName& name : settingNames()) {
            const QString key = QString::fromStdString(name.key);
            QVERIFY2(!seen.contains(key), name.key.c_str());
            QVERIFY2(!name.meaning.empty(), name.key.c_str());
            seen.insert(key);
        }
        QVERIFY(seen.size() > 60);
    }

    void everySetting_isDocumented_andNothingElse() {
        QFile document(QStringLiteral(DELIVERY_SOURCE_DIR "/docs/CONFIGURATION.md"));
        QVERIFY(document.open(QIODevice::ReadOnly));
        QSet<QString> documented;
        for (const QByteArray& line : document.readAll().split('\n')) {
            if (line.startsWith("| `")) documented << QString::fromUtf8(line);
        }
        QSet<QString> known;
        for (const SettingName& name : settingNames()) {
            known << QString::fromStdString("| `" + name.key + "` | " + name.meaning + " |");
        }
        QCOMPARE(documented - known, QSet<QString>());
        QCOMPARE(known - documented, QSet<QString>());
    }
};

QTEST_GUILESS_MAIN(TestDeliverydConfiguration)
#include "tst_deliveryd_configuration.moc"
