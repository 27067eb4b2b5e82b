/// Requests out of any bytes in any slices: the first byte says how long the slices are, and
/// nothing else changes.

#include <string>
#include <vector>

#include "server/door/http_reader.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;
using door::HttpReader;

namespace {

constexpr std::size_t bodyLimitBytes = 512;

std::string described(const door::HttpRequest& request, const door::HeadFacts& facts) {
    std::string text = request.method + " " + request.path + "\n";
    for (const auto& [name, value] : request.query) text += name + "=" + value + "\n";
    for (const auto& [name, value] : request.headers) text += name + ":" + value + "\n";
    return text + (facts.keepAlive ? "stays\n" : "closes\n") + request.body;
}

/// All requests of one connection, as a socket would bring them: each slice adds to what is unread.
std::vector<std::string> requestsIn(std::string_view bytes, std::size_t slice) {
    const door::HttpLimits limits;
    std::vector<std::string> found;
    auto reader = std::make_unique<HttpReader>(limits);
    bool inBody = false;
    std::string unread;
    std::size_t sent = 0;
    while (true) {
        const auto progress = inBody ? reader->readBody(unread) : reader->readHead(unread);
        fuzz::promise(progress.consumed <= unread.size(), "no more is consumed than there is");
        unread.erase(0, progress.consumed);
        HttpReader::Step step = progress.step;
        if (step == HttpReader::Step::Head) {
            step = reader->allowBody(bodyLimitBytes);
            inBody = true;
            if (step == HttpReader::Step::NeedMore) continue;
        }
        if (step == HttpReader::Step::Refused) {
            const auto answer = door::problem(reader->refusal(), reader->prefersEnglish());
            fuzz::promise(answer.status >= 400 && answer.status < 600, "a refusal is an error");
            found.push_back("refused " + std::to_string(answer.status) + answer.body);
            return found;
        }
        if (step == HttpReader::Step::Whole) {
            const door::HeadFacts facts = reader->facts();
            const door::HttpRequest request = reader->take();
            fuzz::promise(request.body.size() <= bodyLimitBytes, "the body keeps to its limit");
            found.push_back(described(request, facts));
            if (!facts.keepAlive) return found;
            reader = std::make_unique<HttpReader>(limits);
            inBody = false;
            continue;
        }
        if (sent == bytes.size()) return found;
        const std::size_t more = std::min(slice, bytes.size() - sent);
        unread.append(bytes.substr(sent, more));
        sent += more;
    }
}

bool isRefusal(const std::string& found) { return found.starts_with("refused "); }

/// A chunk's extension whose quotes do not end is refused as malformed, as too large, or waited
/// for, as the slices happen to fall (Beast 1.81). That is all that slicing may change: none of it
/// lets a request pass.
bool sameRequests(std::vector<std::string> one, std::vector<std::string> other) {
    if (!one.empty() && isRefusal(one.back())) one.pop_back();
    if (!other.empty() && isRefusal(other.back())) other.pop_back();
    return one == other;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes = fuzz::textOf(data, size).substr(1);
    const auto whole = requestsIn(bytes, bytes.size() + 1);
    const auto sliced = requestsIn(bytes, 1U + data[0] % 64U);
    fuzz::promise(sameRequests(whole, sliced), "slicing changes no request");
    return 0;
}
