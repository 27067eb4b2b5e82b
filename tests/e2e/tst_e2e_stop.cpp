/// A stop in the middle of the work: what the server said yes to is told before it goes, and is
/// there when it returns.

#include <QElapsedTimer>
#include <QtTest>
#include <algorithm>
#include <csignal>
#include <set>
#include <thread>
#include <vector>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eStop : public QObject {
    Q_OBJECT

  private slots:
    /// Twenty customers wait for a slow payment when the server is told to go.
    void N10_stopWhileOrdersWait_answersEveryoneAndLosesNobody() {
        RealCity city;
        const QByteArray song = city.as("song")->token();
        city.sandbox()->put("/sandbox/payment", {{"mode", "slow"}, {"delayMs", 700}});
        constexpr int customers = 20;
        std::vector<HttpAnswer> answers(customers);
        std::vector<std::thread> threads;
        for (int i = 0; i < customers; ++i) {
            threads.emplace_back([&, i] {
                BlockingHttp customer(city.port(), song);
                answers[static_cast<std::size_t>(i)] =
                    customer.post("/orders", wish("짜장"),
                                  {{"Idempotency-Key", "stop-" + QByteArray::number(i)}});
            });
        }
        QVERIFY(city.until(*city.as("admin"), "/orders?size=1", [](const auto& orders) {
            return orders.at("page").at("totalElements").template get<int>() >= 5;
        }));
        QElapsedTimer clock;
        clock.start();
        QVERIFY(city.stop());
        QVERIFY(clock.elapsed() < 10'000);
        for (std::thread& thread : threads) thread.join();
        int accepted = 0;
        for (const HttpAnswer& answer : answers) {
            // Told what became of it, or told to come back; never left without a word once it was
            // heard.
            QVERIFY2(answer.status == 201 || answer.status == 202 || answer.status == 503 ||
                         answer.status == 0,
                     answer.body.constData());
            if (answer.status == 503) QVERIFY(answer.headers.contains("retry-after"));
            accepted += answer.status == 201 || answer.status == 202 ? 1 : 0;
        }
        QVERIFY2(accepted >= 5, qPrintable(QString::number(accepted)));
        QVERIFY(city.start());
        // What the server took in, it answered: an order of somebody without an answer is not
        // there.
        const json taken = city.as("admin")->get("/orders?size=1").json();
        const auto answered = std::ranges::count_if(
            answers, [](const HttpAnswer& answer) { return answer.status != 0; });
        QVERIFY2(taken.at("page").at("totalElements").get<qint64>() <= answered,
                 qPrintable(QString::number(answered)));
        QVERIFY(taken.at("page").at("totalElements").get<qint64>() >= accepted);
        BlockingHttp again(city.port(), song);
        std::set<qint64> ids;
        for (int i = 0; i < customers; ++i) {
            const HttpAnswer& first = answers[static_cast<std::size_t>(i)];
            const auto repeated = again.post(
                "/orders", wish("짜장"), {{"Idempotency-Key", "stop-" + QByteArray::number(i)}});
            QVERIFY2(repeated.status == 201 || repeated.status == 202, repeated.body.constData());
            ids.insert(repeated.json().at("id").get<qint64>());
            const bool done = first.status == 201 || first.status == 202;
            if (done) QCOMPARE(repeated.json().at("id"), first.json().at("id"));
        }
        QCOMPARE(ids.size(), std::size_t{customers});
    }
};

QTEST_GUILESS_MAIN(TestE2eStop)
#include "tst_e2e_stop.moc"
