#pragma once
/// Cards that are being registered right now: who began, what opens the provider's page for them,
/// and what the provider's page must bring back.
///
/// In memory only. A registration lives for minutes, and one that a restart ends is begun again by
/// its customer: nothing was charged, nothing was promised.

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "core/ids.h"
#include "core/instant.h"

namespace delivery::door {

struct Registration {
    CustomerId customer;
    /// Opens the provider's page; works until the browser came back.
    std::string ticket;
    /// Names the registration in the addresses on which the browser comes back; works once.
    std::string state;
    /// The customer's name at the provider: random, so that it says nothing and nobody guesses it.
    std::string customerKey;
    CardId card;
    std::string idempotencyKey;
    Instant expiresAt;
};

/// Lives on the door's thread. One registration for each customer: a new one ends the one before.
class RegistrationBook {
  public:
    static constexpr Span lifetime = minutes(10);
    static constexpr std::size_t openMax = 10'000;

    /// Nothing while too many are open.
    [[nodiscard]] const Registration* begin(const CustomerId& customer, Instant now);
    /// A new state each time, so that only the page that was opened last comes back.
    [[nodiscard]] const Registration* open(const std::string& ticket, Instant now);
    /// Ends it: what comes back a second time finds nothing.
    [[nodiscard]] std::optional<Registration> take(const std::string& state, Instant now);
    /// Of somebody who was forgotten, or whose password changed.
    void drop(const CustomerId& customer);

  private:
    using ByCustomer = std::map<std::string, Registration>;
    void forgetOld(Instant now);

    ByCustomer m_open;
};

}  // namespace delivery::door
