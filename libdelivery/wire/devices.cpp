#include "wire/devices.h"

#include "wire/fields.h"

namespace delivery::wire {

Read<bool> parsePresence(const JsonBody& body) {
    Fields fields{body.object()};
    const bool online = fields.need("online", fields.flag("online"));
    if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
    return online;
}

Read<GeoPoint> parsePosition(const JsonBody& body) {
    Fields fields{body.object()};
    const GeoPoint place = fields.need("lat", fields.pin());
    if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
    return place;
}

}  // namespace delivery::wire
