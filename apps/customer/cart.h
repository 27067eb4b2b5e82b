#pragma once
/// What the customer has chosen and not ordered yet: of one store, kept between runs.

#include <QAbstractListModel>
#include <QString>
#include <QVector>
#include <cstdint>

#include "apps/kit/gateway.h"
#include "apps/kit/representation.h"
#include "apps/look/preferences.h"

namespace delivery::customer {

struct ChosenOption {
    QString name;
    QString choice;
    std::int64_t price = 0;
    bool operator==(const ChosenOption&) const = default;
};

struct CartLine {
    std::int64_t foodId = 0;
    QString name;
    std::int64_t price = 0;  ///< of one, options included
    int qty = 1;
    QVector<ChosenOption> options;
};

/// How the whole is to be ordered.
struct Wish {
    bool pickup = false;
    QString address;
    QString note;
    std::int64_t usePoints = 0;
    QString cardId;
};

constexpr int qtyMax = 99;
constexpr int linesMax = 50;

/// GUI thread.
class Cart : public QAbstractListModel {
    Q_OBJECT

  public:
    enum CartRole { FoodIdRole = Qt::UserRole + 1, QtyRole, OptionsRole, PriceRole };

    /// Takes up what an earlier run left.
    Cart(look::Preferences& preferences, const QString& account, QObject* parent = nullptr);

    [[nodiscard]] std::int64_t storeId() const { return m_storeId; }
    [[nodiscard]] QString storeName() const { return m_storeName; }
    [[nodiscard]] bool isPickupOnly() const { return m_pickupOnly; }
    [[nodiscard]] const QVector<CartLine>& lines() const { return m_lines; }
    /// Dishes only, without a fee.
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] int count() const;

    /// The same dish with the same options becomes more of it. False: it is of another store, or
    /// the cart is full.
    [[nodiscard]] bool add(const kit::Representation& store, const CartLine& line);
    /// These and nothing else; what finds no room is returned. Without any the cart stays as it is.
    [[nodiscard]] QVector<CartLine> takeInstead(const kit::Representation& store,
                                                const QVector<CartLine>& lines);
    void setQty(int row, int qty);
    void remove(int row);
    void clear();
    /// The menu's price is another by now: the line shows it from here on.
    void correctPrice(std::int64_t foodId, std::int64_t price);

    /// POST /orders. The prices go with it, so that nobody pays what they have not seen.
    [[nodiscard]] kit::Request order(const Wish& wish) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  signals:
    void changed();

  private:
    void keep();
    void takeUp();

    look::Preferences& m_preferences;
    QString m_name;
    std::int64_t m_storeId = 0;
    QString m_storeName;
    bool m_pickupOnly = false;
    QVector<CartLine> m_lines;
};

}  // namespace delivery::customer
