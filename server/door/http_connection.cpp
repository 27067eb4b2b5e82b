#include "server/door/http_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <ctime>
#include <utility>

#include "server/door/http_problem.h"
#include "server/door/http_reply.h"

#include <QHostAddress>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>

namespace delivery::door {
namespace {

/// What an Answer holds: finds its way back only while the connection lives.
class Ticket {
  public:
    Ticket(HttpConnection* connection, std::uint64_t number)
        : m_connection(connection), m_number(number) {}
    ~Ticket() { answer(problem(FrontRefusal::AnswerMissing, false)); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    void answer(HttpResponse response) {
        // Cleared first: sending may run code that comes back here.
        const QPointer<HttpConnection> connection = m_connection;
        m_connection.clear();
        if (connection) connection->answer(m_number, std::move(response));
    }

  private:
    QPointer<HttpConnection> m_connection;
    std::uint64_t m_number;
};

std::string printAddress(const QHostAddress& address) {
    bool mapped = false;
    const quint32 v4 = address.toIPv4Address(&mapped);
    return (mapped ? QHostAddress(v4) : address).toString().toStdString();
}

}  // namespace

HttpConnection::HttpConnection(QTcpSocket* socket, HttpSite& site, QObject* parent)
    : QObject(parent), m_socket(socket), m_site(site) {
    m_socket->setParent(this);
    m_socket->setReadBufferSize(static_cast<qint64>(m_site.limits.readBufferBytes));
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_peerAddress = printAddress(m_socket->peerAddress());
    m_localPort = m_socket->localPort();
    m_since = m_site.clock();
    // A handshake has something unsent before anything was ever written here.
    m_writeMovedAt = m_since;
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::pump);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::goOn);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::leave);
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this] {
        if (m_socket->state() == QAbstractSocket::UnconnectedState) leave();
    });
    if (m_site.tls) startHandshake();
}

void HttpConnection::startHandshake() {
    m_encrypted = qobject_cast<QSslSocket*>(m_socket);
    assert(m_encrypted != nullptr);
    m_phase = Phase::Handshake;
    connect(m_encrypted, &QSslSocket::encryptedBytesWritten, this, &HttpConnection::goOn);
    connect(m_encrypted, &QSslSocket::encrypted, this, [this] {
        if (m_phase != Phase::Handshake) return;
        m_phase = Phase::Head;
        m_since = m_site.clock();
        pump();
    });
    m_encrypted->setSslConfiguration(*m_site.tls);
    m_encrypted->startServerEncryption();
}

/// The network took something.
void HttpConnection::goOn() {
    m_writeMovedAt = m_site.clock();
    if (m_goodbyeWanted) sayGoodbye();
    pump();
}

HttpConnection::~HttpConnection() {
    if (m_socket == nullptr) return;
    m_socket->disconnect(this);
    m_socket->abort();
}

// ---- reading
// -------------------------------------------------------------------------------------------------

void HttpConnection::pump() {
    // An answer given inside onRequest comes back here; the loop below goes on instead of
    // recursing.
    if (m_pumping) return;
    m_pumping = true;
    while (step()) {
    }
    m_pumping = false;
    leaveIfDraining();
}

bool HttpConnection::step() {
    switch (m_phase) {
        case Phase::Head:
            return stepHead();
        case Phase::Parked:
            if (!mayBegin()) return false;
            begin();
            return true;
        case Phase::Body:
            return stepBody();
        case Phase::Lingering:
            swallow();
            return false;
        case Phase::Handshake:
        case Phase::Finishing:
        case Phase::Gone:
            return false;
    }
    return false;
}

bool HttpConnection::stepHead() {
    const bool tooMuchUnsent = unsent() > static_cast<std::int64_t>(m_site.limits.writeBufferBytes);
    if (tooMuchUnsent || m_inFlight.size() >= m_site.limits.pipelinedMax) return false;
    const std::string_view bytes = unread();
    if (bytes.empty()) return false;
    if (!m_headBegun) {
        m_headBegun = true;
        m_since = m_site.clock();
        m_reader = std::make_unique<HttpReader>(m_site.limits);
    }
    const HttpReader::Progress progress = m_reader->readHead(bytes);
    if (progress.step == HttpReader::Step::NeedMore) return false;
    if (progress.step == HttpReader::Step::Refused) {
        refuse(m_reader->refusal());
        return false;
    }
    // The header stays in the socket until its turn comes: an upgrade would need to find it there.
    m_headBytes = progress.consumed;
    m_phase = Phase::Parked;
    return true;
}

