/// kill -9 of the server at 20 random moments of a run of 200 orders: every order that got a 2xx is
/// there, the provider's ledger agrees with ours, nothing is charged twice.

#include <QRandomGenerator>
#include <QtTest>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eCrash : public QObject {
    Q_OBJECT

    static constexpr int orders = 200;
    static constexpr int kills = 20;

  private slots:
    void killedAgainAndAgain_nothingAcknowledgedIsLost() {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        RealCity city;
        const QByteArray token = city.as("song")->token();

        std::atomic<quint16> port{city.port()};
        std::atomic<int> done{0};
        std::mutex guard;
        std::set<qint64> acknowledged;
        std::vector<std::thread> customers;
        for (int lane = 0; lane < 4; ++lane) {
            customers.emplace_back([&, lane] {
                for (int n = 0; n < orders / 4; ++n) {
                    const QByteArray id = "crash-" + QByteArray::number(lane * 1000 + n);
                    while (true) {
                        BlockingHttp http(port, token);
                        http.setTimeoutMs(5'000);
                        const auto answer =
                            http.post("/orders", wish("짜장"), {{"Idempotency-Key", id}});
                        if (answer.status == 201 || answer.status == 202) {
                            const std::lock_guard lock(guard);
                            acknowledged.insert(answer.json().at("id").get<qint64>());
                            break;
                        }
                        // Refused, cut off or busy: the same command again.
                    }
                    ++done;
                }
            });
        }
        for (int kill = 0; kill < kills; ++kill) {
            const int after =
                (kill * orders) / kills + static_cast<int>(random.bounded(orders / kills));
            QElapsedTimer waited;
            waited.start();
            while (done < after && waited.elapsed() < 60'000) {
                city.nobody()->get("/actuator/health/liveness");
            }
            city.kill();
            QVERIFY(city.start());
            port = city.port();
        }
        for (auto& customer : customers) customer.join();
        QCOMPARE(acknowledged.size(), std::size_t{orders});

        auto song = city.as("song");
        for (const qint64 id : acknowledged) {
            QVERIFY(city.until(
                *song, path("orders", id), [](const json& o) { return o.at("state") == "Paid"; },
                120'000));
        }
        std::map<qint64, int> captures;
        for (const auto& row : city.sandbox()->get("/sandbox/ledger").json()) {
            QCOMPARE(QString::fromStdString(row.at("kind")), "capture");
            QCOMPARE(row.at("amount").get<int>(), 2'500);
            ++captures[row.at("orderId").get<qint64>()];
        }
        QCOMPARE(captures.size(), acknowledged.size());
        for (const qint64 id : acknowledged) QCOMPARE(captures[id], 1);
    }
};

QTEST_GUILESS_MAIN(TestE2eCrash)
#include "tst_e2e_crash.moc"
