#include "tests/exhaustive/planted.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "record/record.h"
#include "tests/exhaustive/place.h"
#include "tests/sim/passing_transaction.h"

namespace delivery::exhaustive {

namespace {

constexpr std::array<std::pair<Planted, std::string_view>, 7> names{{
    {Planted::AcceptChangesNothing, "accept-changes-nothing"},
    {Planted::ClaimOverwrites, "claim-overwrites"},
    {Planted::CancelHitsAnother, "cancel-hits-another"},
    {Planted::RejectAccepted, "reject-accepted"},
    {Planted::AcceptUnpaid, "accept-unpaid"},
    {Planted::CancelWhileCooking, "cancel-while-cooking"},
    {Planted::CookAfterEnd, "cook-after-end"},
}};

bool holds(const desk::StreamAppend& append, std::string_view type) {
    return std::ranges::any_of(append.events,
                               [&](const auto& event) { return event.type == type; });
}

/// The order as the mistaken rule sees it while it decides.
void bend(Planted planted, const desk::Envelope& envelope, order::Order& order) {
    const desk::Command& command = envelope.command;
    if (planted == Planted::ClaimOverwrites &&
        std::holds_alternative<desk::PickDelivery>(command)) {
        const auto* picked = std::get_if<order::courier::Picked>(&order.courier);
        if (picked == nullptr || picked->riderId.text() == envelope.actor.user.text()) return;
        order.courier = order::courier::Offered{1, 2'000, picked->fence + 1};
    }
    const auto* accepted = std::get_if<order::kitchen::Accepted>(&order.kitchen);
    if (planted == Planted::RejectAccepted && accepted != nullptr &&
        std::holds_alternative<desk::RejectOrder>(command)) {
        order.kitchen = order::kitchen::Waiting{};
    }
    const auto* requested = std::get_if<order::payment::Requested>(&order.payment);
    if (planted == Planted::AcceptUnpaid && requested != nullptr &&
        std::holds_alternative<desk::AcceptOrder>(command)) {
        order.payment =
            order::payment::Approved{{PaymentKey{"none"}, requested->attempt.amount, Won{}}};
    }
    const auto* cooking = std::get_if<order::kitchen::Cooking>(&order.kitchen);
    if (planted == Planted::CancelWhileCooking && cooking != nullptr &&
        std::holds_alternative<desk::CancelOrder>(command)) {
        order.kitchen = order::kitchen::Accepted{cooking->readyBy, cooking->lateNotices};
    }
    if (planted == Planted::CookAfterEnd && accepted != nullptr &&
        std::holds_alternative<desk::StartCooking>(command) &&
        std::holds_alternative<order::placement::Cancelled>(order.placement)) {
        order.placement = order::placement::Verified{};
        if (const auto* due = std::get_if<order::payment::RefundDue>(&order.payment)) {
            order.payment = order::payment::Approved{due->capture};
        }
    }
}

class PlantedTransaction : public sim::PassingTransaction {
  public:
    PlantedTransaction(std::unique_ptr<desk::Transaction> inner, Planted planted,
                       const desk::Envelope& envelope)
        : PassingTransaction(std::move(inner)), m_planted(planted), m_envelope(envelope) {}

    Expected<std::optional<desk::StateRow>> state(const desk::StreamKey& stream) override {
        auto row = inner().state(stream);
        if (stream.kind != "order" || !row || !row->has_value()) return row;
        auto state = record::decodeState("order", (*row)->body);
        assert(state);
        bend(m_planted, m_envelope, std::get<order::Order>(std::get<order::State>(*state)));
        (*row)->body = record::encode(*state);
        return row;
    }

    Expected<std::vector<desk::EventRow>> append(desk::CommandWrites writes) override {
        if (m_planted == Planted::AcceptChangesNothing) keepState(writes);
        if (m_planted == Planted::CancelHitsAnother) refundAnother(writes);
        return inner().append(std::move(writes));
    }

  private:
    void keepState(desk::CommandWrites& writes) {
        for (desk::StreamAppend& append : writes.streams) {
            if (!holds(append, "OrderAccepted")) continue;
            const auto before = inner().state(append.stream);
            assert(before && before->has_value());
            append.state = (*before)->body;
        }
    }
    static void refundAnother(desk::CommandWrites& writes) {
        for (desk::EffectRow& effect : writes.effects) {
            if (effect.kind != "refund") continue;
            auto call = record::decodeCall(effect.body);
            assert(call);
            call->paymentKey = bystandersPayment();
            effect.body = record::encode(*call);
        }
    }

    Planted m_planted;
    const desk::Envelope& m_envelope;
};

}  // namespace

const std::vector<Planted>& allPlanted() {
    static const std::vector<Planted> all = [] {
        std::vector<Planted> planted;
        for (const auto& [one, text] : names) planted.push_back(one);
        return planted;
    }();
    return all;
}

std::string_view name(Planted planted) {
    for (const auto& [known, text] : names) {
        if (known == planted) return text;
    }
    return "";
}

std::optional<Planted> plantedNamed(std::string_view name) {
    for (const auto& [planted, text] : names) {
        if (text == name) return planted;
    }
    return std::nullopt;
}

Expected<std::unique_ptr<desk::Transaction>> PlantedLedger::begin() {
    auto begun = m_inner.begin();
    if (!begun || !m_planted) return begun;
    assert(m_envelope != nullptr);
    return std::make_unique<PlantedTransaction>(std::move(*begun), *m_planted, *m_envelope);
}

}  // namespace delivery::exhaustive
