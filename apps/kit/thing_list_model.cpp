#include "apps/kit/thing_list_model.h"

#include <algorithm>
#include <set>
#include <utility>

namespace delivery::kit {
namespace {

/// What a list of dishes by their numbers of orders calls a dish is its foodId.
QString idOf(const Representation& thing) {
    return thing.has("id") ? thing.text("id") : thing.text("foodId");
}

}  // namespace

ThingListModel::ThingListModel(Before before, QObject* parent)
    : QAbstractListModel(parent), m_before(std::move(before)) {}

int ThingListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ThingListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    return valueOf(at(index.row()), role);
}

QHash<int, QByteArray> ThingListModel::roleNames() const { return kit::roleNames(); }

const Representation& ThingListModel::at(int row) const {
    return m_rows.at(static_cast<std::size_t>(row)).thing;
}

std::optional<int> ThingListModel::rowOf(const QString& id) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.id == id; });
    if (found == m_rows.end()) return std::nullopt;
    return static_cast<int>(found - m_rows.begin());
}

/// Where a thing belongs among all rows but one.
int ThingListModel::placeFor(const Representation& thing, int except) const {
    const int others = rowCount() - (except < 0 ? 0 : 1);
    if (!m_before) return others;
    // Halved and not walked: a list that grew for years takes its next row as quickly.
    int low = 0;
    int high = others;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const int row = except >= 0 && middle >= except ? middle + 1 : middle;
        if (m_before(thing, at(row))) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

void ThingListModel::insertRow(int at, Row row) {
    beginInsertRows({}, at, at);
    m_rows.insert(m_rows.begin() + at, std::move(row));
    endInsertRows();
}

void ThingListModel::change(int row, Row now) {
    Row& held = m_rows.at(static_cast<std::size_t>(row));
    if (held.bytes == now.bytes) return;
    held = std::move(now);
    emit dataChanged(index(row), index(row));
}

/// to is the row's number afterwards.
void ThingListModel::moveRow(int from, int to) {
    if (from == to) return;
    // Qt counts the target before the row is taken out.
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    const auto begin = m_rows.begin();
    if (from < to) {
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    } else {
        std::rotate(begin + to, begin + from, begin + from + 1);
    }
    endMoveRows();
}

void ThingListModel::put(const Representation& thing) {
    Row now{idOf(thing), thing, thing.oneLine()};
    const std::optional<int> known = rowOf(now.id);
    if (!known) return insertRow(placeFor(thing, -1), std::move(now));
    const int place = m_before ? placeFor(thing, *known) : *known;
    change(*known, std::move(now));
    moveRow(*known, place);
}

void ThingListModel::take(const QString& id) {
    const std::optional<int> row = rowOf(id);
    if (!row) return;
    beginRemoveRows({}, *row, *row);
    m_rows.erase(m_rows.begin() + *row);
    endRemoveRows();
}

void ThingListModel::show(const std::vector<Representation>& things) {
    std::set<QString> there;
    for (const Representation& thing : things) there.insert(idOf(thing));
    for (int row = rowCount() - 1; row >= 0; --row) {
        const QString id = m_rows.at(static_cast<std::size_t>(row)).id;
        if (!there.contains(id)) take(id);
    }
    int place = 0;
    for (const Representation& thing : things) {
        put(thing);
        if (m_before) continue;
        moveRow(*rowOf(idOf(thing)), place);
        ++place;
    }
}

void ThingListModel::touch(const QString& id, int role) {
    const std::optional<int> row = rowOf(id);
    if (row) emit dataChanged(index(*row), index(*row), {role});
}

}  // namespace delivery::kit
