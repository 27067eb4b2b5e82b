#pragma once
/// The payment provider's side of the world: slow, silent, broken or down, with a ledger of its
/// own.
///
/// It does what it is told: a new key is a new wish. Only a key that it has answered before gets
/// the same answer again.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/won.h"
#include "effect/payment_protocol.h"
#include "tests/sim/dice.h"
#include "tests/sim/world.h"

namespace delivery::sim {

/// One movement of money at the provider.
struct Movement {
    enum class Kind { Capture, Refund };
    Kind kind = Kind::Capture;
    ProviderKey key;
    std::string orderId;
    PaymentKey paymentKey;
    Won amount;
    Instant at;
};

class Provider {
  public:
    using Heard = std::function<void(effect::ProviderAnswer)>;

    Provider(World& world, Dice dice) : m_world(world), m_dice(dice) {}

    void charge(const std::string& orderId, Won amount, const ProviderKey& key, Heard heard);
    void refund(const PaymentKey& payment, const ProviderKey& key, Heard heard);
    void askByOrder(const std::string& orderId, Heard heard);
    void askByPayment(const PaymentKey& payment, Heard heard);

    /// The key of the first refund that was asked of a payment.
    [[nodiscard]] ProviderKey firstRefundKey(const PaymentKey& payment, const ProviderKey& now) {
        return m_firstRefundKeys.emplace(payment, now).first->second;
    }

    [[nodiscard]] const std::vector<Movement>& movements() const { return m_movements; }
    /// Told of every movement at the moment at which it happens.
    void onMovement(std::function<void(const Movement&)> listener) {
        m_moved = std::move(listener);
    }

  private:
    using Answer = effect::ProviderAnswer;
    /// How one call goes: how long its three parts take, and what goes wrong on the way.
    struct Way {
        Span there;
        Span work;
        Span back;
        bool refused = false;
        bool lostThere = false;
        bool lostBack = false;
        bool reset = false;
        /// Captured is so much more than was asked for; or less.
        Won wrongBy;
        /// Answered instead of doing it, and instead of what was done.
        std::optional<Answer> insteadOfDoing;
        /// What is answered instead is this key's answer for ever.
        bool forGood = false;
        std::optional<Answer> insteadOfAnswer;
    };
    struct Call {
        Way way;
        std::optional<ProviderKey> key;
        Span patience;
        std::function<Answer()> perform;
        Heard heard;
    };

    [[nodiscard]] Way draw(const std::string& operation, const std::string& orderName);
    void trouble(Way& way, const std::string& operation, const std::string& orderName);
    void start(Call call);
    [[nodiscard]] Answer arrived(Call& call);
    [[nodiscard]] Answer show(const PaymentKey& payment) const;
    void move(Movement movement);

    struct Payment {
        std::string orderId;
        Won total;
        Won balance;
    };

    World& m_world;
    Dice m_dice;
    std::map<PaymentKey, Payment> m_payments;
    std::map<std::string, PaymentKey> m_byOrder;
    std::map<ProviderKey, Answer> m_answered;
    std::set<ProviderKey> m_underWay;
    std::map<PaymentKey, ProviderKey> m_firstRefundKeys;
    std::vector<Movement> m_movements;
    std::function<void(const Movement&)> m_moved;
};

}  // namespace delivery::sim
