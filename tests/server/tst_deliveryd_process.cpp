// The program itself: what it prints, how it ends, and that nothing of it stays behind.

#include <array>
#include <csignal>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <fcntl.h>
#include <unistd.h>

#include "tests/support/blocking_http.h"

namespace {

constexpr int readyMs = 60'000;

/// One deliveryd, killed at the end of the test whatever happens.
class Deliveryd {
  public:
    ~Deliveryd() {
        if (process.state() == QProcess::NotRunning) return;
        process.kill();
        process.waitForFinished();
    }
    void start(const QStringList& arguments) {
        process.start(QStringLiteral(DELIVERY_BIN_DIR "/deliveryd"), arguments);
    }
    /// The ready line; nothing when it ended instead.
    std::optional<nlohmann::json> ready() {
        QElapsedTimer clock;
        clock.start();
        while (!process.canReadLine()) {
            if (clock.elapsed() > readyMs || process.state() == QProcess::NotRunning) {
                qWarning().noquote() << process.readAllStandardError();
                return std::nullopt;
            }
            process.waitForReadyRead(100);
        }
        line = process.readLine();
        return nlohmann::json::parse(line.toStdString());
    }
    /// The exit code, or -1 when it did not end by itself in time.
    int ended(int ms = readyMs) {
        const bool done = process.state() == QProcess::NotRunning || process.waitForFinished(ms);
        return done && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    QByteArray complaint() { return process.readAllStandardError(); }

    QProcess process;
    QByteArray line;
};

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<qint64> sandboxesOf(const QString& data) {
    QList<qint64> found;
    const QStringList processes = QDir("/proc").entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& process : processes) {
        QFile file("/proc/" + process + "/cmdline");
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QByteArray commandLine = file.readAll();
        if (commandLine.contains("delivery-sandbox") && commandLine.contains(data.toUtf8())) {
            found << process.toLongLong();
        }
    }
    return found;
}

QByteArray get(const nlohmann::json& base, const QByteArray& path) {
    QTcpSocket socket;
    const QUrl url(QString::fromStdString(base.get<std::string>()));
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    if (!socket.waitForConnected(5'000)) return {};
    socket.write("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (socket.waitForReadyRead(10'000)) answer += socket.readAll();
    return answer;
}

}  // namespace

class TestDeliverydProcess : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_data;

    QStringList demo(const QStringList& more = {}) const {
        return QStringList{"--demo", "--port", "0", "--data", m_data} + more;
    }

  private slots:
    void init() {
        static int number = 0;
        m_data = m_folder.filePath("data" + QString::number(++number));
    }

    void demo_whenReady_saysWhereEverythingIs_andServes() {
        Deliveryd server;
        server.start(demo());
        const auto ready = server.ready();
        QVERIFY(ready.has_value());
        const QByteArray expected =
            QByteArray("{\"ready\":true,\"http\":\"") +
            (*ready)["http"].get<std::string>().c_str() + "\",\"mqtt\":\"" +
            (*ready)["mqtt"].get<std::string>().c_str() + "\",\"sandbox\":\"" +
            (*ready)["sandbox"].get<std::string>().c_str() +
            "\",\"pid\":" + QByteArray::number(server.process.processId()) + "}\n";
        QCOMPARE(server.line, expected);
        QVERIFY(get((*ready)["http"], "/actuator/health/readiness").startsWith("HTTP/1.1 200"));
        const QByteArray metrics = get((*ready)["http"], "/metrics");
        QVERIFY(metrics.contains("delivery_payment_breaker_open{operation=\"charge\"} 0"));
        QVERIFY(get((*ready)["sandbox"], "/sandbox/ledger").startsWith("HTTP/1.1 200"));
        QCOMPARE(sandboxesOf(m_data).size(), 1);

        QElapsedTimer clock;
        clock.start();
        server.process.terminate();
        QCOMPARE(server.ended(10'000), 0);
        QVERIFY(clock.elapsed() < 10'000);
        QVERIFY(server.process.readAllStandardOutput().isEmpty());
        QVERIFY(sandboxesOf(m_data).isEmpty());
    }

    void killedServer_leavesNoSandbox_andStartsAgain() {
        std::string url;
        {
            Deliveryd server;
            server.start(demo());
            QVERIFY(server.ready().has_value());
            QCOMPARE(sandboxesOf(m_data).size(), 1);
            server.process.kill();
            QVERIFY(server.process.waitForFinished());
            QVERIFY(QTest::qWaitFor([&] { return sandboxesOf(m_data).isEmpty(); }, 10'000));
        }
        Deliveryd again;
        again.start(demo());
        QVERIFY(again.ready().has_value());
        again.process.terminate();
        QCOMPARE(again.ended(10'000), 0);
    }

    void killedSandbox_comesBackOnItsPort() {
        Deliveryd server;
        server.start(demo());
        const auto ready = server.ready();
        QVERIFY(ready.has_value());
        const auto first = sandboxesOf(m_data);
        QCOMPARE(first.size(), 1);
        ::kill(static_cast<pid_t>(first.front()), SIGKILL);
        QVERIFY(QTest::qWaitFor(
            [&] {
                const auto now = sandboxesOf(m_data);
                return !now.isEmpty() && now != first &&
                       get((*ready)["sandbox"], "/sandbox/ledger").startsWith("HTTP/1.1 200");
            },
            20'000));
    }

    /// With nothing but --port 0 and directories of their own, also where something else has the
    /// usual ports.
    void twoDemos_sideBySide_takeFreePortsForEverything() {
        QProcessEnvironment plain = QProcessEnvironment::systemEnvironment();
        for (const QString& name : plain.keys()) {
            if (name.startsWith("DELIVERY_")) plain.remove(name);
        }
        std::array<Deliveryd, 2> servers;
        std::array<nlohmann::json, 2> ready;
        std::set<int> ports;
        for (std::size_t i = 0; i < servers.size(); ++i) {
            servers[i].process.setProcessEnvironment(plain);
            servers[i].start({"--demo", "--port", "0", "--data", m_data + QString::number(i)});
            const auto line = servers[i].ready();
            QVERIFY(line.has_value());
            ready[i] = *line;
            for (const char* of : {"http", "mqtt", "sandbox"}) {
                ports.insert(QUrl(QString::fromStdString(ready[i].at(of))).port());
            }
            QVERIFY(QUrl(QString::fromStdString(ready[i].at("mqtt"))).port() != 1883);
        }
        QCOMPARE(ports.size(), std::size_t{6});
        for (const auto& each : ready) {
            const QByteArray health = get(each["http"], "/actuator/health/readiness");
            QVERIFY2(health.startsWith("HTTP/1.1 200"), health);
            QVERIFY(get(each["sandbox"], "/sandbox/ledger").startsWith("HTTP/1.1 200"));
            QTcpSocket broker;
            const QUrl mqtt(QString::fromStdString(each["mqtt"]));
            broker.connectToHost(mqtt.host(), static_cast<quint16>(mqtt.port()));
            QVERIFY(broker.waitForConnected(5'000));
        }
    }

    void secondServer_onTheSameDirectory_exits75() {
        Deliveryd first;
        first.start(demo());
        QVERIFY(first.ready().has_value());
        Deliveryd second;
        second.start(demo());
        QCOMPARE(second.ended(), 75);
        QVERIFY(second.process.readAllStandardOutput().isEmpty());
        QVERIFY(second.complaint().contains("another server"));
        QVERIFY(first.process.state() == QProcess::Running);
    }

    void damagedFile_exits65_isKept_andSaysHowToRestore() {
        QVERIFY(QDir().mkpath(m_data));
        {
            Deliveryd server;
            server.start(demo());
            QVERIFY(server.ready().has_value());
            server.process.terminate();
            QCOMPARE(server.ended(10'000), 0);
        }
        QFile file(m_data + "/delivery.db");
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(0);
        file.write(QByteArray(64, 'x'));
        file.close();
        const QByteArray damaged = bytesOf(file.fileName());
        QVERIFY(damaged.size() > 64);
        Deliveryd server;
        server.start(demo());
        QCOMPARE(server.ended(), 65);
        const QByteArray complaint = server.complaint();
        QVERIFY2(complaint.contains("delivery.db is damaged"), complaint);
        QVERIFY(complaint.contains("To restore"));
        QVERIFY(bytesOf(file.fileName()) == damaged);
        QVERIFY(sandboxesOf(m_data).isEmpty());
    }

    void wrongConfiguration_exits78_namingFileKeyAndReason() {
        QFile file(m_folder.filePath("wrong.toml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[timers]\npayment_ms = \"soon\"\n");
        file.close();
        Deliveryd server;
        server.start(demo({"--config", file.fileName()}));
        QCOMPARE(server.ended(), 78);
        const QByteArray complaint = server.complaint();
        QVERIFY2(
            complaint.contains("wrong.toml: timers.payment_ms (line 2): must be a whole number"),
            complaint);
        QVERIFY(!QFile::exists(m_data + "/delivery.db"));
    }

    void keyFileThatOthersMayRead_exits78() {
        QVERIFY(QDir().mkpath(m_data));
        QFile key(m_data + "/vault.key");
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write(QByteArray(32, 'k'));
        key.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        key.close();
        Deliveryd server;
        server.start(demo());
        QCOMPARE(server.ended(), 78);
        QVERIFY(server.complaint().contains("vault.key"));
    }

    void keyOfAnotherDatabase_exits78() {
        {
            Deliveryd server;
            server.start(demo());
            QVERIFY(server.ready());
            server.process.terminate();
            QCOMPARE(server.ended(), 0);
        }
        QFile key(m_data + "/vault.key");
        QVERIFY(key.open(QIODevice::WriteOnly | QIODevice::Truncate));
        key.write(QByteArray(32, 'k'));
        key.close();
        Deliveryd server;
        server.start(demo());
        QCOMPARE(server.ended(), 78);
        QVERIFY(server.complaint().contains("vault.key"));
    }

    void checkConfig_saysOk_andServesNobody() {
        Deliveryd server;
        server.start(demo({"--check-config"}));
        QCOMPARE(server.ended(), 0);
        QCOMPARE(server.process.readAllStandardOutput(), QByteArray("ok\n"));
        QVERIFY(!QFile::exists(m_data + "/delivery.db"));
        Deliveryd bare;
        bare.start({"--check-config", "--data", m_data});
        QCOMPARE(bare.ended(), 78);
        QVERIFY(bare.complaint().contains("payment.base_url"));
        Deliveryd usage;
        usage.start({"--prot", "1"});
        QCOMPARE(usage.ended(), 64);
    }

    void logThatNobodyReads_stopsNothing() {
        int ends[2] = {-1, -1};
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        Deliveryd server;
        server.process.setChildProcessModifier([&] { ::dup2(ends[1], STDERR_FILENO); });
        server.start(demo());
        const auto ready = server.ready();
        QVERIFY(ready);
        const QUrl url(QString::fromStdString(ready->at("http")));
        const auto port = static_cast<quint16>(url.port());
        delivery::tests::BlockingHttp door(port);
        const auto session =
            door.post("/auth/login", {{"userId", "admin"}, {"password", "demo1234"}});
        QCOMPARE(session.status, 200);
        delivery::tests::BlockingHttp admin(
            port, QByteArray::fromStdString(session.json().at("token").get<std::string>()));
        // Each is a line of the log, and a pipe holds 64 KiB.
        const nlohmann::json wish = {{"file", "/" + std::string(200, 'x')}};
        for (int i = 0; i < 2'000; ++i) {
            const int status = admin.post("/backups", wish).status;
            QVERIFY2(status >= 400, qPrintable(QString("%1: %2").arg(i).arg(status)));
        }
        QVERIFY(door.get("/actuator/health").body.contains("\"UP\""));
        QVERIFY(admin.get("/metrics").body.contains("delivery_log_lines_waiting"));
        server.process.terminate();
        QCOMPARE(server.ended(10'000), 0);
        ::close(ends[1]);
        // Whole lines, each of them.
        QFile log;
        QVERIFY(log.open(ends[0], QIODevice::ReadOnly, QFile::AutoCloseHandle));
        const QList<QByteArray> lines = log.readAll().split('\n');
        QVERIFY(lines.size() > 100);
        for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
            QVERIFY2(nlohmann::json::accept(lines[i].toStdString()), lines[i].constData());
        }
    }

    void firstAdmin_isMadeOnce_andViewsAreRebuilt() {
        const auto makeAdmin = [&](Deliveryd& server) {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("DELIVERY_PASSWORD", "long enough");
            server.process.setProcessEnvironment(environment);
            server.start({"--make-admin", "boss", "--data", m_data});
            return server.ended();
        };
        Deliveryd first;
        QCOMPARE(makeAdmin(first), 0);
        QVERIFY(first.process.readAllStandardOutput().contains("boss"));
        Deliveryd again;
        QCOMPARE(makeAdmin(again), 1);
        QVERIFY(again.complaint().contains("taken"));
        Deliveryd rebuild;
        rebuild.start({"--rebuild-views", "--data", m_data});
        QCOMPARE(rebuild.ended(), 0);
        QVERIFY(rebuild.complaint().contains("views rebuilt"));
        QVERIFY(rebuild.process.readAllStandardOutput().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDeliverydProcess)
#include "tst_deliveryd_process.moc"
