#pragma once
/// One client's connection: reads requests off its socket, hands them on, and writes the answers in
/// their order.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/door/http_reader.h"
#include "server/door/http_server.h"

#include <QObject>

class QSslConfiguration;
class QSslSocket;
class QTcpSocket;

namespace delivery::door {

/// What all connections of one server share. Outlives them.
struct HttpSite {
    HttpHandler& handler;
    HttpLimits limits;
    HttpServer::Clock clock;
    HttpCounters counters;
    bool draining = false;
    /// Empty where connections speak plainly.
    std::shared_ptr<const QSslConfiguration> tls;
    std::vector<char> scratch;  ///< what a socket's unread bytes are looked at in
};

/// Lives on the server's thread. Owns its socket.
class HttpConnection : public QObject {
    Q_OBJECT
  public:
    /// The socket is a QSslSocket where the site has TLS.
    HttpConnection(QTcpSocket* socket, HttpSite& site, QObject* parent);
    ~HttpConnection() override;

    void checkDeadlines(std::int64_t now);
    /// Closes now if nothing is under way, else after the last answer.
    void drain();
    /// Nothing is answered by the handler any more.
    void giveUpUnanswered();
    void abort();

    /// Answers the request of that number; unknown numbers were answered before.
    void answer(std::uint64_t number, HttpResponse response);

  signals:
    /// Once; the connection does nothing more.
    void gone();

  private:
    enum class Phase {
        Handshake,  ///< no byte of HTTP until TLS stands
        Head,       ///< waiting for a header, or in the middle of one
        Parked,     ///< a header is whole, but earlier requests must be answered first
        Body,
        Finishing,  ///< reads no more; closes after the last answer
        Lingering,  ///< said goodbye; swallows what the client still had under way
        Gone,
    };
    struct InFlight {
        std::uint64_t number;
        bool toHead;
        bool http10;
        bool keepAlive;
        bool safe;
        std::int64_t since;
        std::optional<HttpResponse> response;
    };

    void pump();
    bool step();
    bool stepHead();
    bool stepBody();
    bool mayBegin() const;
    bool asksForUpgrade() const;
    void begin();
    bool upgrade();
    void answerHead(HttpResponse response);
    void handOver(const std::function<void(QTcpSocket*)>& take);
    void dispatch();
    void refuse(FrontRefusal refusal);
    InFlight& enlist(bool keepAlive);
    void sendReady();
    void sayGoodbye();
    void swallow();
    void leave();
    std::string_view unread();
    void consume(std::size_t bytes);
    void write(const std::string& bytes);
    void leaveIfDraining();
    void startHandshake();
    void goOn();
    void answerTheLate(std::int64_t now);
    /// What still has to reach the network, encrypted or not.
    std::int64_t unsent() const;

    QTcpSocket* m_socket;
    QSslSocket* m_encrypted = nullptr;  ///< the same socket where it speaks TLS
    HttpSite& m_site;
    std::unique_ptr<HttpReader> m_reader;
    std::deque<InFlight> m_inFlight;
    std::string m_peerAddress;
    std::uint16_t m_localPort = 0;
    std::uint64_t m_nextNumber = 1;
    std::size_t m_headBytes = 0;
    Phase m_phase = Phase::Head;
    bool m_pumping = false;
    bool m_headBegun = false;
    bool m_goodbyeWanted = false;
    bool m_prefersEnglish = false;
    std::int64_t m_since = 0;  ///< when the present wait began
    std::int64_t m_writeMovedAt = 0;
};

}  // namespace delivery::door
