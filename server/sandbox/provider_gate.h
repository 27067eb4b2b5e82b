#pragma once
/// Opens and shuts the payment provider's port; while it is shut, connections are refused and
/// nobody else gets the port.

#include <cstdint>
#include <memory>

#include "core/result.h"
#include "server/door/http_server.h"

namespace delivery::sandbox {

class ProviderGate {
  public:
    explicit ProviderGate(door::HttpHandler& provider);
    ~ProviderGate();
    ProviderGate(const ProviderGate&) = delete;
    ProviderGate& operator=(const ProviderGate&) = delete;

    /// Takes the port (0: a free one) for good and opens it. Loopback only.
    [[nodiscard]] Expected<std::uint16_t> take(std::uint16_t port);
    /// Open connections are dropped too.
    void shut();
    [[nodiscard]] Expected<void> open();
    std::uint16_t port() const { return m_port; }

  private:
    door::HttpServer m_server;
    int m_placeholder = -1;  ///< bound to the port, never listening
    std::uint16_t m_port = 0;
};

/// The limits of both of the sandbox's servers: its clients are ours and many.
door::HttpLimits sandboxLimits();

}  // namespace delivery::sandbox
