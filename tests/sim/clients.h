#pragma once
/// Impatient clients: they keep a command until it is answered, send it again under the same id,
/// and sometimes once more for no reason.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "desk/command.h"
#include "desk/desk.h"
#include "tests/sim/dice.h"
#include "tests/sim/server.h"
#include "tests/sim/world.h"

namespace delivery::sim {

/// One command as its client knows it.
struct Sent {
    desk::Envelope envelope;
    int tries = 0;
    bool answered = false;
};

/// The order that a command speaks of; -1 for none.
[[nodiscard]] std::int64_t orderOf(const desk::Command& command);

class Clients {
  public:
    /// A reply has reached the client; otherBody says that this was the same id with another body.
    using Heard = std::function<void(const Sent&, const desk::Reply&, bool otherBody)>;

    Clients(World& world, Server& server, Dice dice)
        : m_world(world), m_server(server), m_dice(dice) {}

    void onReply(Heard heard) { m_heard = std::move(heard); }
    void send(const Actor& actor, desk::Command command);
    void storm();
    /// A server in which the stored replies are not looked at answers with this instead.
    void setAnewSource(std::function<std::optional<desk::Reply>(const Sent&)> source) {
        m_anew = std::move(source);
    }
    [[nodiscard]] const Sent* find(const std::string& actor, const std::string& id) const;

  private:
    using Key = std::pair<std::string, std::string>;

    void post(const Key& key, bool otherBody);
    void arrive(const Key& key, bool otherBody);
    void hear(const Key& key, const desk::Answer& answer, bool otherBody);
    void repeatLater(const Key& key);
    [[nodiscard]] bool isLost(const Sent& sent);
    [[nodiscard]] Span underWay() {
        return m_dice.between(milliseconds(1),
                              m_world.weather.healed ? milliseconds(20) : milliseconds(300));
    }
    [[nodiscard]] desk::Envelope envelopeFor(const Sent& sent, bool otherBody);

    World& m_world;
    Server& m_server;
    Dice m_dice;
    Heard m_heard = [](const Sent&, const desk::Reply&, bool) {};
    std::function<std::optional<desk::Reply>(const Sent&)> m_anew;
    std::map<Key, Sent> m_sent;
    std::deque<Key> m_recent;
    std::optional<desk::Reply> m_last;
    std::int64_t m_ids = 0;
    std::int64_t m_repeats = 0;
};

}  // namespace delivery::sim
