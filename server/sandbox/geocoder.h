#pragma once
/// Kakao Local's address search over a small table of Seoul's districts, typed by hand: approximate
/// centres of public places.

#include "server/door/http_server.h"

namespace delivery::sandbox {

/// GET /v2/local/search/address.json?query=…
door::HttpResponse searchAddress(const door::HttpRequest& request);

inline constexpr std::string_view addressSearchPath = "/v2/local/search/address.json";

}  // namespace delivery::sandbox
