/// Strict JSON: what is taken has one canonical text, which reads as itself.

#include <nlohmann/json.hpp>

#include "tests/fuzz/fuzzed.h"
#include "wire/strict_json.h"

using namespace delivery;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto body = wire::JsonBody::read(fuzz::textOf(data, size));
    if (!body) {
        fuzz::promise(!body.error().korean.empty() && !body.error().english.empty(),
                      "a refusal says why in both languages");
        return 0;
    }
    fuzz::promise(body->object().is_object(), "only objects are taken");
    const std::string canonical = body->canonical();
    const auto again = wire::JsonBody::read(canonical);
    fuzz::promise(again.has_value(), "the canonical text is taken");
    fuzz::promise(again->canonical() == canonical, "the canonical text is its own");
    return 0;
}
