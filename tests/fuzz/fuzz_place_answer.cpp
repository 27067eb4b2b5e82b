/// The geocoder's answers, and what of an address it is asked for.

#include "server/outside/kakao_answer.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{fuzz::textOf(data, size)};
    const std::string query = outside::queryOf(text);
    fuzz::promise(query.size() <= text.size(), "a question is no longer than its address");
    fuzz::promise(outside::queryOf(query) == query, "a question asks for itself");
    const auto read = outside::readPlaces(text);
    if (!read || !*read) return 0;
    const place::Place& found = **read;
    fuzz::promise(std::abs(found.centre.latitudeE6) <= 90'000'000, "a place on the earth");
    fuzz::promise(std::abs(found.centre.longitudeE6) <= 180'000'000, "a place on the earth");
    fuzz::promise(found.accuracyMeters > 0, "nobody is exact to nothing");
    return 0;
}
