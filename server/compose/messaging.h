#pragma once
/// Messages to people by KakaoTalk: the client and the worker of their queue, and what operators
/// see of them. Absent where no provider is named.

#include <atomic>
#include <memory>

#include "server/compose/configuration.h"
#include "server/outside/message_worker.h"
#include "server/outside/shift_outbox.h"

namespace delivery::door {
class Door;
}

namespace delivery::compose {

/// What the demo's sandbox plays: its keys and its templates.
[[nodiscard]] outside::SolapiSettings sandboxMessages(const std::string& url);

/// Lives on the main thread.
class Messaging {
  public:
    /// What is handed in must outlive it.
    Messaging(const Configuration& configuration, outside::ShiftOutbox& outbox,
              const shift::Clock& clock, shift::Log& log);
    ~Messaging();
    Messaging(const Messaging&) = delete;
    Messaging& operator=(const Messaging&) = delete;

    /// After the shift's start.
    void start();
    /// Any thread: something was queued.
    void wake();
    /// Before the shift's stop.
    void stop();
    void tellDoor(door::Door& door);

  private:
    std::unique_ptr<outside::MessageProvider> m_provider;
    std::unique_ptr<outside::MessageWorker> m_worker;
    /// Set while the wake-up that was posted to the worker has not run yet.
    std::atomic<bool> m_wakePosted = false;
};

}  // namespace delivery::compose
