#pragma once
/// Names of things as types of their own: an order's number never passes for a store's.

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace delivery {

/// A short growing number given by the ledger. Gaps are allowed, reuse is not.
template <class Tag>
class NumberId {
  public:
    constexpr NumberId() = default;
    constexpr explicit NumberId(std::int64_t value) : m_value(value) {}
    [[nodiscard]] constexpr std::int64_t value() const { return m_value; }
    [[nodiscard]] std::string text() const { return std::to_string(m_value); }
    constexpr auto operator<=>(const NumberId&) const = default;

  private:
    std::int64_t m_value = 0;
};

/// A name chosen outside (a user, a command) or made at random (a row of personal data).
template <class Tag>
class TextId {
  public:
    TextId() = default;
    explicit TextId(std::string value) : m_value(std::move(value)) {}
    [[nodiscard]] const std::string& text() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }
    auto operator<=>(const TextId&) const = default;

  private:
    std::string m_value;
};

using OrderId = NumberId<struct OrderTag>;
using StoreId = NumberId<struct StoreTag>;
using FoodId = NumberId<struct FoodTag>;

/// Whoever signs in: a customer, a store's owner, a rider, an admin, or the system itself.
using UserId = TextId<struct UserTag>;
using CustomerId = TextId<struct CustomerTag>;
using RiderId = TextId<struct RiderTag>;
/// 1 to 128 visible ASCII characters, unique per actor; the client makes it before the first byte
/// leaves.
using CommandId = TextId<struct CommandTag>;
using CardId = TextId<struct CardTag>;
using PersonalId = TextId<struct PersonalTag>;
/// The payment provider's own name of a payment (paymentKey).
using PaymentKey = TextId<struct PaymentKeyTag>;
/// The key under which the provider answers a repeated call with the first answer.
using ProviderKey = TextId<struct ProviderKeyTag>;

}  // namespace delivery
