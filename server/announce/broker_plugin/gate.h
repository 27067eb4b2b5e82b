#pragma once
/// What the broker asks about its guests, answered without the broker: who comes in, what they may
/// say and hear, who has to leave.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/announce/broker_pass.h"

namespace delivery::announce {

/// What a client says of itself when it connects.
struct Knock {
    std::string_view name;
    std::string_view password;
    std::string_view clientId;
    int keepaliveSeconds = 0;
};

/// One thread: the broker's.
class BrokerGate {
  public:
    /// Longer without a word, and a connection that is half open would stay for hours. The broker's
    /// own limit does not hold for MQTT 3.1.1.
    static constexpr int keepaliveSecondsMax = 300;
    /// Presence and positions are small.
    static constexpr std::size_t payloadBytesMax = 512;

    /// Lines that the server writes: "key HEX", "revoke NAME". Others are not understood and say
    /// so by false. Bytes may come in any pieces.
    bool hear(std::string_view bytes);
    [[nodiscard]] bool hasKey() const { return m_key.has_value(); }

    [[nodiscard]] bool admit(const Knock& knock, Instant now);
    [[nodiscard]] bool mayPublish(std::string_view name, std::string_view topic, bool retained,
                                  std::size_t payloadBytes) const;
    /// Only for as long as the connection lasts: what a broker keeps for one that is away is lost
    /// with the broker, and every connection asks the server what it missed anyway.
    [[nodiscard]] bool maySubscribe(std::string_view name, std::string_view filter,
                                    bool isCleanSession) const;
    [[nodiscard]] bool mayReceive(std::string_view name, std::string_view topic) const;
    /// A connection of this name is gone. Its will is asked about after this.
    void left(std::string_view name, Instant now);

    /// Who was revoked or stayed longer than their session, each once.
    [[nodiscard]] std::vector<std::string> toKick(Instant now);
    [[nodiscard]] std::size_t guests() const { return m_guests.size(); }

  private:
    struct Guest {
        share::Connection who;
        Instant sessionEnds;
        int connections = 0;
        Instant leftAt;
    };
    [[nodiscard]] const share::Connection* find(std::string_view name) const;
    bool hearLine(std::string_view line);
    void forgetOld(Instant now);

    std::optional<PassKey> m_key;
    std::string m_unread;
    std::map<std::string, Guest, std::less<>> m_guests;
    /// By name; the time until which a pass of theirs could still open, set at the next tick.
    std::map<std::string, std::optional<Instant>, std::less<>> m_revoked;
    std::vector<std::string> m_toKick;
};

}  // namespace delivery::announce
