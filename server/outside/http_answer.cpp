#include "server/outside/http_answer.h"

#include <charconv>
#include <cstdint>
#include <iterator>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace delivery::outside {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::string_view headEnd = "\r\n\r\n";
constexpr unsigned informationalMin = 100;
constexpr unsigned informationalMax = 199;
constexpr unsigned switchingProtocols = 101;
constexpr unsigned statusMax = 599;

HttpAnswer::Step stepOf(const beast::error_code& error) {
    const bool tooLong = error == http::error::body_limit || error == http::error::header_limit;
    return tooLong ? HttpAnswer::Step::TooLong : HttpAnswer::Step::Broken;
}

}  // namespace

struct HttpAnswer::Parser {
    http::response_parser<http::string_body> beast;
};

HttpAnswer::HttpAnswer(const AnswerLimits& limits) : m_limits(limits) {}
HttpAnswer::~HttpAnswer() = default;

HttpAnswer::Step HttpAnswer::more(std::string_view bytes) {
    m_unread.append(bytes);
    if (m_isHeadRead) return readBody();
    return readHead();
}

HttpAnswer::Step HttpAnswer::readHead() {
    while (true) {
        const std::size_t end = m_unread.find(headEnd);
        const std::size_t length = end == std::string::npos ? m_unread.size() : end + 4;
        if (m_headerBytes + length > m_limits.headerBytes) return Step::TooLong;
        if (end == std::string::npos) return Step::NeedMore;
        m_headerBytes += length;
        m_parser = std::make_unique<Parser>();
        auto& parser = m_parser->beast;
        parser.header_limit(static_cast<std::uint32_t>(m_limits.headerBytes + 1));
        parser.body_limit(m_limits.bodyBytes);
        parser.eager(false);
        beast::error_code error;
        const std::size_t used = parser.put(asio::buffer(m_unread.data(), length), error);
        if (error) return stepOf(error);
        if (used != length || !parser.is_header_done()) return Step::Broken;
        m_unread.erase(0, length);
        const auto& message = parser.get();
        if (message.result_int() == switchingProtocols) return Step::Broken;
        // RFC 9110 §15: nothing else is a status.
        if (message.result_int() < informationalMin || message.result_int() > statusMax) {
            return Step::Broken;
        }
        const auto fields = std::distance(message.begin(), message.end());
        if (static_cast<std::size_t>(fields) > m_limits.fields) return Step::TooLong;
        // "Go on", says the other side, and answers later.
        if (message.result_int() >= informationalMin && message.result_int() <= informationalMax) {
            continue;
        }
        m_isHeadRead = true;
        parser.eager(true);
        return parser.is_done() ? Step::Whole : Step::Head;
    }
}

HttpAnswer::Step HttpAnswer::readBody() {
    auto& parser = m_parser->beast;
    // An empty chunked body is "0\r\n\r\n" at the least, and Beast asserts that it has these five
    // bytes when it looks at them for the second time: it is not shown fewer.
    constexpr std::size_t lastChunkBytes = 5;
    if (parser.chunked() && !m_isBodyBegun && m_unread.size() < lastChunkBytes) {
        return Step::NeedMore;
    }
    std::size_t consumed = 0;
    while (consumed < m_unread.size() && !parser.is_done()) {
        m_isBodyBegun = true;
        beast::error_code error;
        const std::size_t used =
            parser.put(asio::buffer(m_unread.data() + consumed, m_unread.size() - consumed), error);
        consumed += used;
        if (error == http::error::need_more) break;
        if (error) return stepOf(error);
    }
    m_unread.erase(0, consumed);
    if (parser.is_done()) return Step::Whole;
    // Only the head of a chunk is left unread, or what follows the last one.
    return m_unread.size() > m_limits.headerBytes ? Step::TooLong : Step::NeedMore;
}

HttpAnswer::Step HttpAnswer::end() {
    if (!m_isHeadRead) return Step::Broken;
    auto& parser = m_parser->beast;
    if (parser.is_done()) return Step::Whole;
    beast::error_code error;
    parser.put_eof(error);
    return error || !parser.is_done() ? Step::Broken : Step::Whole;
}

int HttpAnswer::status() const { return static_cast<int>(m_parser->beast.get().result_int()); }

std::string HttpAnswer::body() const { return m_parser->beast.get().body(); }

std::string HttpAnswer::field(std::string_view name) const {
    const auto value = m_parser->beast.get()[beast::string_view{name.data(), name.size()}];
    return {value.data(), value.size()};
}

std::optional<Span> secondsOf(const std::string& retryAfter) {
    std::int64_t count = 0;
    const char* const end = retryAfter.data() + retryAfter.size();
    const auto read = std::from_chars(retryAfter.data(), end, count);
    constexpr std::int64_t secondsMax = 86'400;
    if (read.ec != std::errc{} || read.ptr != end || count < 0 || count > secondsMax) {
        return std::nullopt;
    }
    return seconds(count);
}

}  // namespace delivery::outside
