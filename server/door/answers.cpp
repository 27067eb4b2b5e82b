#include "server/door/answers.h"

#include "wire/status.h"

namespace delivery::door {
namespace {

constexpr const char* problemType = "application/problem+json";

HttpResponse problemWith(int status, Language language, std::string body) {
    const char* spoken = language == Language::Korean ? "ko" : "en";
    return {status, problemType, {{"Content-Language", spoken}}, std::move(body)};
}

std::string retryAfterOf(const wire::Complaint& complaint) {
    const auto found = complaint.facts.find("retryAfter");
    return found == complaint.facts.end() ? std::string{} : found->second;
}

HttpResponse said(const wire::Complaint& complaint, Language language,
                  const std::string& instance) {
    HttpResponse response =
        problemWith(complaint.status, language, wire::printProblem(complaint, language, instance));
    const std::string wait = retryAfterOf(complaint);
    if (!wait.empty()) response.headers.emplace_back("Retry-After", wait);
    if (complaint.status == 401) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"delivery\"");
    }
    return response;
}

HttpResponse said(const Refusal& refusal, Language language, const std::string& instance) {
    // What is foreign looks as if it were not there.
    if (refusal.code == RefusalCode::NotYours) return said(notFound(), language, instance);
    const int status = wire::httpStatusOf(refusal.code);
    HttpResponse response =
        problemWith(status, language, wire::printProblem(refusal, status, language, instance));
    if (status == 503) response.headers.emplace_back("Retry-After", "5");
    if (status == 401) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"delivery\"");
    }
    return response;
}

HttpResponse said(const wire::Misread& misread, Language language, const std::string& instance) {
    const int status = misread.refusal ? wire::httpStatusOf(misread.refusal->code) : 400;
    return problemWith(status, language, wire::printProblem(misread, language, instance));
}

/// What broke is for the log; the user hears that it will be better later.
HttpResponse said(const Fault&, Language language, const std::string& instance) {
    return said(busy(2), language, instance);
}

wire::Complaint waiting(int status, std::string name, std::string korean, std::string english,
                        std::int64_t seconds) {
    return {status,
            std::move(name),
            std::move(korean),
            std::move(english),
            {{"retryAfter", std::to_string(seconds)}}};
}

}  // namespace

HttpResponse hal(std::string body) { return {200, "application/hal+json", {}, std::move(body)}; }
HttpResponse json(int status, std::string body) {
    return {status, "application/json", {}, std::move(body)};
}
HttpResponse nothing() { return {204, "", {}, ""}; }

HttpResponse problem(const Obstacle& obstacle, Language language, const std::string& instance) {
    return std::visit([&](const auto& what) { return said(what, language, instance); }, obstacle);
}

wire::Complaint noToken() {
    return {401, "NotSignedIn", "로그인이 필요합니다. 먼저 로그인해 주세요.",
            "You are not signed in. Sign in first."};
}
wire::Complaint badToken() {
    return {401, "SessionEnded", "로그인이 끝났습니다. 다시 로그인해 주세요.",
            "Your session has ended. Sign in again."};
}
wire::Complaint wrongRole() {
    return {403,
            "WrongRole",
            "이 계정으로는 할 수 없는 일입니다. 알맞은 계정으로 로그인해 주세요.",
            "This account may not do that. Sign in with the right one.",
            {{"code", std::to_string(static_cast<int>(RefusalCode::WrongRole))}}};
}
wire::Complaint notFound() {
    return {404, "NotFound", "그런 것이 없습니다. 주소를 확인해 주세요.",
            "There is nothing here. Check the address."};
}
wire::Complaint methodNotAllowed() {
    return {405, "MethodNotAllowed", "여기서는 할 수 없는 요청입니다. Allow를 확인해 주세요.",
            "This method is not allowed here. See Allow for those that are."};
}
wire::Complaint tooManyCommands(std::int64_t retryAfterSeconds) {
    return waiting(429, "TooManyRequests", "요청이 너무 잦습니다. 잠시 뒤에 다시 해 주세요.",
                   "There are too many requests of yours. Try again in a moment.",
                   retryAfterSeconds);
}
wire::Complaint tooManyLogins(std::int64_t retryAfterSeconds) {
    return waiting(429, "TooManyLogins",
                   "로그인에 너무 여러 번 실패했습니다. 잠시 뒤에 다시 해 주세요.",
                   "Signing in failed too often. Try again later.", retryAfterSeconds);
}
wire::Complaint busy(std::int64_t retryAfterSeconds) {
    return waiting(503, "Busy", "지금은 요청이 많습니다. 잠시 뒤에 다시 해 주세요.",
                   "The service is busy at the moment. Try again shortly.", retryAfterSeconds);
}
wire::Complaint upgradeRequired() {
    return {426, "UpgradeRequired", "여기는 WebSocket으로만 닿습니다. WebSocket으로 연결해 주세요.",
            "This is only for WebSocket. Connect with one."};
}
wire::Complaint badCommandId() {
    return {400, "BadIdempotencyKey",
            "Idempotency-Key는 보이는 ASCII 1자에서 128자까지입니다. 고쳐 주세요.",
            "An Idempotency-Key has 1 to 128 visible ASCII characters. Correct it."};
}
wire::Complaint unknownToken() {
    return {400,
            "UnknownToken",
            "after: 이 서버가 준 값이 아닙니다. after 없이 처음부터 다시 물어 주세요.",
            "after: this server never gave out this token. Ask again without it.",
            {{"field", "after"}}};
}
wire::Complaint badQuery(const std::string& name) {
    return {400,
            "BadQuery",
            name + ": 주소 뒤의 값이 맞지 않습니다. 고쳐 주세요.",
            name + ": this query value is not understood. Correct it.",
            {{"field", name}}};
}
wire::Complaint unknownQuery(const std::string& name) {
    return {400,
            "UnknownQuery",
            name + ": 여기에는 없는 이름입니다. 주소 뒤에서 빼거나 고쳐 주세요.",
            name + ": there is no such query value here. Leave it out or correct it.",
            {{"field", name}}};
}

}  // namespace delivery::door
