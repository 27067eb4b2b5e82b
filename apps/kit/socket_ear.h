#pragma once
/// Hears envelopes over the server's WebSocket /live, and notices when the road has died.

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>

#include "apps/kit/gateway.h"
#include "apps/kit/surroundings.h"

class QWebSocket;

namespace delivery::wire {
struct Envelope;
}

namespace delivery::kit {

/// Lives on the thread of its creator.
class SocketEar : public QObject {
    Q_OBJECT

  public:
    /// At the gateway's address, and trusting whom it trusts. It must outlive this.
    SocketEar(const Gateway& gateway, Surroundings surroundings, QObject* parent = nullptr);

    /// Ends in opened, or in closed within a few seconds.
    void open(const QString& token);
    /// No signal follows.
    void close();
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] bool isOpening() const { return m_isOpening; }

  signals:
    void opened();
    void closed(const QString& why);
    void heard(const delivery::wire::Envelope& envelope);
    /// Everything that the server said before this time, on the uptime clock, has arrived.
    void proved(qint64 at);

  private:
    void listenTo(QWebSocket* socket);
    void look();
    void end(const QString& why);

    const Gateway& m_gateway;
    QUrl m_url;
    Surroundings m_surroundings;
    /// A new one for each attempt: one that failed in the middle of its handshake stays odd.
    QWebSocket* m_socket = nullptr;
    QTimer m_tick;
    std::int64_t m_openingSince = 0;
    /// 0 while no ping is under way.
    std::int64_t m_pingedAt = 0;
    bool m_isOpening = false;
    bool m_isOpen = false;
};

}  // namespace delivery::kit
