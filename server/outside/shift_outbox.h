#pragma once
/// The outbox over the shift: reads on its reader threads, answers on the Qt thread that asked.

#include <memory>
#include <set>
#include <string>

#include "server/outside/message_worker.h"
#include "server/outside/outbox.h"

#include <QObject>

namespace delivery::outside {

/// Lives on the thread that constructs it; what comes back after its end is dropped.
class ShiftOutbox : public QObject, public Outbox, public MessageOutbox {
    Q_OBJECT
  public:
    ShiftOutbox(shift::Shift& shift, shift::Log& log, QObject* parent = nullptr);
    ~ShiftOutbox() override;

    void ask(Instant upTo, int limit, Outbox::Due due) override;
    void askMessages(Instant upTo, int limit, MessageOutbox::Due due) override;
    void submit(desk::Command command, Outbox::Answered answered) override;

  private:
    struct Return;
    void tellCardless(const std::string& effectId, const std::string& why);

    shift::Shift& m_shift;
    shift::Log& m_log;
    /// Shared with jobs on other threads: the way back ends when this object does.
    std::shared_ptr<Return> m_return;
    /// Told once each: cards that stay unreadable must not fill the log.
    std::set<std::string> m_cardless;
};

}  // namespace delivery::outside
