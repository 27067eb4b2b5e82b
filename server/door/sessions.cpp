#include "server/door/sessions.h"

#include <sodium.h>
#include <algorithm>
#include <array>

namespace delivery::door {

std::string freshToken() {
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();
    return text;
}

std::string tokenHash(std::string_view token) {
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr,
                       0);
    std::string hex(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
}

std::vector<std::string> SessionBook::open(const std::string& hash, Session session, Instant now) {
    // More leave than come, so that what is over never piles up.
    constexpr std::size_t leavingMax = 16;
    std::vector<std::string> leaving;
    for (const auto& [end, old] : m_byEnd) {
        if (end > now || leaving.size() >= leavingMax) break;
        leaving.push_back(old);
    }
    for (const std::string& old : leaving) close(old);

    std::set<std::string>& own = m_byUser[session.actor.user.text()];
    if (own.size() >= sessionsOfUserMax) {
        const auto oldest = std::ranges::min_element(own, {}, [this](const std::string& one) {
            return m_byHash.find(one)->second.expiresAt;
        });
        leaving.push_back(*oldest);
        close(leaving.back());
    }
    m_byUser[session.actor.user.text()].insert(hash);
    m_byEnd.emplace(session.expiresAt, hash);
    m_byHash.insert_or_assign(hash, std::move(session));
    return leaving;
}

std::optional<Session> SessionBook::find(const std::string& hash, Instant now) const {
    const auto found = m_byHash.find(hash);
    // What is over stays until open() closes it: its row goes with it.
    if (found == m_byHash.end() || found->second.expiresAt <= now) return std::nullopt;
    return found->second;
}

void SessionBook::close(const std::string& hash) {
    const auto found = m_byHash.find(hash);
    if (found == m_byHash.end()) return;
    const auto user = m_byUser.find(found->second.actor.user.text());
    if (user != m_byUser.end()) {
        user->second.erase(hash);
        if (user->second.empty()) m_byUser.erase(user);
    }
    m_byEnd.erase({found->second.expiresAt, hash});
    // Before the entry goes: the caller's hash may be the entry's own.
    if (m_closed) m_closed(hash, found->second.actor.user);
    m_byHash.erase(found);
}

void SessionBook::onClosed(std::function<void(const std::string&, const UserId&)> listener) {
    m_closed = std::move(listener);
}

std::vector<std::string> SessionBook::closeAllBut(const std::string& kept, const UserId& user) {
    std::vector<std::string> closed;
    const auto found = m_byUser.find(user.text());
    if (found == m_byUser.end()) return closed;
    for (const std::string& hash : found->second) {
        if (hash != kept) closed.push_back(hash);
    }
    for (const std::string& hash : closed) close(hash);
    return closed;
}

std::vector<Session> SessionBook::all(Instant now) const {
    std::vector<Session> everybody;
    for (const auto& [user, hashes] : m_byUser) {
        for (const std::string& hash : hashes) {
            const Session& session = m_byHash.find(hash)->second;
            if (session.expiresAt > now) everybody.push_back(session);
        }
    }
    return everybody;
}

}  // namespace delivery::door
