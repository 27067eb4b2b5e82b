// The terminal client killed with -9 wherever it stands: run again, it never orders twice.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <vector>

#include "fake_server.h"
#include "tests/support/real_city.h"

using delivery::test::FakeReply;
using delivery::test::FakeServer;
using delivery::test::HeardRequest;
using delivery::tests::RealCity;

namespace {

/// A pipe that takes nothing: whoever writes to it hangs.
class FullPipe {
  public:
    explicit FullPipe(const QString& path) : m_path(path) {
        ::mkfifo(qPrintable(path), 0600);
        m_file = ::open(qPrintable(path), O_RDWR | O_NONBLOCK | O_CLOEXEC);
        char byte = ' ';
        while (::write(m_file, &byte, 1) == 1) {
        }
    }
    ~FullPipe() { ::close(m_file); }
    FullPipe(const FullPipe&) = delete;
    FullPipe& operator=(const FullPipe&) = delete;
    [[nodiscard]] const QString& path() const { return m_path; }

  private:
    QString m_path;
    int m_file = -1;
};

/// Whether a process sleeps in a call of that name, as the kernel tells it.
bool standsIn(qint64 pid, const QByteArray& call) {
    QFile file(QString("/proc/%1/wchan").arg(pid));
    return file.open(QIODevice::ReadOnly) && file.readAll().contains(call);
}

}  // namespace

class TestTerminalKill : public QObject {
    Q_OBJECT

    struct Ran {
        bool isKilled = false;
        int exit = -1;
        QByteArray out;
    };

    QTemporaryDir m_home;
    std::unique_ptr<FakeServer> m_server;
    /// Asked instead of the played server while it is there.
    std::unique_ptr<RealCity> m_city;
    /// As the real server: one order for each command id, and the same answer to its repeats.
    std::vector<QByteArray> m_orders;
    const QStringList m_order{"--as", "song", "--json", "order", "짜장", "--pickup"};

