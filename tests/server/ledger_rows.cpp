#include "tests/server/ledger_rows.h"

#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <limits>
#include <sstream>

namespace delivery::tests {

using namespace desk;

namespace {

constexpr int streamsMax = 12;
constexpr int pageKeysMax = 20;
constexpr Instant never{std::numeric_limits<std::int64_t>::max()};
constexpr int all = 1'000'000;

std::string hex(const Bytes& bytes) {
    std::ostringstream text;
    for (const char byte : bytes)
        text << std::hex << std::setw(2) << std::setfill('0')
             << static_cast<int>(static_cast<unsigned char>(byte));
    return text.str();
}

void show(std::ostream& text, const EventRow& row) {
    text << row.stream.kind << '/' << row.stream.id << '#' << row.version << '@' << row.position
         << ' ' << row.at.utcMilliseconds << ' ' << row.type << row.typeVersion << ' '
         << hex(row.body) << ' ' << row.actor << ' ' << row.cause << ' ' << hex(row.hash) << '\n';
}
void show(std::ostream& text, const StateRow& row) {
    text << row.version << ' ' << hex(row.body) << '\n';
}
void show(std::ostream& text, const ReplyRow& row) {
    text << row.key.actor << ' ' << row.key.command.text() << ' ' << hex(row.fingerprint) << ' '
         << hex(row.body) << ' ' << row.final << ' ' << row.at.utcMilliseconds << '\n';
}
void show(std::ostream& text, const EffectRow& row) {
    text << row.id << ' ' << row.kind << ' ' << row.due.utcMilliseconds << ' ' << row.tries << ' '
         << row.since.utcMilliseconds << ' ' << hex(row.body) << '\n';
}
void show(std::ostream& text, const TimerRow& row) {
    text << row.stream.kind << '/' << row.stream.id << ' ' << row.kind << ' '
         << row.due.utcMilliseconds << ' ' << row.waitsFor << '\n';
}
void show(std::ostream& text, const SideRow& row) {
    text << row.kind << ' ' << row.key << ' ' << row.owner << ' ' << hex(row.body) << '\n';
}
void show(std::ostream& text, const PageRow& row) {
    text << row.key << ' ' << hex(row.body);
    for (const IndexEntry& entry : row.entries)
        text << " [" << entry.index << ' ' << entry.partition << ' ' << entry.sort << ']';
    text << '\n';
}
void show(std::ostream& text, const PageCursor& row) {
    text << row.page << ' ' << row.position << ' ' << row.paused << row.quarantined << ' '
         << row.lastError << '\n';
}
void show(std::ostream& text, std::int64_t number) { text << number << '\n'; }
void show(std::ostream& text, Instant at) { text << at.utcMilliseconds << '\n'; }
void show(std::ostream& text, const std::pair<const std::string, std::int64_t>& counter) {
    text << counter.first << '=' << counter.second << '\n';
}
template <class T>
void show(std::ostream& text, const std::optional<T>& row) {
    if (row)
        show(text, *row);
    else
        text << "none\n";
}
template <class T>
void show(std::ostream& text, const std::vector<T>& rows) {
    for (const T& row : rows) show(text, row);
}
void show(std::ostream& text, const std::map<std::string, std::int64_t>& counters) {
    for (const auto& counter : counters) show(text, counter);
}
template <class T>
void section(std::ostream& text, const std::string& name, const Expected<T>& answer) {
    text << "== " << name << '\n';
    if (answer)
        show(text, *answer);
    else
        text << "FAULT " << answer.error().text << '\n';
}

}  // namespace

EventRow eventRow(Bytes body) {
    return {.at = {1'700'000'000'000},
            .type = "OrderPlaced",
            .typeVersion = 2,
            .body = std::move(body),
            .actor = "song",
            .cause = "command:c1"};
}

StreamAppend appendOf(const StreamKey& stream, std::int64_t expected,
                      std::initializer_list<Bytes> bodies) {
    StreamAppend append{.stream = stream, .expectedVersion = expected};
    for (const Bytes& body : bodies) {
        append.events.push_back(eventRow(body));
        append.state = "state of " + body;
    }
    return append;
}

CommandWrites writesOf(const StreamKey& stream, std::int64_t expected,
                       std::initializer_list<Bytes> bodies) {
    return {.streams = {appendOf(stream, expected, bodies)}};
}

ReplyRow reply(std::string command, Bytes body, bool isFinal, Instant at) {
    return {.key = {"song", CommandId(std::move(command))},
            .fingerprint = oddBytes,
            .body = std::move(body),
            .final = isFinal,
            .at = at};
}

EffectRow effect(std::string id, Instant due, Bytes body) {
    return {.id = std::move(id),
            .kind = "charge",
            .due = due,
            .tries = 3,
            .since = {5},
            .body = std::move(body)};
}

namespace {

template <class T>
void demand(const Expected<T>& answer) {
    if (answer) return;
    std::cerr << "the test's own writes failed: " << answer.error().text << '\n';
    std::abort();
}

}  // namespace

void commitWrites(Ledger& ledger, CommandWrites writes) {
    auto transaction = ledger.begin();
    demand(transaction);
    demand((*transaction)->append(std::move(writes)));
    demand((*transaction)->commit());
}

void commitPage(Ledger& ledger, const PageWrites& writes) {
    auto transaction = ledger.begin();
    demand(transaction);
    demand((*transaction)->writePage(writes));
    demand((*transaction)->commit());
}

std::string seen(LedgerReader& reader) {
    std::ostringstream text;
    section(text, "log", reader.log(0, all));
    section(text, "last", reader.lastPosition());
    for (int i = 0; i < streamsMax; ++i) {
        const StreamKey key{"order", std::to_string(i)};
        section(text, "state " + key.id, reader.state(key));
        section(text, "stream " + key.id, reader.stream(key, 2, 3));
        section(text, "timer " + key.id, reader.timer(key, "accept"));
        section(text, "reply " + key.id, reader.reply({"song", CommandId("c" + key.id)}));
        section(text, "effect " + key.id, reader.effect("charge/" + key.id));
        section(text, "sides " + key.id, reader.sidesOf("card", "user" + key.id));
        section(text, "side " + key.id, reader.side({"card", "k" + key.id}));
    }
    section(text, "effects", reader.effectsDue(never, all));
    section(text, "some effects", reader.effectsDue({500}, 3));
    for (const std::string clock : {"", "store", "rider"}) {
        section(text, "timers " + clock, reader.timersDue(clock, never, all));
        section(text, "some timers " + clock, reader.timersDue(clock, {500}, 3));
        section(text, "next timer " + clock, reader.nextTimerDue(clock));
    }
    section(text, "next effect", reader.nextEffectDue());
    section(text, "kind", reader.sidesOfKind("card", 7));
    section(text, "counters", reader.counters());
    for (int i = 0; i < pageKeysMax; ++i)
        section(text, "row", reader.pageRow("orders", std::to_string(i)));
    for (const std::string partition : {"a", "b", "c", ""}) {
        for (const bool descending : {false, true}) {
            ScanRequest scan{.page = "orders",
                             .index = "by",
                             .partition = partition,
                             .descending = descending,
                             .limit = all};
            section(text, "scan " + partition, reader.scan(scan));
            scan.after = 3;
            section(text, "scan after " + partition, reader.scan(scan));
            scan.offset = 2;
            scan.limit = 2;
            section(text, "scan part " + partition, reader.scan(scan));
        }
        section(text, "size " + partition, reader.partitionSize("orders", "by", partition));
    }
    section(text, "cursors", reader.pageCursors());
    return text.str();
}

std::int64_t RandomWrites::below(std::int64_t bound) {
    // splitmix64: the same draws on every platform.
    m_state += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = m_state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::int64_t>((mixed ^ (mixed >> 31U)) % static_cast<std::uint64_t>(bound));
}

Bytes RandomWrites::bytes() {
    Bytes made;
    for (std::int64_t i = below(10) == 0 ? below(3000) : below(40); i > 0; --i)
        made.push_back(static_cast<char>(below(256)));
    return made;
}

CommandWrites RandomWrites::command(Transaction& transaction) {
    CommandWrites writes;
    const std::string number = std::to_string(below(streamsMax));
    const StreamKey key{"order", number};
    const auto state = transaction.state(key);
    if (state && below(4) != 0) {
        // Now and then an expectation that is wrong: both ledgers must refuse it alike.
        const std::int64_t wrong = below(12) == 0 ? 1 : 0;
        const std::int64_t version = *state ? (*state)->version : 0;
        StreamAppend append{.stream = key, .expectedVersion = version + wrong, .state = bytes()};
        for (std::int64_t i = below(4); i > 0; --i) append.events.push_back(eventRow(bytes()));
        writes.streams.push_back(std::move(append));
    }
    if (below(3) == 0)
        writes.replies.push_back(reply("c" + number, bytes(), below(2) == 0, {below(100)}));
    if (below(3) == 0) writes.effects.push_back(effect("charge/" + number, {below(1000)}, bytes()));
    if (below(4) == 0) writes.effectsDone.push_back("charge/" + std::to_string(below(streamsMax)));
    if (below(3) == 0)
        writes.timers.push_back({.stream = key,
                                 .kind = "accept",
                                 .due = {below(1000)},
                                 .waitsFor = below(2) == 0 ? "" : "store"});
    if (below(4) == 0)
        writes.timersDisarmed.push_back({{"order", std::to_string(below(streamsMax))}, "accept"});
    if (below(3) == 0)
        writes.sides.push_back({.kind = "card",
                                .key = "k" + number,
                                .owner = "user" + std::to_string(below(3)),
                                .body = bytes()});
    if (below(5) == 0)
        writes.sidesErased.push_back({"card", "k" + std::to_string(below(streamsMax))});
    if (below(3) == 0) writes.counters["order"] = below(1000);
    return writes;
}

PageWrites RandomWrites::page() {
    PageWrites writes{.page = "orders", .cursor = below(1000)};
    for (std::int64_t i = below(5); i > 0; --i) {
        PageRow row{.key = std::to_string(below(pageKeysMax)), .body = bytes()};
        for (std::int64_t n = below(4); n > 0; --n)
            row.entries.push_back({.index = "by",
                                   .partition = std::string(1, static_cast<char>('a' + below(3))),
                                   .sort = below(8)});
        writes.put.push_back(std::move(row));
    }
    for (std::int64_t i = below(3); i > 0; --i)
        writes.erased.push_back(std::to_string(below(pageKeysMax)));
    return writes;
}

bool RandomWrites::step(Transaction& transaction) {
    Expected<void> done;
    const std::int64_t drawn = below(40);
    if (drawn == 0) {
        done = transaction.clearPage("orders");
    } else if (drawn == 1) {
        done = transaction.setPageCursor({.page = "orders",
                                          .position = below(100),
                                          .paused = below(2) == 0,
                                          .quarantined = below(2) == 0,
                                          .lastError = "poison"});
    } else if (drawn == 2) {
        done = transaction.forgetRepliesBefore({below(100)}, 1000);
    } else if (drawn < 15) {
        done = transaction.writePage(page());
    } else {
        auto appended = transaction.append(command(transaction));
        if (!appended) done = tl::unexpected(appended.error());
    }
    m_lastFault = said(done);
    return done.has_value();
}

}  // namespace delivery::tests
