/// A disk that gets full while several people order: 503, nothing half-committed, and the server
/// goes on without a restart once there is room.

#include <QtTest>
#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "server/ledger/sqlite_ledger.h"
#include "tests/e2e/database_file.h"
#include "tests/e2e/places.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

constexpr std::size_t customersCount = 4;
/// Until the disk gets full under the others.
constexpr int takenBefore = 40;
/// The log's file has some room inside: it takes a few orders until the disk is really asked for
/// more.
constexpr int ordersMax = 2'000;

/// Places one order after the other until the disk is full.
struct Customer {
    QByteArray name;
    std::atomic<int> taken = 0;
    HttpAnswer refused;
    QByteArray odd;  ///< an answer that nobody may get

    [[nodiscard]] Headers id() const {
        return {{"Idempotency-Key", name + "-" + QByteArray::number(taken)}};
    }
    /// Placed while there was room, and the rest of its answer could not be written any more.
    [[nodiscard]] bool wasLate() const { return refused.json().value("name", "") != "Busy"; }
    void orderUntilFull(const RealCity& city, const QByteArray& token) {
        BlockingHttp http(city.port(), token);
        http.setTimeoutMs(60'000);
        while (taken < ordersMax && refused.status == 0 && odd.isEmpty()) {
            HttpAnswer answer = http.post("/orders", wish("짜장"), id());
            if (answer.status == 201 || answer.status == 202) {
                ++taken;
            } else if (answer.status != 503) {
                odd = QByteArray::number(answer.status) + ": " + answer.body;
            } else if (http.get("/metrics").body.contains("\ndelivery_disk_full 1")) {
                // Others are refused because the queue is long.
                refused = std::move(answer);
            }
        }
    }
};

int ordersOf(BlockingHttp& customer) {
    return customer.get("/orders?size=1").json().at("page").at("totalElements").get<int>();
}

int paidOf(BlockingHttp& customer) {
    int paid = 0;
    int pages = 1;
    for (int number = 0; number < pages; ++number) {
        const json page =
            customer.get("/orders?size=100&page=" + QByteArray::number(number)).json();
        pages = page.at("page").at("totalPages").get<int>();
        for (const auto& order : page.at("_embedded").at("orders")) {
            paid += order.at("state") == "Paid" ? 1 : 0;
        }
    }
    return paid;
}

}  // namespace

class TestE2eDiskFull : public QObject {
    Q_OBJECT

    /// Every chain and every row of the file that was left, and its pages as a rebuild makes them.
    static void isWhole(const QString& data, int orders) {
        const QString file = data + "/delivery.db";
        QCOMPARE(rowsOf(file, "PRAGMA integrity_check"), QStringList{"ok"});
        QCOMPARE(rowsOf(file, "SELECT count(*) FROM state WHERE kind = 'order'"),
                 QStringList{QString::number(orders)});
        {
            const auto opened = ledger::SqliteLedger::open({.directory = data.toStdString()});
            QVERIFY2(opened.has_value(), opened ? "" : opened.error().fault.text.c_str());
            const auto checked = (*opened)->fullCheck();
            QVERIFY2(checked && checked->empty(), checked ? "" : checked.error().text.c_str());
        }
        const QStringList live = pagesOf(file);
        QVERIFY(live.size() > orders);
        QCOMPARE(rebuildViews(data), 0);
        QCOMPARE(pagesOf(file), live);
    }

  private slots:
    void fullDisk_refusesWholeCommandsAndRecoversWithoutARestart() {
        // The provider's disk is the same one: its breaker would put later charges off.
        RealCity city(RealCity::SmallDisk{24}, "[breaker_charge]\ncalls_min = 100000\n");
        auto song = city.as("song");
        placed(*song);
        const qint64 pid = city.pid();

        std::array<Customer, customersCount> customers;
        int taken = 1;
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < customers.size(); ++i) {
                customers[i].name = "full-" + QByteArray::number(i);
                threads.emplace_back([&, i] { customers[i].orderUntilFull(city, song->token()); });
            }
            const auto before = [&] {
                int sum = 0;
                for (const Customer& customer : customers) sum += customer.taken;
                return sum;
            };
            QTRY_VERIFY_WITH_TIMEOUT(before() >= takenBefore, 60'000);
            city.fillDisk();
            for (std::jthread& thread : threads) thread.join();
        }
        for (const Customer& customer : customers) {
            QVERIFY2(customer.odd.isEmpty(), customer.odd);
            QCOMPARE(customer.refused.status, 503);
            QVERIFY(!customer.refused.headers.value("retry-after").isEmpty());
            QVERIFY(customer.refused.headers.value("content-type")
                        .startsWith("application/problem+json"));
            taken += customer.taken;
        }
        // Who was told no is not there, whoever shared the batch; who was told that the answer is
        // late is there.
        const auto late = std::ranges::count_if(customers, &Customer::wasLate);
        QCOMPARE(ordersOf(*song), taken + static_cast<int>(late));
        // Reading goes on.
        QCOMPARE(song->get("/myPages").status, 200);
        song->setTimeoutMs(60'000);
        for (const Customer& customer : customers) {
            QCOMPARE(song->post("/orders", wish("짜장"), customer.id()).status, 503);
        }

        city.freeDisk();
        for (const Customer& customer : customers) {
            HttpAnswer again;
            for (int n = 0; n < 100 && again.status / 100 != 2; ++n) {
                again = song->post("/orders", wish("짜장"), customer.id());
            }
            // Who was late repeats what was written while the provider could not write either.
            QVERIFY2(again.status == 201 || (customer.wasLate() && again.status == 202),
                     again.body.constData());
            ++taken;
        }
        QCOMPARE(city.pid(), pid);
        QCOMPARE(ordersOf(*song), taken);
        QTRY_COMPARE_WITH_TIMEOUT(paidOf(*song), taken, 180'000);
        QVERIFY(city.stop());
        isWhole(city.directory() + "/data", taken);
    }
};

QTEST_GUILESS_MAIN(TestE2eDiskFull)
#include "tst_e2e_disk_full.moc"
