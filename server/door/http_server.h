#pragma once
/// Speaks HTTP/1.1 on sockets within hard limits: hands whole requests to one handler and sends its
/// answers in order.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

#include <QObject>

class QTcpSocket;

namespace delivery::door {

using HttpFields = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method;  ///< upper case, one of GET HEAD POST PUT PATCH DELETE OPTIONS TRACE
    std::string target;  ///< as sent
    std::string path;    ///< percent-decoded UTF-8 without the query; no control characters
    HttpFields query;    ///< decoded UTF-8, in the order sent; "+" is a space
    HttpFields headers;  ///< in the order sent, values trimmed
    std::string body;    ///< empty in onHead
    std::string peerAddress;
    bool tls = false;
    std::uint16_t localPort = 0;

    /// The first field of that name, whatever its case.
    std::optional<std::string_view> header(std::string_view name) const;
    /// The first query value of that exact name.
    std::optional<std::string_view> queryValue(std::string_view name) const;
};

/// Content-Length, Date and Connection are the front's business; every other field is the
/// handler's.
struct HttpResponse {
    int status = 200;
    std::string contentType;
    HttpFields headers;
    std::string body;
};

/// Called once, on the server's thread, during onRequest or any time later. Harmless after the
/// client went away, after the server is gone, and when called again. Dropped without a call, it
/// answers 500.
using Answer = std::function<void(HttpResponse)>;

struct HeadVerdict {
    std::size_t bodyLimitBytes = 16 * 1024;
    std::optional<HttpResponse>
        refuse;  ///< sent at once; a body is never read, then the connection closes
};

/// What becomes of a request that asks for another protocol on its connection.
struct UpgradeVerdict {
    /// Takes the socket over, with the whole request still unread in it and no parent.
    std::function<void(QTcpSocket*)> take = {};
    std::optional<HttpResponse> refuse = std::nullopt;
};

/// All calls come on the server's thread and must not block it.
class HttpHandler {
  public:
    virtual ~HttpHandler() = default;
    /// After the header, before any of the body: the place for authentication and the body's limit.
    virtual HeadVerdict onHead(const HttpRequest& head) = 0;
    /// After the body. Requests of one connection overlap only while all of them are GET or HEAD.
    virtual void onRequest(HttpRequest request, Answer answer) = 0;
    /// For a request with an Upgrade field, before onHead. Neither taken nor refused, it is a
    /// request like any other.
    virtual UpgradeVerdict onUpgrade(const HttpRequest& head) {
        static_cast<void>(head);
        return {};
    }
};

struct HttpLimits {
    std::size_t requestLineBytesMax = 2 * 1024;  ///< beyond: 431
    std::size_t headerBytesMax = 8 * 1024;       ///< beyond: 431
    std::size_t headerFieldsMax = 64;            ///< beyond: 431
    std::size_t queryPairsMax = 64;              ///< beyond: 400
    std::size_t perAddressConnectionsMax = 64;   ///< beyond: 429 and closed; IPv6 counts by /64
    std::size_t connectionsMax = 4096;           ///< beyond: 503 and closed
    std::size_t pipelinedMax = 16;               ///< requests in flight on one connection
    std::size_t readBufferBytes = 32 * 1024;     ///< what one socket may hold unread
    std::size_t writeBufferBytes =
        256 * 1024;  ///< above it no further request of that connection is read
    std::int64_t headerMs =
        5'000;  ///< from the first byte of a request to the end of its header: 408
    std::int64_t bodyMs = 10'000;        ///< from the end of the header to the end of the body: 408
    std::int64_t idleMs = 30'000;        ///< without a request: closed
    std::int64_t writeStallMs = 10'000;  ///< without one byte taken by the reader: dropped
    std::int64_t handshakeMs =
        5'000;  ///< from the connection to the end of the TLS handshake: dropped
    std::int64_t answerMs =
        15'000;  ///< from a request to its answer: 503, whatever becomes of it; 0: for ever
    std::int64_t lingerMs =
        1'000;         ///< how long a closed connection still swallows what was under way
    int tickMs = 100;  ///< how often deadlines are looked at
};

/// What the server shows who it is with: files in PEM. The certificate's file may hold its chain.
struct HttpTls {
    std::string certificateFile;
    std::string keyFile;
};
/// Whether the files are what they should be; the text says what is wrong.
[[nodiscard]] Expected<void> checkTls(const HttpTls& tls);

/// Running totals since the start, except connectionsOpen and requestsInFlight.
struct HttpCounters {
    std::uint64_t connectionsAccepted = 0;
    std::uint64_t connectionsRefused = 0;  ///< by a cap
    std::uint64_t connectionsOpen = 0;
    std::uint64_t requests = 0;
    std::uint64_t requestsInFlight = 0;
    std::uint64_t refusedByFront = 0;  ///< 4xx and 5xx that no handler saw
    std::uint64_t timeouts = 0;        ///< 408, idle, or a handshake that did not end
    std::uint64_t answersLate = 0;     ///< 503 because the handler took too long
    std::uint64_t writeStalls = 0;
    std::uint64_t answersAbandoned = 0;  ///< the client went away first
    std::uint64_t bytesIn = 0;
    std::uint64_t bytesOut = 0;
    std::array<std::uint64_t, 6> responsesByClass{};  ///< [2] counts 2xx
};

/// Lives on the thread that constructs it, together with every call of the handler.
class HttpServer : public QObject {
    Q_OBJECT
  public:
    using Clock = std::function<std::int64_t()>;  ///< monotonic milliseconds

    /// The handler must outlive the server. Without a clock the steady one is used.
    explicit HttpServer(HttpHandler& handler, HttpLimits limits = {}, QObject* parent = nullptr,
                        Clock clock = {});
    ~HttpServer() override;

    /// Before listening: from now on every connection speaks TLS 1.2 or later.
    [[nodiscard]] Expected<void> secure(const HttpTls& tls);
    /// Listens on one more address ("127.0.0.1", "::1", "0.0.0.0", "localhost"); port 0 takes a
    /// free one. Returns the port. May be called again after close().
    [[nodiscard]] Expected<std::uint16_t> listen(const std::string& host, std::uint16_t port);
    /// Stops listening; open connections live on.
    void close();
    /// Drops every open connection now, without an answer. Listening goes on.
    void abortConnections();
    /// Stops listening, answers what is in flight with "Connection: close", then emits drained.
    void drain();
    /// In a drain, when no answer will come any more: what is in flight and has none yet is
    /// answered 503, what is half read is dropped, and what was answered goes on leaving.
    void giveUpUnanswered();
    bool isListening() const;

    const HttpCounters& counters() const;
    const HttpLimits& limits() const;

    /// Looks at every connection's deadlines. The tick calls it; a test does after moving its
    /// clock.
    void checkDeadlines();

  signals:
    /// After drain(): no connection is left.
    void drained();

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace delivery::door
