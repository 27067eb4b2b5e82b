#pragma once
/// Keeps the broker running as a private child: writes its configuration, starts it, watches it,
/// starts it again when it dies, takes it along.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "server/announce/broker_pass.h"
#include "server/shift/log.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QLocalSocket>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace delivery::announce {

struct BrokerWish {
    std::string program = "/usr/sbin/mosquitto";
    /// Our plugin for it.
    std::string plugin = {};
    /// Holds the generated configuration; made where it is missing.
    std::string directory = {};
    std::string host = "127.0.0.1";
    /// 0: a free one, kept over restarts.
    std::uint16_t port = 0;
    /// When the port is somebody else's: a free one instead of none.
    bool otherPortIfTaken = false;
    /// Both or neither: TLS.
    std::string certificateFile = {};
    std::string keyFile = {};
    int connectionsMax = 1'000;
    /// What clients are told instead of the address that is listened on; empty: that one.
    std::string publicUrl = {};
    PassKey key = {};
    /// Longer than any pass lives.
    int revocationKeptMs = 3'600'000;
};

/// The configuration that the broker is started with; a function of its own for its test. line and
/// plugin are file descriptors that the broker inherits.
[[nodiscard]] std::string brokerConfiguration(const BrokerWish& wish, std::uint16_t port, int line,
                                              int plugin);

/// Lives on the main thread: the kernel tells a child of its parent's end by the end of the thread
/// that made it.
class BrokerChild : public QObject {
    Q_OBJECT
  public:
    BrokerChild(BrokerWish wish, shift::Log& log, QObject* parent = nullptr);
    ~BrokerChild() override;

    /// Starts it and returns at once; await() says whether it is there.
    void launch();
    /// Waits until connections can be made, so long at most. It goes on being tried afterwards.
    [[nodiscard]] bool await(int milliseconds);
    /// SIGTERM, and after a second SIGKILL.
    void stop();

    [[nodiscard]] bool isUp() const { return m_ready; }
    [[nodiscard]] std::uint64_t restarts() const { return m_restarts; }
    /// "mqtt://127.0.0.1:1883", for clients; empty before the first launch.
    [[nodiscard]] std::string url() const;
    /// For the server's own connections.
    [[nodiscard]] std::string localUrl() const;
    [[nodiscard]] std::int64_t pid() const { return m_process ? m_process->processId() : 0; }

    /// Its connections end within a second and its passes open nothing any more, also after a
    /// restart of the broker.
    void revoke(const std::string& name);
    /// So many names are kept for a broker that starts again.
    [[nodiscard]] std::size_t revocations() const { return m_revoked.size(); }

  signals:
    void cameUp();
    void wentDown();

  private:
    struct Revoked {
        std::string name;
        QDeadlineTimer until;
    };
    [[nodiscard]] Expected<void> start();
    [[nodiscard]] Expected<void> choosePort();
    [[nodiscard]] Expected<int> prepareDirectory(std::uint32_t owner, std::uint32_t group,
                                                 const std::string& configuration) const;
    /// A pass that has ended by itself opens nothing either.
    void forgetOldRevocations();
    void readLine();
    void readLog();
    void ended();
    void tryAgain(const std::string& why);

    BrokerWish m_wish;
    shift::Log& m_log;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<QLocalSocket> m_line;
    QTimer m_again;
    std::uint16_t m_port = 0;
    bool m_ready = false;
    bool m_everReady = false;
    bool m_stopping = false;
    int m_failuresInARow = 0;
    std::uint64_t m_restarts = 0;
    QDeadlineTimer m_patience;
    std::vector<Revoked> m_revoked;
};

}  // namespace delivery::announce
