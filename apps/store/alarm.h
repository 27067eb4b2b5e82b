#pragma once
/// Rings from a ticket's row until somebody has done something about that row: sound and card can
/// never say different things.

#include <QHash>
#include <QObject>
#include <QSet>

#include "apps/kit/order_list_model.h"
#include "apps/look/bell.h"
#include "apps/store/alarm_log.h"

namespace delivery::store {

/// GUI thread. Tickets and bell must outlive it.
class Alarm : public QObject {
    Q_OBJECT

  public:
    /// The tickets show what is pending: an answer that is on its way is quiet, one that was
    /// refused rings again.
    Alarm(const kit::OrderListModel& tickets, look::Bell& bell, const QString& logFile,
          QObject* parent = nullptr);
    ~Alarm() override;

    /// Order numbers, and whether each was taken back.
    [[nodiscard]] const QHash<qlonglong, bool>& waiting() const { return m_waiting; }
    [[nodiscard]] const AlarmLog& log() const { return m_log; }

  signals:
    /// This order has begun to wait for somebody.
    void armed(qlonglong order, bool takenBack);
    /// Nobody waits for it any more, or somebody has answered.
    void answered(qlonglong order);

  private:
    void look();
    void change(const QHash<qlonglong, bool>& before);
    void notePlayed();

    const kit::OrderListModel& m_tickets;
    look::Bell& m_bell;
    AlarmLog m_log;
    QHash<qlonglong, bool> m_waiting;
    /// Waiting, and struck at least once.
    QSet<qlonglong> m_heard;
};

}  // namespace delivery::store
