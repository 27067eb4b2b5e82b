/// A rider's own stream: on duty or off, and never more deliveries in hand than allowed.

#include <QtTest>

#include <algorithm>

#include "order/rider.h"

using namespace delivery;

class TestOrderRider : public QObject {
    Q_OBJECT

    static rider::Rider onDuty(std::vector<OrderId> holding = {}) {
        return {true, std::move(holding)};
    }
    static rider::Rider offDuty(std::vector<OrderId> holding = {}) {
        return {false, std::move(holding)};
    }

    struct Row {
        const char* name;
        rider::Rider state;
        rider::Command command;
        const char* then;
    };
    /// On duty or off, with nothing, this delivery or another in hand: every command in each.
    static const std::vector<Row>& rows() {
        static const OrderId it{7};
        static const OrderId another{8};
        static const rider::StartDuty start;
        static const rider::EndDuty end;
        static const rider::HoldDelivery hold{it};
        static const rider::LetGoDelivery letGo{it};
        static const std::vector<Row> all{
            {"off, start", offDuty(), start, "DutyStarted"},
            {"off, end", offDuty(), end, ""},
            {"off, hold", offDuty(), hold, "RiderOffDuty"},
            {"off, let go", offDuty(), letGo, ""},
            {"on, start", onDuty(), start, ""},
            {"on, end", onDuty(), end, "DutyEnded"},
            {"on, hold", onDuty(), hold, "DeliveryHeld"},
            {"on, let go", onDuty(), letGo, ""},
            {"holding it, start", onDuty({it}), start, ""},
            {"holding it, end", onDuty({it}), end, "DutyEnded"},
            {"holding it, hold", onDuty({it}), hold, ""},
            {"holding it, let go", onDuty({it}), letGo, "DeliveryLetGo"},
            {"holding another, start", onDuty({another}), start, ""},
            {"holding another, end", onDuty({another}), end, "DutyEnded"},
            {"holding another, hold", onDuty({another}), hold, "RiderBusy"},
            {"holding another, let go", onDuty({another}), letGo, ""},
            {"off and holding it, start", offDuty({it}), start, "DutyStarted"},
            {"off and holding it, end", offDuty({it}), end, ""},
            {"off and holding it, hold", offDuty({it}), hold, ""},
            {"off and holding it, let go", offDuty({it}), letGo, "DeliveryLetGo"},
            {"off and holding another, start", offDuty({another}), start, "DutyStarted"},
            {"off and holding another, end", offDuty({another}), end, ""},
            {"off and holding another, hold", offDuty({another}), hold, "RiderOffDuty"},
            {"off and holding another, let go", offDuty({another}), letGo, ""},
        };
        return all;
    }

  private slots:
    void everyStateAndCommand_haveOneRow() {
        const std::vector<std::vector<OrderId>> hands{{}, {OrderId{7}}, {OrderId{8}}};
        for (const bool duty : {true, false}) {
            for (const auto& held : hands) {
                for (std::size_t kind = 0; kind < std::variant_size_v<rider::Command>; ++kind) {
                    const auto isIt = [&](const Row& row) {
                        return row.state == rider::Rider{duty, held} && row.command.index() == kind;
                    };
                    QCOMPARE(std::ranges::count_if(rows(), isIt), 1);
                }
            }
        }
    }

    void decide_answers_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const Row& it : rows()) QTest::newRow(it.name) << row++;
    }
    void decide_answers() {
        QFETCH(int, row);
        const Row& it = rows()[static_cast<std::size_t>(row)];
        const auto decided = rider::decide(it.state, it.command);
        std::string words;
        if (!decided) words = name(decided.error().code);
        if (decided) {
            for (const rider::Event& event : *decided) words += rider::name(event);
        }
        QCOMPARE(QByteArray::fromStdString(words), QByteArray{it.then});
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
