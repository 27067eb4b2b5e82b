#pragma once
/// Where a written address lies, asked of whoever knows: our own gazetteer and a map service stand
/// behind the same port.

#include <functional>
#include <optional>
#include <string>

#include "core/geo.h"

namespace delivery::place {

enum class Accuracy {
    Exact,          ///< the house
    Neighbourhood,  ///< the centre of its 동, or the like
    District,       ///< the centre of its 구: enough to order and to set the fee
    City,           ///< the centre of its city or province: a pin would tell more
};
[[nodiscard]] std::string name(Accuracy accuracy);  ///< "neighbourhood"

struct Place {
    /// As far as the 동, never the door: "서울 용산구 한남동".
    std::string name;
    GeoPoint centre;
    Accuracy accuracy = Accuracy::City;
    /// How far off the centre may be.
    int accuracyMeters = 0;
};

/// Asked and answered on one thread: at once or later, once, with nothing where the address is not
/// known.
class Geocoder {
  public:
    using Found = std::function<void(std::optional<Place>)>;

    virtual ~Geocoder() = default;
    virtual void find(const std::string& address, Found found) = 0;
};

}  // namespace delivery::place
