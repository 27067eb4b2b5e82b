#pragma once
/// Brings SIGTERM and SIGINT to the Qt thread, where something can be done about them.

#include <QObject>
#include <QSocketNotifier>

namespace delivery::compose {

/// One per process, on the main thread. A second signal while the first is being followed changes
/// nothing.
class EndSignals : public QObject {
    Q_OBJECT
  public:
    explicit EndSignals(QObject* parent = nullptr);

  signals:
    void asked();

  private:
    void wokenUp();
    QSocketNotifier m_notifier;
};

}  // namespace delivery::compose
