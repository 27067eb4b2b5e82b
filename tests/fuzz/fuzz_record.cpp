/// Bytes of the ledger that nobody wrote: unreadable, or a value that is written and read as
/// itself.
///
/// The first line names what the rest is: "event order OrderPlaced 1", "state food", "reply",
/// "account", …

#include <charconv>

#include "record/record.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;

namespace {

template <class T>
void keptAsRead(const Expected<T>& value, auto&& decode) {
    if (!value) return;
    const std::string written = record::encode(*value);
    const auto again = decode(written);
    fuzz::promise(again.has_value(), "what is written can be read");
    fuzz::promise(record::encode(*again) == written, "it is read as it was written");
}
void keptAsRead(auto&& decode, const std::string& body) { keptAsRead(decode(body), decode); }

void event(std::string_view line, const std::string& body) {
    const std::string kind = fuzz::firstWord(line);
    const std::string type = fuzz::firstWord(line);
    const std::string version = fuzz::firstWord(line);
    int number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    const auto value = record::decodeEvent(kind, type, number, body);
    if (!value) return;
    const record::EventBytes written = record::encode(*value);
    const auto again = record::decodeEvent(kind, written.type, written.typeVersion, written.body);
    fuzz::promise(again.has_value(), "what is written can be read");
    const record::EventBytes twice = record::encode(*again);
    fuzz::promise(twice.type == written.type && twice.body == written.body,
                  "it is read as it was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto [line, rest] = fuzz::firstLine(fuzz::textOf(data, size));
    const std::string what = fuzz::firstWord(line);
    const std::string body(rest);
    if (what == "event") event(line, body);
    if (what == "state") {
        const std::string kind(line);
        keptAsRead([&](const std::string& bytes) { return record::decodeState(kind, bytes); },
                   body);
    }
    if (what == "reply") keptAsRead(record::decodeReply, body);
    if (what == "call") keptAsRead(record::decodeCall, body);
    if (what == "body") keptAsRead(record::decodeBody, body);
    if (what == "account") keptAsRead(record::decodeAccount, body);
    if (what == "session") keptAsRead(record::decodeSession, body);
    if (what == "card") keptAsRead(record::decodeCard, body);
    if (what == "address") keptAsRead(record::decodeAddress, body);
    if (what == "position") keptAsRead(record::decodePosition, body);
    if (what == "personal") (void)record::decodePersonalText(body);
    return 0;
}
