#include "server/announce/follower.h"

#include <sys/random.h>

#include <atomic>
#include <cassert>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace delivery::announce {
namespace {

constexpr int eventsAtOnce = 256;
/// For the log's end where nobody has looked for it yet. A log that is empty ends at 0, which is a
/// place like any other.
constexpr std::int64_t notLookedFor = -1;

std::string freshEpoch() {
    unsigned char bytes[8];
    // So few bytes never fail once the kernel's source is ready: getentropy(3).
    const int filled = getentropy(bytes, sizeof bytes);
    assert(filled == 0);
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

}  // namespace

struct Follower::Inner : std::enable_shared_from_this<Inner> {
    Inner(shift::Shift& s, shift::Log& l, Hear h) : shift(s), log(l), hear(std::move(h)) {}

    void wake();
    void submit();
    void work(desk::LedgerReader& ledger);
    /// False when it has to be tried again later.
    bool look(desk::LedgerReader& ledger);
    bool begin(desk::LedgerReader& ledger);

    shift::Shift& shift;
    shift::Log& log;
    Hear hear;
    std::atomic<bool> isListening = false;
    std::atomic<bool> isUnderWay = false;
    std::atomic<bool> isWoken = false;
    /// The end of the log as far as it was told.
    std::atomic<std::int64_t> end = notLookedFor;

    std::mutex mutex;
    /// Where the next look is to begin anew.
    std::optional<std::int64_t> beginAfter;

    // Only the one job that is under way.
    std::optional<NewsReader> reader;
    /// Read and numbered, but not taken yet.
    std::optional<News> untaken;
};

Follower::Follower(shift::Shift& shift, shift::Log& log, Hear hear)
    : m_inner(std::make_shared<Inner>(shift, log, std::move(hear))) {}

Follower::~Follower() = default;

void Follower::start(std::optional<std::int64_t> after) {
    {
        const std::lock_guard lock(m_inner->mutex);
        m_inner->beginAfter = after.value_or(m_inner->end);
    }
    m_inner->isListening = true;
    m_inner->wake();
}

void Follower::rest() { m_inner->isListening = false; }

void Follower::resume() { start(std::nullopt); }

void Follower::wake(std::int64_t committed) {
    std::int64_t known = m_inner->end;
    while (committed > 0 && known < committed &&
           !m_inner->end.compare_exchange_weak(known, committed)) {
    }
    m_inner->wake();
}

void Follower::Inner::wake() {
    // Who knows no end of the log yet looks for it once, so that a later resume() need not.
    if (!isListening && end != notLookedFor) return;
    isWoken = true;
    if (!isUnderWay.exchange(true)) submit();
}

void Follower::Inner::submit() {
    const bool taken =
        shift.read([self = shared_from_this()](desk::LedgerReader& ledger) { self->work(ledger); });
    // Too many reads wait: the next wake-up tries again.
    if (!taken) isUnderWay = false;
}

void Follower::Inner::work(desk::LedgerReader& ledger) {
    isWoken = false;
    const bool isDone = look(ledger);
    isUnderWay = false;
    // Who woke it meanwhile found it under way and left.
    if (isDone && isWoken && !isUnderWay.exchange(true)) submit();
}

bool Follower::Inner::begin(desk::LedgerReader& ledger) {
    std::optional<std::int64_t> after;
    {
        const std::lock_guard lock(mutex);
        after = std::exchange(beginAfter, std::nullopt);
    }
    if (end == notLookedFor || after == notLookedFor) {
        const auto last = ledger.lastPosition();
        if (!last) {
            const std::lock_guard lock(mutex);
            if (!beginAfter) beginAfter = after;
            return false;
        }
        std::int64_t known = notLookedFor;
        end.compare_exchange_strong(known, *last);
        if (after == notLookedFor) after = *last;
    }
    if (after) {
        // Numbers start anew, so the epoch does.
        reader.emplace(freshEpoch(), *after, shift.settings().deliveriesHeldMax);
        untaken.reset();
    }
    return true;
}

bool Follower::Inner::look(desk::LedgerReader& ledger) {
    while (true) {
        if (!begin(ledger)) return false;
        if (!isListening || !reader) return true;
        if (untaken && !hear(*untaken)) return false;
        untaken.reset();
        auto step = reader->next(ledger, eventsAtOnce);
        if (!step) {
            log.line(shift::Level::Warning, "announce", step.error().text);
            return false;
        }
        for (const std::string& text : step->leftOut) {
            log.line(shift::Level::Alarm, "announce", text);
        }
        if (!step->mayBeMore) return true;
        untaken = std::move(step->news);
    }
}

}  // namespace delivery::announce
