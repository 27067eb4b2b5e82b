#pragma once
/// Offers nearest first from where the rider stands now, and what is said of one.

#include <QSortFilterProxyModel>
#include <optional>

#include "apps/kit/order_list_model.h"
#include "apps/look/card_delegate.h"
#include "core/geo.h"

namespace delivery::rider {

[[nodiscard]] std::optional<GeoPoint> placeIn(const kit::Representation& thing, const char* name);

/// From where the rider stands, else as the server measured it; nothing where nobody knows.
[[nodiscard]] std::optional<std::int64_t> metersToStore(const kit::Representation& delivery,
                                                        const std::optional<GeoPoint>& from);
/// "가게까지 730 m · 가게에서 손님까지 1.2 km"
[[nodiscard]] QString waysText(const kit::Representation& delivery,
                               const std::optional<GeoPoint>& from);
/// "요리된 지 4분", or in how many minutes it will be.
[[nodiscard]] QString waitsText(const kit::Representation& delivery, const QDateTime& now);
[[nodiscard]] QString feeText(const kit::Representation& delivery);

/// GUI thread. Sorts the offers anew when the rider has moved; the source must outlive it.
class Nearby : public QSortFilterProxyModel {
    Q_OBJECT

  public:
    explicit Nearby(QAbstractItemModel* offers, QObject* parent = nullptr);

    void standAt(const std::optional<GeoPoint>& place);
    [[nodiscard]] const std::optional<GeoPoint>& place() const { return m_place; }
    [[nodiscard]] kit::Representation at(int row) const;
    [[nodiscard]] look::Card cardOf(const QModelIndex& index) const;

  protected:
    [[nodiscard]] bool lessThan(const QModelIndex& a, const QModelIndex& b) const override;

  private:
    std::optional<GeoPoint> m_place;
};

}  // namespace delivery::rider