/// Requests overlap only while none of them can change anything (RFC 9112 9.3.2).
bool HttpConnection::mayBegin() const {
    if (m_inFlight.empty()) return true;
    // Whoever takes the connection over must find it idle.
    if (asksForUpgrade()) return false;
    const auto isSafe = [](const std::string& method) {
        return method == "GET" || method == "HEAD";
    };
    return isSafe(m_reader->head().method) && !m_reader->hasBody() &&
           std::all_of(m_inFlight.begin(), m_inFlight.end(),
                       [](const InFlight& earlier) { return earlier.safe; });
}

bool HttpConnection::asksForUpgrade() const {
    return m_reader->head().header("upgrade").has_value() && !m_reader->hasBody();
}

/// True when the request was dealt with.
bool HttpConnection::upgrade() {
    UpgradeVerdict verdict = m_site.handler.onUpgrade(m_reader->head());
    if (verdict.take && !m_site.draining) {
        ++m_site.counters.requests;
        handOver(verdict.take);
        return true;
    }
    if (!verdict.refuse) return false;
    consume(m_headBytes);
    m_headBegun = false;
    answerHead(std::move(*verdict.refuse));
    return true;
}

/// From here on the socket is somebody else's, and this connection is gone.
void HttpConnection::handOver(const std::function<void(QTcpSocket*)>& take) {
    QTcpSocket* socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->setParent(nullptr);
    leave();
    take(socket);
}

void HttpConnection::answerHead(HttpResponse response) {
    const bool keepAlive = m_reader->facts().keepAlive && !m_reader->hasBody();
    InFlight& refused = enlist(keepAlive);
    m_phase = keepAlive ? Phase::Head : Phase::Finishing;
    ++m_site.counters.requests;
    refused.response = std::move(response);
    sendReady();
}

void HttpConnection::begin() {
    HttpRequest& head = m_reader->head();
    head.peerAddress = m_peerAddress;
    head.localPort = m_localPort;
    head.tls = m_site.tls != nullptr;
    if (asksForUpgrade() && upgrade()) return;
    consume(m_headBytes);
    m_headBegun = false;
    HeadVerdict verdict = m_site.handler.onHead(head);
    if (m_phase != Phase::Parked) return;
    if (verdict.refuse) {
        answerHead(std::move(*verdict.refuse));
        return;
    }
    switch (m_reader->allowBody(verdict.bodyLimitBytes)) {
        case HttpReader::Step::Whole:
            dispatch();
            return;
        case HttpReader::Step::Refused:
            refuse(m_reader->refusal());
            return;
        case HttpReader::Step::NeedMore:
        case HttpReader::Step::Head:
            break;
    }
    m_phase = Phase::Body;
    m_since = m_site.clock();
    if (m_reader->facts().expectsContinue && m_socket->bytesAvailable() == 0) {
        write("HTTP/1.1 100 Continue\r\n\r\n");
    }
}

bool HttpConnection::stepBody() {
    const std::string_view bytes = unread();
    if (bytes.empty()) return false;
    const bool full = bytes.size() >= m_site.limits.readBufferBytes;
    const HttpReader::Progress progress = m_reader->readBody(bytes);
    consume(progress.consumed);
    if (progress.step == HttpReader::Step::Refused) {
        refuse(m_reader->refusal());
        return false;
    }
    if (progress.step == HttpReader::Step::Whole) {
        dispatch();
        return true;
    }
    if (progress.consumed == 0 && full) {
        // A chunk's header or trailer as long as the whole buffer would stand here until the
        // deadline.
        refuse(FrontRefusal::BodyMalformed);
        return false;
    }
    return progress.consumed > 0;
}

