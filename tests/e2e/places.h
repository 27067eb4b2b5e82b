#pragma once
/// Short words for the steps of an order over HTTP, for tests on the real server.

#include "tests/support/real_city.h"

namespace delivery::tests {

using nlohmann::json;

inline json wish(const std::string& food = "탕수육", int qty = 1) {
    return {{"foodId", food}, {"qty", qty}, {"address", "서울 용산구 용산동 1-1"}};
}

/// Places an order and gives its number; aborts when it is not taken.
inline qint64 placed(BlockingHttp& customer, const json& body = wish()) {
    const auto answer = customer.post("/orders", body);
    if (answer.status != 201) qFatal("order: %d %s", answer.status, answer.body.constData());
    return answer.json().at("id").get<qint64>();
}

inline QByteArray path(const char* resource, qint64 id, const char* verb = nullptr) {
    QByteArray text = QByteArray("/") + resource + "/" + QByteArray::number(id);
    if (verb != nullptr) text += QByteArray("/") + verb;
    return text;
}

/// A step that must succeed.
inline json step(BlockingHttp& who, const QByteArray& where, const json& body = json::object()) {
    const auto answer = who.put(where, body);
    if (answer.status != 200) {
        qFatal("%s: %d %s", where.constData(), answer.status, answer.body.constData());
    }
    return answer.json();
}

inline void cook(BlockingHttp& store, qint64 id) {
    step(store, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
    step(store, path("foodCookings", id, "start"));
    step(store, path("foodCookings", id, "finish"));
}

}  // namespace delivery::tests
