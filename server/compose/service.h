#pragma once
/// The running server: every room made, wired and taken down again in the right order.

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "server/compose/configuration.h"
#include "server/compose/logging.h"

#include <QObject>

namespace delivery::compose {

/// As sysexits.h has them; scripts and systemd units rely on these.
constexpr int exitUsage = 64;
constexpr int exitDamaged = 65;
constexpr int exitUnavailable = 69;
constexpr int exitInputOutput = 74;
constexpr int exitSecondServer = 75;
constexpr int exitConfiguration = 78;

/// Why the server does not run, in one sentence for whoever started it.
struct Ending {
    int exitCode = 0;
    std::string text;
};

/// Lives on the main thread.
class Service : public QObject {
    Q_OBJECT
  public:
    Service(Configuration configuration, bool isDemo, ServerLog& log);
    ~Service() override;

    /// Returns when orders can be taken.
    [[nodiscard]] tl::expected<void, Ending> start();
    /// One line of JSON: where everything is.
    [[nodiscard]] std::string readyLine() const;
    /// Answers what is in flight, then emits stopped; within 10 seconds whatever happens.
    void stop();

  signals:
    void stopped(int exitCode);

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// What deliveryd does besides serving; each needs that no server runs on the directory.
[[nodiscard]] tl::expected<void, Ending> rebuildViews(const Configuration& configuration);
[[nodiscard]] tl::expected<void, Ending> makeFirstAdmin(const Configuration& configuration,
                                                        const std::string& userId,
                                                        const std::string& password);

}  // namespace delivery::compose
