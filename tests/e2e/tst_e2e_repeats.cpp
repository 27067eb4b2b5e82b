/// The same command twice, one after the other and at once: one order, one charge, the same status
/// and body.

#include <QElapsedTimer>
#include <QtTest>
#include <thread>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eRepeats : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    std::unique_ptr<BlockingHttp> song;

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>();
        song = city->as("song");
    }

    void sameIdTwice_sameStatusAndBody() {
        const Headers id{{"Idempotency-Key", "twice-1"}};
        const auto first = song->post("/orders", wish(), id);
        const auto again = song->post("/orders", wish(), id);
        QCOMPARE(first.status, 201);
        QCOMPARE(again.status, 201);
        QCOMPARE(again.body, first.body);
        QCOMPARE(city->capturesAtProvider(first.json().at("id").get<qint64>()), 1);
    }

    void sameIdAtTheSameTime_sameStatusAndBodyOneCharge() {
        for (int round = 0; round < 10; ++round) {
            const Headers id{{"Idempotency-Key", "at-once-" + QByteArray::number(round)}};
            std::vector<HttpAnswer> answers(4);
            std::vector<std::thread> askers;
            for (auto& answer : answers) {
                askers.emplace_back([&] {
                    BlockingHttp http(city->port(), song->token());
                    answer = http.post("/orders", wish(), id);
                });
            }
            for (auto& asker : askers) asker.join();
            for (const auto& answer : answers) {
                QCOMPARE(answer.status, 201);
                QCOMPARE(answer.body, answers[0].body);
            }
            QCOMPARE(city->capturesAtProvider(answers[0].json().at("id").get<qint64>()), 1);
        }
    }

    void sameIdAnotherBody_is422() {
        const Headers id{{"Idempotency-Key", "reused"}};
        QCOMPARE(song->post("/orders", wish(), id).status, 201);
        const auto position = city->logPosition();
        const auto other = song->post("/orders", wish("탕수육", 2), id);
        QCOMPARE(other.status, 422);
        QVERIFY(other.headers.value("content-type").startsWith("application/problem+json"));
        QCOMPARE(city->logPosition(), position);
    }

    void sameIdAfterKill_sameStatusAndBody() {
        const Headers id{{"Idempotency-Key", "over-a-crash"}};
        const auto first = song->post("/orders", wish(), id);
        QCOMPARE(first.status, 201);
        city->kill();
        // Links name the port.
        QVERIFY(city->start(RealCity::Ports::Same));
        BlockingHttp again(city->port(), song->token());
        const auto repeated = again.post("/orders", wish(), id);
        QCOMPARE(repeated.status, 201);
        QCOMPARE(repeated.body, first.body);
        QCOMPARE(city->capturesAtProvider(first.json().at("id").get<qint64>()), 1);
        song = city->as("song");
    }

    void slowPayment_theRepeatJoinsTheWait() {
        auto sandbox = city->sandbox();
        QCOMPARE(
            sandbox->put("/sandbox/payment", {{"mode", "slow"}, {"delayMs", 1000}}).status / 100,
            2);
        const Headers id{{"Idempotency-Key", "joined"}};
        HttpAnswer first, second;
        std::thread one([&] {
            BlockingHttp http(city->port(), song->token());
            first = http.post("/orders", wish(), id);
        });
        std::thread two([&] {
            BlockingHttp http(city->port(), song->token());
            second = http.post("/orders", wish(), id);
        });
        one.join();
        two.join();
        sandbox->put("/sandbox/payment", {{"mode", "ok"}});
        QCOMPARE(first.status, 201);
        QCOMPARE(second.body, first.body);
        QCOMPARE(QString::fromStdString(first.json().at("status")), "결제완료");
    }

    void paymentSlowerThanTheWait_answersWithTheStatusAsItIs_data() {
        QTest::addColumn<QString>("mode");
        QTest::newRow("slow") << "slow";
        QTest::newRow("charged, then silent") << "charge-then-hang";
    }
    void paymentSlowerThanTheWait_answersWithTheStatusAsItIs() {
        QFETCH(QString, mode);
        // Two seconds are promised; the provider takes so long, or thirty seconds go by.
        constexpr int providerMs = 15'000;
        constexpr qint64 answerMsMax = 10'000;
        auto sandbox = city->sandbox();
        json wanted{{"mode", mode.toStdString()}, {"count", 1}};
        if (mode == "slow") wanted["delayMs"] = providerMs;
        QCOMPARE(sandbox->put("/sandbox/payment", wanted).status, 200);
        QElapsedTimer clock;
        clock.start();
        const auto answer = song->post("/orders", wish());
        const qint64 tookMs = clock.elapsed();
        QVERIFY2(tookMs < answerMsMax, qPrintable(QString::number(tookMs)));
        QCOMPARE(answer.status, 201);
        QCOMPARE(QString::fromStdString(answer.json().at("status")), "주문-결제요청중");
        const auto id = answer.json().at("id").get<qint64>();
        QVERIFY(city->until(
            *song, path("orders", id), [](const json& o) { return o.at("state") == "Paid"; },
            90'000));
        QCOMPARE(city->capturesAtProvider(id), 1);
    }
};

QTEST_GUILESS_MAIN(TestE2eRepeats)
#include "tst_e2e_repeats.moc"
