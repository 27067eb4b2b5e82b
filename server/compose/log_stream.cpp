#include "server/compose/log_stream.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace delivery::compose {

namespace {

constexpr int lastMomentMs = 500;

bool hasRoom(int descriptor, int waitMs) {
    pollfd one{descriptor, POLLOUT, 0};
    return ::poll(&one, 1, waitMs) > 0;
}

}  // namespace

/// O_NONBLOCK belongs to the open file, which a shell and our children share: it is set on one of
/// our own, and where there can be none the descriptor is asked before each write.
LogStream::LogStream(int descriptor) : m_given(descriptor), m_descriptor(descriptor) {
    struct stat kind {};
    if (::fstat(descriptor, &kind) != 0) return;
    if (S_ISSOCK(kind.st_mode)) {
        m_way = Way::Socket;
    } else if (S_ISFIFO(kind.st_mode) || S_ISCHR(kind.st_mode)) {
        const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
        const int own = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        m_way = own < 0 ? Way::AskFirst : Way::NeverWaits;
        if (own >= 0) m_descriptor = own;
    }
}

LogStream::~LogStream() {
    flush();
    if (!m_waiting.empty() && hasRoom(m_descriptor, lastMomentMs)) flush();
    if (m_descriptor != m_given) ::close(m_descriptor);
}

void LogStream::write(std::string line) {
    if (line.empty()) return;
    const std::lock_guard lock(m_mutex);
    m_waitingBytes += line.size();
    m_waiting.push_back(std::move(line));
    drain();
    while (m_waitingBytes > waitingBytesMax && m_waiting.size() > 1) dropOldest();
}

void LogStream::flush() {
    const std::lock_guard lock(m_mutex);
    drain();
}

LogStream::Figures LogStream::figures() const {
    const std::lock_guard lock(m_mutex);
    return {m_lost, m_waiting.size()};
}

/// Under the lock.
void LogStream::drain() {
    while (!m_waiting.empty()) {
        const std::string& line = m_waiting.front();
        const std::ptrdiff_t put = this->put(line.data() + m_put, line.size() - m_put);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        if (put < 0) {
            // Its reader is gone, or the disk is full: nobody is served by trying it again.
            m_lost += 1;
            m_put = line.size();
        } else {
            m_put += static_cast<std::size_t>(put);
        }
        if (m_put < line.size()) continue;
        m_waitingBytes -= line.size();
        m_waiting.pop_front();
        m_put = 0;
    }
}

/// Under the lock. A line that has begun is written to its end.
void LogStream::dropOldest() {
    const auto oldest = m_waiting.begin() + (m_put > 0 ? 1 : 0);
    m_waitingBytes -= oldest->size();
    m_waiting.erase(oldest);
    m_lost += 1;
}

/// How much was taken; -1 with errno, EAGAIN where there is no room.
std::ptrdiff_t LogStream::put(const char* bytes, std::size_t count) const {
    if (m_way == Way::Socket) {
        return ::send(m_descriptor, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    if (m_way == Way::AskFirst) {
        if (!hasRoom(m_descriptor, 0)) {
            errno = EAGAIN;
            return -1;
        }
        // A pipe that has room has it for so much: pipe(7).
        count = std::min<std::size_t>(count, PIPE_BUF);
    }
    return ::write(m_descriptor, bytes, count);
}

}  // namespace delivery::compose
