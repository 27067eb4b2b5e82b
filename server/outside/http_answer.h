#pragma once
/// Reads one HTTP answer byte by byte as it comes, and bounds what it may cost: whoever answers is
/// not trusted to end.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/instant.h"

namespace delivery::outside {

/// What an answer may cost, whatever it says.
struct AnswerLimits {
    std::size_t headerBytes = 8 * 1024;
    std::size_t fields = 64;
    std::size_t bodyBytes = 256 * 1024;
    /// From the first byte of the header to its last.
    Span header = seconds(5);
    /// From there to the last byte of the body.
    Span body = seconds(10);
};

/// Knows no clock and no socket: the times of AnswerLimits are for whoever feeds it.
class HttpAnswer {
  public:
    enum class Step {
        NeedMore,
        Head,     ///< the header is whole; more() goes on
        Whole,    ///< nothing is read any more
        TooLong,  ///< header or body
        Broken,   ///< no HTTP, or cut short
    };

    explicit HttpAnswer(const AnswerLimits& limits);
    ~HttpAnswer();
    HttpAnswer(const HttpAnswer&) = delete;
    HttpAnswer& operator=(const HttpAnswer&) = delete;

    /// Takes all of these bytes.
    Step more(std::string_view bytes);
    /// Nothing comes after these: Whole or Broken.
    Step end();

    /// Only once it is whole.
    [[nodiscard]] int status() const;
    [[nodiscard]] std::string body() const;
    /// Empty where there is none.
    [[nodiscard]] std::string field(std::string_view name) const;

  private:
    struct Parser;
    Step readHead();
    Step readBody();

    AnswerLimits m_limits;
    std::unique_ptr<Parser> m_parser;
    std::string m_unread;
    /// Of all headers so far: "100 Continue" has one of its own.
    std::size_t m_headerBytes = 0;
    bool m_isHeadRead = false;
    bool m_isBodyBegun = false;
};

/// Of Retry-After: a number of seconds; a date is not obeyed but replaced by the usual wait.
[[nodiscard]] std::optional<Span> secondsOf(const std::string& retryAfter);

}  // namespace delivery::outside
