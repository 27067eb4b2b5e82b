#pragma once
/// What the rows of kit's models say: one list of roles for all of them, read off the
/// representations.

#include <QByteArray>
#include <QHash>
#include <QVariant>

#include "apps/kit/representation.h"

namespace delivery::kit {

enum Role {
    IdRole = Qt::UserRole + 1,  ///< a number where the server gives one, else text
    RepresentationRole,         ///< the whole thing, for what has no role
    LinksRole,                  ///< names of what the caller may do now: buttons go by these
    StateRole,                  ///< "Cooking"; stable
    StatusRole,                 ///< "요리시작됨"
    IsOverRole,
    TitleRole,  ///< what one line calls it: dishes, or a name, or a message
    VersionRole,
    PlacedAtRole,  ///< times are QDateTime in UTC
    ChangedAtRole,
    ReadyByRole,
    AtRole,
    OrderIdRole,
    CustomerIdRole,
    StoreIdRole,
    StoreNameRole,
    RiderIdRole,
    RiderNameRole,
    AddressRole,
    PhoneRole,
    PickupRole,
    NoteRole,
    AmountRole,  ///< amounts are won
    PayableRole,
    FeeRole,
    RefundRole,
    ReasonRole,
    AcknowledgedRole,
    StarsRole,
    FenceRole,
    ToStoreMetersRole,
    ToCustomerMetersRole,
    PriceRole,
    StockRole,  ///< invalid: without limit
    SoldOutRole,
    ScoreRole,
    DescriptionRole,
    OpenRole,
    PickupOnlyRole,
    DeliveryFeeRole,
    ChannelRole,
    SentRole,
    PendingRole,  ///< verbs that are being sent for it now; never mixed into what is so
};

/// Names for views that ask by name.
[[nodiscard]] QHash<int, QByteArray> roleNames();
/// Invalid where the representation does not say. Everything but PendingRole.
[[nodiscard]] QVariant valueOf(const Representation& thing, int role);
/// Nothing but a refund can happen to it any more.
[[nodiscard]] bool isOverState(const QString& state);
/// "탕수육 x2, 짬뽕 x1".
[[nodiscard]] QString dishesOf(const Representation& order);

}  // namespace delivery::kit
