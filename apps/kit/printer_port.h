#pragma once
/// Hands bytes to a ticket printer, at a device file or at a TCP port, and never waits for it.

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <memory>

class QSocketNotifier;
class QTcpSocket;

namespace delivery::kit {

struct PrinterRules {
    std::chrono::milliseconds connect{3'000};
    /// A printer that takes nothing for so long has no paper or no power.
    std::chrono::milliseconds stalled{10'000};
    /// Most printers say how they are at once, some never.
    std::chrono::milliseconds status{700};
};

/// Lives on the thread of its creator. One job at a time.
class PrinterPort : public QObject {
    Q_OBJECT

  public:
    /// "/dev/usb/lp0", or "192.168.0.50" and "192.168.0.50:9100".
    explicit PrinterPort(QString place, PrinterRules rules = {}, QObject* parent = nullptr);
    ~PrinterPort() override;

    [[nodiscard]] const QString& place() const { return m_place; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Ends in done or failed, never before this returns.
    void send(const QByteArray& bytes);

  signals:
    /// The printer has taken all of it.
    void done();
    /// A sentence for people; certainlyNotSent: no byte of the ticket has left.
    void failed(const QString& why, bool certainlyNotSent);

  private:
    void sendToDevice();
    void writeSome();
    void sendToSocket();
    void askStatus();
    void hearStatus();
    void writeTicket();
    void finish();
    void fail(const QString& why);
    void letGo();

    QString m_place;
    PrinterRules m_rules;
    QByteArray m_left;
    qsizetype m_written = 0;
    bool m_busy = false;
    bool m_asksStatus = false;
    int m_device = -1;
    QSocketNotifier* m_notifier = nullptr;
    QTcpSocket* m_socket = nullptr;
    QTimer m_patience;
};

}  // namespace delivery::kit
