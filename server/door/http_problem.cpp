#include "server/door/http_problem.h"

#include <cassert>
#include <charconv>

#include "server/door/http_text.h"

namespace delivery::door {
namespace {

struct Sentence {
    std::string_view korean;
    std::string_view english;
};

struct Wording {
    int status;
    Sentence title;
    Sentence detail;
};

constexpr Sentence badRequest{"잘못된 요청입니다", "Bad request"};
constexpr Sentence tooLarge{"요청 헤더가 너무 큽니다", "Request header too large"};
constexpr Sentence tooSlow{"요청이 제때 도착하지 않았습니다", "Request timed out"};

Wording wordingOf(FrontRefusal refusal) {
    switch (refusal) {
        case FrontRefusal::RequestLineMalformed:
            return {
                400, badRequest, {"요청 줄을 읽을 수 없습니다", "The request line is unreadable"}};
        case FrontRefusal::RequestLineTooLong:
            return {431, tooLarge, {"요청 줄이 너무 깁니다", "The request line is too long"}};
        case FrontRefusal::TargetMalformed:
            return {400,
                    badRequest,
                    {"주소를 읽을 수 없습니다", "The target is not percent-encoded UTF-8"}};
        case FrontRefusal::VersionUnknown:
            return {505,
                    {"지원하지 않는 HTTP 버전입니다", "HTTP version not supported"},
                    {"HTTP/1.0과 HTTP/1.1만 지원합니다", "Only HTTP/1.0 and HTTP/1.1 are spoken"}};
        case FrontRefusal::MethodUnknown:
            return {501,
                    {"지원하지 않는 메서드입니다", "Method not implemented"},
                    {"알 수 없는 메서드입니다", "The method is unknown"}};
        case FrontRefusal::LineEndingBare:
            return {400,
                    badRequest,
                    {"줄은 CRLF로 끝나야 합니다", "Lines must end in CRLF and hold no NUL"}};
        case FrontRefusal::HeaderFolded:
            return {400,
                    badRequest,
                    {"접힌 헤더 줄은 받지 않습니다", "Folded header lines are refused"}};
        case FrontRefusal::HeaderMalformed:
            return {400, badRequest, {"헤더를 읽을 수 없습니다", "The header is unreadable"}};
        case FrontRefusal::HeaderTooLarge:
            return {431, tooLarge, {"헤더가 너무 큽니다", "The header is too large"}};
        case FrontRefusal::HeaderFieldsTooMany:
            return {431, tooLarge, {"헤더 항목이 너무 많습니다", "The header has too many fields"}};
        case FrontRefusal::HostNotExactlyOne:
            return {400,
                    badRequest,
                    {"Host 항목이 정확히 하나여야 합니다", "Exactly one valid Host is required"}};
        case FrontRefusal::LengthAmbiguous:
            return {400,
                    badRequest,
                    {"본문 길이가 분명하지 않습니다", "The length of the body is ambiguous"}};
        case FrontRefusal::TransferCodingUnknown:
            return {501,
                    {"지원하지 않는 전송 방식입니다", "Transfer coding not implemented"},
                    {"chunked만 지원합니다", "Only chunked is understood"}};
        case FrontRefusal::ExpectationUnknown:
            return {417,
                    {"요청의 기대를 들어줄 수 없습니다", "Expectation failed"},
                    {"100-continue만 지원합니다", "Only 100-continue is understood"}};
        case FrontRefusal::BodyMalformed:
            return {
                400, badRequest, {"본문을 읽을 수 없습니다", "The body's framing is unreadable"}};
        case FrontRefusal::BodyTooLarge:
            return {413,
                    {"본문이 너무 큽니다", "Content too large"},
                    {"본문이 허용된 크기를 넘었습니다", "The body is over the limit"}};
        case FrontRefusal::HeaderTooSlow:
            return {408, tooSlow, {"헤더가 늦었습니다", "The header took too long"}};
        case FrontRefusal::BodyTooSlow:
            return {408, tooSlow, {"본문이 늦었습니다", "The body took too long"}};
        case FrontRefusal::AddressConnectionsTooMany:
            return {
                429,
                {"연결이 너무 많습니다", "Too many connections"},
                {"이 주소에서 열린 연결이 너무 많습니다", "Too many connections of this address"}};
        case FrontRefusal::ConnectionsTooMany:
            return {503,
                    {"서버가 바쁩니다", "Server busy"},
                    {"열린 연결이 너무 많습니다", "Too many open connections"}};
        case FrontRefusal::AnswerMissing:
            return {500,
                    {"서버 오류입니다", "Internal server error"},
                    {"요청을 처리하지 못했습니다", "The request was not answered"}};
        case FrontRefusal::AnswerLate:
            return {503,
                    {"서버가 바쁩니다", "Server busy"},
                    {"답이 늦어지고 있습니다. 요청은 처리되었을 수 있습니다. 같은 "
                     "Idempotency-Key로 다시 보내면 처음의 답을 받습니다",
                     "The answer is late. The request may have been done. Sent again under the "
                     "same Idempotency-Key it gets its first answer"}};
        case FrontRefusal::Leaving:
            return {503,
                    {"서버가 멈추는 중입니다", "Server stopping"},
                    {"요청은 처리되었을 수 있습니다. 같은 Idempotency-Key로 다시 보내면 처음의 "
                     "답을 받습니다",
                     "The request may have been done. Sent again under the same Idempotency-Key "
                     "it gets its first answer"}};
    }
    assert(!"every refusal has its wording");
    return {};
}

/// The quality value of one element of Accept-Language in thousandths; 1000 when it names none.
int qualityOf(std::string_view element) {
    const std::size_t semicolon = element.find(';');
    if (semicolon == std::string_view::npos) return 1000;
    const std::string_view parameter = trimmed(element.substr(semicolon + 1));
    if (parameter.size() < 3 || lowered(parameter[0]) != 'q' || parameter[1] != '=') return 0;
    int thousandths = parameter[2] == '1' ? 1000 : 0;
    int weight = 100;
    for (std::size_t i = 4; i < parameter.size() && weight > 0 && thousandths < 1000; ++i) {
        if (parameter[i] < '0' || parameter[i] > '9') return 0;
        thousandths += (parameter[i] - '0') * weight;
        weight /= 10;
    }
    return thousandths;
}

bool namesLanguage(std::string_view element, std::string_view language) {
    const std::string_view tag = trimmed(element.substr(0, element.find(';')));
    return tag.size() >= language.size() &&
           equalIgnoringCase(tag.substr(0, language.size()), language) &&
           (tag.size() == language.size() || tag[language.size()] == '-');
}

}  // namespace

bool prefersEnglish(std::string_view acceptLanguage) {
    int korean = 0;
    int english = 0;
    while (!acceptLanguage.empty()) {
        const std::size_t comma = acceptLanguage.find(',');
        const std::string_view element = acceptLanguage.substr(0, comma);
        if (namesLanguage(element, "ko")) korean = std::max(korean, qualityOf(element));
        if (namesLanguage(element, "en")) english = std::max(english, qualityOf(element));
        acceptLanguage =
            comma == std::string_view::npos ? std::string_view{} : acceptLanguage.substr(comma + 1);
    }
    return english > korean;
}

HttpResponse problem(FrontRefusal refusal, bool english) {
    const Wording wording = wordingOf(refusal);
    HttpResponse response;
    response.status = wording.status;
    response.contentType = "application/problem+json";
    // The sentences above hold nothing that JSON would have to escape.
    response.body.append(R"({"type":"about:blank","title":")")
        .append(english ? wording.title.english : wording.title.korean)
        .append(R"(","status":)")
        .append(std::to_string(wording.status))
        .append(R"(,"detail":")")
        .append(english ? wording.detail.english : wording.detail.korean)
        .append("\"}");
    if (wording.status == 429 || wording.status == 503) {
        response.headers.emplace_back("Retry-After", "1");
    }
    return response;
}

}  // namespace delivery::door
