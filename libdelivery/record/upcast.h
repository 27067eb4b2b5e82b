#pragma once
/// Lifts events written by older versions of this program to today's shape, one version at a time.

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/result.h"
#include "page/page.h"

namespace delivery::record {

/// From fromVersion to the next. Having one makes the next the version in which the event is
/// written.
struct Upcast {
    std::string streamKind;
    std::string type;
    int fromVersion = 1;
    nlohmann::json (*step)(nlohmann::json);
};
using Upcasts = std::vector<Upcast>;

/// Those of the program: append, never change one that was released.
[[nodiscard]] const Upcasts& upcasts();

[[nodiscard]] int currentVersion(const Upcasts& upcasts, std::string_view streamKind,
                                 std::string_view type);
[[nodiscard]] Expected<page::AnyEvent> decodeEvent(const Upcasts& upcasts,
                                                   const std::string& streamKind,
                                                   const std::string& type, int typeVersion,
                                                   const std::string& body);

}  // namespace delivery::record
