#pragma once
/// A dish's picture: what it is called, and what its first bytes say of it. Never decodes one.

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace delivery::shop {

/// The bytes lie beside the log under the dish's number; these two say which ones they are.
struct Picture {
    std::string hash;       ///< of the bytes, hex
    std::string mediaType;  ///< "image/jpeg", "image/png" or "image/webp"
    bool operator==(const Picture&) const = default;
};

constexpr std::size_t pictureBytesMax = 512 * 1024;
/// More than this in width or height is nobody's dish, only a burden to whoever opens it.
constexpr int pictureSideMax = 4096;

struct PictureLook {
    std::string mediaType;
    int width = 0;
    int height = 0;
};

enum class PictureFlaw {
    UnknownType,  ///< neither JPEG nor PNG nor WebP, whatever it is called
    Unreadable,   ///< begins like one of them and does not go on like it
    TooBig,       ///< in width or height
    TooHeavy,     ///< in bytes
};

/// By its bytes alone; what the sender calls it does not count.
[[nodiscard]] tl::expected<PictureLook, PictureFlaw> lookAt(std::string_view bytes);

}  // namespace delivery::shop
