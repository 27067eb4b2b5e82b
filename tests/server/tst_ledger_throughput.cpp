// How many commands a second a ledger takes, by batch size: printed, not judged.

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include "server/ledger/sqlite_ledger.h"
#include "tests/server/ledger_rows.h"
#include "tests/support/memory_ledger.h"

using namespace delivery;
using namespace delivery::desk;
using namespace delivery::tests;

class TestLedgerThroughput : public QObject {
    Q_OBJECT

  private:
    /// A command as the desk writes one: two events, a reply, a timer, an effect, and two pages'
    /// rows per batch.
    static double commandsPerSecond(Ledger& ledger, int batch, int commands, int& order) {
        QElapsedTimer timer;
        timer.start();
        for (int done = 0; done < commands; done += batch) {
            auto transaction = ledger.begin().value();
            PageWrites page{.page = "orders"};
            for (int i = 0; i < batch; ++i) {
                const std::string id = std::to_string(++order);
                CommandWrites writes =
                    writesOf({"order", id}, 0, {Bytes(400, 'x'), Bytes(200, 'y')});
                writes.streams[0].state = Bytes(800, 's');
                writes.replies = {reply("c" + id, Bytes(600, 'r'), true)};
                writes.timers = {{{"order", id}, "accept", {order}}};
                writes.effects = {effect("charge/" + id, {order})};
                writes.counters["order"] = order;
                const auto appended = transaction->append(std::move(writes));
                if (!appended) qFatal("%s", appended.error().text.c_str());
                page.cursor = appended->back().position;
                page.put.push_back(
                    {.key = id,
                     .body = Bytes(500, 'p'),
                     .entries = {{"customer", "song", order}, {"store", "1", order}}});
            }
            for (const char* name : {"orders", "tickets"}) {
                page.page = name;
                if (!transaction->writePage(page)) qFatal("page");
            }
            if (!transaction->commit()) qFatal("commit");
        }
        return commands * 1e9 / static_cast<double>(timer.nsecsElapsed());
    }

  private slots:
    void commands_whenGrouped_arePrinted() {
        const QTemporaryDir directory;
        auto sqlite = ledger::SqliteLedger::open({.directory = directory.path().toStdString()});
        QVERIFY(sqlite);
        MemoryLedger memory;
        int order = 0;
        for (const int batch : {1, 8, 64, 256}) {
            const int commands = batch == 1 ? 512 : 4096;
            qInfo("batch %3d: sqlite %8.0f commands/s, memory %8.0f commands/s", batch,
                  commandsPerSecond(**sqlite, batch, commands, order),
                  commandsPerSecond(memory, batch, commands, order));
        }
        QElapsedTimer timer;
        timer.start();
        QVERIFY((*sqlite)->checkTails());
        qInfo("checkTails of %d orders: %lld ms", order / 2, timer.restart());
        QVERIFY((*sqlite)->quickCheck());
        qInfo("quickCheck: %lld ms", timer.restart());
        QVERIFY((*sqlite)->fullCheck().value().empty());
        qInfo("fullCheck: %lld ms", timer.restart());
    }
};

QTEST_GUILESS_MAIN(TestLedgerThroughput)
#include "tst_ledger_throughput.moc"
