#pragma once
/// The message provider as a port: three calls, each answered exactly once with what was seen,
/// judged by nobody here.

#include <functional>
#include <string>

#include "core/instant.h"
#include "core/refusal.h"
#include "effect/message_protocol.h"
#include "notice/notice.h"

namespace delivery::outside {

/// Telephone number and reason are personal: never logged, never kept longer than the call.
struct MessageCall {
    std::string phone;  ///< digits
    Language language = Language::Korean;
    notice::Said said;
    std::string reason;
    /// Our name for it, by which it is found again.
    std::string effectId;
    /// Of the signature: the same two make the same one, and the provider takes each once.
    Instant since;
    int refused = 0;
};

class MessageProvider {
  public:
    /// Comes later on the caller's thread, never during the call itself.
    using Heard = std::function<void(effect::MessageAnswer)>;

    virtual ~MessageProvider() = default;
    virtual void send(const MessageCall& call, Heard heard) = 0;
    /// By the name that the provider gave it.
    virtual void look(const std::string& providerId, Instant now, Heard heard) = 0;
    /// By ours, among what this telephone was sent since then.
    virtual void find(const MessageCall& call, Instant now, Heard heard) = 0;
};

}  // namespace delivery::outside
