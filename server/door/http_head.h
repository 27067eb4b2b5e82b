#pragma once
/// Finds the end of a request's header byte by byte, strictly, within limits, so that slicing never
/// changes the result.

#include <cstddef>
#include <optional>
#include <string_view>

#include "server/door/http_problem.h"
#include "server/door/http_server.h"

namespace delivery::door {

class HeadScanner {
  public:
    explicit HeadScanner(const HttpLimits& limits) : m_limits(limits) {}

    /// Looks at the bytes of one request from its first one; the same bytes come again, with more
    /// behind them. Returns true once the header is whole. After a refusal it must not be asked
    /// again.
    bool scan(std::string_view unread);

    std::optional<FrontRefusal> refusal() const { return m_refusal; }
    /// An empty line before the request line is skipped, as RFC 9112 2.2 wants.
    std::size_t begin() const { return m_begin; }
    std::size_t end() const { return m_end; }

  private:
    bool takeByte(char c);
    bool takeLineEnd();

    const HttpLimits& m_limits;
    std::optional<FrontRefusal> m_refusal;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_scanned = 0;
    std::size_t m_lineBegin = 0;
    std::size_t m_fieldsBegin = 0;
    std::size_t m_fields = 0;
    bool m_inRequestLine = true;
    bool m_afterReturn = false;
};

/// What the header says about the body and the connection, after every check that Beast leaves to
/// us.
struct HeadFacts {
    bool http11 = true;
    bool keepAlive = true;
    bool expectsContinue = false;
    bool chunked = false;
    std::optional<std::uint64_t> contentLength;
};

/// Reads the facts off the fields, or refuses: exactly one Host, one clear length, nothing unknown
/// expected.
std::optional<FrontRefusal> readFacts(const HttpFields& fields, HeadFacts& facts);

}  // namespace delivery::door
