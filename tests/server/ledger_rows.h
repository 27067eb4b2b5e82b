#pragma once
/// Rows for the ledger's tests, and everything that a reader can see as one text to compare.

#include <initializer_list>
#include <string>

#include "desk/ledger.h"

namespace delivery::tests {

inline const desk::StreamKey order17{"order", "17"};
inline const desk::StreamKey order18{"order", "18"};
/// Bytes that no text handling survives by accident.
inline const desk::Bytes oddBytes("a\0b\xff\xfe\n'", 7);

[[nodiscard]] desk::EventRow eventRow(desk::Bytes body);
/// One stream's events; the state after them is "state of " and the last body.
[[nodiscard]] desk::StreamAppend appendOf(const desk::StreamKey& stream, std::int64_t expected,
                                          std::initializer_list<desk::Bytes> bodies);
[[nodiscard]] desk::CommandWrites writesOf(const desk::StreamKey& stream, std::int64_t expected,
                                           std::initializer_list<desk::Bytes> bodies);
[[nodiscard]] desk::ReplyRow reply(std::string command, desk::Bytes body, bool isFinal,
                                   Instant at = {1000});
[[nodiscard]] desk::EffectRow effect(std::string id, Instant due, desk::Bytes body = "body");

/// Appends in a transaction of its own; fails the test's process if that fails.
void commitWrites(desk::Ledger& ledger, desk::CommandWrites writes);
void commitPage(desk::Ledger& ledger, const desk::PageWrites& writes);

/// What a Fault says, for QVERIFY2.
template <class T>
[[nodiscard]] std::string said(const Expected<T>& answer) {
    return answer ? std::string("no fault") : answer.error().text;
}

/// Everything a reader can see of the streams, pages and owners of randomWrites(); a fault is part
/// of the text.
[[nodiscard]] std::string seen(desk::LedgerReader& reader);

/// A stream of commands and pages that fits any ledger, drawn from a seed.
class RandomWrites {
  public:
    explicit RandomWrites(std::uint64_t seed) : m_state(seed * 2 + 1) {}
    /// Reads what it must know from the transaction, then writes something. False: a fault.
    bool step(desk::Transaction& transaction);
    [[nodiscard]] std::int64_t below(std::int64_t bound);
    [[nodiscard]] const std::string& lastFault() const { return m_lastFault; }

  private:
    [[nodiscard]] desk::Bytes bytes();
    [[nodiscard]] desk::CommandWrites command(desk::Transaction& transaction);
    [[nodiscard]] desk::PageWrites page();

    std::uint64_t m_state;
    std::string m_lastFault;
};

}  // namespace delivery::tests
