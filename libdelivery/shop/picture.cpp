#include "shop/picture.h"

#include <cstdint>
#include <optional>

namespace delivery::shop {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view pngStart = "\x89PNG\r\n\x1a\n"sv;
constexpr std::string_view jpegStart = "\xff\xd8\xff"sv;
constexpr std::string_view riffStart = "RIFF"sv;
constexpr std::string_view webpName = "WEBP"sv;

struct Size {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};
using Sized = std::optional<Size>;

std::uint32_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t bigEndian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < count; ++i) number = (number << 8U) | byteAt(bytes, at + i);
    return number;
}
std::uint32_t littleEndian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t number = 0;
    for (std::size_t i = count; i > 0; --i) number = (number << 8U) | byteAt(bytes, at + i - 1);
    return number;
}

/// The first chunk of a PNG is its header, always (PNG specification, 11.2.2).
Sized sizeOfPng(std::string_view bytes) {
    constexpr std::size_t headerEnd = 33;
    if (bytes.size() < headerEnd) return std::nullopt;
    if (bigEndian(bytes, 8, 4) != 13 || bytes.substr(12, 4) != "IHDR"sv) return std::nullopt;
    return Size{bigEndian(bytes, 16, 4), bigEndian(bytes, 20, 4)};
}

/// C0 to CF begin a frame, except for tables (C4), an extension (C8) and conditioning (CC).
bool beginsFrame(std::uint32_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}
/// Stands alone, without a length: the restarts and TEM.
bool standsAlone(std::uint32_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/// Goes from segment to segment up to the first frame's header (ITU-T T.81, annex B).
Sized sizeOfJpeg(std::string_view bytes) {
    std::size_t at = 2;
    while (at + 2 <= bytes.size()) {
        if (byteAt(bytes, at) != 0xFF) return std::nullopt;
        const std::uint32_t marker = byteAt(bytes, at + 1);
        if (marker == 0xFF) {
            at += 1;
            continue;
        }
        if (standsAlone(marker)) {
            at += 2;
            continue;
        }
        // Its picture or its end before any frame.
        if (marker == 0xDA || marker == 0xD9 || at + 4 > bytes.size()) return std::nullopt;
        const std::uint32_t length = bigEndian(bytes, at + 2, 2);
        if (beginsFrame(marker)) {
            if (length < 8 || at + 9 > bytes.size()) return std::nullopt;
            return Size{bigEndian(bytes, at + 7, 2), bigEndian(bytes, at + 5, 2)};
        }
        if (length < 2) return std::nullopt;
        at += 2 + length;
    }
    return std::nullopt;
}

/// Simple, lossless and extended files say their size in three ways (WebP container
/// specification; RFC 6386, 9.1).
Sized sizeOfWebp(std::string_view bytes) {
    constexpr std::size_t headerEnd = 30;
    if (bytes.size() < headerEnd || littleEndian(bytes, 4, 4) > bytes.size() - 8) {
        return std::nullopt;
    }
    const std::string_view kind = bytes.substr(12, 4);
    if (kind == "VP8X"sv) {
        return Size{littleEndian(bytes, 24, 3) + 1, littleEndian(bytes, 27, 3) + 1};
    }
    constexpr std::uint32_t sideBits = 0x3FFF;
    if (kind == "VP8L"sv && byteAt(bytes, 20) == 0x2F) {
        const std::uint32_t packed = littleEndian(bytes, 21, 4);
        return Size{(packed & sideBits) + 1, ((packed >> 14U) & sideBits) + 1};
    }
    if (kind == "VP8 "sv && bytes.substr(23, 3) == "\x9d\x01\x2a"sv) {
        return Size{littleEndian(bytes, 26, 2) & sideBits, littleEndian(bytes, 28, 2) & sideBits};
    }
    return std::nullopt;
}

bool isWebp(std::string_view bytes) {
    return bytes.starts_with(riffStart) && bytes.size() >= 12 && bytes.substr(8, 4) == webpName;
}

}  // namespace

tl::expected<PictureLook, PictureFlaw> lookAt(std::string_view bytes) {
    if (bytes.size() > pictureBytesMax) return tl::unexpected(PictureFlaw::TooHeavy);
    PictureLook look;
    Sized size;
    if (bytes.starts_with(pngStart)) {
        look.mediaType = "image/png";
        size = sizeOfPng(bytes);
    } else if (bytes.starts_with(jpegStart)) {
        look.mediaType = "image/jpeg";
        size = sizeOfJpeg(bytes);
    } else if (isWebp(bytes)) {
        look.mediaType = "image/webp";
        size = sizeOfWebp(bytes);
    } else {
        return tl::unexpected(PictureFlaw::UnknownType);
    }
    if (!size || size->width == 0 || size->height == 0) {
        return tl::unexpected(PictureFlaw::Unreadable);
    }
    constexpr std::uint32_t sideMax = pictureSideMax;
    if (size->width > sideMax || size->height > sideMax) return tl::unexpected(PictureFlaw::TooBig);
    look.width = static_cast<int>(size->width);
    look.height = static_cast<int>(size->height);
    return look;
}

}  // namespace delivery::shop
