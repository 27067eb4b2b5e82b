#include "wire/problem.h"

#include <nlohmann/json.hpp>

#include "wire/status.h"

namespace delivery::wire {
namespace {

using Json = nlohmann::ordered_json;

/// The first sentence says what is wrong, the rest what to do about it.
std::string firstSentence(const std::string& text) {
    const std::size_t stop = text.find(". ");
    return stop == std::string::npos ? text : text.substr(0, stop + 1);
}

Json startOf(std::string_view name, const std::string& title, int status, const std::string& detail,
             std::string_view instance) {
    Json problem;
    problem["type"] = "/problems/" + std::string{name};
    problem["title"] = title;
    problem["status"] = status;
    problem["detail"] = detail;
    problem["instance"] = instance;
    problem["name"] = name;
    return problem;
}

bool isNumber(const std::string& text) {
    const std::size_t sign = !text.empty() && text[0] == '-' ? 1 : 0;
    return text.size() > sign && text.size() < 19 &&
           text.find_first_not_of("0123456789", sign) == std::string::npos;
}

void addFacts(Json& problem, const std::map<std::string, std::string>& facts) {
    for (const auto& [fact, value] : facts) {
        // "status" is the HTTP status in RFC 9457; an order's Korean label stands beside it.
        const std::string member = fact == "status" ? "label" : fact;
        if (problem.contains(member)) continue;
        // Names of dishes and stores stay text even if they look like numbers.
        const bool numeric =
            isNumber(value) && fact != "food" && fact != "store" && fact != "option";
        problem[member] = numeric ? Json(std::stoll(value)) : Json(value);
    }
}

/// Text from a request may stand in a problem; bytes that are not UTF-8 must not break the answer.
std::string dump(const Json& problem) {
    return problem.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string printProblem(const Refusal& refusal, int status, Language language,
                         std::string_view instance) {
    const std::string title = firstSentence(sentence({refusal.code, {}}, language));
    Json problem =
        startOf(name(refusal.code), title, status, sentence(refusal, language), instance);
    problem["code"] = static_cast<int>(refusal.code);
    addFacts(problem, refusal.facts);
    return dump(problem);
}

std::string printProblem(const Misread& misread, Language language, std::string_view instance) {
    const bool korean = language == Language::Korean;
    const std::string& why = korean ? misread.korean : misread.english;
    const std::string detail = misread.field.empty() ? why : misread.field + ": " + why;
    const std::string_view kind = misread.refusal ? name(misread.refusal->code) : "Malformed";
    const std::string title =
        misread.refusal ? firstSentence(sentence({misread.refusal->code, {}}, language))
                        : (korean ? "요청을 이해할 수 없습니다." : "The request is malformed.");
    const int status = misread.refusal ? httpStatusOf(misread.refusal->code) : 400;
    Json problem = startOf(kind, title, status, detail, instance);
    if (misread.refusal) {
        problem["code"] = static_cast<int>(misread.refusal->code);
        addFacts(problem, misread.refusal->facts);
    }
    if (!misread.field.empty()) problem["field"] = misread.field;
    return dump(problem);
}

std::string printProblem(const Complaint& complaint, Language language, std::string_view instance) {
    const std::string& detail = language == Language::Korean ? complaint.korean : complaint.english;
    Json problem =
        startOf(complaint.name, firstSentence(detail), complaint.status, detail, instance);
    addFacts(problem, complaint.facts);
    return dump(problem);
}

}  // namespace delivery::wire
