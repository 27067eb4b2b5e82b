/// The message provider's answers: the first line is status and Retry-After, the rest the body.

#include <charconv>

#include "server/outside/solapi_client.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;
namespace told = effect::told;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto [line, rest] = fuzz::firstLine(fuzz::textOf(data, size));
    const std::string status = fuzz::firstWord(line);
    const std::string body{rest};
    int number = 0;
    std::from_chars(status.data(), status.data() + status.size(), number);
    const bool isYes = number >= 200 && number < 300;
    const auto sent = outside::readSent(number, body, std::string(line));
    if (sent.retryAfter) fuzz::promise(*sent.retryAfter >= Span{}, "nobody waits backwards");
    (void)effect::breakerOutcome(sent);
    const effect::Told told = effect::judgeSending(sent);
    if (std::holds_alternative<told::Accepted>(told))
        fuzz::promise(isYes && !sent.statusCode.empty(), "only a yes about our message is one");
    if (const auto* later = std::get_if<told::NotNow>(&told))
        fuzz::promise(later->delay >= Span{} && later->delay <= effect::retryAfterMax,
                      "no answer makes us wait for ever");
    for (const char* effectId : {"", "message/7/1"}) {
        const auto listed = outside::readListed(number, body, effectId);
        const effect::Told seen = effect::judgeLooking(listed);
        if (std::holds_alternative<told::Delivered>(seen))
            fuzz::promise(isYes && !listed.statusCode.empty(), "only what is listed has arrived");
    }
    return 0;
}
