/// Messages as MQTT and /live carry them, out of any bytes: what is read of one can be printed, and
/// reads the same again.

#include <nlohmann/json.hpp>

#include "tests/fuzz/fuzzed.h"
#include "wire/envelope.h"

using namespace delivery;
using wire::Envelope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = wire::parseEnvelope(fuzz::textOf(data, size));
    if (!read) return 0;
    const std::string text = wire::printEnvelope(*read);
    const auto again = wire::parseEnvelope(text);
    fuzz::promise(again.has_value() && again->kind == read->kind, "what was read can be printed");
    if (read->kind == Envelope::Kind::Resync) return 0;
    fuzz::promise(read->number > 0 && !read->to.empty(), "a message has a number and somebody");
    fuzz::promise(nlohmann::json::accept(read->body), "a body is JSON");
    fuzz::promise(
        again->to == read->to && again->epoch == read->epoch && again->number == read->number,
        "nothing about a message changes on its way");
    const bool isShortened = again->body != read->body;
    fuzz::promise(!isShortened || again->body.find("\"partial\":true") != std::string::npos,
                  "a body is whole, or says that it is not");
    return 0;
}
