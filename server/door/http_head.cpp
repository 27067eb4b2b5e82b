#include "server/door/http_head.h"

#include <charconv>

#include "server/door/http_text.h"

namespace delivery::door {
namespace {

constexpr std::string_view hostPunctuation = "-._~!$&'()*+;=:[]%";

bool isHost(std::string_view host) {
    for (const char c : host) {
        const bool letter = lowered(c) >= 'a' && lowered(c) <= 'z';
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && hostPunctuation.find(c) == std::string_view::npos) return false;
    }
    return true;
}

/// Digits only: no sign, no list, no spaces.
std::optional<std::uint64_t> parseLength(std::string_view text) {
    std::uint64_t length = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, length);
    if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
    return length;
}

bool lists(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        if (equalIgnoringCase(trimmed(list.substr(0, comma)), wanted)) return true;
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

}  // namespace

bool HeadScanner::scan(std::string_view unread) {
    while (m_scanned < unread.size() && !m_refusal) {
        if (takeByte(unread[m_scanned++])) return true;
    }
    return false;
}

bool HeadScanner::takeByte(char c) {
    const std::size_t at = m_scanned - 1;
    if (m_afterReturn) {
        m_afterReturn = false;
        if (c != '\n') {
            m_refusal = FrontRefusal::LineEndingBare;
            return false;
        }
        return takeLineEnd();
    }
    if (c == '\n' || c == '\0') {
        m_refusal = FrontRefusal::LineEndingBare;
    } else if (c == '\r') {
        m_afterReturn = true;
    } else if (at == m_lineBegin && !m_inRequestLine && (c == ' ' || c == '\t')) {
        m_refusal = FrontRefusal::HeaderFolded;
    } else if (m_inRequestLine && at - m_lineBegin >= m_limits.requestLineBytesMax) {
        m_refusal = FrontRefusal::RequestLineTooLong;
    } else if (!m_inRequestLine && at - m_fieldsBegin >= m_limits.headerBytesMax) {
        m_refusal = FrontRefusal::HeaderTooLarge;
    }
    return false;
}

bool HeadScanner::takeLineEnd() {
    const std::size_t lineBytes = m_scanned - 2 - m_lineBegin;
    m_lineBegin = m_scanned;
    if (lineBytes > 0 && m_inRequestLine) {
        m_inRequestLine = false;
        m_fieldsBegin = m_scanned;
    } else if (lineBytes > 0) {
        if (++m_fields > m_limits.headerFieldsMax) m_refusal = FrontRefusal::HeaderFieldsTooMany;
    } else if (!m_inRequestLine) {
        m_end = m_scanned;
        return true;
    } else if (m_begin == 0) {
        m_begin = m_scanned;
    } else {
        m_refusal = FrontRefusal::RequestLineMalformed;
    }
    return false;
}

std::optional<FrontRefusal> readFacts(const HttpFields& fields, HeadFacts& facts) {
    std::size_t hosts = 0;
    bool saysClose = false;
    bool saysKeepAlive = false;
    for (const auto& [name, value] : fields) {
        if (equalIgnoringCase(name, "host")) {
            // A port alone names no host either.
            const bool isNamed = !value.empty() && value.front() != ':';
            if (++hosts > 1 || !isNamed || !isHost(value)) return FrontRefusal::HostNotExactlyOne;
        } else if (equalIgnoringCase(name, "content-length")) {
            if (facts.contentLength || facts.chunked) return FrontRefusal::LengthAmbiguous;
            facts.contentLength = parseLength(value);
            if (!facts.contentLength) return FrontRefusal::LengthAmbiguous;
        } else if (equalIgnoringCase(name, "transfer-encoding")) {
            if (facts.contentLength || facts.chunked || !facts.http11) {
                return FrontRefusal::LengthAmbiguous;
            }
            if (!equalIgnoringCase(value, "chunked")) return FrontRefusal::TransferCodingUnknown;
            facts.chunked = true;
        } else if (equalIgnoringCase(name, "expect")) {
            if (!equalIgnoringCase(value, "100-continue")) return FrontRefusal::ExpectationUnknown;
            facts.expectsContinue = facts.http11;
        } else if (equalIgnoringCase(name, "connection")) {
            saysClose = saysClose || lists(value, "close");
            saysKeepAlive = saysKeepAlive || lists(value, "keep-alive");
        }
    }
    facts.keepAlive = !saysClose && (facts.http11 || saysKeepAlive);
    if (facts.http11 && hosts != 1) return FrontRefusal::HostNotExactlyOne;
    return std::nullopt;
}

}  // namespace delivery::door
