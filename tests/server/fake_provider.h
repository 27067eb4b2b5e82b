#pragma once
/// A payment provider on a free port that does exactly what a test tells it, once per request; it
/// understands nothing.

#include <functional>
#include <map>
#include <vector>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>

namespace delivery::tests {

struct SeenRequest {
    QByteArray method;
    QByteArray path;
    std::map<QByteArray, QByteArray> headers;  ///< names in lower case
    QByteArray body;
};

class FakeProvider : public QTcpServer {
  public:
    enum class Behaviour { Answer, Hang, CloseUnanswered, CutShort };
    struct Reaction {
        Behaviour behaviour = Behaviour::Answer;
        int status = 200;
        QByteArray body = {};
        QByteArray extraHeader = {};
    };

    FakeProvider() {
        listen(QHostAddress::LocalHost, 0);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) serve(socket);
        });
    }

    [[nodiscard]] std::string baseUrl() const {
        return "http://127.0.0.1:" + std::to_string(serverPort());
    }

    /// What happens to every request from now on.
    std::function<Reaction(const SeenRequest&)> react = [](const SeenRequest&) {
        return Reaction{Behaviour::Answer, 500, {}, {}};
    };
    std::vector<SeenRequest> seen;

  private:
    void serve(QTcpSocket* socket) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray soFar = socket->property("soFar").toByteArray() + socket->readAll();
            socket->setProperty("soFar", soFar);
            const auto headEnd = soFar.indexOf("\r\n\r\n");
            if (headEnd < 0) return;
            SeenRequest request = headOf(soFar.left(headEnd));
            request.body = soFar.mid(headEnd + 4);
            if (request.body.size() < request.headers["content-length"].toInt()) return;
            socket->setProperty("soFar", QByteArray());
            seen.push_back(request);
            answer(socket, react(request));
        });
    }

    static SeenRequest headOf(const QByteArray& head) {
        SeenRequest request;
        const QList<QByteArray> lines = head.split('\n');
        const QList<QByteArray> words = lines.front().trimmed().split(' ');
        request.method = words.value(0);
        request.path = words.value(1);
        for (const QByteArray& line : lines.mid(1)) {
            const auto colon = line.indexOf(':');
            request.headers[line.left(colon).trimmed().toLower()] = line.mid(colon + 1).trimmed();
        }
        return request;
    }

    static void answer(QTcpSocket* socket, const Reaction& reaction) {
        switch (reaction.behaviour) {
            case Behaviour::Hang:
                return;
            case Behaviour::CloseUnanswered:
                return socket->abort();
            case Behaviour::CutShort:
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"status\":");
                return socket->disconnectFromHost();
            case Behaviour::Answer:
                break;
        }
        socket->write("HTTP/1.1 " + QByteArray::number(reaction.status) +
                      " X\r\nConnection: close\r\nContent-Type: application/json\r\n" +
                      reaction.extraHeader + "Content-Length: " +
                      QByteArray::number(reaction.body.size()) + "\r\n\r\n" + reaction.body);
        socket->disconnectFromHost();
    }
};

}  // namespace delivery::tests
