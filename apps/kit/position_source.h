#pragma once
/// Where a rider's own place comes from: a fixed place, a track that is played, the desktop's
/// location service, or a receiver that speaks NMEA.

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "apps/kit/surroundings.h"
#include "core/geo.h"

namespace delivery::kit {

struct PositionWish {
    enum class Kind { Fixed, Track, Desktop, Receiver };
    Kind kind = Kind::Fixed;
    /// Of a fixed one; nothing: nobody has said yet.
    std::optional<GeoPoint> place = std::nullopt;
    /// A GPX file of a track. Of a receiver "serial:/dev/ttyUSB0", "socket://host:port" or
    /// "file:///log.nmea".
    QString address = {};
    bool operator==(const PositionWish&) const = default;
};

/// Lives on the thread of its creator, and never blocks it.
class PositionSource : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;
    /// From now on it tells.
    virtual void start() = 0;

  signals:
    void moved(delivery::GeoPoint place);
    /// It knows the place no more, or never did: what a person can do about it.
    void lost(const QString& why);
};

/// Always one; what cannot work says so when it is started.
[[nodiscard]] std::unique_ptr<PositionSource> makePositionSource(const PositionWish& wish,
                                                                 Surroundings surroundings);

}  // namespace delivery::kit
