#include "server/door/http_target.h"

#include <algorithm>

#include "server/door/http_text.h"

namespace delivery::door {
namespace {

constexpr int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (lowered(c) >= 'a' && lowered(c) <= 'f') return lowered(c) - 'a' + 10;
    return -1;
}

/// Strict UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool isUtf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        std::size_t length = 1;
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            if (lead == 0xE0) low = 0xA0;
            if (lead == 0xED) high = 0x9F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            if (lead == 0xF0) low = 0x90;
            if (lead == 0xF4) high = 0x8F;
        } else if (lead >= 0x80) {
            return false;
        }
        if (i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if (next < low || next > high) return false;
            low = 0x80;
            high = 0xBF;
        }
        i += length;
    }
    return true;
}

constexpr bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

enum class Part { Path, Query };

std::optional<std::string> decoded(std::string_view text, Part part) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexValue(text[i + 1]);
            const int low = hexValue(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            // An encoded slash would name one resource to a proxy and another to our routes.
            if (part == Part::Path && c == '/') return std::nullopt;
            i += 2;
        } else if (c == '+' && part == Part::Query) {
            c = ' ';
        }
        const bool breakInText = part == Part::Query && (c == '\n' || c == '\t' || c == '\r');
        if (isControl(c) && !breakInText) return std::nullopt;
        plain.push_back(c);
    }
    if (!isUtf8(plain)) return std::nullopt;
    return plain;
}

std::optional<HttpFields> parseQuery(std::string_view query, std::size_t pairsMax) {
    HttpFields pairs;
    while (!query.empty()) {
        const std::size_t ampersand = query.find('&');
        const std::string_view pair = query.substr(0, ampersand);
        query =
            ampersand == std::string_view::npos ? std::string_view{} : query.substr(ampersand + 1);
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        std::optional<std::string> name = decoded(pair.substr(0, equals), Part::Query);
        std::optional<std::string> value =
            decoded(pair.substr(std::min(equals + 1, pair.size())), Part::Query);
        if (!name || !value || pairs.size() == pairsMax) return std::nullopt;
        pairs.emplace_back(std::move(*name), std::move(*value));
    }
    return pairs;
}

std::optional<std::string_view> withoutAuthority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equalIgnoringCase(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const std::size_t end = std::min(target.find_first_of("/?"), target.size());
        if (end == 0) return std::nullopt;
        return target.substr(end);
    }
    return target;
}

}  // namespace

std::optional<HttpTarget> parseTarget(std::string_view target, std::size_t queryPairsMax) {
    if (target == "*") return HttpTarget{"*", {}};
    if (target.empty() || target.find('#') != std::string_view::npos) return std::nullopt;
    if (target.front() != '/') {
        const std::optional<std::string_view> origin = withoutAuthority(target);
        if (!origin || origin->size() == target.size()) return std::nullopt;
        target = *origin;
    }
    const std::size_t question = std::min(target.find('?'), target.size());
    std::optional<std::string> path = decoded(target.substr(0, question), Part::Path);
    std::optional<HttpFields> query =
        parseQuery(target.substr(std::min(question + 1, target.size())), queryPairsMax);
    if (!path || !query) return std::nullopt;
    if (path->empty()) path->push_back('/');
    return HttpTarget{std::move(*path), std::move(*query)};
}

}  // namespace delivery::door
