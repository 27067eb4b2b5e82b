#pragma once
/// Keeps delivery-sandbox running as a child: starts it, waits until it is ready, starts it again
/// when it dies, takes it along.

#include <functional>
#include <string>

#include "core/result.h"
#include "server/shift/log.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace delivery::compose {

struct SandboxWish {
    /// delivery-sandbox lies beside the program that runs.
    std::string program;
    std::string dataDirectory;
    std::string secretKey;
    /// 0: a free one, kept over restarts.
    int port = 0;
};

/// Lives on the main thread: the kernel tells a child of its parent's end by the end of the thread
/// that made it.
class SandboxChild : public QObject {
    Q_OBJECT
  public:
    SandboxChild(SandboxWish wish, shift::Log& log, QObject* parent = nullptr);
    ~SandboxChild() override;

    /// Waits for its ready line, a few seconds at most.
    [[nodiscard]] Expected<void> start();
    /// SIGTERM, and after two seconds SIGKILL.
    void stop();

    [[nodiscard]] std::string controlUrl() const { return m_controlUrl; }
    [[nodiscard]] std::string providerUrl() const { return m_providerUrl; }
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }

  private:
    void launch();
    void readLines();
    void ended();
    [[nodiscard]] bool isStillTaken() const;

    SandboxWish m_wish;
    shift::Log& m_log;
    QProcess m_process;
    QTimer m_again;
    QByteArray m_unread;
    std::string m_controlUrl;
    std::string m_providerUrl;
    bool m_ready = false;
    bool m_stopping = false;
    int m_failuresInARow = 0;
};

}  // namespace delivery::compose
