#pragma once
/// Reads one HTTP request out of bytes that arrive in any slices, strictly and within limits. Knows
/// no socket and no clock.

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "server/door/http_head.h"
#include "server/door/http_problem.h"
#include "server/door/http_server.h"

namespace delivery::door {

class HttpReader {
  public:
    enum class Step {
        NeedMore,  ///< bring what was not consumed again, with more behind it
        Head,      ///< the header is whole; consumed covers it, but nothing forces the caller to
                   ///< consume
        Whole,     ///< the request is complete; take() it
        Refused,   ///< see refusal(); nothing behind it can be trusted
    };
    struct Progress {
        Step step;
        std::size_t consumed;
    };

    explicit HttpReader(const HttpLimits& limits);
    ~HttpReader();
    HttpReader(const HttpReader&) = delete;
    HttpReader& operator=(const HttpReader&) = delete;

    /// Until Head.
    Progress readHead(std::string_view unread);
    /// After Head: what it said. The address fields are the caller's to fill.
    HttpRequest& head();
    const HeadFacts& facts() const;
    bool hasBody() const;
    bool prefersEnglish() const;
    /// After Head, once. Refused if the announced length is over the limit, Whole if there is no
    /// body.
    Step allowBody(std::size_t limitBytes);
    /// After allowBody said NeedMore, until Whole.
    Progress readBody(std::string_view unread);

    FrontRefusal refusal() const;
    HttpRequest take();

  private:
    struct Parser;
    Progress refuse(FrontRefusal refusal);
    Progress parseHead(std::string_view head, std::size_t consumed);

    const HttpLimits& m_limits;
    HeadScanner m_scanner;
    std::unique_ptr<Parser> m_parser;
    HttpRequest m_request;
    HeadFacts m_facts;
    bool m_bodyBegun = false;
    std::optional<FrontRefusal> m_refusal;
};

}  // namespace delivery::door
