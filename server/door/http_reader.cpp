#include "server/door/http_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cassert>
#include <limits>

#include "server/door/http_target.h"
#include "server/door/http_text.h"

namespace delivery::door {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

std::string textOf(beast::string_view text) { return {text.data(), text.size()}; }

FrontRefusal refusalOf(const beast::error_code& error) {
    if (error == http::error::bad_version) return FrontRefusal::VersionUnknown;
    if (error == http::error::bad_method || error == http::error::bad_target) {
        return FrontRefusal::RequestLineMalformed;
    }
    if (error == http::error::bad_content_length || error == http::error::bad_transfer_encoding) {
        return FrontRefusal::LengthAmbiguous;
    }
    return FrontRefusal::HeaderMalformed;
}

/// "… HTTP/2.0" is another version; "… HTTQ/1.1" is not HTTP at all.
bool endsInVersion(std::string_view head) {
    const std::string_view line = head.substr(0, head.find('\r'));
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return line.size() > 9 && line.substr(line.size() - 9, 6) == " HTTP/" &&
           digit(line[line.size() - 3]) && line[line.size() - 2] == '.' && digit(line.back());
}

std::optional<FrontRefusal> refusalOfMethod(http::verb verb) {
    switch (verb) {
        case http::verb::get:
        case http::verb::head:
        case http::verb::post:
        case http::verb::put:
        case http::verb::patch:
        case http::verb::delete_:
        case http::verb::options:
        // Served nowhere, which only the handler can say truly: it knows which paths there are.
        case http::verb::trace:
            return std::nullopt;
        default:
            return FrontRefusal::MethodUnknown;
    }
}

}  // namespace

struct HttpReader::Parser {
    http::request_parser<http::string_body> beast;
};

HttpReader::HttpReader(const HttpLimits& limits) : m_limits(limits), m_scanner(limits) {}
HttpReader::~HttpReader() = default;

HttpRequest& HttpReader::head() { return m_request; }
const HeadFacts& HttpReader::facts() const { return m_facts; }
bool HttpReader::hasBody() const {
    return m_facts.chunked || m_facts.contentLength.value_or(0) > 0;
}
bool HttpReader::prefersEnglish() const {
    return door::prefersEnglish(m_request.header("accept-language").value_or(""));
}

FrontRefusal HttpReader::refusal() const {
    assert(m_refusal.has_value());
    return *m_refusal;
}

HttpReader::Progress HttpReader::refuse(FrontRefusal refusal) {
    m_refusal = refusal;
    return {Step::Refused, 0};
}

HttpReader::Progress HttpReader::readHead(std::string_view unread) {
    assert(!m_refusal);
    if (m_scanner.scan(unread)) {
        const std::size_t begin = m_scanner.begin();
        return parseHead(unread.substr(begin, m_scanner.end() - begin), m_scanner.end());
    }
    if (m_scanner.refusal()) return refuse(*m_scanner.refusal());
    return {Step::NeedMore, 0};
}

HttpReader::Progress HttpReader::parseHead(std::string_view head, std::size_t consumed) {
    m_parser = std::make_unique<Parser>();
    auto& parser = m_parser->beast;
    // The scanner has held the header to our limits; the body's limit is known only after onHead.
    parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    parser.eager(false);
    beast::error_code error;
    const std::size_t used = parser.put(asio::buffer(head.data(), head.size()), error);
    // The fields read so far choose the language of a refusal.
    for (const auto& field : parser.get()) {
        m_request.headers.emplace_back(textOf(field.name_string()), textOf(field.value()));
    }
    if (error == http::error::bad_version && !endsInVersion(head)) {
        return refuse(FrontRefusal::RequestLineMalformed);
    }
    if (error) return refuse(refusalOf(error));
    if (used != head.size() || !parser.is_header_done()) {
        return refuse(FrontRefusal::HeaderMalformed);
    }

    const auto& message = parser.get();
    m_facts.http11 = message.version() == 11;
    if (const auto refusal = readFacts(m_request.headers, m_facts)) return refuse(*refusal);
    if (const auto refusal = refusalOfMethod(message.method())) return refuse(*refusal);
    m_request.method = textOf(message.method_string());
    m_request.target = textOf(message.target());
    std::optional<HttpTarget> target = parseTarget(m_request.target, m_limits.queryPairsMax);
    if (!target || (target->path == "*" && m_request.method != "OPTIONS")) {
        return refuse(FrontRefusal::TargetMalformed);
    }
    m_request.path = std::move(target->path);
    m_request.query = std::move(target->query);
    return {Step::Head, consumed};
}

HttpReader::Step HttpReader::allowBody(std::size_t limitBytes) {
    auto& parser = m_parser->beast;
    if (m_facts.contentLength.value_or(0) > limitBytes) {
        return refuse(FrontRefusal::BodyTooLarge).step;
    }
    parser.body_limit(limitBytes);
    parser.eager(true);
    return parser.is_done() ? Step::Whole : Step::NeedMore;
}

HttpReader::Progress HttpReader::readBody(std::string_view unread) {
    assert(!m_refusal);
    auto& parser = m_parser->beast;
    // An empty chunked body is "0\r\n\r\n" at the least, and Beast 1.81 asserts that it has these
    // five bytes when it looks at them for the second time: it is not shown fewer.
    constexpr std::size_t lastChunkBytes = 5;
    if (parser.chunked() && !m_bodyBegun && unread.size() < lastChunkBytes) {
        return {Step::NeedMore, 0};
    }
    m_bodyBegun = true;
    std::size_t consumed = 0;
    while (consumed < unread.size() && !parser.is_done()) {
        beast::error_code error;
        const std::size_t used =
            parser.put(asio::buffer(unread.data() + consumed, unread.size() - consumed), error);
        consumed += used;
        if (error == http::error::need_more) break;
        if (error == http::error::body_limit) return refuse(FrontRefusal::BodyTooLarge);
        if (error) return refuse(FrontRefusal::BodyMalformed);
    }
    return {parser.is_done() ? Step::Whole : Step::NeedMore, consumed};
}

HttpRequest HttpReader::take() {
    m_request.body = std::move(m_parser->beast.get().body());
    return std::move(m_request);
}

}  // namespace delivery::door
