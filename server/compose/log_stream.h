#pragma once
/// Lines for a file descriptor that never keep the writer waiting: what its reader leaves there
/// waits here, and of more than a mebibyte the oldest is lost and counted.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

namespace delivery::compose {

/// Any thread. The descriptor is not its own.
class LogStream {
  public:
    static constexpr std::size_t waitingBytesMax = 1U << 20U;

    explicit LogStream(int descriptor);
    /// What still waits gets a moment.
    ~LogStream();
    LogStream(const LogStream&) = delete;
    LogStream& operator=(const LogStream&) = delete;

    /// With its line end.
    void write(std::string line);
    /// Writes what waits, as far as there is room.
    void flush();

    struct Figures {
        std::uint64_t lost = 0;
        std::size_t waiting = 0;
    };
    [[nodiscard]] Figures figures() const;

  private:
    enum class Way { Plain, NeverWaits, Socket, AskFirst };

    void drain();
    void dropOldest();
    [[nodiscard]] std::ptrdiff_t put(const char* bytes, std::size_t count) const;

    const int m_given;
    /// The given one, or the same pipe opened a second time.
    int m_descriptor;
    Way m_way = Way::Plain;
    mutable std::mutex m_mutex;
    std::deque<std::string> m_waiting;
    std::size_t m_waitingBytes = 0;
    /// Of the first line that waits.
    std::size_t m_put = 0;
    std::uint64_t m_lost = 0;
};

}  // namespace delivery::compose
