#pragma once
/// A ticket printer at the other end of a cable: counts tickets by their cuts, can be out of paper.

#include <QTcpServer>
#include <QTcpSocket>

namespace delivery::tests {

class FakePrinter : public QTcpServer {
  public:
    FakePrinter() {
        if (!listen(QHostAddress::LocalHost)) qFatal("no port");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* line = nextPendingConnection();
            connect(line, &QTcpSocket::readyRead, this, [this, line] { hear(*line); });
            connect(line, &QTcpSocket::disconnected, line, &QObject::deleteLater);
        });
    }
    QString place() const { return QStringLiteral("127.0.0.1:%1").arg(serverPort()); }
    int cuts() const { return static_cast<int>(m_all.count(QByteArray("\x1dV\x42\0", 4))); }

    bool hasPaper = true;
    /// Whether it says how it is when it is asked.
    bool answers = true;

  private:
    void hear(QTcpSocket& line) {
        QByteArray heard = line.readAll();
        if (heard.startsWith(QByteArray("\x10\x04\x04", 3))) {
            heard.remove(0, 3);
            if (answers) line.write(QByteArray(1, hasPaper ? '\x12' : '\x72'));
        }
        m_all += heard;
    }
    QByteArray m_all;
};

}  // namespace delivery::tests
