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

constexpr std::array<std::pair<Planted, std::string_view>, 3> names{{
    {Planted::AcceptChangesNothing, "accept-changes-nothing"},
    {Planted::ClaimOverwrites, "claim-overwrites"},
    {Planted::CancelHitsAnother, "cancel-hits-another"},
}};

bool holds(const desk::StreamAppend& append, std::string_view type) {
    return std::ranges::any_of(append.events,
                               [&](const auto& event) { return event.type == type; });
}

class PlantedTransaction : public sim::PassingTransaction {
  public:
    PlantedTransaction(std::unique_ptr<desk::Transaction> inner, Planted planted,
                       std::optional<RiderId> claimant)
        : PassingTransaction(std::move(inner)),
          m_planted(planted),
          m_claimant(std::move(claimant)) {}

    /// Whoever claims what another has sees a delivery that nobody has.
    Expected<std::optional<desk::StateRow>> state(const desk::StreamKey& stream) override {
        auto row = inner().state(stream);
        const bool blind = m_planted == Planted::ClaimOverwrites && m_claimant;
        if (!blind || stream.kind != "order" || !row || !row->has_value()) return row;
        auto state = record::decodeState("order", (*row)->body);
        assert(state);
        auto& order = std::get<order::Order>(std::get<order::State>(*state));
        const auto* picked = std::get_if<order::courier::Picked>(&order.courier);
        if (picked != nullptr && picked->riderId != *m_claimant) {
            order.courier = order::courier::Offered{1, 2'000, picked->fence + 1};
            (*row)->body = record::encode(*state);
        }
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
    std::optional<RiderId> m_claimant;
};

}  // namespace

const std::vector<Planted>& allPlanted() {
    static const std::vector<Planted> all{Planted::AcceptChangesNothing, Planted::ClaimOverwrites,
                                          Planted::CancelHitsAnother};
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
    return std::make_unique<PlantedTransaction>(std::move(*begun), *m_planted, m_claimant);
}

}  // namespace delivery::exhaustive