    FakeReply place(const QByteArray& key) {
        auto known = std::find(m_orders.begin(), m_orders.end(), key);
        if (known == m_orders.end()) known = m_orders.insert(known, key);
        return {.status = 201, .body = answerTo(known - m_orders.begin())};
    }
    static QByteArray answerTo(qsizetype order) {
        return "{\"id\":" + QByteArray::number(100 + order) + ",\"state\":\"Paid\"}";
    }
    [[nodiscard]] QString server() const {
        return m_city ? QStringLiteral("http://127.0.0.1:%1").arg(m_city->port())
                      : m_server->url().toString();
    }
    [[nodiscard]] std::unique_ptr<QProcess> prepared(int diesBefore = 0) const {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CONFIG_HOME", m_home.filePath("config"));
        environment.insert("XDG_DATA_HOME", m_home.filePath("data"));
        environment.insert("DELIVERY_SERVER", server());
        environment.insert("DELIVERY_PASSWORD", "demo1234");
        environment.remove("DELIVERY_OUTBOX");
        if (diesBefore > 0) {
            environment.insert("LD_PRELOAD", DELIVERY_BIN_DIR "/../tests/libdying_calls.so");
            environment.insert("DELIVERY_DIES_BEFORE", QString::number(diesBefore));
        }
        process->setProcessEnvironment(environment);
        process->setStandardInputFile(QProcess::nullDevice());
        process->setProgram(DELIVERY_BIN_DIR "/delivery");
        return process;
    }
    static Ran finished(QProcess& process) {
        [&] { QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000); }();
        return {process.exitStatus() != QProcess::NormalExit, process.exitCode(),
                process.readAllStandardOutput()};
    }
    [[nodiscard]] Ran ran(const QStringList& words, int diesBefore = 0) const {
        const auto process = prepared(diesBefore);
        process->setArguments(words);
        process->start();
        return finished(*process);
    }
    /// Orders into a pipe that nobody reads, and is killed once the order is there and its answer
    /// waits to be printed.
    template <class CountOrders>
    void killWhilePrinting(const CountOrders& countOrders, int patienceMs) const {
        const FullPipe pipe(m_home.filePath("pipe"));
        const auto process = prepared();
        process->setArguments(m_order);
        process->setStandardOutputFile(pipe.path());
        process->start();
        QTRY_COMPARE_WITH_TIMEOUT(countOrders(), 1U, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(standsIn(process->processId(), "pipe_write"), patienceMs);
        process->kill();
        QVERIFY(finished(*process).isKilled);
    }

  private slots:
    void init() {
        QDir(m_home.path()).removeRecursively();
        QDir().mkpath(m_home.path());
        m_orders.clear();
        m_city.reset();
        m_server = std::make_unique<FakeServer>([this](const HeardRequest& request) -> FakeReply {
            if (request.line() == "POST /orders") return place(request.key());
            return {.body = R"({"token":"t1","userId":"song","role":"customer","storeId":0,)"
                            R"("expiresAt":"2040-01-01T00:00:00Z","mqtt":null})"};
        });
    }

    void client_killedWhilePrinting_ordersOnce() {
        QCOMPARE(ran({"--as", "song", "login"}).exit, 0);
        killWhilePrinting([this] { return m_orders.size(); }, 5'000);
        if (QTest::currentTestFailed()) return;
        const Ran again = ran(m_order);
        QCOMPARE(again.exit, 0);
        QCOMPARE(again.out, answerTo(0) + "\n");
        QCOMPARE(m_orders.size(), 1U);
        // Printed this time: the next one is a new wish.
        QCOMPARE(ran(m_order).out, answerTo(1) + "\n");
    }

    void client_killedBetweenAnswerAndPrinting_ordersOnceOnTheRealServer() {
        m_city = std::make_unique<RealCity>();
        auto song = m_city->as("song");
        const auto orders = [&] {
            const auto told = song->get("/orders").json();
            std::vector<qint64> ids;
            if (!told.contains("_embedded")) return ids;
            for (const auto& order : told.at("_embedded").at("orders")) {
                ids.push_back(order.at("id").get<qint64>());
            }
            return ids;
        };
        QCOMPARE(orders().size(), 0U);
        QCOMPARE(ran({"--as", "song", "login"}).exit, 0);
        killWhilePrinting([&] { return orders().size(); }, 60'000);
        if (QTest::currentTestFailed()) return;
        // The server may die in between as well: what it answered is on its disk.
        m_city->kill();
        QVERIFY(m_city->start(RealCity::Ports::Same));
        song = m_city->as("song");
        const auto idIn = [](const Ran& run) {
            const auto body = nlohmann::json::parse(run.out.toStdString(), nullptr, false);
            return body.is_object() ? body.value("id", qint64{0}) : 0;
        };
        const Ran again = ran(m_order);
        QCOMPARE(again.exit, 0);
        QCOMPARE(orders(), std::vector<qint64>{idIn(again)});
        // Printed this time: the next one is a new wish.
        QVERIFY(idIn(ran(m_order)) > idIn(again));
        QCOMPARE(orders().size(), 2U);
    }

    void client_killedAtAnyCall_ordersOnce() {
        int boundaries = 0;
        for (bool isKilled = true; isKilled; ++boundaries) {
            init();
            QCOMPARE(ran({"--as", "song", "login"}).exit, 0);
            const Ran first = ran(m_order, boundaries + 1);
            isKilled = first.isKilled;
            // Who has read the whole answer may order again; everybody else means the same order.
            const bool isHeard = first.out == answerTo(0) + "\n";
            QVERIFY(isKilled || isHeard);
            const Ran again = ran(m_order);
            QCOMPARE(again.exit, 0);
            if (isHeard) continue;
            QVERIFY2(
                m_orders.size() == 1U,
                qPrintable(QString("two orders when killed before call %1").arg(boundaries + 1)));
            QCOMPARE(again.out, answerTo(0) + "\n");
        }
        // Fewer would mean that nothing was counted.
        QVERIFY2(boundaries > 20, qPrintable(QString::number(boundaries)));
    }

    void answer_thatCannotBeWritten_isKept() {
        QCOMPARE(ran({"--as", "song", "login"}).exit, 0);
        const auto process = prepared();
        process->setArguments(m_order);
        process->setStandardOutputFile("/dev/full");
        process->start();
        const Ran lost = finished(*process);
        QCOMPARE(lost.exit, 3);
        QVERIFY(process->readAllStandardError().contains("같은 명령"));
        QCOMPARE(ran(m_order).out, answerTo(0) + "\n");
        QCOMPARE(m_orders.size(), 1U);
    }

    void answer_ofSomebodyElse_isNoDecision() {
        QCOMPARE(ran({"--as", "song", "login"}).exit, 0);
        const auto script = [this](const HeardRequest& request) { return place(request.key()); };
        m_server->setScript([](const HeardRequest&) {
            return FakeReply{.body = "<html>Please log in to the hotel's network</html>",
                             .contentType = "text/html"};
        });
        QCOMPARE(ran(m_order).exit, 3);
        const QByteArray key = m_server->heard("POST /orders").front().key();
        m_server->setScript(script);
        QCOMPARE(ran(m_order).exit, 0);
        QCOMPARE(m_orders, std::vector<QByteArray>{key});
    }
};

QTEST_GUILESS_MAIN(TestTerminalKill)
#include "tst_terminal_kill.moc"
