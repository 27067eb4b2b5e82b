#pragma once
/// The responses that the door gives by itself, and how every obstacle becomes a problem.

#include <string>
#include <variant>

#include <tl/expected.hpp>

#include "core/result.h"
#include "server/door/http_server.h"
#include "wire/misread.h"
#include "wire/problem.h"

namespace delivery::door {

/// Why a request is not answered as it hoped.
using Obstacle = std::variant<Refusal, wire::Misread, wire::Complaint, Fault>;
template <class T>
using Cleared = tl::expected<T, Obstacle>;
using Shown = Cleared<HttpResponse>;

[[nodiscard]] inline tl::unexpected<Obstacle> stop(RefusalCode code) {
    return tl::unexpected<Obstacle>(Refusal{code});
}
[[nodiscard]] inline tl::unexpected<Obstacle> stop(Obstacle obstacle) {
    return tl::unexpected<Obstacle>(std::move(obstacle));
}

[[nodiscard]] HttpResponse hal(std::string body);
[[nodiscard]] HttpResponse json(int status, std::string body);
[[nodiscard]] HttpResponse nothing();  ///< 204

/// The problem as the caller reads it; instance is the path that was asked for.
[[nodiscard]] HttpResponse problem(const Obstacle& obstacle, Language language,
                                   const std::string& instance);

// The complaints of the door.
[[nodiscard]] wire::Complaint noToken();
[[nodiscard]] wire::Complaint badToken();
[[nodiscard]] wire::Complaint wrongRole();
[[nodiscard]] wire::Complaint notFound();
[[nodiscard]] wire::Complaint methodNotAllowed();
[[nodiscard]] wire::Complaint tooManyCommands(std::int64_t retryAfterSeconds);
[[nodiscard]] wire::Complaint tooManyLogins(std::int64_t retryAfterSeconds);
[[nodiscard]] wire::Complaint busy(std::int64_t retryAfterSeconds);
[[nodiscard]] wire::Complaint upgradeRequired();
[[nodiscard]] wire::Complaint badCommandId();
[[nodiscard]] wire::Complaint badQuery(const std::string& name);
[[nodiscard]] wire::Complaint unknownQuery(const std::string& name);
[[nodiscard]] wire::Complaint unknownToken();

}  // namespace delivery::door
