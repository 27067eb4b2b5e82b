#include "server/announce/broker_child.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <sodium.h>

#include <QTcpServer>

namespace delivery::announce {

namespace {

constexpr int restartMsMin = 100;
constexpr int restartMsMax = 5'000;
constexpr int stopMsMax = 1'000;
constexpr int pollMs = 20;
/// The broker of a server that was killed a moment ago needs one more to be gone.
constexpr int takeOverMsMax = 3'000;
constexpr const char* configurationName = "mosquitto.conf";
constexpr const char* certificateName = "certificate.pem";
constexpr const char* keyName = "key.pem";

Fault fault(const std::string& what) {
    return {FaultCode::Unreachable, "broker: " + what + ": " + std::strerror(errno)};
}

/// Closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    int release() { return std::exchange(m_number, -1); }

  private:
    int m_number;
};

/// As whom the broker runs: as whoever runs the server, but never as root.
struct Owner {
    bool changes = false;
    uid_t user = ::geteuid();
    gid_t group = ::getegid();
};

Owner ownerOfBroker() {
    Owner owner;
    if (owner.user != 0) return owner;
    owner.changes = true;
    constexpr uid_t nobody = 65'534;
    const passwd* account = ::getpwnam("mosquitto");
    owner.user = account != nullptr ? account->pw_uid : nobody;
    owner.group = account != nullptr ? account->pw_gid : nobody;
    return owner;
}

/// Runs in the child before it becomes the broker; only system calls are allowed. The uid goes
/// first: a change of it clears the wish to be killed with the parent.
void becomeBroker(const Owner& owner, int directory, int line, int plugin, pid_t parent) {
    constexpr int exitNotPrepared = 126;
    bool done = ::fchdir(directory) == 0 && ::fcntl(line, F_SETFD, 0) == 0 &&
                ::fcntl(plugin, F_SETFD, 0) == 0;
    if (owner.changes) {
        done = done && ::syscall(SYS_setgroups, 0, nullptr) == 0 &&
               ::syscall(SYS_setresgid, owner.group, owner.group, owner.group) == 0 &&
               ::syscall(SYS_setresuid, owner.user, owner.user, owner.user) == 0;
    }
    if (!done || ::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) ::_exit(exitNotPrepared);
    // The parent may have died in between: then nobody would ever tell.
    if (::getppid() != parent) ::_exit(1);
}

bool isFree(const std::string& host, std::uint16_t port) {
    QTcpServer probe;
    return probe.listen(QHostAddress(QString::fromStdString(host)), port);
}

std::uint16_t freePort(const std::string& host) {
    QTcpServer probe;
    if (!probe.listen(QHostAddress(QString::fromStdString(host)), 0)) return 0;
    return probe.serverPort();
}

std::string urlOf(bool tls, const std::string& host, std::uint16_t port) {
    const bool isV6 = host.find(':') != std::string::npos;
    return std::string{tls ? "mqtts" : "mqtt"} + "://" + (isV6 ? "[" + host + "]" : host) + ":" +
           std::to_string(port);
}

Expected<std::string> contentsOf(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.good() && text.empty()) return tl::make_unexpected(fault(file));
    return text;
}

Expected<void> writeFile(int directory, const char* name, const std::string& text,
                         const Owner& owner) {
    const Descriptor file(
        ::openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen()) return tl::make_unexpected(fault(name));
    const auto written = ::write(file.number(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size())) return tl::make_unexpected(fault(name));
    if (owner.changes && ::fchown(file.number(), owner.user, owner.group) != 0) {
        return tl::make_unexpected(fault(name));
    }
    return {};
}

}  // namespace

