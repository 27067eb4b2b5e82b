#pragma once
/// The server's log: one line of JSON per happening on standard error, Qt's own messages among
/// them.

#include <memory>
#include <string>

#include "server/shift/log.h"

namespace spdlog {
class logger;
}

namespace delivery::compose {

class ServerLog : public shift::Log {
  public:
    /// "debug", "notice", "warning" or "alarm": the least that is written.
    explicit ServerLog(const std::string& least);
    ~ServerLog() override;

    void line(shift::Level level, std::string_view room, std::string_view text,
              std::string_view order = {}, std::string_view cause = {}) override;

    /// From now on, and until this log's end, what Qt says goes here too.
    void takeQtMessages();

  private:
    std::shared_ptr<spdlog::logger> m_logger;
};

}  // namespace delivery::compose
