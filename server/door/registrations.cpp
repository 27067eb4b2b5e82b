#include "server/door/registrations.h"

#include <algorithm>
#include <array>

#include "server/door/sessions.h"

namespace delivery::door {
namespace {

/// Grows with time, so that a customer's first card stays their first one.
CardId freshCardId(Instant now) {
    constexpr std::size_t digits = 12;
    constexpr std::size_t random = 12;
    constexpr std::string_view hex = "0123456789abcdef";
    std::string time(digits, '0');
    auto rest = static_cast<std::uint64_t>(now.utcMilliseconds);
    for (auto place = time.rbegin(); place != time.rend(); ++place, rest >>= 4U) {
        *place = hex[rest & 0xFU];
    }
    return CardId{"crd-" + time + "-" + tokenHash(freshToken()).substr(0, random)};
}

}  // namespace

const Registration* RegistrationBook::begin(const CustomerId& customer, Instant now) {
    forgetOld(now);
    const bool isNew = !m_open.contains(customer.text());
    if (isNew && m_open.size() >= openMax) return nullptr;
    Registration& begun = m_open[customer.text()];
    begun = {customer,         freshToken(), freshToken(),  freshToken(),
             freshCardId(now), freshToken(), now + lifetime};
    return &begun;
}

const Registration* RegistrationBook::open(const std::string& ticket, Instant now) {
    forgetOld(now);
    const auto found =
        std::ranges::find_if(m_open, [&](const auto& one) { return one.second.ticket == ticket; });
    if (found == m_open.end()) return nullptr;
    found->second.state = freshToken();
    return &found->second;
}

std::optional<Registration> RegistrationBook::take(const std::string& state, Instant now) {
    forgetOld(now);
    const auto found =
        std::ranges::find_if(m_open, [&](const auto& one) { return one.second.state == state; });
    if (found == m_open.end()) return std::nullopt;
    Registration taken = std::move(found->second);
    m_open.erase(found);
    return taken;
}

void RegistrationBook::drop(const CustomerId& customer) { m_open.erase(customer.text()); }

void RegistrationBook::forgetOld(Instant now) {
    std::erase_if(m_open, [&](const auto& one) { return one.second.expiresAt <= now; });
}

}  // namespace delivery::door