std::string brokerConfiguration(const BrokerWish& wish, std::uint16_t port, int line, int plugin) {
    std::string text =
        "# Written by deliveryd at every start of the broker; changes are lost.\n"
        "per_listener_settings false\n"
        "listener " +
        std::to_string(port) + " " + wish.host +
        "\n"
        "use_username_as_clientid true\n";
    if (!wish.certificateFile.empty()) {
        text += std::string{"certfile "} + certificateName + "\nkeyfile " + keyName +
                "\ntls_version tlsv1.2\n";
    }
    text += "max_connections " + std::to_string(wish.connectionsMax) +
            "\n"
            "allow_anonymous false\n"
            "plugin /proc/self/fd/" +
            std::to_string(plugin) +
            "\n"
            "plugin_opt_line " +
            std::to_string(line) +
            "\n"
            // What the broker keeps is lost with it; clients ask the server what they missed.
            "persistence false\n"
            "retain_available false\n"
            "persistent_client_expiration 1h\n"
            "max_packet_size 16384\n"
            "max_inflight_messages 100\n"
            "max_queued_messages 1000\n"
            "max_queued_bytes 4194304\n"
            "memory_limit 268435456\n"
            "queue_qos0_messages false\n"
            "sys_interval 0\n"
            "connection_messages false\n"
            "log_dest stderr\n"
            "log_timestamp false\n"
            "log_type error\n"
            "log_type warning\n";
    return text;
}

BrokerChild::BrokerChild(BrokerWish wish, shift::Log& log, QObject* parent)
    : QObject(parent), m_wish(std::move(wish)), m_log(log), m_patience(takeOverMsMax) {
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &BrokerChild::launch);
}

BrokerChild::~BrokerChild() { stop(); }

std::string BrokerChild::url() const {
    if (m_port == 0) return {};
    return m_wish.publicUrl.empty() ? localUrl() : m_wish.publicUrl;
}

std::string BrokerChild::localUrl() const {
    return urlOf(!m_wish.certificateFile.empty(), m_wish.host, m_port);
}

void BrokerChild::launch() {
    if (m_stopping) return;
    if (auto started = start(); !started) tryAgain(started.error().text);
}

/// Clients know the port once the broker has been there; until then another may be taken.
Expected<void> BrokerChild::choosePort() {
    if (m_everReady) return {};
    if (m_wish.port == 0) {
        m_port = freePort(m_wish.host);
    } else if (isFree(m_wish.host, m_wish.port)) {
        m_port = m_wish.port;
    } else if (m_wish.otherPortIfTaken && m_patience.hasExpired()) {
        m_port = freePort(m_wish.host);
        m_log.line(shift::Level::Warning, "announce",
                   "port " + std::to_string(m_wish.port) + " is taken; the broker takes " +
                       std::to_string(m_port));
    } else {
        errno = EADDRINUSE;
        return tl::make_unexpected(fault("port " + std::to_string(m_wish.port)));
    }
    if (m_port == 0) return tl::make_unexpected(fault("no free port at " + m_wish.host));
    return {};
}

Expected<int> BrokerChild::prepareDirectory(std::uint32_t user, std::uint32_t group,
                                            const std::string& configuration) const {
    const Owner owner{::geteuid() == 0, user, group};
    if (::mkdir(m_wish.directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return tl::make_unexpected(fault(m_wish.directory));
    }
    Descriptor directory(
        ::open(m_wish.directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory.isOpen()) return tl::make_unexpected(fault(m_wish.directory));
    if (owner.changes && ::fchown(directory.number(), owner.user, owner.group) != 0) {
        return tl::make_unexpected(fault(m_wish.directory));
    }
    auto written = writeFile(directory.number(), configurationName, configuration, owner);
    if (!written) return tl::make_unexpected(written.error());
    if (!m_wish.certificateFile.empty()) {
        for (const auto& [from, to] : {std::pair{m_wish.certificateFile, certificateName},
                                       std::pair{m_wish.keyFile, keyName}}) {
            const auto text = contentsOf(from);
            if (!text) return tl::make_unexpected(text.error());
            written = writeFile(directory.number(), to, *text, owner);
            if (!written) return tl::make_unexpected(written.error());
        }
    }
    return directory.release();
}

Expected<void> BrokerChild::start() {
    m_ready = false;
    if (auto chosen = choosePort(); !chosen) return chosen;
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return tl::make_unexpected(fault("socketpair"));
    }
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    const Descriptor plugin(::open(m_wish.plugin.c_str(), O_RDONLY | O_CLOEXEC));
    if (!plugin.isOpen()) return tl::make_unexpected(fault(m_wish.plugin));
    const Owner owner = ownerOfBroker();
    const auto prepared =
        prepareDirectory(owner.user, owner.group,
                         brokerConfiguration(m_wish, m_port, theirs.number(), plugin.number()));
    if (!prepared) return tl::make_unexpected(prepared.error());
    const Descriptor directory(*prepared);

    m_line = std::make_unique<QLocalSocket>();
    m_line->setSocketDescriptor(ours.release());
    connect(m_line.get(), &QLocalSocket::readyRead, this, &BrokerChild::readLine);
    std::array<char, 2 * sizeof(PassKey) + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), m_wish.key.data(), m_wish.key.size());
    m_line->write("key " + QByteArray(hex.data()) + "\n");
    sodium_memzero(hex.data(), hex.size());
    forgetOldRevocations();
    for (const Revoked& one : m_revoked) {
        m_line->write("revoke " + QByteArray::fromStdString(one.name) + "\n");
    }
    m_line->flush();

    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setChildProcessModifier(
        [owner, directory = directory.number(), line = theirs.number(), plugin = plugin.number(),
         parent = ::getpid()] { becomeBroker(owner, directory, line, plugin, parent); });
    connect(m_process.get(), &QProcess::readyRead, this, &BrokerChild::readLog);
    connect(m_process.get(), &QProcess::finished, this, &BrokerChild::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) ended();
    });
    m_process->start(QString::fromStdString(m_wish.program), {"-c", configurationName});
    return {};
}

