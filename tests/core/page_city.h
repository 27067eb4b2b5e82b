#pragma once
/// A small city that lives by the real deciders: draws commands, keeps what was decided as a log.

#include <map>
#include <string>
#include <vector>

#include "tests/core/page_dialogue.h"
#include "tests/core/record_samples.h"

namespace delivery::tests {

/// Two stores, three dishes, four orders, two riders. Every event of its log fits.
class City {
  public:
    explicit City(std::uint64_t seed) : m_drawn(seed) {
        for (int store = 1; store <= 2; ++store) {
            shop::Profile profile;
            profile.name = "가게 " + std::to_string(store);
            append("store", std::to_string(store),
                   shop::StoreEvent{shop::StoreOpened{
                       StoreId{store}, UserId{"store" + std::to_string(store)}, profile}});
        }
        for (int food = 1; food <= 3; ++food) {
            append("food", std::to_string(food),
                   shop::FoodEvent{
                       shop::DishAdded{FoodId{food}, StoreId{1 + food / 3},
                                       dish("음식 " + std::to_string(food), Won{1'000 * food})}});
        }
    }

    void live(int steps) {
        for (int i = 0; i < steps; ++i) step();
    }
    [[nodiscard]] const std::vector<page::Logged>& log() const { return m_logged; }

  private:
    void append(const std::string& kind, const std::string& id, page::AnyEvent event) {
        m_logged.push_back(m_log.append(kind, id, std::move(event), "somebody"));
    }
    Instant now() { return Instant{1'000 * ++m_minute}; }

    void step() {
        const int id = 1 + static_cast<int>(m_drawn.choice(4));
        switch (m_drawn.choice(12)) {
            case 0:
                return review(id);
            case 1:
                return acknowledge(id);
            case 2:
                return movePoints(id);
            case 3:
                return duty();
            case 4:
                return changeDish(id);
            default:
                return ask(id);
        }
    }

    [[nodiscard]] Actor customer() const { return {UserId{"song"}, Role::Customer}; }
    [[nodiscard]] Actor store(int id) const {
        return {UserId{"store1"}, Role::Store, StoreId{1 + id % 2}};
    }
    [[nodiscard]] Actor rider(const RiderId& rider) const {
        return {UserId{rider.text()}, Role::Rider};
    }

    order::PlaceOrder placeOrder(int id) {
        const int food = 1 + id % 2 * 2;
        order::PlaceOrder place{.orderId = OrderId{id},
                                .by = customer(),
                                .at = now(),
                                .commandId = CommandId{"c"},
                                .customerId = CustomerId{"song"},
                                .storeId = StoreId{1 + id % 2},
                                .storeName = "가게",
                                .storePlace = {},
                                .lines = {{FoodId{food}, "음식", 2, Won{1'000}, {}}},
                                .deliveryFee = Won{500},
                                .pointsSpent = m_drawn.present() ? Won{0} : Won{100},
                                .pickup = m_drawn.choice(4) == 0,
                                .verified = m_drawn.choice(4) != 0,
                                .address = PersonalRef{PersonalId{"p"}, "00"},
                                .phone = std::nullopt,
                                .note = std::nullopt,
                                .area = "동",
                                .areaPlace = std::nullopt,
                                .cardId = CardId{"card"},
                                .install = "x",
                                .chargeKey = ProviderKey{"k"}};
        if (m_drawn.choice(6) == 0) {
            place.pointsSpent = order::totalOf(place.lines);
            if (!place.pickup) place.pointsSpent += place.deliveryFee;
        }
        return place;
    }
    order::RecordCharge recordCharge(int id, const order::Order& order) {
        using Charge = order::RecordCharge;
        int attempt = 1;
        std::string named = "x";
        if (const auto* asked = std::get_if<order::payment::Requested>(&order.payment)) {
            attempt = asked->attempt.number;
            named = asked->attempt.providerOrderId;
        }
        Charge record{OrderId{id}, now(), attempt, Charge::NotSent{}, ProviderKey{"r"}};
        switch (m_drawn.choice(8)) {
            case 0:
                record.outcome = Charge::Declined{"REJECT_CARD_COMPANY"};
                break;
            case 1:
                record.outcome = Charge::NotSent{};
                break;
            case 2:
                record.outcome = Charge::Unknown{};
                break;
            case 3:
                record.outcome = Charge::NotFound{};
                break;
            default:
                record.outcome = Charge::Approved{PaymentKey{"pay"}, order.placed.payable, named};
        }
        return record;
    }

    /// A command that suits many states; what does not fit is refused and leaves no event.
    order::Command command(int id, const order::Order& order) {
        const OrderId orderId{id};
        const RiderId anyone{m_drawn.present() ? "rider1" : "rider2"};
        const RiderId who = order::holderOf(order).value_or(anyone);
        const order::TimerKind timers[]{order::TimerKind::PaymentDeadline,
                                        order::TimerKind::OfferRound,
                                        order::TimerKind::StoreReminder};
        std::size_t chosen = m_drawn.choice(20);
        // Mostly onward: few orders would come far if every turn were as likely.
        if (chosen >= 1 && chosen <= 6 && m_drawn.choice(4) != 0) chosen = 10 + m_drawn.choice(7);
        switch (chosen) {
            case 0:
                return order::VerifyOrder{orderId, now()};
            case 1:
                return order::CancelOrder{orderId,      customer(),
                                          now(),        order::CancelReason::CustomerAsked,
                                          std::nullopt, ProviderKey{"r"}};
            case 2:
                return order::CancelOrder{orderId,
                                          {UserId{"admin"}, Role::Admin},
                                          now(),
                                          order::CancelReason::AdminAsked,
                                          PersonalRef{PersonalId{"why"}, "00"},
                                          ProviderKey{"r"}};
            case 3:
                return order::PayNow{orderId,         customer(), now(),
                                     CardId{"card2"}, "x",        ProviderKey{"k2"}};
            case 4:
                return order::RejectOrder{orderId, store(id), now(),
                                          PersonalRef{PersonalId{"why"}, "00"}, ProviderKey{"r"}};
            case 5:
                return order::RecordRefund{orderId, now(),
                                           order::RecordRefund::Refunded{order.placed.payable}};
            case 6:
                return order::FireTimer{.orderId = orderId,
                                        .at = now(),
                                        .kind = timers[m_drawn.choice(3)],
                                        .refundKey = ProviderKey{"r"}};
            case 7:
                return order::ReleaseDelivery{orderId, rider(who), now(), who, std::nullopt};
            case 8:
            case 9:
                return order::ConfirmOrder{orderId, customer(), now()};
            case 10:
            case 11:
                return order::AcceptOrder{orderId, store(id), now(), 20};
            case 12:
                return order::StartCooking{orderId, store(id), now()};
            case 13:
                return order::FinishCooking{orderId, store(id), now()};
            case 14:
                return order::PickDelivery{orderId, rider(who), now(), who};
            case 15:
                return order::CollectDelivery{orderId, rider(who), now(), who, std::nullopt};
            case 16:
                return order::DeliverOrder{orderId, rider(who), now(), who, std::nullopt};
            case 17:
                return order::ChangePromise{orderId, store(id), now(), 30};
            default:
                return recordCharge(id, order);
        }
    }
    void ask(int id) {
        order::State& state = m_orders[id];
        const auto* order = std::get_if<order::Order>(&state);
        const Decided<order::Events> decided = order == nullptr
                                                   ? order::decide(state, placeOrder(id))
                                                   : order::decide(state, command(id, *order));
        if (!decided) return;
        for (const order::Event& event : *decided) {
            state = order::evolve(state, event);
            append("order", std::to_string(id), event);
        }
    }

    void review(int id) {
        const auto* order = std::get_if<order::Order>(&m_orders[id]);
        if (order == nullptr || order::statusOf(*order) != order::Status::Confirmed) return;
        const int times = m_reviews[id]++;
        if (times == 0) {
            append("review", std::to_string(id),
                   tests::review(id, 1 + static_cast<int>(m_drawn.choice(5)),
                                 {order->placed.lines.front().foodId}));
        } else if (times == 1) {
            append(
                "review", std::to_string(id),
                shop::ReviewEvent{shop::ReviewAnswered{PersonalRef{PersonalId{"a"}, "00"}, now()}});
        }
    }
    void acknowledge(int id) {
        const auto* order = std::get_if<order::Order>(&m_orders[id]);
        if (order == nullptr || !order::isOver(*order) || m_acknowledged[id]++ > 0) return;
        append("ack", std::to_string(id),
               shop::AcknowledgementEvent{
                   shop::EndAcknowledged{OrderId{id}, UserId{"store1"}, now()}});
    }
    void movePoints(int id) {
        append("points", "song",
               m_drawn.present() ? points::Event{points::PointsEarned{OrderId{id}, Won{10}}}
                                 : points::Event{points::PointsRevoked{OrderId{id}, Won{7}}});
    }
    void duty() {
        m_onDuty = !m_onDuty;
        append("rider", "rider1",
               m_onDuty ? rider::Event{rider::DutyStarted{}} : rider::Event{rider::DutyEnded{}});
    }
    void changeDish(int id) {
        append("food", "1", shop::FoodEvent{shop::DishChanged{dish("음식", Won{1'000 + id})}});
    }

    Drawn m_drawn;
    Log m_log;
    std::vector<page::Logged> m_logged;
    std::int64_t m_minute = 0;
    std::map<int, order::State> m_orders;
    std::map<int, int> m_reviews;
    std::map<int, int> m_acknowledged;
    bool m_onDuty = false;
};

}  // namespace delivery::tests
