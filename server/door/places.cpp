#include "server/door/porter.h"
#include "server/door/routes.h"
#include "wire/print_place.h"

namespace delivery::door {
namespace {

constexpr std::size_t addressBytesMax = 1'200;

/// ?address=: where it lies and how exactly that is known, so that an app can offer a pin.
void showPlace(Porter& porter, const VisitPtr& visit) {
    const auto address = visit->request.queryValue("address");
    if (!address || address->empty() || address->size() > addressBytesMax) {
        return porter.refuse(visit, badQuery("address"));
    }
    // A map service counts what it is asked.
    if (!porter.admits(visit)) return;
    porter.locate(std::string{*address}, [&porter, visit](std::optional<place::Place> found) {
        if (!found) return porter.refuse(visit, Refusal{RefusalCode::AddressUnknown});
        porter.reply(visit, hal(wire::printPlace(*found, visit->origin + visit->request.target)));
    });
}

}  // namespace

std::vector<Route> placeRoutes() {
    return {{"GET", "/places", signedIn, showPlace, {"places", "place"}}};
}

}  // namespace delivery::door