bool BrokerChild::await(int milliseconds) {
    const QDeadlineTimer deadline(milliseconds);
    while (!m_ready && !deadline.hasExpired()) {
        if (m_line && m_line->state() == QLocalSocket::ConnectedState) {
            m_line->waitForReadyRead(pollMs);
            readLine();
        }
        // Only where no event loop runs yet: the timer cannot fire by itself.
        if (m_process && m_process->state() != QProcess::NotRunning) {
            m_process->waitForFinished(1);
        } else if (m_again.isActive() && m_again.remainingTime() <= 0) {
            m_again.stop();
            launch();
        } else {
            ::poll(nullptr, 0, pollMs);
        }
    }
    return m_ready;
}

void BrokerChild::readLine() {
    if (!m_line || !m_line->readAll().contains("ready\n") || m_ready) return;
    m_ready = true;
    m_everReady = true;
    m_failuresInARow = 0;
    m_log.line(shift::Level::Notice, "announce", "the broker listens at " + localUrl());
    emit cameUp();
}

void BrokerChild::readLog() {
    while (m_process->canReadLine()) {
        const std::string line = m_process->readLine().trimmed().toStdString();
        m_log.line(shift::Level::Warning, "announce", "broker: " + line);
    }
}

void BrokerChild::ended() {
    if (m_stopping || m_again.isActive()) return;
    readLog();
    tryAgain(m_process->error() == QProcess::FailedToStart
                 ? m_process->errorString().toStdString()
                 : "it ended with " + std::to_string(m_process->exitCode()));
}

void BrokerChild::tryAgain(const std::string& why) {
    const bool wasUp = std::exchange(m_ready, false);
    m_failuresInARow += 1;
    m_restarts += 1;
    const int wait = std::min(restartMsMax, restartMsMin << std::min(m_failuresInARow - 1, 10));
    m_log.line(
        m_failuresInARow > 3 ? shift::Level::Alarm : shift::Level::Warning, "announce",
        "the broker is away (" + why + "); it starts again in " + std::to_string(wait) + " ms");
    m_again.start(wait);
    if (wasUp) emit wentDown();
}

void BrokerChild::stop() {
    m_stopping = true;
    m_ready = false;
    m_again.stop();
    if (!m_process || m_process->state() == QProcess::NotRunning) return;
    m_process->terminate();
    if (m_process->waitForFinished(stopMsMax)) return;
    m_process->kill();
    m_process->waitForFinished(stopMsMax);
}

void BrokerChild::forgetOldRevocations() {
    std::erase_if(m_revoked, [](const Revoked& one) { return one.until.hasExpired(); });
}

void BrokerChild::revoke(const std::string& name) {
    forgetOldRevocations();
    m_revoked.push_back({name, QDeadlineTimer(m_wish.revocationKeptMs)});
    if (!m_line || m_line->state() != QLocalSocket::ConnectedState) return;
    m_line->write("revoke " + QByteArray::fromStdString(name) + "\n");
    m_line->flush();
}

}  // namespace delivery::announce
