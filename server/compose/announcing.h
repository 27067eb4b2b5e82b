#pragma once
/// What goes out while orders change: the broker, its accounts, the announcer and the ear; made,
/// wired and taken down.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/compose/configuration.h"
#include "server/shift/shift.h"

namespace delivery::door {
class Door;
}

namespace delivery::compose {

/// Lives on the main thread. Nothing here is needed for taking orders.
class Announcing {
  public:
    Announcing(const Configuration& configuration, const shift::Clock& clock, shift::Log& log);
    ~Announcing();
    Announcing(const Announcing&) = delete;
    Announcing& operator=(const Announcing&) = delete;

    /// Starts the broker, if it is ours, and does not wait for it.
    void start();
    /// Before the shift's start: what follows the log is told of commits through wake().
    void follow(shift::Shift& shift);
    /// After the shift's start.
    void begin();
    /// Any thread: the log has grown up to here.
    void wake(std::int64_t logEnd);
    /// Waits a little, so that whoever reads the ready line finds the broker there.
    void await();
    /// Gives sessions their place at the broker; health and figures.
    void tellDoor(door::Door& door);
    /// Before the shift's stop: keeps how far the announcer has come.
    void leave();
    /// After it.
    void stop();

    /// Where clients find it; nothing where there is none yet.
    [[nodiscard]] std::optional<std::string> url() const;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace delivery::compose
