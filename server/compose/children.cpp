#include "server/compose/children.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include <sys/prctl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <QDeadlineTimer>
#include <QStringList>
#include <QUrl>

namespace delivery::compose {

namespace {

constexpr int readyMsMax = 10'000;
constexpr int takeOverMsMax = 3'000;
constexpr int pollMs = 50;
/// As delivery-sandbox says them: another one has its directory, or its port.
constexpr int exitInUse = 75;
constexpr int exitUnavailable = 69;
constexpr int stopMsMax = 2'000;
constexpr int restartMsMin = 100;
constexpr int restartMsMax = 5'000;

std::string textOf(const nlohmann::json& object, const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

QString portOf(const std::string& url) {
    return QString::number(QUrl(QString::fromStdString(url)).port(0));
}

}  // namespace

SandboxChild::SandboxChild(SandboxWish wish, shift::Log& log, QObject* parent)
    : QObject(parent), m_wish(std::move(wish)), m_log(log) {
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const pid_t self = ::getpid();
    // Runs in the child before it becomes the program. The parent may have died in between: then
    // nobody would ever tell.
    m_process.setChildProcessModifier([self] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != self) ::_exit(1);
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &SandboxChild::readLines);
    connect(&m_process, &QProcess::finished, this, &SandboxChild::ended);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &SandboxChild::launch);
}

SandboxChild::~SandboxChild() { stop(); }

Expected<void> SandboxChild::start() {
    const QDeadlineTimer deadline(readyMsMax);
    const QDeadlineTimer patience(takeOverMsMax);
    launch();
    while (!m_ready && !deadline.hasExpired()) {
        m_process.waitForReadyRead(pollMs);
        readLines();
        if (m_ready || m_process.state() != QProcess::NotRunning) continue;
        if (!isStillTaken() || patience.hasExpired()) break;
        launch();
    }
    if (m_ready) return {};
    const std::string why = m_process.state() != QProcess::NotRunning ? "no ready line in time"
                            : m_process.error() == QProcess::FailedToStart
                                ? m_process.errorString().toStdString()
                                : "it ended with " + std::to_string(m_process.exitCode());
    stop();
    return tl::make_unexpected(
        Fault{FaultCode::Unreachable, m_wish.program + " did not start: " + why});
}

/// After a kill -9 of the server before this one, its sandbox may need a moment to be gone as well.
bool SandboxChild::isStillTaken() const {
    return m_process.error() != QProcess::FailedToStart &&
           (m_process.exitCode() == exitInUse || m_process.exitCode() == exitUnavailable);
}

void SandboxChild::launch() {
    if (m_stopping) return;
    m_ready = false;
    m_unread.clear();
    QStringList arguments{"--data",
                          QString::fromStdString(m_wish.dataDirectory),
                          "--secret-key",
                          QString::fromStdString(m_wish.secretKey),
                          "--die-with-parent",
                          QString::number(::getpid())};
    // Whoever was told its addresses finds it there again.
    const bool again = !m_controlUrl.empty();
    arguments << "--port" << (again ? portOf(m_controlUrl) : QString::number(m_wish.port));
    if (again) arguments << "--provider-port" << portOf(m_providerUrl);
    m_process.start(QString::fromStdString(m_wish.program), arguments);
}

void SandboxChild::readLines() {
    m_unread += m_process.readAllStandardOutput();
    for (auto end = m_unread.indexOf('\n'); end >= 0; end = m_unread.indexOf('\n')) {
        const auto line = nlohmann::json::parse(m_unread.left(end).toStdString(), nullptr, false);
        m_unread.remove(0, end + 1);
        if (!line.is_object() || !line.contains("ready")) continue;
        m_controlUrl = textOf(line, "http");
        m_providerUrl = textOf(line, "provider");
        m_ready = !m_controlUrl.empty() && !m_providerUrl.empty();
        if (m_ready) m_failuresInARow = 0;
    }
}

void SandboxChild::ended() {
    if (m_stopping || m_controlUrl.empty()) return;
    m_failuresInARow += 1;
    const int wait = std::min(restartMsMax, restartMsMin << std::min(m_failuresInARow - 1, 10));
    m_log.line(shift::Level::Warning, "compose",
               "the sandbox ended; it starts again in " + std::to_string(wait) + " ms");
    m_again.start(wait);
}

void SandboxChild::stop() {
    m_stopping = true;
    m_again.stop();
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.terminate();
    if (m_process.waitForFinished(stopMsMax)) return;
    m_process.kill();
    m_process.waitForFinished(stopMsMax);
}

}  // namespace delivery::compose
