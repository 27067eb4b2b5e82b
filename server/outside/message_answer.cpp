#include <nlohmann/json.hpp>

#include "server/outside/http_answer.h"
#include "server/outside/solapi_client.h"

// The message provider's bodies. What is new in them is no mistake; what is no JSON is.

namespace delivery::outside {

namespace {

using nlohmann::json;
using Transport = effect::MessageAnswer::Transport;

std::string textOf(const json& object, const char* field) {
    const auto found = object.find(field);
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

const json* firstOf(const json& object, const char* field) {
    const auto list = object.find(field);
    if (list == object.end() || !list->is_array() || list->empty()) return nullptr;
    return list->front().is_object() ? &list->front() : nullptr;
}

void take(const json& message, effect::MessageAnswer& answer) {
    answer.statusCode = textOf(message, "statusCode");
    answer.providerId = textOf(message, "messageId");
}

bool hasName(const json& message, const std::string& effectId) {
    const auto fields = message.find("customFields");
    return fields != message.end() && fields->is_object() &&
           textOf(*fields, "outboxId") == effectId;
}

effect::MessageAnswer without(Transport transport) {
    effect::MessageAnswer answer;
    answer.transport = transport;
    return answer;
}

}  // namespace

effect::MessageAnswer readSent(int httpStatus, const std::string& body,
                               const std::string& retryAfter) {
    effect::MessageAnswer answer;
    answer.httpStatus = httpStatus;
    answer.retryAfter = secondsOf(retryAfter);
    const json object = json::parse(body, nullptr, false);
    if (httpStatus < 200 || httpStatus >= 300) {
        if (object.is_object()) answer.errorCode = textOf(object, "errorCode");
        return answer;
    }
    if (!object.is_object()) return without(Transport::Unreadable);
    if (const json* failed = firstOf(object, "failedMessageList")) {
        take(*failed, answer);
    } else if (const json* taken = firstOf(object, "messageList")) {
        take(*taken, answer);
    }
    return answer;
}

effect::MessageAnswer readListed(int httpStatus, const std::string& body,
                                 const std::string& effectId) {
    effect::MessageAnswer answer = readSent(httpStatus, body, {});
    answer.statusCode.clear();
    answer.providerId.clear();
    if (answer.transport != Transport::Answered || httpStatus < 200 || httpStatus >= 300) {
        return answer;
    }
    const json object = json::parse(body, nullptr, false);
    const auto list = object.find("messageList");
    // Keyed by the messages' names; older answers hold a list.
    const bool isList = list != object.end() && (list->is_object() || list->is_array());
    if (!isList) return without(Transport::Unreadable);
    for (const json& message : *list) {
        if (!message.is_object()) continue;
        if (!effectId.empty() && !hasName(message, effectId)) continue;
        take(message, answer);
        return answer;
    }
    return answer;
}

}  // namespace delivery::outside
