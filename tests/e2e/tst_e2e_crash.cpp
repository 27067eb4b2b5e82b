/// kill -9 of the server at 20 random moments of a run of 200 orders, half of which are cancelled
/// again: every order and every cancel that got a 2xx is there, the provider's ledger agrees with
/// each order, nothing is charged or given back twice.

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "tests/e2e/database_file.h"
#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

constexpr int orders = 200;
constexpr int lanes = 4;
constexpr int kills = 20;
/// After an answer, so that a kill meets whatever is under way then.
constexpr int extraMsMax = 60;
constexpr int price = 2'500;
constexpr int patienceMs = 120'000;

/// Customers who say the same thing until they get a yes.
class Customers {
  public:
    Customers(quint16 port, QByteArray token) : m_token(std::move(token)), m_port(port) {
        for (int lane = 0; lane < lanes; ++lane) {
            m_threads.emplace_back([this, lane] { live(lane); });
        }
    }
    ~Customers() { join(); }
    void join() {
        for (auto& thread : m_threads) {
            if (thread.joinable()) thread.join();
        }
    }
    void moveTo(quint16 port) { m_port = port; }
    [[nodiscard]] int done() const { return m_done; }
    /// Whose yes was heard, and whether the order was cancelled afterwards.
    [[nodiscard]] const std::map<qint64, bool>& acknowledged() const { return m_acknowledged; }

  private:
    void live(int lane) {
        for (int n = 0; n < orders / lanes; ++n) {
            const QByteArray name = QByteArray::number(lane * 1000 + n);
            const auto body = QByteArray::fromStdString(wish("짜장").dump());
            const json order = insist("POST", "/orders", body, "crash-" + name).json();
            const auto id = order.at("id").get<qint64>();
            const bool cancels = lane % 2 == 1;
            if (cancels) insist("DELETE", path("orders", id), {}, "cancel-" + name);
            {
                const std::lock_guard lock(m_guard);
                m_acknowledged[id] = cancels;
            }
            ++m_done;
        }
    }
    /// Refused, cut off or busy: the same command again.
    HttpAnswer insist(const QByteArray& method, const QByteArray& where, const QByteArray& body,
                      const QByteArray& id) {
        while (true) {
            BlockingHttp http(m_port, m_token);
            http.setTimeoutMs(5'000);
            const auto answer = http.request(method, where, body, {{"Idempotency-Key", id}});
            if (answer.status / 100 == 2) return answer;
            if (answer.status / 100 == 4) {
                qFatal("%s %d %s", where.constData(), answer.status, answer.body.constData());
            }
        }
    }

    QByteArray m_token;
    std::atomic<quint16> m_port;
    std::atomic<int> m_done{0};
    std::mutex m_guard;
    std::map<qint64, bool> m_acknowledged;
    std::vector<std::thread> m_threads;
};

struct AtProvider {
    int captures = 0;
    int refunds = 0;
    bool operator==(const AtProvider&) const = default;
};

std::map<qint64, AtProvider> ledgerOf(RealCity& city) {
    std::map<qint64, AtProvider> ledger;
    for (const auto& row : city.sandbox()->get("/sandbox/ledger").json()) {
        if (row.at("amount") != price) qFatal("an amount that nobody owes");
        AtProvider& order = ledger[row.at("orderId").get<qint64>()];
        ++(row.at("kind") == "capture" ? order.captures : order.refunds);
    }
    return ledger;
}

}  // namespace

class TestE2eCrash : public QObject {
    Q_OBJECT

    static void killAgainAndAgain(RealCity& city, Customers& customers, QRandomGenerator& random) {
        for (int kill = 0; kill < kills; ++kill) {
            const int after =
                (kill * orders) / kills + static_cast<int>(random.bounded(orders / kills));
            const int extraMs = static_cast<int>(random.bounded(extraMsMax));
            QElapsedTimer waited;
            waited.start();
            while (customers.done() < after && waited.elapsed() < 60'000) {
                city.nobody()->get("/actuator/health/liveness");
            }
            waited.start();
            while (waited.elapsed() < extraMs) city.nobody()->get("/actuator/health/liveness");
            city.kill();
            QVERIFY(city.start());
            customers.moveTo(city.port());
        }
    }
    /// What the provider did and what the order says of it are the same.
    static bool agree(const AtProvider& provider, const json& order, bool isCancelled) {
        if (!isCancelled) return order.at("state") == "Paid" && provider == AtProvider{1, 0};
        const bool isRefunded = order.at("refund") == "done";
        return order.at("state") == "Cancelled" && provider.captures == provider.refunds &&
               provider.captures == (isRefunded ? 1 : 0);
    }

  private slots:
    void killedAgainAndAgain_nothingAcknowledgedIsLost() {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        RealCity city;
        Customers customers(city.port(), city.as("song")->token());
        killAgainAndAgain(city, customers, random);
        customers.join();
        QCOMPARE(customers.acknowledged().size(), std::size_t{orders});

        auto song = city.as("song");
        for (const auto& [id, isCancelled] : customers.acknowledged()) {
            QVERIFY2(city.until(
                         *song, path("orders", id),
                         [&, id = id, isCancelled = isCancelled](const json& order) {
                             return agree(ledgerOf(city)[id], order, isCancelled);
                         },
                         patienceMs),
                     song->get(path("orders", id)).body);
        }
        // At rest: only a question about what was never charged may still be owed.
        const QString file = city.directory() + "/data/delivery.db";
        const char* const owed = "SELECT kind, id FROM effect WHERE kind IN ('charge', 'refund')";
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(file, owed), QStringList(), patienceMs);
        int refunds = 0;
        for (const auto& [id, provider] : ledgerOf(city)) {
            QVERIFY(customers.acknowledged().contains(id));
            const json order = song->get(path("orders", id)).json();
            QVERIFY(agree(provider, order, customers.acknowledged().at(id)));
            refunds += provider.refunds;
        }
        qInfo() << refunds << "of" << orders / 2 << "cancelled orders had been charged";
        QVERIFY(refunds > 0);
    }
};

QTEST_GUILESS_MAIN(TestE2eCrash)
#include "tst_e2e_crash.moc"
