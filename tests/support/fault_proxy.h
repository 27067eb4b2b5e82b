#pragma once
/// A TCP proxy that breaks what goes through it, as networks do: for tests between any two
/// programs.

#include <QByteArray>
#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <memory>
#include <vector>

class QTcpSocket;

namespace delivery::tests {

/// What is done to bytes and connections, from now on and to those that are open.
struct Faults {
    /// New connections are refused: nobody listens.
    bool refuse = false;
    /// Bytes are taken and not passed on; connections stay open.
    bool silence = false;
    /// Passed on one byte at a time, each in a packet of its own.
    bool slice = false;
    /// Passed on so much later.
    int delayMs = 0;
    /// The connection is reset after so many more bytes towards the client; -1 never.
    int resetAfterBytes = -1;
    /// Of the bytes towards the client every so-many-th write is left out; 0 none. What is above
    /// TCP must notice.
    int dropEvery = 0;
    /// Of the writes towards the client every so-many-th begins with a wrong byte; 0 none.
    int corruptEvery = 0;
    /// The client's bytes arrive; nothing comes back, and the connection stays open.
    bool halfOpen = false;
};

/// Lives on the test's thread. Listens on a free port that stays its own over refuse.
class FaultProxy : public QObject {
    Q_OBJECT

  public:
    explicit FaultProxy(quint16 upstream, QObject* parent = nullptr);
    ~FaultProxy() override;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl url() const;
    /// The server behind it came back on another port.
    void setUpstream(quint16 upstream) { m_upstream = upstream; }

    void set(const Faults& faults);
    /// Everything passes again; what was held back by silence is lost with its connection.
    void heal() { set({}); }
    /// Resets what is open.
    void resetAll();

    [[nodiscard]] int connections() const { return static_cast<int>(m_pipes.size()); }
    [[nodiscard]] int accepted() const { return m_accepted; }

  private:
    struct Pipe;
    void accept();
    [[nodiscard]] bool isOpen(const Pipe* pipe) const;
    void pass(Pipe* pipe, const QByteArray& bytes, bool towardsClient);
    void passDelayed(Pipe* pipe, bool towardsClient);
    void passAllDelayed();
    void passNow(Pipe* pipe, const QByteArray& bytes, bool towardsClient);
    void forget(Pipe* pipe, bool isReset);

    quint16 m_upstream;
    quint16 m_port = 0;
    Faults m_faults;
    QTcpServer m_server;
    std::vector<std::unique_ptr<Pipe>> m_pipes;
    int m_accepted = 0;
};

}  // namespace delivery::tests
