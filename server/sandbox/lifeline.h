#pragma once
/// How the program ends: on SIGTERM or SIGINT in good order, and never later than its parent if
/// that was asked for.

#include <optional>

#include <sys/types.h>

#include <QObject>

namespace delivery::sandbox {

/// From now on the kernel ends this process when its parent dies. False if the parent is gone
/// already; a parent that gave its pid is recognised even behind a reaper that adopts orphans. Call
/// on the main thread.
bool dieWithParent(std::optional<pid_t> parent);

/// Lives on the main thread; one per program.
class Lifeline : public QObject {
    Q_OBJECT
  public:
    Lifeline();
    ~Lifeline() override;

  signals:
    void ended();

  private:
    int m_read = -1;
};

}  // namespace delivery::sandbox
