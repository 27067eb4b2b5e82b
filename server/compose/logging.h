#pragma once
/// The server's log: one line of JSON per happening on standard error, Qt's own messages among
/// them. Whoever stops reading it loses lines and stops nothing.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "server/compose/log_stream.h"
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

    /// Writes what waits for the log's reader, and says how much was lost; every second or so.
    void flush();
    [[nodiscard]] LogStream::Figures figures() const { return m_stream->figures(); }

  private:
    std::shared_ptr<LogStream> m_stream;
    std::shared_ptr<spdlog::logger> m_logger;
    std::atomic<std::uint64_t> m_lostTold = 0;
};

}  // namespace delivery::compose
