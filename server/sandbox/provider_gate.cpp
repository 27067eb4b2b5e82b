#include "server/sandbox/provider_gate.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace delivery::sandbox {
namespace {

constexpr const char* loopback = "127.0.0.1";

}  // namespace

door::HttpLimits sandboxLimits() {
    door::HttpLimits limits;
    limits.perAddressConnectionsMax = limits.connectionsMax;
    // A provider that falls silent says nothing at all.
    limits.answerMs = 0;
    return limits;
}

ProviderGate::ProviderGate(door::HttpHandler& provider) : m_server(provider, sandboxLimits()) {}

ProviderGate::~ProviderGate() {
    if (m_placeholder >= 0) ::close(m_placeholder);
}

// Linux lets a second socket with SO_REUSEADDR listen on a port that another one has bound without
// listening, and refuses connections as soon as only the bound one is left.
Expected<std::uint16_t> ProviderGate::take(std::uint16_t port) {
    m_placeholder = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(m_placeholder, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, loopback, &address.sin_addr);
    socklen_t size = sizeof address;
    if (::bind(m_placeholder, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(m_placeholder, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        const std::string why = std::strerror(errno);
        ::close(m_placeholder);
        m_placeholder = -1;
        return tl::unexpected(
            Fault{FaultCode::NotAllowed, "cannot take port " + std::to_string(port) + ": " + why});
    }
    m_port = ntohs(address.sin_port);
    if (auto opened = open(); !opened) return tl::unexpected(opened.error());
    return m_port;
}

void ProviderGate::shut() {
    m_server.close();
    m_server.abortConnections();
}

Expected<void> ProviderGate::open() {
    if (m_server.isListening()) return {};
    auto port = m_server.listen(loopback, m_port);
    if (!port) return tl::unexpected(port.error());
    return {};
}

}  // namespace delivery::sandbox
