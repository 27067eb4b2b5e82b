#include <algorithm>

#include "record/read.h"

namespace delivery::record {

void writeText(std::string& out, std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
    });
    if (!plain) {
        out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
        return;
    }
    out += '"';
    out += text;
    out += '"';
}

Json parseText(const std::string& text) {
    return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace delivery::record
