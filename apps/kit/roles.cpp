#include "apps/kit/roles.h"

#include <QDateTime>
#include <QStringList>

namespace delivery::kit {
namespace {

enum class Kind { Text, Number, Fraction, Truth, Time };

struct Field {
    Role role;
    const char* name;
    const char* member;
    Kind kind;
};

constexpr Field fields[] = {
    {StateRole, "state", "state", Kind::Text},
    {StatusRole, "status", "status", Kind::Text},
    {VersionRole, "version", "version", Kind::Number},
    {PlacedAtRole, "placedAt", "placedAt", Kind::Time},
    {ChangedAtRole, "changedAt", "changedAt", Kind::Time},
    {ReadyByRole, "readyBy", "readyBy", Kind::Time},
    {AtRole, "at", "at", Kind::Time},
    {OrderIdRole, "orderId", "orderId", Kind::Number},
    {CustomerIdRole, "customerId", "customerId", Kind::Text},
    {StoreIdRole, "storeId", "storeId", Kind::Number},
    {StoreNameRole, "storeName", "storeName", Kind::Text},
    {RiderIdRole, "riderId", "riderId", Kind::Text},
    {RiderNameRole, "riderName", "riderName", Kind::Text},
    {AddressRole, "address", "address", Kind::Text},
    {PhoneRole, "phone", "phone", Kind::Text},
    {PickupRole, "pickup", "pickup", Kind::Truth},
    {NoteRole, "note", "options", Kind::Text},
    {AmountRole, "amount", "amount", Kind::Number},
    {PayableRole, "payable", "payable", Kind::Number},
    {FeeRole, "fee", "fee", Kind::Number},
    {RefundRole, "refund", "refund", Kind::Text},
    {ReasonRole, "reason", "reason", Kind::Text},
    {AcknowledgedRole, "acknowledged", "acknowledged", Kind::Truth},
    {StarsRole, "stars", "stars", Kind::Number},
    {FenceRole, "fence", "fence", Kind::Number},
    {PriceRole, "price", "price", Kind::Number},
    {StockRole, "stock", "count", Kind::Number},
    {SoldOutRole, "soldOut", "soldOut", Kind::Truth},
    {ScoreRole, "score", "score", Kind::Fraction},
    {DescriptionRole, "description", "description", Kind::Text},
    {OpenRole, "open", "open", Kind::Truth},
    {PickupOnlyRole, "pickupOnly", "pickupOnly", Kind::Truth},
    {DeliveryFeeRole, "deliveryFee", "deliveryFee", Kind::Number},
    {ChannelRole, "channel", "channel", Kind::Text},
    {SentRole, "sent", "sent", Kind::Text},
};

QVariant read(const Representation& thing, const char* member, Kind kind) {
    if (!thing.has(member)) return {};
    switch (kind) {
        case Kind::Text:
            return thing.text(member);
        case Kind::Number:
            return QVariant::fromValue<qlonglong>(thing.number(member));
        case Kind::Fraction:
            return thing.fractional(member);
        case Kind::Truth:
            return thing.isTrue(member);
        case Kind::Time:
            return QDateTime::fromString(thing.text(member), Qt::ISODateWithMs);
    }
    return {};
}

QVariant idOf(const Representation& thing) {
    bool isNumber = false;
    const qlonglong number = thing.text("id").toLongLong(&isNumber);
    return isNumber ? QVariant(number) : QVariant(thing.text("id"));
}

QString titleOf(const Representation& thing) {
    for (const char* member : {"name", "message"}) {
        if (thing.has(member)) return thing.text(member);
    }
    return dishesOf(thing);
}

}  // namespace

QHash<int, QByteArray> roleNames() {
    QHash<int, QByteArray> names{{IdRole, "id"},
                                 {RepresentationRole, "representation"},
                                 {LinksRole, "links"},
                                 {IsOverRole, "isOver"},
                                 {TitleRole, "title"},
                                 {ToStoreMetersRole, "toStoreMeters"},
                                 {ToCustomerMetersRole, "toCustomerMeters"},
                                 {PendingRole, "pending"}};
    for (const Field& field : fields) names.insert(field.role, field.name);
    return names;
}

QVariant valueOf(const Representation& thing, int role) {
    switch (role) {
        case IdRole:
            return idOf(thing);
        case RepresentationRole:
            return QVariant::fromValue(thing);
        case LinksRole:
            return thing.links();
        case IsOverRole:
            return isOverState(thing.text("state"));
        case TitleRole:
        case Qt::DisplayRole:
            return titleOf(thing);
        case ToStoreMetersRole:
            return read(thing.at("distances"), "toStoreMeters", Kind::Number);
        case ToCustomerMetersRole:
            return read(thing.at("distances"), "toCustomerMeters", Kind::Number);
        default:
            break;
    }
    for (const Field& field : fields) {
        if (field.role == role) return read(thing, field.member, field.kind);
    }
    return {};
}

bool isOverState(const QString& state) {
    return state == "Confirmed" || state == "Cancelled" || state == "Rejected" ||
           state == "Expired";
}

QString dishesOf(const Representation& order) {
    QStringList dishes;
    for (const Representation& line : order.list("lines")) {
        dishes << line.text("foodName") + " x" + line.text("qty");
    }
    return dishes.join(QStringLiteral(", "));
}

}  // namespace delivery::kit
