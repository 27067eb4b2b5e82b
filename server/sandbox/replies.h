#pragma once
/// How the sandbox prints what it answers: JSON bodies, provider errors, times in Seoul, random
/// names.

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/door/http_server.h"

namespace delivery::sandbox {

door::HttpResponse jsonReply(int status, const nlohmann::json& body);
door::HttpResponse jsonReply(int status, std::string body);
/// {"code","message"}, the error body of Toss Payments.
std::string tossError(std::string_view code, std::string_view message);
/// application/problem+json, for the sandbox's own routes.
door::HttpResponse problemReply(int status, std::string_view title, std::string_view detail);
std::string print(const nlohmann::json& body);

std::int64_t nowMs();
/// ISO 8601 with +09:00, whole seconds.
std::string printSeoulTime(std::int64_t ms);
/// The prefix and 24 random letters and digits.
std::string newName(std::string_view prefix);

/// The text of a field, or empty if it is missing or no text.
std::string textField(const nlohmann::json& object, std::string_view name);

}  // namespace delivery::sandbox
