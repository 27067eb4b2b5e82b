#pragma once
/// HTTP calls to a provider: each has a connection of its own, its own deadlines and bounds, and is
/// answered exactly once with what was seen.
///
/// "Refused" is said only when no connection came about at all: the name was not found or the
/// connection was refused, and the request never left. A request is sent once; whether it is sent
/// again is for the caller.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/instant.h"
#include "effect/payment_protocol.h"
#include "server/outside/http_answer.h"

namespace delivery::outside {

struct HttpSeen {
    effect::ProviderAnswer::Transport transport = effect::ProviderAnswer::Transport::Answered;
    int status = 0;
    std::string body = {};
    std::string retryAfter = {};
};

/// Lives on the thread that constructs it; sockets and TLS have a thread of their own. Deleting it
/// drops the calls under way, unanswered.
class HttpCalls {
  public:
    /// Comes later on the caller's thread, never during the call itself.
    using Seen = std::function<void(HttpSeen)>;
    using Headers = std::vector<std::pair<std::string, std::string>>;

    /// baseUrl may hold a path, which is kept. connectMax: until the request can leave. What is
    /// longer than the limits is unreadable; what takes longer is timed out.
    HttpCalls(const std::string& baseUrl, Span connectMax, const AnswerLimits& limits = {});
    ~HttpCalls();

    void get(const std::string& path, const Headers& headers, Span totalMax, Seen seen);
    void post(const std::string& path, const Headers& headers, const std::string& json,
              Span totalMax, Seen seen);

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace delivery::outside
