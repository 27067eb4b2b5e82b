#include "apps/kit/printer_port.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <QTcpSocket>
#include <utility>

namespace delivery::kit {

namespace {

// "Raw" printing; what every ticket printer with a network plug listens on.
constexpr quint16 rawPort = 9100;
// ESC/POS: DLE EOT n = 4 asks for the state of the roll; 0x60 in the answer: there is none.
const QByteArray askForPaper("\x10\x04\x04", 3);
constexpr char paperIsOut = 0x60;

}  // namespace

PrinterPort::PrinterPort(QString place, PrinterRules rules, QObject* parent)
    : QObject(parent), m_place(std::move(place)), m_rules(rules) {
    m_patience.setSingleShot(true);
}

PrinterPort::~PrinterPort() { letGo(); }

void PrinterPort::send(const QByteArray& bytes) {
    Q_ASSERT(!m_busy);
    m_busy = true;
    m_left = bytes;
    m_written = 0;
    // Later, so that whoever asked has finished its own sentence first.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_place.startsWith(QLatin1Char('/'))) {
                sendToDevice();
            } else {
                sendToSocket();
            }
        },
        Qt::QueuedConnection);
}

void PrinterPort::sendToDevice() {
    m_device = ::open(m_place.toLocal8Bit().constData(),
                      O_WRONLY | O_NONBLOCK | O_APPEND | O_CLOEXEC | O_NOCTTY);
    if (m_device < 0) {
        fail(errno == EBUSY
                 ? tr("프린터를 다른 프로그램이 쓰고 있습니다: %1").arg(m_place)
                 : tr("프린터를 열 수 없습니다. 전원과 선을 확인해 주세요: %1").arg(m_place));
        return;
    }
    m_notifier = new QSocketNotifier(m_device, QSocketNotifier::Write, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &PrinterPort::writeSome);
    disconnect(&m_patience, nullptr, this, nullptr);
    connect(&m_patience, &QTimer::timeout, this,
            [this] { fail(tr("프린터가 받지 않습니다. 용지와 전원을 확인해 주세요.")); });
    m_patience.start(m_rules.stalled);
    writeSome();
}

void PrinterPort::writeSome() {
    while (m_written < m_left.size()) {
        const auto took = ::write(m_device, m_left.constData() + m_written,
                                  static_cast<std::size_t>(m_left.size() - m_written));
        if (took < 0 && errno == EINTR) continue;
        if (took < 0 && errno == EAGAIN) return;
        if (took <= 0) {
            fail(tr("프린터가 받지 않습니다. 용지와 전원을 확인해 주세요."));
            return;
        }
        m_written += took;
        m_patience.start(m_rules.stalled);
    }
    finish();
}

void PrinterPort::sendToSocket() {
    const QString host = m_place.section(QLatin1Char(':'), 0, 0);
    const int port = m_place.section(QLatin1Char(':'), 1).toInt();
    m_socket = new QTcpSocket(this);
    connect(m_socket, &QTcpSocket::connected, this, &PrinterPort::askStatus);
    connect(m_socket, &QTcpSocket::readyRead, this, &PrinterPort::hearStatus);
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this](qint64) {
        // That the question has left is no answer to it.
        if (m_asksStatus) return;
        m_patience.start(m_rules.stalled);
        if (m_socket->bytesToWrite() == 0) m_socket->disconnectFromHost();
    });
    connect(m_socket, &QTcpSocket::disconnected, this, [this] {
        const bool all = !m_asksStatus && m_socket->bytesToWrite() == 0;
        all ? finish() : fail(tr("프린터와 연결이 끊겼습니다."));
    });
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        // A printer that hangs up after the last byte has it all.
        if (error == QAbstractSocket::RemoteHostClosedError) return;
        fail(tr("프린터에 연결할 수 없습니다. 전원과 네트워크를 확인해 주세요: %1").arg(m_place));
    });
    disconnect(&m_patience, nullptr, this, nullptr);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_asksStatus && m_socket->state() == QAbstractSocket::ConnectedState) {
            writeTicket();
        } else {
            fail(tr("프린터가 받지 않습니다. 용지와 전원을 확인해 주세요."));
        }
    });
    m_asksStatus = true;
    m_patience.start(m_rules.connect);
    m_socket->connectToHost(host, port > 0 ? static_cast<quint16>(port) : rawPort);
}

void PrinterPort::askStatus() {
    m_socket->write(askForPaper);
    m_patience.start(m_rules.status);
}

void PrinterPort::hearStatus() {
    const QByteArray answer = m_socket->readAll();
    if (!m_asksStatus || answer.isEmpty()) return;
    if ((answer.back() & paperIsOut) == paperIsOut) {
        fail(tr("프린터에 용지가 없습니다."));
        return;
    }
    writeTicket();
}

void PrinterPort::writeTicket() {
    m_asksStatus = false;
    m_written = m_left.size();
    m_patience.start(m_rules.stalled);
    m_socket->write(m_left);
}

void PrinterPort::finish() {
    letGo();
    emit done();
}

void PrinterPort::fail(const QString& why) {
    const bool notSent = m_written == 0;
    letGo();
    emit failed(why, notSent);
}

void PrinterPort::letGo() {
    m_busy = false;
    m_asksStatus = false;
    m_patience.stop();
    if (m_notifier != nullptr) {
        m_notifier->setEnabled(false);
        m_notifier->deleteLater();
        m_notifier = nullptr;
    }
    if (m_device >= 0) ::close(m_device);
    m_device = -1;
    if (m_socket != nullptr) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket->deleteLater();
        m_socket = nullptr;
    }
}

}  // namespace delivery::kit
