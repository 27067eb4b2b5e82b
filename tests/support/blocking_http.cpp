#include "tests/support/blocking_http.h"

#include <QElapsedTimer>
#include <QTcpSocket>

namespace delivery::tests {

struct BlockingHttp::Line {
    QTcpSocket socket;
    QByteArray unread;
};

nlohmann::json HttpAnswer::json() const {
    return nlohmann::json::parse(body.toStdString(), nullptr, false);
}

BlockingHttp::BlockingHttp(quint16 port, QByteArray token)
    : m_port(port), m_token(std::move(token)) {}
BlockingHttp::~BlockingHttp() = default;

HttpAnswer BlockingHttp::request(const QByteArray& method, const QByteArray& path,
                                 const QByteArray& body, const Headers& more) {
    QElapsedTimer clock;
    clock.start();
    // A server may have closed what was idle: only a look at the socket tells.
    if (m_line) m_line->socket.waitForReadyRead(0);
    if (!m_line || m_line->socket.state() != QAbstractSocket::ConnectedState) {
        m_line = std::make_unique<Line>();
        m_line->socket.connectToHost("127.0.0.1", m_port);
        if (!m_line->socket.waitForConnected(m_timeoutMs)) {
            m_line.reset();
            return {};
        }
    }
    QByteArray head =
        method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
    if (!m_token.isEmpty()) head += "Authorization: Bearer " + m_token + "\r\n";
    for (const auto& [name, value] : more) head += name + ": " + value + "\r\n";
    if (!body.isEmpty()) {
        head +=
            "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
            "\r\n";
    }
    m_line->socket.write(head + "\r\n" + body);

    auto& unread = m_line->unread;
    const auto readMore = [&] {
        const int left = m_timeoutMs - static_cast<int>(clock.elapsed());
        if (left <= 0 || !m_line->socket.waitForReadyRead(left)) return false;
        unread += m_line->socket.readAll();
        return true;
    };
    while (true) {
        while (!unread.contains("\r\n\r\n")) {
            if (!readMore()) {
                m_line.reset();
                return {};
            }
        }
        if (!unread.startsWith("HTTP/1.1 100")) break;
        unread.remove(0, unread.indexOf("\r\n\r\n") + 4);
    }
    HttpAnswer answer;
    const qsizetype end = unread.indexOf("\r\n\r\n");
    const QList<QByteArray> lines = unread.left(end).split('\n');
    answer.status = lines[0].split(' ').value(1).toInt();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        answer.headers[lines[i].left(colon).trimmed().toLower()] =
            lines[i].mid(colon + 1).trimmed();
    }
    unread.remove(0, end + 4);
    const bool bodyless = method == "HEAD" || answer.status == 204 || answer.status == 304;
    const qsizetype length = bodyless ? 0 : answer.headers.value("content-length").toLongLong();
    while (unread.size() < length) {
        if (!readMore()) {
            m_line.reset();
            return {};
        }
    }
    answer.body = unread.left(length);
    unread.remove(0, length);
    if (answer.headers.value("connection").toLower() == "close") m_line.reset();
    return answer;
}

}  // namespace delivery::tests
