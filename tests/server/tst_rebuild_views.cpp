// deliveryd --rebuild-views over a database of many finished orders makes the very rows that the
// batches made one by one, and says how far it is. DELIVERY_REBUILD_ORDERS sets how many; the time
// that it took is printed.

#include <sqlite3.h>

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <vector>

#include "desk/desk.h"
#include "server/ledger/sqlite_ledger.h"
#include "server/outside/vault.h"

using namespace delivery;
using ledger::SqliteLedger;

namespace {

constexpr int ordersUnlessSaid = 1'500;
constexpr int ordersPerBatch = 250;
constexpr int rebuildMs = 30 * 60'000;

int ordersWished() {
    bool said = false;
    const int orders = qEnvironmentVariableIntValue("DELIVERY_REBUILD_ORDERS", &said);
    return said ? orders : ordersUnlessSaid;
}

Actor customer(const std::string& id) { return {UserId{id}, Role::Customer, std::nullopt}; }
const Actor owner{UserId{"store1"}, Role::Store, StoreId{1}};
const Actor admin{UserId{"admin"}, Role::Admin, std::nullopt};
const Actor courier{UserId{"rider1"}, Role::Rider, std::nullopt};

/// A shop whose orders all go the same ways, hundreds in one transaction.
class BusyShop {
  public:
    BusyShop(SqliteLedger& ledger, const outside::Vault& vault)
        : m_install(ledger.reader().value()->install().value()), m_desk(ledger, manyAtOnce()) {
        if (!m_desk.open()) qFatal("the desk did not open");
        shop::Profile profile;
        profile.name = "용산반점";
        profile.place = {37'530'000, 126'965'000};
        add(admin, desk::OpenStore{StoreId{1}, UserId{"store1"}, profile});
        run();
        add(owner, desk::AddDish{StoreId{1}, {"짜장", Won{2'500}, {}, std::nullopt, ""}});
        add(owner, desk::AddDish{StoreId{1}, {"탕수육", Won{10'000}, {}, 1'000'000, ""}});
        for (const char* who : {"song", "kim"}) {
            add(systemActor(), desk::OpenAccount{UserId{who}, Role::Customer, "hash", {}, who, ""});
            add(systemActor(),
                desk::AddCard{CardId{std::string("card-") + who}, CustomerId{who}, vault.seal("bk"),
                              vault.seal("customer"), "4330****1234"});
        }
        add(courier, desk::SetDuty{true});
        run();
    }

    /// Every tenth is cancelled before it is cooked; the rest is brought, confirmed and some of it
    /// rated.
    void live(int orders) {
        const std::int64_t first = m_orders + 1;
        for (int i = 0; i < orders; ++i) {
            ++m_orders;
            desk::PlaceOrder place;
            place.customerId = CustomerId{whoOf(m_orders)};
            place.lines.push_back({FoodId{1 + m_orders % 2}, 1, {}, std::nullopt});
            place.address = "서울 용산구 용산동 1-1";
            place.area = "서울 용산구 용산동";
            place.dropOff = GeoPoint{37'531'000, 126'966'000};
            add(customer(whoOf(m_orders)), place);
        }
        run();
        const auto each = [&](const auto& step) {
            for (std::int64_t id = first; id <= m_orders; ++id) step(id, OrderId{id});
            run();
        };
        each([&](std::int64_t id, OrderId order) {
            const Won amount{id % 2 == 0 ? 2'500 : 10'000};
            add(systemActor(),
                desk::RecordCharge{
                    "charge/" + order.text() + "/1", order, 1,
                    order::RecordCharge::Approved{PaymentKey{"pay-" + order.text()}, amount,
                                                  "ds-" + m_install + "-" + order.text() + "-1"}});
        });
        each([&](std::int64_t id, OrderId order) {
            if (isCancelled(id)) {
                add(customer(whoOf(id)), desk::CancelOrder{order, std::nullopt});
            } else {
                add(owner, desk::AcceptOrder{order, 20});
            }
        });
        const auto eachCooked = [&](const auto& step) {
            each([&](std::int64_t id, OrderId order) {
                if (!isCancelled(id)) step(id, order);
            });
        };
        eachCooked([&](std::int64_t, OrderId order) { add(owner, desk::StartCooking{order}); });
        eachCooked([&](std::int64_t, OrderId order) { add(owner, desk::FinishCooking{order}); });
        eachCooked([&](std::int64_t, OrderId order) { add(courier, desk::PickDelivery{order}); });
        eachCooked([&](std::int64_t, OrderId order) {
            add(courier, desk::CollectDelivery{order, 1});
        });
        eachCooked([&](std::int64_t, OrderId order) {
            add(courier, desk::DeliverOrder{order, 1});
        });
        eachCooked([&](std::int64_t id, OrderId order) {
            add(customer(whoOf(id)), desk::ConfirmOrder{order});
        });
        eachCooked([&](std::int64_t id, OrderId order) {
            if (id % 3 == 0) add(customer(whoOf(id)), desk::RateOrder{order, 4, std::nullopt});
        });
    }

  private:
    static desk::Settings manyAtOnce() {
        desk::Settings settings;
        settings.deliveriesHeldMax = 1'000'000;
        return settings;
    }
    static std::string whoOf(std::int64_t id) { return id % 3 == 0 ? "kim" : "song"; }
    static bool isCancelled(std::int64_t id) { return id % 10 == 0; }

    void add(const Actor& actor, desk::Command command) {
        desk::Envelope envelope;
        envelope.actor = actor;
        envelope.command = std::move(command);
        envelope.id = CommandId{"c" + std::to_string(++m_ids)};
        envelope.fingerprint = "same";
        for (auto& word : envelope.random) word = ++m_random * 0x9e3779b97f4a7c15ULL;
        envelope.keepReply = actor.role != Role::System;
        m_batch.push_back(std::move(envelope));
    }
    void run() {
        m_now = m_now + seconds(1);
        const auto result = m_desk.run(m_batch, m_now);
        if (result.fault) qFatal("%s", result.fault->text.c_str());
        for (std::size_t i = 0; i < result.answers.size(); ++i) {
            const desk::Answer& answer = result.answers[i];
            if (answer.fault) qFatal("%s", answer.fault->text.c_str());
            const auto* refused = answer.reply ? std::get_if<Refusal>(&*answer.reply) : nullptr;
            if (refused != nullptr) qFatal("%s", sentence(*refused, Language::English).c_str());
        }
        m_batch.clear();
    }

    std::string m_install;
    desk::CommandDesk m_desk;
    std::vector<desk::Envelope> m_batch;
    Instant m_now{1'800'000'000'000};
    std::int64_t m_orders = 0;
    std::int64_t m_ids = 0;
    std::uint64_t m_random = 0;
};

struct Views {
    QByteArray hash;
    qint64 rows = 0;
};

Views viewsIn(const QString& directory) {
    sqlite3* database = nullptr;
    if (sqlite3_open_v2(qPrintable(directory + "/delivery.db"), &database, SQLITE_OPEN_READONLY,
                        nullptr) != SQLITE_OK)
        qFatal("no database");
    QCryptographicHash hash(QCryptographicHash::Sha256);
    Views views;
    for (const char* sql :
         {"SELECT page, key, entries, body FROM page_row ORDER BY page, key",
          "SELECT page, lookup, part, sort, row_key FROM page_index ORDER BY 1, 2, 3, 4, 5",
          "SELECT page, lookup, part, entries FROM page_count ORDER BY 1, 2, 3",
          "SELECT page, position FROM page_cursor ORDER BY 1"}) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(database));
        while (sqlite3_step(statement) == SQLITE_ROW) {
            ++views.rows;
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                const auto* bytes =
                    static_cast<const char*>(sqlite3_column_blob(statement, column));
                hash.addData(QByteArrayView(bytes, sqlite3_column_bytes(statement, column)));
                hash.addData("|");
            }
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    views.hash = hash.result().toHex();
    return views;
}

struct Ended {
    int code = -1;
    QByteArray said;
    qint64 ms = 0;
};

Ended deliveryd(const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("DELIVERY_PASSWORD", "long enough");
    process.setProcessEnvironment(environment);
    QElapsedTimer clock;
    clock.start();
    process.start(QStringLiteral(DELIVERY_BIN_DIR "/deliveryd"), arguments);
    if (!process.waitForFinished(rebuildMs)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), process.readAllStandardError(), clock.elapsed()};
}

}  // namespace

class TestRebuildViews : public QObject {
    Q_OBJECT

  private slots:
    void manyOrders_whenViewsAreRebuilt_areTheSameRows() {
        const QTemporaryDir directory;
        const QString data = directory.filePath("data");
        QCOMPARE(deliveryd({"--make-admin", "boss", "--data", data}).code, 0);
        const int orders = ordersWished();
        {
            auto ledger = SqliteLedger::open({.directory = data.toStdString()}).value();
            const auto vault = outside::Vault::open((data + "/vault.key").toStdString(),
                                                    outside::Vault::Missing::Refuse);
            QVERIFY(vault);
            BusyShop shop(*ledger, *vault);
            QElapsedTimer clock;
            clock.start();
            for (int left = orders; left > 0; left -= ordersPerBatch) {
                shop.live(std::min(left, ordersPerBatch));
            }
            qInfo("%d orders lived in %.1f s", orders,
                  static_cast<double>(clock.elapsed()) / 1'000);
        }
        const Views live = viewsIn(data);
        const Ended rebuilt = deliveryd({"--rebuild-views", "--data", data});
        QVERIFY2(rebuilt.code == 0, rebuilt.said);
        qInfo("%lld rows of views made anew in %.1f s", static_cast<long long>(live.rows),
              static_cast<double>(rebuilt.ms) / 1'000);
        QVERIFY(rebuilt.said.contains("rebuilding views: 2000 of "));
        QVERIFY(rebuilt.said.endsWith("deliveryd: views rebuilt\n"));
        const Views anew = viewsIn(data);
        QCOMPARE(anew.rows, live.rows);
        QCOMPARE(anew.hash, live.hash);
    }
};

QTEST_GUILESS_MAIN(TestRebuildViews)
#include "tst_rebuild_views.moc"
