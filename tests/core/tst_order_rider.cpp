/// A rider's own stream: on duty or off, and never more deliveries in hand than allowed.

#include <QtTest>

#include "order/rider.h"

using namespace delivery;

class TestOrderRider : public QObject {
    Q_OBJECT

    static rider::Rider onDuty(std::vector<OrderId> holding = {}) {
        return {true, std::move(holding)};
    }

  private slots:
    void decide_answers_data() {
        QTest::addColumn<bool>("duty");
        QTest::addColumn<int>("held");
        QTest::addColumn<int>("command");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* what, bool duty, int held, std::size_t command,
                            const char* expected) {
            QTest::newRow(what) << duty << held << static_cast<int>(command)
                                << QByteArray{expected};
        };
        row("off, start", false, 0, 0, "DutyStarted");
        row("off, end", false, 0, 1, "");
        row("off, hold", false, 0, 2, "RiderOffDuty");
        row("off, let go", false, 0, 3, "");
        row("on, start", true, 0, 0, "");
        row("on, end", true, 0, 1, "DutyEnded");
        row("on, hold", true, 0, 2, "DeliveryHeld");
        row("on, let go", true, 0, 3, "");
        row("holding it, start", true, 7, 0, "");
        row("holding it, end", true, 7, 1, "DutyEnded");
        row("holding it, hold", true, 7, 2, "");
        row("holding it, let go", true, 7, 3, "DeliveryLetGo");
        row("holding another, hold", true, 8, 2, "RiderBusy");
        row("holding another, let go", true, 8, 3, "");
        row("off and holding it, start", false, 7, 0, "DutyStarted");
        row("off and holding it, let go", false, 7, 3, "DeliveryLetGo");
        row("off and holding another, hold", false, 8, 2, "RiderOffDuty");
    }
    void decide_answers() {
        QFETCH(bool, duty);
        QFETCH(int, held);
        QFETCH(int, command);
        QFETCH(QByteArray, expected);
        rider::Rider state{duty, {}};
        if (held != 0) state.holding.push_back(OrderId{held});
        const std::vector<rider::Command> commands{rider::StartDuty{}, rider::EndDuty{},
                                                   rider::HoldDelivery{OrderId{7}},
                                                   rider::LetGoDelivery{OrderId{7}}};
        const auto decided = rider::decide(state, commands.at(static_cast<std::size_t>(command)));
        std::string words;
        if (!decided) words = name(decided.error().code);
        if (decided && !decided->empty()) words = rider::name(decided->front());
        QCOMPARE(QByteArray::fromStdString(words), expected);
    }

    void busy_namesTheOrderThatIsHeld() {
        const auto decided = rider::decide(onDuty({OrderId{8}}), rider::HoldDelivery{OrderId{7}});
        QCOMPARE(decided.error().facts.at("orderId"), std::string{"8"});
    }

    void holdMax_isTheCommandsToSay() {
        const rider::Rider one = onDuty({OrderId{8}});
        const auto decided = rider::decide(one, rider::HoldDelivery{OrderId{7}, 2});
        const rider::Rider two = rider::evolve(one, decided->front());
        QVERIFY(rider::holds(two, OrderId{7}) && rider::holds(two, OrderId{8}));
        QVERIFY(!rider::decide(two, rider::HoldDelivery{OrderId{9}, 2}).has_value());
    }

    void misfits_areFaults() {
        const auto misfit = [](const rider::Rider& state, const rider::Event& event) {
            const auto next = rider::evolveRecorded(state, event);
            return !next.has_value() && next.error().code == FaultCode::Misfit;
        };
        QVERIFY(misfit(onDuty(), rider::DutyStarted{}));
        QVERIFY(misfit({}, rider::DutyEnded{}));
        QVERIFY(misfit({}, rider::DeliveryHeld{OrderId{7}}));
        QVERIFY(misfit(onDuty({OrderId{7}}), rider::DeliveryHeld{OrderId{7}}));
        QVERIFY(misfit(onDuty(), rider::DeliveryLetGo{OrderId{7}}));
    }
};

QTEST_APPLESS_MAIN(TestOrderRider)
#include "tst_order_rider.moc"
