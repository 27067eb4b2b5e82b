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
#include <QTimer>

namespace delivery::tests {

struct SeenRequest {
    QByteArray method;
    QByteArray path;
    std::map<QByteArray, QByteArray> headers;  ///< names in lower case
    QByteArray body;
};

class FakeProvider : public QTcpServer {
  public:
    enum class Behaviour {
        Answer,
        Hang,
        CloseUnanswered,
        CutShort,
        EndlessHeader,  ///< one field after the other, as fast as they are taken
        DripHeader,     ///< a byte now and then, for ever
        DripBody,       ///< the same after a whole header
    };
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
    /// The socket of a request that hangs, for whoever answers it later.
    std::function<void(QTcpSocket*)> hung = [](QTcpSocket*) {};

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

    static void writeOn(QTcpSocket* socket) {
        const QByteArray field = "X-Field: " + QByteArray(1'000, 'x') + "\r\n";
        const auto write = [socket, fields = field.repeated(64)] {
            if (socket->bytesToWrite() < fields.size()) socket->write(fields);
        };
        connect(socket, &QTcpSocket::bytesWritten, socket, write);
        write();
    }

    static void drip(QTcpSocket* socket) {
        auto* timer = new QTimer(socket);
        connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
        timer->start(20);
    }

    void answer(QTcpSocket* socket, const Reaction& reaction) {
        switch (reaction.behaviour) {
            case Behaviour::Hang:
                return hung(socket);
            case Behaviour::CloseUnanswered:
                return socket->abort();
            case Behaviour::CutShort:
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"status\":");
                return socket->disconnectFromHost();
            case Behaviour::EndlessHeader:
                socket->write("HTTP/1.1 200 OK\r\n");
                return writeOn(socket);
            case Behaviour::DripHeader:
                socket->write("HTTP/1.1 200 OK\r\nX-Slow: ");
                return drip(socket);
            case Behaviour::DripBody:
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
                return drip(socket);
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
