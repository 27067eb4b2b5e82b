#include "fake_server.h"

#include <QHostAddress>
#include <QTcpSocket>

namespace delivery::test {

FakeServer::FakeServer(Script script, QObject* parent)
    : QTcpServer(parent), m_script(std::move(script)) {
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket* socket = nextPendingConnection()) serve(socket);
    });
    listen(QHostAddress::LocalHost, 0);
}

QUrl FakeServer::url() const {
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
}

std::vector<HeardRequest> FakeServer::heard(const QByteArray& line) const {
    std::vector<HeardRequest> found;
    for (const HeardRequest& request : m_heard) {
        if (request.line() == line) found.push_back(request);
    }
    return found;
}

void FakeServer::serve(QTcpSocket* socket) {
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readFrom(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_unread.remove(socket);
        socket->deleteLater();
    });
}

void FakeServer::readFrom(QTcpSocket* socket) {
    QByteArray& unread = m_unread[socket];
    unread += socket->readAll();
    const qsizetype end = unread.indexOf("\r\n\r\n");
    if (end < 0) return;
    const QList<QByteArray> lines = unread.left(end).replace("\r\n", "\n").split('\n');
    const QList<QByteArray> start = lines.front().split(' ');
    HeardRequest request;
    request.method = start.value(0);
    request.path = start.value(1);
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers[line.left(colon).trimmed().toLower()] = line.mid(colon + 1).trimmed();
    }
    const qsizetype length = request.headers.value("content-length", "0").toLongLong();
    if (unread.size() < end + 4 + length) return;
    request.body = unread.mid(end + 4, length);
    unread.remove(0, end + 4 + length);
    m_heard.push_back(request);

    const FakeReply reply = m_script ? m_script(request) : FakeReply{};
    if (reply.manner == FakeReply::Manner::Silent) return;
    if (reply.manner == FakeReply::Manner::HangUp) {
        socket->abort();
        return;
    }
    const bool hasBody = reply.status != 204;
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(reply.status) + " Said\r\n";
    if (hasBody) {
        bytes += "Content-Type: " + reply.contentType + "\r\n";
        bytes += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    }
    for (const auto& [name, value] : reply.headers) bytes += name + ": " + value + "\r\n";
    bytes += "\r\n";
    if (reply.manner == FakeReply::Manner::Half) {
        socket->write(bytes + reply.body.left(reply.body.size() / 2));
        socket->disconnectFromHost();
        return;
    }
    socket->write(hasBody ? bytes + reply.body : bytes);
}

FakeReply problemReply(int status, const QByteArray& title, const QByteArray& detail, int code,
                       const QByteArray& state) {
    FakeReply reply;
    reply.status = status;
    reply.contentType = "application/problem+json";
    reply.body = R"({"title":")" + title + R"(","status":)" + QByteArray::number(status) +
                 R"(,"detail":")" + detail + "\"";
    if (code != 0) reply.body += R"(,"code":)" + QByteArray::number(code);
    if (!state.isEmpty()) reply.body += R"(,"state":")" + state + "\"";
    reply.body += "}";
    return reply;
}

}  // namespace delivery::test
