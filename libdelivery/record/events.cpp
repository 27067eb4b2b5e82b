#include <algorithm>
#include <array>
#include <cassert>
#include <exception>

#include "core/cases.h"
#include "record/read.h"
#include "record/record.h"
#include "record/shapes_order.h"
#include "record/shapes_shop.h"
#include "record/upcast.h"

namespace delivery::record {

namespace {

/// The kinds of streams in the order of AnyEvent's alternatives.
constexpr std::array<std::string_view, 7> streamKinds{"order", "food",   "store", "points",
                                                      "rider", "review", "ack"};
static_assert(caseCount<page::AnyEvent> == streamKinds.size());

Expected<Json> lifted(const Upcasts& upcasts, const std::string& streamKind,
                      const std::string& type, int typeVersion, Json body) {
    const int current = currentVersion(upcasts, streamKind, type);
    if (typeVersion < 1 || typeVersion > current) {
        return tl::unexpected(unreadable(type, {"its version", "not one that this program knows"}));
    }
    for (int version = typeVersion; version < current; ++version) {
        const auto step = std::find_if(upcasts.begin(), upcasts.end(), [&](const Upcast& upcast) {
            return upcast.streamKind == streamKind && upcast.type == type &&
                   upcast.fromVersion == version;
        });
        assert(step != upcasts.end());
        try {
            body = step->step(std::move(body));
        } catch (const std::exception&) {
            return tl::unexpected(unreadable(type, {{}, "its upcast does not fit it"}));
        }
    }
    return body;
}

template <class Event>
Expected<page::AnyEvent> readEvent(const std::string& type, const Json& body) {
    Event event;
    if (Reading reading = readCase(type, body, event, 0)) {
        return tl::unexpected(unreadable(type, *reading));
    }
    return page::AnyEvent{std::move(event)};
}

}  // namespace

int currentVersion(const Upcasts& upcasts, std::string_view streamKind, std::string_view type) {
    int version = 1;
    for (const Upcast& upcast : upcasts) {
        if (upcast.streamKind != streamKind || upcast.type != type) continue;
        version = std::max(version, upcast.fromVersion + 1);
    }
    return version;
}

EventBytes encode(const page::AnyEvent& event) {
    EventBytes bytes;
    std::visit(
        [&](const auto& ofStream) {
            std::visit(
                [&](const auto& one) {
                    bytes.type = Fields<std::decay_t<decltype(one)>>::typeName;
                    write(bytes.body, one);
                },
                ofStream);
        },
        event);
    bytes.typeVersion = currentVersion(upcasts(), streamKinds.at(event.index()), bytes.type);
    return bytes;
}

Expected<page::AnyEvent> decodeEvent(const Upcasts& upcasts, const std::string& streamKind,
                                     const std::string& type, int typeVersion,
                                     const std::string& body) {
    const Json parsed = parseText(body);
    if (!parsed.is_object()) return tl::unexpected(unreadable(type, {{}, "not an object"}));
    const Expected<Json> json = lifted(upcasts, streamKind, type, typeVersion, parsed);
    if (!json) return tl::unexpected(json.error());
    if (streamKind == "order") return readEvent<order::Event>(type, *json);
    if (streamKind == "food") return readEvent<shop::FoodEvent>(type, *json);
    if (streamKind == "store") return readEvent<shop::StoreEvent>(type, *json);
    if (streamKind == "points") return readEvent<points::Event>(type, *json);
    if (streamKind == "rider") return readEvent<rider::Event>(type, *json);
    if (streamKind == "review") return readEvent<shop::ReviewEvent>(type, *json);
    if (streamKind == "ack") return readEvent<shop::AcknowledgementEvent>(type, *json);
    return tl::unexpected(unreadable(type, {"its stream's kind", "unknown"}));
}

Expected<page::AnyEvent> decodeEvent(const std::string& streamKind, const std::string& type,
                                     int typeVersion, const std::string& body) {
    return decodeEvent(upcasts(), streamKind, type, typeVersion, body);
}

}  // namespace delivery::record
