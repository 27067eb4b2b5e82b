#include "apps/customer/cart.h"

#include <QStringList>
#include <algorithm>

#include "apps/kit/body.h"

namespace delivery::customer {

namespace {

QString optionsText(const CartLine& line) {
    QStringList words;
    for (const ChosenOption& option : line.options) words << option.choice;
    return words.join(QStringLiteral(", "));
}

QVariantMap written(const CartLine& line) {
    QVariantList options;
    for (const ChosenOption& option : line.options) {
        options.append(QVariantMap{{QStringLiteral("name"), option.name},
                                   {QStringLiteral("choice"), option.choice},
                                   {QStringLiteral("price"), qlonglong(option.price)}});
    }
    return {{QStringLiteral("food"), qlonglong(line.foodId)},
            {QStringLiteral("name"), line.name},
            {QStringLiteral("price"), qlonglong(line.price)},
            {QStringLiteral("qty"), line.qty},
            {QStringLiteral("options"), options}};
}

CartLine readLine(const QVariantMap& map) {
    CartLine line;
    line.foodId = map.value(QStringLiteral("food")).toLongLong();
    line.name = map.value(QStringLiteral("name")).toString();
    line.price = map.value(QStringLiteral("price")).toLongLong();
    line.qty = std::clamp(map.value(QStringLiteral("qty")).toInt(), 1, qtyMax);
    const auto options = map.value(QStringLiteral("options")).toList();
    for (const QVariant& one : options) {
        const QVariantMap option = one.toMap();
        line.options.append({option.value(QStringLiteral("name")).toString(),
                             option.value(QStringLiteral("choice")).toString(),
                             option.value(QStringLiteral("price")).toLongLong()});
    }
    return line;
}

}  // namespace

Cart::Cart(look::Preferences& preferences, const QString& account, QObject* parent)
    : QAbstractListModel(parent),
      m_preferences(preferences),
      m_name(QStringLiteral("cart/") + account) {
    takeUp();
}

std::int64_t Cart::total() const {
    std::int64_t sum = 0;
    for (const CartLine& line : m_lines) sum += line.price * line.qty;
    return sum;
}

int Cart::count() const {
    int sum = 0;
    for (const CartLine& line : m_lines) sum += line.qty;
    return sum;
}

bool Cart::add(const kit::Representation& store, const CartLine& line) {
    const std::int64_t id = store.number("id");
    if (!m_lines.isEmpty() && id != m_storeId) return false;
    const auto same = std::find_if(m_lines.begin(), m_lines.end(), [&](const CartLine& other) {
        return other.foodId == line.foodId && other.options == line.options;
    });
    if (same != m_lines.end()) {
        setQty(int(same - m_lines.begin()), same->qty + line.qty);
        return true;
    }
    if (m_lines.size() >= linesMax) return false;
    m_storeId = id;
    m_storeName = store.text("name");
    m_pickupOnly = store.isTrue("pickupOnly");
    beginInsertRows({}, int(m_lines.size()), int(m_lines.size()));
    m_lines.append(line);
    endInsertRows();
    keep();
    return true;
}

QVector<CartLine> Cart::takeInstead(const kit::Representation& store,
                                    const QVector<CartLine>& lines) {
    if (!lines.isEmpty()) clear();
    QVector<CartLine> left;
    for (const CartLine& line : lines) {
        if (!add(store, line)) left.append(line);
    }
    return left;
}

void Cart::setQty(int row, int qty) {
    m_lines[row].qty = std::clamp(qty, 1, qtyMax);
    emit dataChanged(index(row), index(row), {QtyRole});
    keep();
}

void Cart::remove(int row) {
    beginRemoveRows({}, row, row);
    m_lines.remove(row);
    endRemoveRows();
    keep();
}

void Cart::clear() {
    if (m_lines.isEmpty()) return;
    beginRemoveRows({}, 0, int(m_lines.size()) - 1);
    m_lines.clear();
    endRemoveRows();
    keep();
}

void Cart::correctPrice(std::int64_t foodId, std::int64_t price) {
    for (int row = 0; row < m_lines.size(); ++row) {
        CartLine& line = m_lines[row];
        if (line.foodId != foodId) continue;
        std::int64_t extras = 0;
        for (const ChosenOption& option : std::as_const(line.options)) extras += option.price;
        line.price = price + extras;
        emit dataChanged(index(row), index(row), {PriceRole});
    }
    keep();
}

kit::Request Cart::order(const Wish& wish) const {
    std::vector<kit::Body> lines;
    for (const CartLine& line : m_lines) {
        std::vector<kit::Body> options;
        std::int64_t extras = 0;
        for (const ChosenOption& option : line.options) {
            options.push_back(kit::Body().set("name", option.name).set("choice", option.choice));
            extras += option.price;
        }
        kit::Body one;
        one.set("foodId", line.foodId).set("qty", line.qty).set("price", line.price - extras);
        if (!options.empty()) one.set("options", options);
        lines.push_back(std::move(one));
    }
    kit::Body body;
    body.set("storeId", m_storeId).set("lines", lines);
    if (wish.pickup) {
        body.set("pickup", true);
    } else {
        body.set("address", wish.address);
    }
    if (!wish.note.isEmpty()) body.set("options", wish.note);
    if (wish.usePoints > 0) body.set("usePoints", wish.usePoints);
    if (!wish.cardId.isEmpty()) body.set("cardId", wish.cardId);
    return {QStringLiteral("POST"), QStringLiteral("/orders"), body.json()};
}

int Cart::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant Cart::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_lines.size()) return {};
    const CartLine& line = m_lines[index.row()];
    switch (role) {
        case Qt::DisplayRole:
            return line.name;
        case FoodIdRole:
            return qlonglong(line.foodId);
        case QtyRole:
            return line.qty;
        case OptionsRole:
            return optionsText(line);
        case PriceRole:
            return qlonglong(line.price);
        default:
            return {};
    }
}

void Cart::keep() {
    QVariantList lines;
    for (const CartLine& line : std::as_const(m_lines)) lines.append(written(line));
    m_preferences.setOwn(m_name, QVariantMap{{QStringLiteral("store"), qlonglong(m_storeId)},
                                             {QStringLiteral("storeName"), m_storeName},
                                             {QStringLiteral("pickupOnly"), m_pickupOnly},
                                             {QStringLiteral("lines"), lines}});
    emit changed();
}

void Cart::takeUp() {
    const QVariantMap kept = m_preferences.own(m_name).toMap();
    m_storeId = kept.value(QStringLiteral("store")).toLongLong();
    m_storeName = kept.value(QStringLiteral("storeName")).toString();
    m_pickupOnly = kept.value(QStringLiteral("pickupOnly")).toBool();
    const auto lines = kept.value(QStringLiteral("lines")).toList();
    for (const QVariant& line : lines) {
        if (m_lines.size() < linesMax) m_lines.append(readLine(line.toMap()));
    }
}

}  // namespace delivery::customer
