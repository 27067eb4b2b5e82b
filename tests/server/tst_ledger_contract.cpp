// The port's contract, run on every ledger that there is.

#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "server/ledger/chain.h"
#include "server/ledger/sqlite_ledger.h"
#include "tests/server/ledger_rows.h"
#include "tests/support/memory_ledger.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;

class TestLedgerContract : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Ledger> m_ledger;

    std::unique_ptr<Transaction> begun() {
        auto transaction = m_ledger->begin();
        if (!transaction) qFatal("%s", transaction.error().text.c_str());
        return std::move(*transaction);
    }
    std::unique_ptr<LedgerReader> reader() {
        auto made = m_ledger->reader();
        if (!made) qFatal("%s", made.error().text.c_str());
        return std::move(*made);
    }
    std::vector<std::string> keysOf(const ScanRequest& request) {
        std::vector<std::string> keys;
        const auto rows = reader()->scan(request);
        for (const PageRow& row : rows.value()) keys.push_back(row.key);
        return keys;
    }

  private slots:
    void initTestCase_data() {
        QTest::addColumn<bool>("isSqlite");
        QTest::newRow("memory") << false;
        QTest::newRow("sqlite") << true;
    }

    void init() {
        QFETCH_GLOBAL(bool, isSqlite);
        if (!isSqlite) {
            m_ledger = std::make_unique<MemoryLedger>();
            return;
        }
        m_directory = std::make_unique<QTemporaryDir>();
        auto opened = ledger::SqliteLedger::open({.directory = m_directory->path().toStdString()});
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().fault.text.c_str());
        m_ledger = std::move(*opened);
    }

    void cleanup() {
        m_ledger.reset();
        m_directory.reset();
    }

    void emptyLedger_whenRead_answersNothing() {
        const auto read = reader();
        QVERIFY(!read->state(order17).value());
        QVERIFY(read->stream(order17, 1, 10).value().empty());
        QVERIFY(read->log(0, 10).value().empty());
        QCOMPARE(read->lastPosition().value(), 0);
        QVERIFY(!read->reply({"song", CommandId("c")}).value());
        QVERIFY(!read->nextTimerDue("").value());
        QVERIFY(!read->nextEffectDue().value());
        QVERIFY(!read->timer(order17, "accept").value());
        QVERIFY(!read->effect("charge/17/1").value());
        QVERIFY(!read->side({"card", "k"}).value());
        QVERIFY(read->counters().value().empty());
        QVERIFY(!read->pageRow("orders", "17").value());
        QCOMPARE(read->partitionSize("orders", "by", "song").value(), 0);
        QVERIFY(read->pageCursors().value().empty());
        QVERIFY(!read->install().value().empty());
    }

    void newStream_whenEventsAreAppended_theyAreReadBackByteExact() {
        auto transaction = begun();
        const auto appended = transaction->append(writesOf(order17, 0, {oddBytes, ""}));
        QVERIFY2(appended.has_value(), said(appended).c_str());
        QCOMPARE(appended->size(), std::size_t{2});
        QVERIFY(transaction->commit());

        const auto kept = reader()->stream(order17, 1, 10).value();
        QCOMPARE(kept.size(), std::size_t{2});
        const EventRow expected = eventRow(oddBytes);
        QVERIFY(kept[0].stream == order17);
        QCOMPARE(kept[0].body, oddBytes);
        QCOMPARE(kept[0].type, expected.type);
        QCOMPARE(kept[0].typeVersion, expected.typeVersion);
        QVERIFY(kept[0].at == expected.at);
        QCOMPARE(kept[0].actor, expected.actor);
        QCOMPARE(kept[0].cause, expected.cause);
        QCOMPARE(kept[1].body, Bytes());
        QCOMPARE(kept[0].version, 1);
        QCOMPARE(kept[1].version, 2);
        QVERIFY(kept[0].position > 0);
        QVERIFY(kept[1].position > kept[0].position);
        QCOMPARE(kept[1].position, appended->at(1).position);
        QCOMPARE(reader()->lastPosition().value(), kept[1].position);
        const auto state = reader()->state(order17).value();
        QVERIFY(state.has_value());
        QCOMPARE(state->version, 2);
        QCOMPARE(state->body, Bytes("state of "));
    }

    void stream_whenAppendedTo_chainsEveryHash() {
        commitWrites(*m_ledger, writesOf(order17, 0, {"one", "two"}));
        commitWrites(*m_ledger, writesOf(order17, 2, {"three"}));
        Bytes previous = ledger::chainRoot();
        const auto kept = reader()->stream(order17, 1, 10);
        for (const EventRow& row : kept.value()) {
            QCOMPARE(row.hash, ledger::chainHash(previous, row));
            previous = row.hash;
        }
    }

    void stream_whenExpectedVersionIsWrong_conflictsAndTheWholeCommandLeavesNothing() {
        auto transaction = begun();
        CommandWrites writes = writesOf(order17, 0, {"one"});
        writes.streams.push_back(appendOf(order18, 5, {"never"}));
        writes.counters["order"] = 18;
        const auto refused = transaction->append(writes);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == FaultCode::VersionConflict);
        QVERIFY(transaction->alive());
        QVERIFY(!transaction->state(order17).value());
        QVERIFY(transaction->counters().value().empty());

        QVERIFY(transaction->append(writesOf(order17, 0, {"one"})));
        QVERIFY(transaction->commit());
        QCOMPARE(reader()->log(0, 10).value().size(), std::size_t{1});
    }

    void command_whenItNamesOneStreamTwice_continuesIt() {
        CommandWrites writes = writesOf(order17, 0, {"one"});
        writes.streams.push_back(appendOf(order17, 1, {"two"}));
        commitWrites(*m_ledger, writes);
        QCOMPARE(reader()->state(order17).value()->version, 2);
    }

    void append_whenItHasNoEvents_onlyChecksTheVersion() {
        commitWrites(*m_ledger, writesOf(order17, 0, {"one"}));
        auto transaction = begun();
        QVERIFY(transaction->append(writesOf(order17, 1, {})));
        const auto refused = transaction->append(writesOf(order17, 7, {}));
        QVERIFY(!refused && refused.error().code == FaultCode::VersionConflict);
        QCOMPARE(transaction->state(order17).value()->body, Bytes("state of one"));
    }

    void transaction_whenRead_seesItsWritesAndReadersDoNot() {
        commitWrites(*m_ledger, writesOf(order17, 0, {"one"}));
        const auto outside = reader();
        auto transaction = begun();
        QVERIFY(transaction->append(writesOf(order17, 1, {"two"})));
        QVERIFY(transaction->writePage({.page = "orders", .cursor = 2, .put = {{.key = "17"}}}));
        QCOMPARE(transaction->state(order17).value()->version, 2);
        QVERIFY(transaction->pageRow("orders", "17").value());
        QCOMPARE(outside->state(order17).value()->version, 1);
        QVERIFY(!outside->pageRow("orders", "17").value());
        QVERIFY(transaction->commit());
        QCOMPARE(outside->state(order17).value()->version, 2);
        QVERIFY(outside->pageRow("orders", "17").value());
    }

    void transaction_whenItIsDropped_leavesNothing() {
        commitWrites(*m_ledger, writesOf(order17, 0, {"one"}));
        const std::string before = seen(*reader());
        {
            auto transaction = begun();
            QVERIFY(transaction->append(writesOf(order17, 1, {"two"})));
            QVERIFY(transaction->writePage({.page = "orders", .cursor = 2, .put = {{.key = "1"}}}));
        }
        QCOMPARE(seen(*reader()), before);
        commitWrites(*m_ledger, writesOf(order17, 1, {"two"}));
    }

    void ledger_whenATransactionIsOpen_beginsNoOther() {
        auto first = begun();
        const auto second = m_ledger->begin();
        QVERIFY(!second);
        QVERIFY(second.error().code == FaultCode::Busy);
        first.reset();
        QVERIFY(m_ledger->begin());
    }

    void transaction_whenCommitted_takesNoMore() {
        auto transaction = begun();
        QVERIFY(transaction->append(writesOf(order17, 0, {"one"})));
        QVERIFY(transaction->commit());
        QVERIFY(!transaction->alive());
        QVERIFY(!transaction->append(writesOf(order17, 1, {"two"})));
        QVERIFY(!transaction->commit());
        QCOMPARE(reader()->state(order17).value()->version, 1);
    }

    void log_whenReadInParts_isWholeAndInOrder() {
        for (int i = 0; i < 10; ++i)
            commitWrites(*m_ledger, writesOf({"order", std::to_string(i)}, 0, {"one", "two"}));
        std::int64_t position = 0;
        int count = 0;
        while (true) {
            const auto part = reader()->log(position, 3).value();
            if (part.empty()) break;
            for (const EventRow& row : part) {
                QVERIFY(row.position > position);
                position = row.position;
                ++count;
            }
        }
        QCOMPARE(count, 20);
    }

    void provisionalReply_whenTheFinalOneComes_isReplacedOnce() {
        commitWrites(*m_ledger, {.replies = {reply("c1", "waiting", false)}});
        QVERIFY(!reader()->reply({"song", CommandId("c1")}).value()->final);
        commitWrites(*m_ledger, {.replies = {reply("c1", oddBytes, true)}});
        auto transaction = begun();
        const auto again = transaction->append({.replies = {reply("c1", "another", true)}});
        QVERIFY(!again);
        QVERIFY(again.error().code == FaultCode::VersionConflict);
        const auto kept = transaction->reply({"song", CommandId("c1")}).value();
        QVERIFY(kept->final);
        QCOMPARE(kept->body, oddBytes);
        QCOMPARE(kept->fingerprint, oddBytes);
        QVERIFY(!transaction->reply({"choi", CommandId("c1")}).value());
    }

    void oldReplies_whenForgotten_goOldestFirstAndNoMoreThanAsked() {
        for (int i = 0; i < 5; ++i)
            commitWrites(*m_ledger,
                         {.replies = {reply("c" + std::to_string(i), "body", true, {i * 10})}});
        auto transaction = begun();
        QVERIFY(transaction->forgetRepliesBefore({40}, 2));
        QVERIFY(transaction->commit());
        const auto read = reader();
        QVERIFY(!read->reply({"song", CommandId("c0")}).value());
        QVERIFY(!read->reply({"song", CommandId("c1")}).value());
        QVERIFY(read->reply({"song", CommandId("c2")}).value());
        transaction = begun();
        QVERIFY(transaction->forgetRepliesBefore({40}, 100));
        QVERIFY(transaction->commit());
        QVERIFY(!read->reply({"song", CommandId("c3")}).value());
        QVERIFY(read->reply({"song", CommandId("c4")}).value());
    }

    void effects_whenOwed_comeEarliestFirstUntilDone() {
        commitWrites(*m_ledger, {.effects = {effect("charge/2", {30}), effect("charge/1", {30}),
                                             effect("refund/1", {20}, oddBytes)}});
        QVERIFY(*reader()->nextEffectDue().value() == Instant{20});
        QVERIFY(reader()->effectsDue({19}, 10).value().empty());
        const auto due = reader()->effectsDue({30}, 10).value();
        QCOMPARE(due.size(), std::size_t{3});
        QCOMPARE(due[0].id, std::string("refund/1"));
        QCOMPARE(due[0].body, oddBytes);
        QCOMPARE(due[1].id, std::string("charge/1"));
        QCOMPARE(reader()->effectsDue({30}, 2).value().size(), std::size_t{2});

        EffectRow later = effect("refund/1", {90});
        later.tries = 4;
        commitWrites(*m_ledger, {.effects = {later}, .effectsDone = {"charge/1", "refund/1"}});
        const auto rest = reader()->effectsDue({100}, 10).value();
        QCOMPARE(rest.size(), std::size_t{2});
        QCOMPARE(rest[1].id, std::string("refund/1"));
        QCOMPARE(rest[1].tries, 4);
        QVERIFY(rest[1].since == Instant{5});
        QCOMPARE(reader()->effect("refund/1").value()->tries, 4);
    }

    void messages_haveAQueueOfTheirOwn() {
        EffectRow one = effect("message/17/4/customer", {10});
        one.kind = messageKind;
        EffectRow two = effect("message/17/5/customer", {12});
        two.kind = messageKind;
        commitWrites(*m_ledger, {.effects = {one, two, effect("charge/17/1", {30})}});
        QVERIFY(*reader()->nextEffectDue().value() == Instant{30});
        const auto calls = reader()->effectsDue({100}, 10).value();
        QCOMPARE(calls.size(), std::size_t{1});
        QCOMPARE(calls[0].id, std::string("charge/17/1"));
        QCOMPARE(reader()->messagesDue({100}, 10).value().size(), std::size_t{2});
        QCOMPARE(reader()->messagesDue({100}, 1).value()[0].id, one.id);
        QVERIFY(reader()->messagesDue({9}, 10).value().empty());
        QCOMPARE(reader()->effect(two.id).value()->id, two.id);
        commitWrites(*m_ledger, {.effectsDone = {one.id}});
        QCOMPARE(reader()->messagesDue({100}, 10).value().size(), std::size_t{1});
    }

    void timers_whenArmedAgain_areReplacedAndDisarmed() {
        commitWrites(*m_ledger, {.timers = {{order17, "accept", {50}}, {order17, "warn", {40}}}});
        commitWrites(*m_ledger, {.timers = {{order17, "accept", {70}}}});
        QVERIFY(*reader()->nextTimerDue("").value() == Instant{40});
        const auto due = reader()->timersDue("", {100}, 10).value();
        QCOMPARE(due.size(), std::size_t{2});
        QCOMPARE(due[1].kind, std::string("accept"));
        QVERIFY(due[1].due == Instant{70});
        commitWrites(*m_ledger, {.timersDisarmed = {{order17, "warn"}, {order18, "never armed"}}});
        QVERIFY(!reader()->timer(order17, "warn").value());
        QVERIFY(reader()->timer(order17, "accept").value()->due == Instant{70});
        commitWrites(*m_ledger, {.timers = {{order17, "accept", {80}}},
                                 .timersDisarmed = {{order17, "accept"}}});
        QVERIFY(*reader()->nextTimerDue("").value() == Instant{80});
    }

    void timers_whenTheyWaitForOthers_areReadByEachClockAlone() {
        commitWrites(*m_ledger, {.timers = {{order17, "accept", {50}, "store"},
                                            {order17, "pick", {40}, "rider"},
                                            {order17, "pay", {60}},
                                            {order18, "accept", {30}, "store"}}});
        QVERIFY(*reader()->nextTimerDue("").value() == Instant{60});
        QVERIFY(*reader()->nextTimerDue("store").value() == Instant{30});
        QVERIFY(!reader()->nextTimerDue("menu").value());
        const auto due = reader()->timersDue("store", {100}, 10).value();
        QCOMPARE(due.size(), std::size_t{2});
        QCOMPARE(due[0].stream.id, order18.id);
        QCOMPARE(due[1].waitsFor, std::string("store"));
        QCOMPARE(reader()->timersDue("store", {49}, 10).value().size(), std::size_t{1});
        QCOMPARE(reader()->timersDue("store", {100}, 1).value().size(), std::size_t{1});
        // Armed again it may wait for somebody else; then it is found there only.
        commitWrites(*m_ledger, {.timers = {{order18, "accept", {35}, "menu"}}});
        QCOMPARE(reader()->timersDue("store", {100}, 10).value().size(), std::size_t{1});
        QCOMPARE(reader()->timer(order18, "accept").value()->waitsFor, std::string("menu"));
        commitWrites(*m_ledger, {.timersDisarmed = {{order18, "accept"}}});
        QVERIFY(!reader()->nextTimerDue("menu").value());
    }

    void sides_whenOwned_areListedAndErased() {
        commitWrites(*m_ledger, {.sides = {{"card", "b", "song", oddBytes},
                                           {"card", "a", "song", "1"},
                                           {"card", "c", "choi", "2"},
                                           {"session", "a", "song", "3"}}});
        const auto cards = reader()->sidesOf("card", "song").value();
        QCOMPARE(cards.size(), std::size_t{2});
        QCOMPARE(cards[0].key, std::string("a"));
        QCOMPARE(cards[1].body, oddBytes);
        QCOMPARE(reader()->sidesOfKind("card", 2).value().size(), std::size_t{2});
        QCOMPARE(reader()->sidesOfKind("card", 9).value().size(), std::size_t{3});
        const auto second = reader()->sidesPage("card", 1, 1).value();
        QCOMPARE(second.size(), std::size_t{1});
        QCOMPARE(second[0].key, std::string("b"));
        QCOMPARE(reader()->sidesPage("card", 2, 9).value().size(), std::size_t{1});
        QVERIFY(reader()->sidesPage("card", 3, 9).value().empty());
        QCOMPARE(reader()->sideCount("card").value(), std::int64_t{3});
        QCOMPARE(reader()->sideCount("picture").value(), std::int64_t{0});
        commitWrites(*m_ledger,
                     {.sides = {{"card", "a", "choi", "4"}}, .sidesErased = {{"card", "b"}}});
        QVERIFY(reader()->sidesOf("card", "song").value().empty());
        QCOMPARE(reader()->sidesOf("card", "choi").value().size(), std::size_t{2});
        QVERIFY(!reader()->side({"card", "b"}).value());
        QCOMPARE(reader()->side({"session", "a"}).value()->body, Bytes("3"));
    }

    void counters_whenWritten_keepTheLastValue() {
        commitWrites(*m_ledger, {.counters = {{"order", 17}, {"store", 3}}});
        commitWrites(*m_ledger, {.counters = {{"order", 18}}});
        const std::map<std::string, std::int64_t> expected{{"order", 18}, {"store", 3}};
        QVERIFY(reader()->counters().value() == expected);
    }

    void page_whenScanned_goesBySortThenKeyInBothDirections() {
        commitPage(*m_ledger, {.page = "orders",
                               .cursor = 1,
                               .put = {{.key = "b", .entries = {{"by", "song", 2}}},
                                       {.key = "a", .entries = {{"by", "song", 2}}},
                                       {.key = "c", .entries = {{"by", "song", -1}}},
                                       {.key = "d", .entries = {{"by", "song2", 0}}},
                                       {.key = "e", .entries = {{"other", "song", 0}}}}});
        using Keys = std::vector<std::string>;
        ScanRequest up{.page = "orders", .index = "by", .partition = "song"};
        QCOMPARE(keysOf(up), (Keys{"c", "a", "b"}));
        up.offset = 1;
        up.limit = 1;
        QCOMPARE(keysOf(up), (Keys{"a"}));
        QCOMPARE(keysOf({.page = "orders", .index = "by", .partition = "song", .after = -1}),
                 (Keys{"a", "b"}));
        ScanRequest down{.page = "orders", .index = "by", .partition = "song", .descending = true};
        QCOMPARE(keysOf(down), (Keys{"b", "a", "c"}));
        down.after = 2;
        QCOMPARE(keysOf(down), (Keys{"c"}));
        down.after = std::numeric_limits<std::int64_t>::min();
        QCOMPARE(keysOf(down), Keys());
        QCOMPARE(reader()->partitionSize("orders", "by", "song").value(), 3);
    }

    void pageRow_whenReplaced_leavesItsOldPlaces() {
        commitPage(*m_ledger,
                   {.page = "orders",
                    .cursor = 1,
                    .put = {{.key = "17", .body = "new", .entries = {{"by", "waiting", 1}}}}});
        commitPage(*m_ledger,
                   {.page = "orders",
                    .cursor = 2,
                    .put = {{.key = "17",
                             .body = oddBytes,
                             .entries = {{"by", "done", 1}, {"all", "", 5}, {"all", "", 5}}}}});
        QCOMPARE(reader()->partitionSize("orders", "by", "waiting").value(), 0);
        QCOMPARE(reader()->partitionSize("orders", "by", "done").value(), 1);
        QCOMPARE(reader()->partitionSize("orders", "all", "").value(), 1);
        const auto row = reader()->pageRow("orders", "17").value();
        QCOMPARE(row->body, oddBytes);
        QCOMPARE(row->entries.size(), std::size_t{2});
        QCOMPARE(row->entries[0].index, std::string("all"));
        QVERIFY(keysOf({.page = "orders", .index = "by", .partition = "waiting"}).empty());

        commitPage(*m_ledger, {.page = "orders", .cursor = 3, .erased = {"17", "unknown"}});
        QVERIFY(!reader()->pageRow("orders", "17").value());
        QCOMPARE(reader()->partitionSize("orders", "all", "").value(), 0);
    }

    void pageCursor_whenThePageIsWritten_movesAndKeepsItsFlags() {
        auto transaction = begun();
        QVERIFY(transaction->setPageCursor({.page = "orders",
                                            .position = 3,
                                            .paused = true,
                                            .quarantined = true,
                                            .lastError = "poison"}));
        QVERIFY(transaction->writePage({.page = "orders", .cursor = 4}));
        QVERIFY(transaction->commit());
        const auto cursors = reader()->pageCursors().value();
        QCOMPARE(cursors.size(), std::size_t{1});
        QCOMPARE(cursors[0].position, 4);
        QVERIFY(cursors[0].paused);
        QVERIFY(cursors[0].quarantined);
        QCOMPARE(cursors[0].lastError, std::string("poison"));
    }

    void page_whenCleared_isEmptyAndStartsAgain() {
        commitPage(*m_ledger, {.page = "orders",
                               .cursor = 9,
                               .put = {{.key = "17", .entries = {{"by", "song", 1}}}}});
        commitPage(*m_ledger, {.page = "tickets",
                               .cursor = 9,
                               .put = {{.key = "17", .entries = {{"by", "song", 1}}}}});
        auto transaction = begun();
        QVERIFY(transaction->clearPage("orders"));
        QVERIFY(transaction->commit());
        QVERIFY(!reader()->pageRow("orders", "17").value());
        QCOMPARE(reader()->partitionSize("orders", "by", "song").value(), 0);
        QCOMPARE(reader()->partitionSize("tickets", "by", "song").value(), 1);
        QCOMPARE(reader()->pageCursors().value()[0].position, 0);
        QCOMPARE(reader()->pageCursors().value()[1].position, 9);
    }
};

QTEST_GUILESS_MAIN(TestLedgerContract)
#include "tst_ledger_contract.moc"