void HttpConnection::dispatch() {
    const InFlight& asked = enlist(m_reader->facts().keepAlive);
    m_phase = asked.keepAlive ? Phase::Head : Phase::Finishing;
    ++m_site.counters.requests;
    auto ticket = std::make_shared<Ticket>(this, asked.number);
    m_prefersEnglish = m_reader->prefersEnglish();
    m_site.handler.onRequest(
        m_reader->take(), [ticket](HttpResponse response) { ticket->answer(std::move(response)); });
}

/// The front's own refusal: what follows on the connection cannot be trusted, so it closes behind
/// it.
void HttpConnection::refuse(FrontRefusal refusal) {
    ++m_site.counters.refusedByFront;
    InFlight& refused = enlist(false);
    refused.response = problem(refusal, m_reader && m_reader->prefersEnglish());
    m_phase = Phase::Finishing;
    sendReady();
}

HttpConnection::InFlight& HttpConnection::enlist(bool keepAlive) {
    const std::string method = m_reader ? m_reader->head().method : std::string{};
    ++m_site.counters.requestsInFlight;
    const bool http10 = m_reader && !m_reader->facts().http11;
    m_inFlight.push_back({m_nextNumber++, method == "HEAD", http10, keepAlive,
                          method == "GET" || method == "HEAD", m_site.clock(), std::nullopt});
    return m_inFlight.back();
}

std::string_view HttpConnection::unread() {
    const qint64 bytes =
        m_socket->peek(m_site.scratch.data(), static_cast<qint64>(m_site.limits.readBufferBytes));
    return {m_site.scratch.data(), static_cast<std::size_t>(std::max<qint64>(bytes, 0))};
}

void HttpConnection::consume(std::size_t bytes) {
    if (bytes == 0) return;
    // Read, not skipped: reading is what makes a full socket listen again.
    m_socket->read(m_site.scratch.data(), static_cast<qint64>(bytes));
    m_site.counters.bytesIn += bytes;
}

// ---- answering
// -----------------------------------------------------------------------------------------------

void HttpConnection::answer(std::uint64_t number, HttpResponse response) {
    const auto asked = std::find_if(m_inFlight.begin(), m_inFlight.end(),
                                    [&](const InFlight& one) { return one.number == number; });
    if (asked == m_inFlight.end() || asked->response) return;
    asked->response = std::move(response);
    sendReady();
    pump();
}

void HttpConnection::sendReady() {
    while (!m_inFlight.empty() && m_inFlight.front().response && m_phase != Phase::Gone) {
        const InFlight answered = std::move(m_inFlight.front());
        m_inFlight.pop_front();
        --m_site.counters.requestsInFlight;
        // In a drain nothing new begins, so the last answer is the last.
        const bool last = m_inFlight.empty() && m_phase != Phase::Parked;
        const bool closes = !answered.keepAlive || (m_site.draining && last);
        const int status = answered.response->status;
        if (status >= 100 && status < 600) {
            ++m_site.counters.responsesByClass[static_cast<std::size_t>(status / 100)];
        }
        write(printReply(*answered.response,
                         {answered.toHead, answered.http10, closes, std::time(nullptr)}));
        if (closes) {
            m_phase = Phase::Finishing;
            m_goodbyeWanted = true;
        } else if (m_inFlight.empty() && m_phase == Phase::Head && !m_headBegun) {
            m_since = m_site.clock();
        }
    }
    if (m_goodbyeWanted) sayGoodbye();
}

