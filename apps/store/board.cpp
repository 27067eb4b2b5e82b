#include "apps/store/board.h"

#include <QSet>
#include <algorithm>

namespace delivery::store {

namespace {

/// Somebody in the kitchen has something to do about it.
bool worksOnIt(const kit::Representation& ticket) {
    if (isTakenBack(ticket)) return true;
    const auto column = columnOf(ticket);
    return column == Column::New || column == Column::Accepted || column == Column::Cooking;
}

}  // namespace

Board::Board(kit::Workplace& work, QObject* parent)
    : QObject(parent),
      m_work(work),
      m_tickets(work.book(), kit::openTickets(), kit::oldestFirst()) {
    m_tickets.showPending(work.pending());
    connect(&m_tickets, &QAbstractItemModel::rowsInserted, this, &Board::assignSlots);
    connect(&m_tickets, &QAbstractItemModel::rowsRemoved, this, &Board::assignSlots);
    connect(&m_tickets, &QAbstractItemModel::dataChanged, this, &Board::assignSlots);
    assignSlots();
}

void Board::assignSlots() {
    QHash<qlonglong, int> now;
    QSet<int> taken;
    QVector<qlonglong> without;
    for (int row = 0; row < m_tickets.rowCount(); ++row) {
        if (!worksOnIt(m_tickets.at(row))) continue;
        const qlonglong order = m_tickets.at(row).number("id");
        if (const int slot = slotOf(order); slot > 0) {
            now.insert(order, slot);
            taken.insert(slot);
        } else {
            without.append(order);
        }
    }
    int next = 1;
    for (const qlonglong order : std::as_const(without)) {
        while (taken.contains(next)) ++next;
        if (next > slotCount) break;
        now.insert(order, next);
        taken.insert(next);
    }
    if (now == m_slots) return;
    m_slots = now;
    emit slotsChanged();
}

void Board::setStations(const QHash<qlonglong, QString>& stationOfFood) {
    if (stationOfFood == m_stationOfFood) return;
    m_stationOfFood = stationOfFood;
    if (!stations().contains(m_station)) m_station.clear();
    emit filterChanged();
}

QStringList Board::stations() const {
    QStringList names = m_stationOfFood.values();
    names.removeAll(QString());
    names.removeDuplicates();
    names.sort();
    return names;
}

void Board::setStation(const QString& station) {
    if (station == m_station) return;
    m_station = station;
    emit filterChanged();
}

bool Board::isShown(const kit::Representation& ticket) const {
    if (m_station.isEmpty() || needsSomebody(ticket)) return true;
    const QVector<Dish> dishes = dishesOn(ticket);
    return std::any_of(dishes.cbegin(), dishes.cend(), [this](const Dish& dish) {
        return m_stationOfFood.value(dish.foodId) == m_station;
    });
}

void Board::setAverageSeconds(qint64 seconds) {
    const int minutes =
        seconds > 0 ? steppedMinutes(static_cast<int>((seconds + 59) / 60)) : minutesAtFirst;
    if (minutes == m_proposedMinutes) return;
    m_proposedMinutes = minutes;
    emit proposalChanged();
}

void Board::take(qlonglong order, const QString& verb, const QByteArray& body) {
    const auto row = m_tickets.rowOf(QString::number(order));
    if (!row || m_work.isPending(order, verb)) return;
    const kit::Request request = stepOf(m_tickets.at(*row), verb, body);
    if (!request.path.isEmpty()) m_work.send(request);
}

ColumnModel::ColumnModel(Board& board, Column column, QObject* parent)
    : QSortFilterProxyModel(parent), m_board(board), m_column(column) {
    setSourceModel(&board.tickets());
    connect(&board, &Board::filterChanged, this, &ColumnModel::invalidate);
    sort(0);
}

const kit::Representation& ColumnModel::at(int row) const {
    return m_board.tickets().at(mapToSource(index(row, 0)).row());
}

bool ColumnModel::filterAcceptsRow(int row, const QModelIndex&) const {
    const kit::Representation& ticket = m_board.tickets().at(row);
    return columnOf(ticket) == m_column && m_board.isShown(ticket);
}

bool ColumnModel::lessThan(const QModelIndex& one, const QModelIndex& other) const {
    const kit::Representation& a = m_board.tickets().at(one.row());
    const kit::Representation& b = m_board.tickets().at(other.row());
    // The server writes times so that their order is that of their texts; none comes first.
    if (const int by = a.text("readyBy").compare(b.text("readyBy")); by != 0) return by < 0;
    return a.number("id") < b.number("id");
}

}  // namespace delivery::store
