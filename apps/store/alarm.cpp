#include "apps/store/alarm.h"

#include <algorithm>
#include <utility>

#include "apps/kit/roles.h"
#include "apps/store/ticket.h"

namespace delivery::store {

Alarm::Alarm(const kit::OrderListModel& tickets, look::Bell& bell, const QString& logFile,
             QObject* parent)
    : QObject(parent), m_tickets(tickets), m_bell(bell), m_log(logFile) {
    connect(&tickets, &QAbstractItemModel::rowsInserted, this, &Alarm::look);
    connect(&tickets, &QAbstractItemModel::rowsRemoved, this, &Alarm::look);
    connect(&tickets, &QAbstractItemModel::dataChanged, this, &Alarm::look);
    connect(&tickets, &QAbstractItemModel::modelReset, this, &Alarm::look);
    connect(&bell, &look::Bell::played, this, &Alarm::notePlayed);
    look();
}

Alarm::~Alarm() { m_bell.stop(); }

void Alarm::look() {
    QHash<qlonglong, bool> waiting;
    for (int row = 0; row < m_tickets.rowCount(); ++row) {
        const kit::Representation& ticket = m_tickets.at(row);
        if (!needsSomebody(ticket)) continue;
        const QStringList pending =
            m_tickets.data(m_tickets.index(row), kit::PendingRole).toStringList();
        if (std::any_of(pending.cbegin(), pending.cend(), answersNeed)) continue;
        waiting.insert(ticket.number("id"), isTakenBack(ticket));
    }
    if (waiting != m_waiting) change(std::exchange(m_waiting, waiting));
    if (m_waiting.isEmpty()) {
        if (m_bell.isRinging()) m_bell.stop();
        return;
    }
    const bool anyTakenBack =
        std::find(m_waiting.cbegin(), m_waiting.cend(), true) != m_waiting.cend();
    m_bell.ring(anyTakenBack ? look::Sound::Cancelled : look::Sound::NewOrder);
}

/// What was new and is taken back is another need than before.
void Alarm::change(const QHash<qlonglong, bool>& before) {
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto differs = [](const QHash<qlonglong, bool>& one, qlonglong order, bool takenBack) {
        const auto found = one.constFind(order);
        return found == one.constEnd() || *found != takenBack;
    };
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!differs(m_waiting, it.key(), it.value())) continue;
        m_heard.remove(it.key());
        m_log.note(AlarmLog::What::Acknowledged, it.key(), now);
        emit answered(it.key());
    }
    for (auto it = m_waiting.cbegin(); it != m_waiting.cend(); ++it) {
        if (!differs(before, it.key(), it.value())) continue;
        m_log.note(AlarmLog::What::Armed, it.key(), now);
        emit armed(it.key(), it.value());
    }
}

void Alarm::notePlayed() {
    if (!m_bell.isRinging() || !m_bell.whySilent().isEmpty()) return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (auto it = m_waiting.cbegin(); it != m_waiting.cend(); ++it) {
        const qlonglong order = it.key();
        if (m_heard.contains(order)) continue;
        m_heard.insert(order);
        m_log.note(AlarmLog::What::Played, order, now);
    }
}

}  // namespace delivery::store
