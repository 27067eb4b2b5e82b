#pragma once
/// Short words for the steps of an order over HTTP, for tests on the real server.

#include "tests/support/real_city.h"

#include <QString>

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

/// Where the store meets this order: by its number, in a command, in a list, in /changes. Empty:
/// nowhere.
inline QString storeHearsOf(BlockingHttp& store, qint64 id) {
    const auto number = path("foodCookings", id);
    if (store.get(number).status != 404) return number;
    for (const char* verb : {"acknowledge", "start", "accept"}) {
        const json body =
            verb == std::string("accept") ? json{{"cookMinutes", 20}} : json::object();
        const auto where = path("foodCookings", id, verb);
        if (store.put(where, body).status != 404) return where;
    }
    for (const char* list : {"/foodCookings?size=100", "/notificationLogs?size=100"}) {
        const json page = store.get(list).json();
        // Else this looks at a part of it only.
        if (page.at("page").at("totalPages").get<int>() > 1) qFatal("a longer list");
        for (const auto& row : page.at("_embedded").begin().value()) {
            if (row.contains("orderId") && row.at("orderId") == id) return list;
        }
    }
    QByteArray after;
    for (bool more = true; more;) {
        const json news = store.get("/changes" + after).json();
        for (const auto& change : news.at("changes")) {
            if (change.at("id") == id) return "/changes" + after;
        }
        after = "?after=" + QByteArray::fromStdString(news.at("next"));
        more = news.at("more").get<bool>();
    }
    return {};
}

inline void cook(BlockingHttp& store, qint64 id) {
    step(store, path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
    step(store, path("foodCookings", id, "start"));
    step(store, path("foodCookings", id, "finish"));
}

}  // namespace delivery::tests
