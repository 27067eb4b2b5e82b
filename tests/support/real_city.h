#pragma once
/// The real thing in a temporary directory: deliveryd --demo with its database, its sandbox process
/// and free ports.

#include <QProcess>
#include <QTemporaryDir>
#include <functional>
#include <memory>

#include "tests/support/blocking_http.h"

namespace delivery::tests {

/// Everything it starts is gone when it goes.
class RealCity {
  public:
    /// extra: further lines of configuration (TOML). Aborts the test when the server does not get
    /// ready.
    explicit RealCity(const QByteArray& extra = {});
    /// The same with its data on a disk of its own of so many MiB (a tmpfs in a mount namespace),
    /// which fillDisk() fills.
    struct SmallDisk {
        int mebibytes = 16;
    };
    explicit RealCity(SmallDisk disk, const QByteArray& extra = {});
    ~RealCity();
    RealCity(const RealCity&) = delete;
    RealCity& operator=(const RealCity&) = delete;

    /// Starts deliveryd on the same directory, on new ports, or where windows know it already.
    /// False when it does not get ready in a minute.
    enum class Ports { New, Same };
    bool start(Ports ports = Ports::New);
    /// SIGKILL, and waits until it is gone.
    void kill();
    /// SIGTERM; true when it ended by itself in 10 s with 0. What lay on a small disk, which is
    /// gone with the server, lies in directory()/data then.
    bool stop();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] quint16 sandboxPort() const { return m_sandboxPort; }
    /// 0 when the server had no broker when it was ready.
    [[nodiscard]] quint16 brokerPort() const { return m_brokerPort; }
    /// The broker's process, as the server's child; 0 while there is none.
    [[nodiscard]] qint64 brokerPid() const;
    [[nodiscard]] QString directory() const { return m_directory.path(); }
    [[nodiscard]] qint64 pid() const { return m_server ? m_server->processId() : 0; }

    /// Takes all the room that the small disk has left, and gives it back.
    void fillDisk();
    void freeDisk();

    /// A client that is signed in; demo users have the password demo1234.
    [[nodiscard]] std::unique_ptr<BlockingHttp> as(const QByteArray& user);
    [[nodiscard]] std::unique_ptr<BlockingHttp> nobody();
    [[nodiscard]] std::unique_ptr<BlockingHttp> sandbox();

    /// The log's last position, read from the database file itself.
    [[nodiscard]] qint64 logPosition();
    /// Captures and refunds at the provider, added up: won that the provider holds for an order.
    [[nodiscard]] qint64 heldAtProvider(qint64 order);
    [[nodiscard]] int capturesAtProvider(qint64 order);
    /// Waits until a GET of the path satisfies the condition, at most ten seconds.
    bool until(BlockingHttp& client, const QByteArray& path,
               const std::function<bool(const nlohmann::json&)>& condition, int timeoutMs = 10'000);

  private:
    [[nodiscard]] QString dataPath() const;
    bool keepFiles(int disk) const;

    int m_diskMebibytes = 0;
    QTemporaryDir m_directory;
    QByteArray m_extra;
    std::unique_ptr<QProcess> m_server;
    quint16 m_port = 0;
    quint16 m_sandboxPort = 0;
    quint16 m_brokerPort = 0;
};

}  // namespace delivery::tests
