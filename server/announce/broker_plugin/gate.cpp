#include "server/announce/broker_plugin/gate.h"

#include <sodium.h>

namespace delivery::announce {
namespace {

constexpr std::size_t lineMax = 512;
/// A will is asked about after its connection's end.
constexpr Span wordsAfterLeaving = minutes(1);
/// Longer than any pass lives.
constexpr Span revocationKept = hours(1);

}  // namespace

bool BrokerGate::hear(std::string_view bytes) {
    bool understood = true;
    m_unread += bytes;
    for (auto end = m_unread.find('\n'); end != std::string::npos; end = m_unread.find('\n')) {
        understood = hearLine(std::string_view{m_unread}.substr(0, end)) && understood;
        m_unread.erase(0, end + 1);
    }
    if (m_unread.size() <= lineMax) return understood;
    m_unread.clear();
    return false;
}

bool BrokerGate::hearLine(std::string_view line) {
    constexpr std::string_view keyWord = "key ";
    constexpr std::string_view revokeWord = "revoke ";
    if (line.starts_with(keyWord)) {
        line.remove_prefix(keyWord.size());
        PassKey key{};
        std::size_t length = 0;
        const bool read = sodium_hex2bin(key.data(), key.size(), line.data(), line.size(), nullptr,
                                         &length, nullptr) == 0;
        if (!read || length != key.size() || line.size() != 2 * key.size()) return false;
        m_key = key;
        return true;
    }
    if (!line.starts_with(revokeWord) || line.size() == revokeWord.size()) return false;
    const std::string name{line.substr(revokeWord.size())};
    m_revoked.insert_or_assign(name, std::nullopt);
    m_toKick.push_back(name);
    return true;
}

bool BrokerGate::admit(const Knock& knock, Instant now) {
    if (!m_key || knock.clientId != knock.name) return false;
    if (knock.keepaliveSeconds <= 0 || knock.keepaliveSeconds > keepaliveSecondsMax) return false;
    if (m_revoked.contains(knock.name)) return false;
    const auto claims = readPass(knock.name, knock.password, *m_key);
    if (!claims || claims->connectBy <= now || claims->sessionEnds <= now) return false;
    Guest& guest = m_guests[std::string{knock.name}];
    guest.who = claims->who;
    guest.sessionEnds = claims->sessionEnds;
    guest.connections += 1;
    return true;
}

const share::Connection* BrokerGate::find(std::string_view name) const {
    const auto found = m_guests.find(name);
    return found == m_guests.end() ? nullptr : &found->second.who;
}

bool BrokerGate::mayPublish(std::string_view name, std::string_view topic, bool retained,
                            std::size_t payloadBytes) const {
    const share::Connection* who = find(name);
    if (who == nullptr || !share::mayPublish(*who, topic, retained)) return false;
    return who->actor.role == Role::System || payloadBytes <= payloadBytesMax;
}

bool BrokerGate::maySubscribe(std::string_view name, std::string_view filter,
                              bool isCleanSession) const {
    const share::Connection* who = find(name);
    return isCleanSession && who != nullptr && share::maySubscribe(*who, filter);
}

bool BrokerGate::mayReceive(std::string_view name, std::string_view topic) const {
    const share::Connection* who = find(name);
    return who != nullptr && !m_revoked.contains(name) && share::mayReceive(*who, topic);
}

void BrokerGate::left(std::string_view name, Instant now) {
    const auto found = m_guests.find(name);
    if (found == m_guests.end()) return;
    // A second connection under the name is in before the first one is out.
    Guest& guest = found->second;
    if (guest.connections > 0) guest.connections -= 1;
    guest.leftAt = now;
}

std::vector<std::string> BrokerGate::toKick(Instant now) {
    for (auto& [name, until] : m_revoked) {
        if (!until) until = now + revocationKept;
    }
    for (const auto& [name, guest] : m_guests) {
        if (guest.connections > 0 && guest.sessionEnds <= now) m_toKick.push_back(name);
    }
    forgetOld(now);
    std::vector<std::string> kicked;
    kicked.swap(m_toKick);
    return kicked;
}

void BrokerGate::forgetOld(Instant now) {
    std::erase_if(m_guests, [now](const auto& one) {
        const Guest& guest = one.second;
        // Also one whose connection failed after it was let in: nobody tells of its end.
        return guest.sessionEnds + wordsAfterLeaving < now ||
               (guest.connections == 0 && guest.leftAt + wordsAfterLeaving < now);
    });
    std::erase_if(m_revoked, [now](const auto& one) { return one.second && *one.second < now; });
}

}  // namespace delivery::announce
