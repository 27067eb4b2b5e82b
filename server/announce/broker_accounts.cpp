#include "server/announce/broker_accounts.h"

#include <algorithm>

namespace delivery::announce {

BrokerLogin BrokerAccounts::loginOf(const PassClaims& claims) const {
    const std::string name = brokerName(claims.who);
    return {name, signPass(claims, m_key), name};
}

BrokerLogin BrokerAccounts::loginFor(const std::string& sessionHash, const Actor& actor,
                                     Instant sessionEnds, Instant now) const {
    return loginOf({{actor, deviceOf(sessionHash)}, now + passLength, sessionEnds});
}

BrokerLogin BrokerAccounts::loginForServer(std::string_view name, Instant now) const {
    const Actor server{UserId{std::string{name}}, Role::System, std::nullopt};
    // It lives as long as this process, whose key it is signed with.
    return loginOf({{server, {}}, now + passLength, now + days(36'500)});
}

std::string BrokerAccounts::nameFor(const std::string& sessionHash, const UserId& user) {
    return brokerName({{user, Role::Customer, std::nullopt}, deviceOf(sessionHash)});
}

}  // namespace delivery::announce