void HttpConnection::write(const std::string& bytes) {
    if (m_phase == Phase::Gone) return;
    if (unsent() == 0) m_writeMovedAt = m_site.clock();
    m_site.counters.bytesOut += bytes.size();
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

std::int64_t HttpConnection::unsent() const {
    const qint64 encrypted = m_encrypted == nullptr ? 0 : m_encrypted->encryptedBytesToWrite();
    return m_socket->bytesToWrite() + encrypted;
}

/// The handler may still be at it; what it says later finds nobody.
void HttpConnection::answerTheLate(std::int64_t now) {
    if (m_site.limits.answerMs <= 0) return;
    std::vector<std::uint64_t> late;
    for (const InFlight& one : m_inFlight) {
        const bool waits = !one.response && now - one.since >= m_site.limits.answerMs;
        if (waits) late.push_back(one.number);
    }
    for (const std::uint64_t number : late) {
        ++m_site.counters.answersLate;
        answer(number, problem(FrontRefusal::AnswerLate, m_prefersEnglish));
    }
}

// ---- leaving
// -------------------------------------------------------------------------------------------------

/// Only our half is closed: closing with unread bytes would reset the connection and could eat the
/// last answer.
void HttpConnection::sayGoodbye() {
    if (m_phase == Phase::Lingering || m_phase == Phase::Gone) return;
    m_goodbyeWanted = true;
    m_phase = Phase::Finishing;
    m_socket->flush();
    // Flushing may have ended the connection, or have come back here and done it all.
    if (m_phase != Phase::Finishing || unsent() > 0) return;
    m_goodbyeWanted = false;
    m_phase = Phase::Lingering;
    m_since = m_site.clock();
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    swallow();
}

void HttpConnection::swallow() {
    while (m_phase == Phase::Lingering && !unread().empty()) consume(unread().size());
}

void HttpConnection::drain() {
    if (m_socket == nullptr) return;
    if (m_phase == Phase::Head && m_inFlight.empty() && m_socket->bytesAvailable() == 0) {
        sayGoodbye();
    }
}

void HttpConnection::giveUpUnanswered() {
    std::vector<std::uint64_t> waiting;
    for (const InFlight& one : m_inFlight) {
        if (!one.response) waiting.push_back(one.number);
    }
    // First, so that nothing new begins behind the last answer.
    const bool halfRead = m_phase == Phase::Head || m_phase == Phase::Parked ||
                          m_phase == Phase::Body || m_phase == Phase::Handshake;
    if (halfRead) m_phase = Phase::Finishing;
    for (const std::uint64_t number : waiting) {
        answer(number, problem(FrontRefusal::Leaving, m_prefersEnglish));
    }
    if (m_inFlight.empty() && m_phase == Phase::Finishing) sayGoodbye();
}

void HttpConnection::abort() {
    if (m_socket != nullptr) m_socket->abort();
    leave();
}

void HttpConnection::leave() {
    if (m_phase == Phase::Gone) return;
    m_phase = Phase::Gone;
    m_site.counters.answersAbandoned += m_inFlight.size();
    m_site.counters.requestsInFlight -= m_inFlight.size();
    m_inFlight.clear();
    emit gone();
}

/// In a drain, a connection leaves as soon as it has nothing to do.
void HttpConnection::leaveIfDraining() {
    const bool idle = m_phase == Phase::Head && !m_headBegun && m_inFlight.empty();
    if (idle && m_site.draining) sayGoodbye();
}

void HttpConnection::checkDeadlines(std::int64_t now) {
    if (m_phase == Phase::Gone) return;
    const HttpLimits& limits = m_site.limits;
    if (unsent() > 0 && now - m_writeMovedAt >= limits.writeStallMs) {
        ++m_site.counters.writeStalls;
        abort();
        return;
    }
    answerTheLate(now);
    const std::int64_t waited = now - m_since;
    switch (m_phase) {
        case Phase::Handshake:
            if (waited >= limits.handshakeMs) {
                ++m_site.counters.timeouts;
                abort();
            }
            return;
        case Phase::Head:
            if (m_headBegun && waited >= limits.headerMs) {
                ++m_site.counters.timeouts;
                refuse(FrontRefusal::HeaderTooSlow);
            } else if (!m_headBegun && m_inFlight.empty() && unsent() == 0 &&
                       waited >= limits.idleMs) {
                ++m_site.counters.timeouts;
                sayGoodbye();
            }
            return;
        case Phase::Body:
            if (waited >= limits.bodyMs) {
                ++m_site.counters.timeouts;
                refuse(FrontRefusal::BodyTooSlow);
            }
            return;
        case Phase::Lingering:
            if (waited >= limits.lingerMs) abort();
            return;
        case Phase::Parked:
        case Phase::Finishing:
        case Phase::Gone:
            return;
    }
}

}  // namespace delivery::door
