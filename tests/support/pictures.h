#pragma once
/// The beginnings of pictures of a given size, for tests: what their formats promise, and nothing
/// to look at.

#include <cstdint>
#include <string>

namespace delivery::tests {

inline std::string number(std::uint32_t value, int count, bool bigEndian) {
    std::string bytes;
    for (int i = 0; i < count; ++i) {
        const int shift = 8 * (bigEndian ? count - 1 - i : i);
        bytes += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
    }
    return bytes;
}

inline std::string png(std::uint32_t width, std::uint32_t height, const std::string& rest = {}) {
    return std::string("\x89PNG\r\n\x1a\n", 8) + number(13, 4, true) + "IHDR" +
           number(width, 4, true) + number(height, 4, true) + std::string("\x08\x02\0\0\0crc ", 9) +
           rest;
}

/// With an application segment, as cameras write one, before the frame.
inline std::string jpeg(std::uint32_t width, std::uint32_t height) {
    return std::string("\xff\xd8\xff\xe0", 4) + number(16, 2, true) + std::string(14, 'J') +
           std::string("\xff\xff\xc0", 3) + number(17, 2, true) + '\x08' + number(height, 2, true) +
           number(width, 2, true) + std::string(10, '\x01');
}

inline std::string riff(const std::string& chunk) {
    return "RIFF" + number(static_cast<std::uint32_t>(chunk.size() + 4), 4, false) + "WEBP" + chunk;
}
inline std::string webpExtended(std::uint32_t width, std::uint32_t height) {
    return riff("VP8X" + number(10, 4, false) + std::string(4, '\0') + number(width - 1, 3, false) +
                number(height - 1, 3, false));
}
inline std::string webpLossless(std::uint32_t width, std::uint32_t height) {
    return riff("VP8L" + number(10, 4, false) + "\x2f" +
                number((width - 1) | ((height - 1) << 14U), 4, false) + std::string(5, '\0'));
}
inline std::string webpLossy(std::uint32_t width, std::uint32_t height) {
    return riff("VP8 " + number(10, 4, false) + std::string(3, '\0') + "\x9d\x01\x2a" +
                number(width, 2, false) + number(height, 2, false));
}

}  // namespace delivery::tests
