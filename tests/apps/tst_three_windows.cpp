/// Customer, store and rider side by side through ten orders of every ending, while the broker is
/// killed once and the server restarted once: at the end the windows show what the server's pages
/// say.

#include <signal.h>

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QtTest>

#include "apps/customer/customer_window.h"
#include "apps/kit/roles.h"
#include "apps/look/start.h"
#include "apps/rider/rider_window.h"
#include "apps/store/board_page.h"
#include "apps/store/store_window.h"
#include "tests/apps/three_windows.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;

namespace {

/// Unpaid orders end within the test's patience, and those that are paid late still have the time.
const QByteArray settings = "[timers]\npayment_ms = 45000\n";

}  // namespace

class TestThreeWindows : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> m_city;
    std::unique_ptr<ThreeWindows> m_windows;

    static QByteArray numbered(const char* path, qlonglong order) {
        return path + QByteArray::number(order);
    }
    void provider(const char* mode, const char* op, int count) {
        const auto told = m_city->sandbox()->request(
            "PUT", "/sandbox/payment",
            QByteArray::fromStdString(json{{"mode", mode}, {"op", op}, {"count", count}}.dump()));
        QCOMPARE(told.status, 200);
    }
    /// Picked up, brought, and the customer says so.
    void bring(qlonglong order) {
        QVERIFY(m_windows->pick(order));
        QVERIFY(m_windows->pressAsRider("next"));
        QTRY_COMPARE_WITH_TIMEOUT(m_windows->riderSees(order), QString("PickedUp"),
                                  ThreeWindows::patienceMs);
        QVERIFY(m_windows->pressAsRider("next"));
        QVERIFY(m_windows->waitFor(order, "Delivered"));
        QVERIFY(m_windows->pressAsCustomer(order, "confirm"));
        QVERIFY(m_windows->waitFor(order, "Confirmed"));
    }
    /// What a list shows: order and state of each row.
    static QMap<qlonglong, QString> rowsOf(const QListView* list) {
        QMap<qlonglong, QString> rows;
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            rows[index.data(kit::IdRole).toLongLong()] = index.data(kit::StateRole).toString();
        }
        return rows;
    }
    QMap<qlonglong, QString> pageOf(const char* user, const QByteArray& path) {
        QMap<qlonglong, QString> rows;
        const json page = m_city->as(user)->get(path).json();
        for (const auto& [name, items] : page.at("_embedded").items()) {
            for (const json& item : items) {
                rows[item.at("id").get<qlonglong>()] =
                    QString::fromStdString(item.at("state").get<std::string>());
            }
        }
        return rows;
    }

  private slots:
    void initTestCase() {
        look::speak(*qApp, look::Language::Korean);
        look::wearTheme(*qApp, look::ThemeChoice::Light);
        m_city = std::make_unique<RealCity>(settings);
        m_windows = std::make_unique<ThreeWindows>(*m_city);
        QVERIFY(m_windows->open());
    }
    void cleanupTestCase() {
        m_windows.reset();
        m_city.reset();
    }

    void tenOrders_ofEveryEnding() {
        ThreeWindows& windows = *m_windows;
        // 1: declined, and never paid: it expires while the others go on.
        provider("decline", "charge", 1);
        const qlonglong expiring = windows.order("군만두");
        QVERIFY(expiring > 0);
        QVERIFY(windows.waitFor(expiring, "PaymentDeclined"));
        // 2: from the shop to 배송확인, and rated.
        const qlonglong whole = windows.order("탕수육");
        QVERIFY(windows.cook(whole));
        bring(whole);
        QVERIFY(windows.pressAsCustomer(whole, "rate"));
        // 3: cancelled by the customer before anybody looked; two presses.
        const qlonglong taken = windows.order("짬뽕");
        QVERIFY(windows.waitFor(taken, "Paid"));
        QVERIFY(windows.pressAsCustomer(taken, "cancel"));
        QVERIFY(windows.pressAsCustomer(taken, "cancel"));
        QVERIFY(windows.waitFor(taken, "Cancelled"));
        QVERIFY(windows.stepAsStore(taken));  // seen
        // The broker dies here; everybody goes on by another road.
        const qint64 broker = m_city->brokerPid();
        QVERIFY(broker > 0);
        QCOMPARE(::kill(static_cast<pid_t>(broker), SIGKILL), 0);
        // 4: rejected, with a reason.
        const qlonglong rejected = windows.order("볶음밥");
        QVERIFY(windows.refuseAsStore(rejected, "재료 소진"));
        QVERIFY(windows.waitFor(rejected, "Rejected"));
        // 5: cancelled by the store in the rider's hands: their window is taken over.
        const qlonglong lost = windows.order("탕수육");
        QVERIFY(windows.cook(lost));
        QVERIFY(windows.pick(lost));
        QVERIFY(windows.refuseAsStore(lost, "포장이 터졌습니다"));
        QTRY_VERIFY_WITH_TIMEOUT(windows.rider().window()->isTakenOver(), ThreeWindows::patienceMs);
        QVERIFY(windows.pressAsRider("seen"));
        QVERIFY(windows.waitFor(lost, "Cancelled"));
        // 6: fetched by the customer.
        const qlonglong fetched = windows.order("짬뽕", true);
        QVERIFY(windows.cook(fetched));
        QVERIFY(windows.pressAsCustomer(fetched, "confirm"));
        QVERIFY(windows.waitFor(fetched, "Confirmed"));
        // The server goes and comes back where the windows know it.
        QVERIFY(m_city->stop());
        QVERIFY(m_city->start(RealCity::Ports::Same));
        QTRY_VERIFY_WITH_TIMEOUT(windows.areLive(), ThreeWindows::patienceMs);
        // 7: given back, and taken again.
        const qlonglong again = windows.order("볶음밥");
        QVERIFY(windows.cook(again));
        QVERIFY(windows.pick(again));
        QVERIFY(windows.pressAsRider("release"));
        QVERIFY(windows.pressAsRider("release"));
        bring(again);
        // 8: another rider is faster.
        const qlonglong others = windows.order("탕수육");
        QVERIFY(windows.cook(others));
        const auto rider2 = m_city->as("rider2");
        for (const char* step : {"/pick", "/collect", "/deliver"}) {
            QCOMPARE(rider2->put(numbered("/deliveries/", others) + step).status, 200);
        }
        QVERIFY(windows.pressAsCustomer(others, "confirm"));
        // 9: the provider is away: paid later, by the customer's own tap or by itself.
        provider("down", "all", -1);
        const qlonglong later = windows.order("짬뽕");
        QVERIFY(windows.waitFor(later, "PaymentDeferred"));
        provider("ok", "all", -1);
        QVERIFY(windows.cook(later));
        bring(later);
        // 10: cancelled by an administrator while it is cooking.
        const qlonglong stopped = windows.order("군만두");
        QVERIFY(windows.waitFor(stopped, "Paid"));
        QVERIFY(windows.stepAsStore(stopped));
        QVERIFY(windows.waitFor(stopped, "Accepted"));
        QCOMPARE(m_city->as("admin")->erase(numbered("/orders/", stopped)).status / 100, 2);
        QVERIFY(windows.waitFor(stopped, "Cancelled"));
        QVERIFY(windows.stepAsStore(stopped));  // seen
        QVERIFY(windows.waitFor(expiring, "Expired"));
        compareWithTheServer();
    }

  private:
    void compareWithTheServer() {
        ThreeWindows& windows = *m_windows;
        // The customer's list is their pages.
        auto* orders = windows.customer().window()->findChild<QListView*>("orders");
        const auto pages = pageOf("song", "/myPages?size=100");
        QCOMPARE(pages.size(), 10);
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(orders), pages, ThreeWindows::patienceMs);
        // Every end was seen at the store: its board is empty, and it knows what the server knows.
        store::StoreWindow& store = *windows.store().window();
        const auto tickets = pageOf("store1", "/foodCookings?size=100");
        for (auto ticket = tickets.cbegin(); ticket != tickets.cend(); ++ticket) {
            QTRY_COMPARE_WITH_TIMEOUT(windows.storeSees(ticket.key()), ticket.value(),
                                      ThreeWindows::patienceMs);
            QTRY_VERIFY_WITH_TIMEOUT(store.boardPage()->cardOf(ticket.key()) == nullptr,
                                     ThreeWindows::patienceMs);
        }
        QVERIFY(!windows.store().bell().isRinging());
        // The rider's deliveries of today.
        rider::RiderWindow& rider = *windows.rider().window();
        rider.goTo(1);
        const auto past = pageOf("rider1", "/deliveries?view=past&size=100");
        QTRY_COMPARE_WITH_TIMEOUT(rowsOf(rider.findChild<QListView*>("past")), past,
                                  ThreeWindows::patienceMs);
        const json self = m_city->as("rider1")->get("/riders/rider1").json();
        QCOMPARE(self.at("today").at("deliveries"), 3);
        QTRY_COMPARE_WITH_TIMEOUT(rider.findChild<QLabel*>("deliveriesToday")->text(),
                                  QString("3건"), ThreeWindows::patienceMs);
        QVERIFY(!rider.isTakenOver());
        // And the money: held for what was delivered, given back for the rest.
        for (auto page = pages.cbegin(); page != pages.cend(); ++page) {
            const json order = m_city->as("song")->get(numbered("/myPages/", page.key())).json();
            const bool confirmed = page.value() == QLatin1String("Confirmed");
            const qint64 due = confirmed ? order.at("payable").get<qint64>() : 0;
            QTRY_COMPARE_WITH_TIMEOUT(m_city->heldAtProvider(page.key()), due,
                                      ThreeWindows::patienceMs);
        }
    }
};

QTEST_MAIN(TestThreeWindows)
#include "tst_three_windows.moc"
