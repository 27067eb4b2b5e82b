/// Answers of providers out of any bytes in any slices: the first byte says how long the slices
/// are, and nothing else changes; no answer costs more than its limits.

#include <algorithm>
#include <optional>
#include <string>

#include "server/outside/http_answer.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;
using outside::HttpAnswer;

namespace {

outside::AnswerLimits smallLimits() {
    outside::AnswerLimits limits;
    limits.headerBytes = 1024;
    limits.bodyBytes = 512;
    return limits;
}

/// What is made of the answer, none where it is no whole one.
std::optional<std::string> answerIn(std::string_view bytes, std::size_t slice) {
    HttpAnswer answer(smallLimits());
    auto step = HttpAnswer::Step::NeedMore;
    std::size_t sent = 0;
    while (step == HttpAnswer::Step::NeedMore || step == HttpAnswer::Step::Head) {
        if (step == HttpAnswer::Step::Head) {
            step = answer.more({});
        } else if (sent == bytes.size()) {
            step = answer.end();
            fuzz::promise(step == HttpAnswer::Step::Whole || step == HttpAnswer::Step::Broken,
                          "the end of a connection ends its answer");
        } else {
            const std::size_t more = std::min(slice, bytes.size() - sent);
            step = answer.more(bytes.substr(sent, more));
            sent += more;
        }
    }
    if (step != HttpAnswer::Step::Whole) return std::nullopt;
    fuzz::promise(answer.body().size() <= smallLimits().bodyBytes, "the body keeps to its limit");
    fuzz::promise(answer.status() >= 200, "a provisional answer is none");
    return std::to_string(answer.status()) + '\n' + answer.field("Retry-After") + '\n' +
           answer.body();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes = fuzz::textOf(data, size).substr(1);
    const auto whole = answerIn(bytes, bytes.size() + 1);
    const auto sliced = answerIn(bytes, 1U + data[0] % 64U);
    fuzz::promise(whole == sliced, "slicing changes no answer");
    return 0;
}
