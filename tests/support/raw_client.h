#pragma once
/// A client that sends exactly the bytes it is told and takes answers apart, for tests of HTTP
/// servers.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

namespace delivery::test {

struct RawReply {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// Takes one answer off the front of the bytes; nothing if it is not whole yet.
inline std::optional<RawReply> takeReply(std::string& bytes, bool toHead = false) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string::npos || bytes.rfind("HTTP/1.1 ", 0) != 0) return std::nullopt;
    RawReply reply;
    reply.status = std::stoi(bytes.substr(9, 3));
    std::size_t at = bytes.find("\r\n") + 2;
    while (at < end) {
        const std::size_t lineEnd = bytes.find("\r\n", at);
        const std::size_t colon = bytes.find(": ", at);
        std::string name = bytes.substr(at, colon - at);
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        reply.headers[name] = bytes.substr(colon + 2, lineEnd - colon - 2);
        at = lineEnd + 2;
    }
    const auto length = reply.headers.find("content-length");
    const std::size_t size =
        toHead || length == reply.headers.end() ? 0 : std::stoul(length->second);
    if (bytes.size() < end + 4 + size) return std::nullopt;
    reply.body = bytes.substr(end + 4, size);
    bytes.erase(0, end + 4 + size);
    return reply;
}

class RawClient {
  public:
    explicit RawClient(std::uint16_t port, int waitMs = 10'000) : m_waitMs(waitMs) {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] {
            const QByteArray more = m_socket.readAll();
            received.append(more.constData(), static_cast<std::size_t>(more.size()));
        });
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        (void)waitFor(
            [&] { return m_socket.state() == QAbstractSocket::ConnectedState || closed(); });
    }

    void send(const std::string& bytes) {
        m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
        m_socket.flush();
    }
    /// Status 0 if none came in time.
    RawReply reply(bool toHead = false) {
        std::optional<RawReply> whole;
        (void)waitFor(
            [&] { return (whole = takeReply(received, toHead)).has_value() || closed(); });
        if (!whole) whole = takeReply(received, toHead);
        return whole.value_or(RawReply{});
    }
    RawReply ask(const std::string& bytes) {
        send(bytes);
        return reply();
    }
    bool closed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    bool waitClosed() {
        return waitFor([&] { return closed(); });
    }
    /// From now on it takes next to nothing off the connection.
    void stopReading() {
        m_socket.setReadBufferSize(1'024);
        QObject::disconnect(&m_socket, &QTcpSocket::readyRead, &m_socket, nullptr);
    }
    QTcpSocket& socket() { return m_socket; }

    std::string received;

  private:
    template <class Condition>
    bool waitFor(Condition condition) {
        return QTest::qWaitFor(condition, m_waitMs);
    }

    QTcpSocket m_socket;
    int m_waitMs;
};

}  // namespace delivery::test
