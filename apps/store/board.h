#pragma once
/// The open tickets as a kitchen works through them: columns, number keys, stations, and every step
/// that is taken.

#include <QHash>
#include <QObject>
#include <QSortFilterProxyModel>
#include <QStringList>
#include <functional>

#include "apps/kit/order_list_model.h"
#include "apps/kit/workplace.h"
#include "apps/store/ticket.h"

namespace delivery::store {

/// GUI thread. The workplace must outlive it.
class Board : public QObject {
    Q_OBJECT

  public:
    static constexpr int slotCount = 9;
    static constexpr int minutesAtFirst = 20;

    explicit Board(kit::Workplace& work, QObject* parent = nullptr);

    /// Every open ticket: cards and alarm both live off its rows.
    [[nodiscard]] kit::OrderListModel& tickets() { return m_tickets; }
    [[nodiscard]] const kit::OrderListModel& tickets() const { return m_tickets; }

    /// The number key of an order, 0 when it has none. It stays while the order needs the kitchen,
    /// so that no number moves under a finger.
    [[nodiscard]] int slotOf(qlonglong order) const { return m_slots.value(order, 0); }
    /// 0 when nobody has the key.
    [[nodiscard]] qlonglong orderAt(int slot) const { return m_slots.key(slot, 0); }

    /// What each dish's place in the kitchen is, from the menu.
    void setStations(const QHash<qlonglong, QString>& stationOfFood);
    [[nodiscard]] QStringList stations() const;
    /// Empty: all of them.
    void setStation(const QString& station);
    [[nodiscard]] const QString& station() const { return m_station; }
    /// Of a chosen station only tickets with something to make there; what needs an answer shows at
    /// every station.
    [[nodiscard]] bool isShown(const kit::Representation& ticket) const;

    /// What the store's dishes took lately, in steps of five.
    void setAverageSeconds(qint64 seconds);
    [[nodiscard]] int proposedMinutes() const { return m_proposedMinutes; }

    /// Sends a step that the ticket offers; one that is on its way is not sent again.
    void take(qlonglong order, const QString& verb, const QByteArray& body = "{}");

  signals:
    void slotsChanged();
    void filterChanged();
    void proposalChanged();

  private:
    void assignSlots();

    kit::Workplace& m_work;
    kit::OrderListModel m_tickets;
    QHash<qlonglong, int> m_slots;
    QHash<qlonglong, QString> m_stationOfFood;
    QString m_station;
    int m_proposedMinutes = minutesAtFirst;
};

/// The tickets of one column: those to be ready first come first. GUI thread.
class ColumnModel : public QSortFilterProxyModel {
    Q_OBJECT

  public:
    ColumnModel(Board& board, Column column, QObject* parent = nullptr);

    [[nodiscard]] const kit::Representation& at(int row) const;

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& one, const QModelIndex& other) const override;

  private:
    const Board& m_board;
    Column m_column;
};

}  // namespace delivery::store
