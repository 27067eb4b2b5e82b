#include "server/sandbox/replies.h"

#include <nlohmann/json.hpp>

#include <QDateTime>
#include <QRandomGenerator>

namespace delivery::sandbox {
namespace {

constexpr int seoulSeconds = 9 * 3'600;
constexpr int randomLetters = 24;
constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace

std::string print(const nlohmann::json& body) {
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

door::HttpResponse jsonReply(int status, std::string body) {
    return {status, "application/json", {}, std::move(body)};
}

door::HttpResponse jsonReply(int status, const nlohmann::json& body) {
    return jsonReply(status, print(body));
}

std::string tossError(std::string_view code, std::string_view message) {
    return print({{"code", code}, {"message", message}});
}

door::HttpResponse problemReply(int status, std::string_view title, std::string_view detail) {
    return {
        status,
        "application/problem+json",
        {},
        print({{"type", "about:blank"}, {"title", title}, {"status", status}, {"detail", detail}})};
}

std::int64_t nowMs() { return QDateTime::currentMSecsSinceEpoch(); }

std::string printSeoulTime(std::int64_t ms) {
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::OffsetFromUTC, seoulSeconds)
        .toString(Qt::ISODate)
        .toStdString();
}

std::string newName(std::string_view prefix) {
    std::string name(prefix);
    for (int i = 0; i < randomLetters; ++i) {
        name.push_back(
            alphabet[QRandomGenerator::system()->bounded(static_cast<quint32>(alphabet.size()))]);
    }
    return name;
}

std::string textField(const nlohmann::json& object, std::string_view name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace delivery::sandbox
