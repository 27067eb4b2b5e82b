/// The first bytes of a picture: what is taken has a type and a size within bounds, and what
/// follows behind its header changes nothing.

#include "shop/picture.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes{fuzz::textOf(data, size)};
    const auto look = shop::lookAt(bytes);
    if (!look) return 0;
    fuzz::promise(look->mediaType.starts_with("image/"), "a picture has a type");
    fuzz::promise(look->width > 0 && look->width <= shop::pictureSideMax, "its width is bounded");
    fuzz::promise(look->height > 0 && look->height <= shop::pictureSideMax,
                  "its height is bounded");
    const auto longer = shop::lookAt(bytes + std::string(64, '\xff'));
    fuzz::promise(longer && longer->width == look->width && longer->height == look->height,
                  "what follows the header does not count");
    return 0;
}
