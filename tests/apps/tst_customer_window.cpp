/// The customer's window against the real server with its broker and sandbox: by clicking what a
/// person clicks.

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>

#include "apps/customer/cart_page.h"
#include "apps/customer/customer_app.h"
#include "apps/customer/customer_window.h"
#include "apps/customer/order_view.h"
#include "apps/customer/orders_page.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/audit.h"
#include "apps/look/banner.h"
#include "apps/look/card_delegate.h"
#include "apps/look/map_view.h"
#include "apps/look/sign_in_page.h"
#include "apps/look/start.h"
#include "apps/look/status_badge.h"
#include "tests/support/real_city.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;

namespace {

constexpr int patienceMs = 30'000;

}  // namespace

class TestCustomerWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> m_city;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<look::Preferences> m_preferences;
    std::unique_ptr<customer::CustomerApp> m_app;

    QString server() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()); }
    customer::CustomerWindow* window() const { return m_app->window(); }

    void open(const QString& user, const QString& password = "demo1234") {
        m_app = std::make_unique<customer::CustomerApp>(*m_preferences, m_folder->path());
        m_app->start({server(), user, password});
    }
    template <class Part>
    Part* part(const char* name) const {
        Part* found = window()->findChild<Part*>(QString::fromLatin1(name));
        if (found == nullptr) qFatal("no %s", name);
        return found;
    }
    static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    /// Clicks the row of a list that reads so; false when there is none.
    static bool choose(QListView* list, const QString& title) {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data(kit::TitleRole).toString() != title) continue;
            list->scrollTo(index);
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                              list->visualRect(index).center());
            return true;
        }
        return false;
    }
    /// From the list of shops to an order that is on its way to the server.
    void order(const QString& dish, const std::function<void(look::ActionButton*)>& before = {}) {
        window()->goTo(0);
        auto* shops = part<QListView>("shops");
        QTRY_VERIFY_WITH_TIMEOUT(shops->model()->rowCount() > 0, patienceMs);
        QVERIFY(choose(shops, "용산반점"));
        auto* dishes = part<QListView>("dishes");
        QTRY_VERIFY_WITH_TIMEOUT(choose(dishes, dish), patienceMs);
        click(part<look::ActionButton>("add"));
        window()->goTo(1);
        part<QComboBox>("address")->setEditText("서울 용산구 용산동 1-1");
        auto* page = window()->findChild<customer::CartPage*>();
        QVERIFY(page != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(hasCard(page), patienceMs);
        if (before) before(part<look::ActionButton>("order"));
        click(part<look::ActionButton>("order"));
    }
    static bool hasCard(QWidget* page) {
        for (const QComboBox* box : page->findChildren<QComboBox*>()) {
            if (box->currentData().toString().startsWith("card-")) return true;
        }
        return false;
    }
    customer::OrderView* view() const { return window()->findChild<customer::OrderView*>(); }
    QString shownState() const {
        const auto badges = view()->findChildren<look::StatusBadge*>();
        return badges.isEmpty() ? QString() : badges.front()->face().word;
    }

  private slots:
    void initTestCase() { m_city = std::make_unique<RealCity>(); }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_preferences = std::make_unique<look::Preferences>(m_folder->filePath("settings.ini"),
                                                            QSettings::IniFormat);
        look::speak(*qApp, look::Language::Korean);
        look::wearTheme(*qApp, look::ThemeChoice::Light);
    }
    void cleanup() {
        m_app.reset();
        m_preferences.reset();
    }

    void wrongPassword_isSaidAndAskedAgain() {
        open("song", "wrong-password");
        QTRY_VERIFY_WITH_TIMEOUT(m_app->signInPage() != nullptr, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_app->signInPage()->findChild<look::Banner*>()->text().isEmpty(),
                                 patienceMs);
        QVERIFY(window() == nullptr);
    }

    void wholeLife_byClicking() {
        open("song");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        order("탕수육");
        QTRY_VERIFY_WITH_TIMEOUT(view()->orderId() > 0, patienceMs);
        const qlonglong id = view()->orderId();
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("결제완료"), patienceMs);
        QCOMPARE(m_city->capturesAtProvider(id), 1);
        QVERIFY(!part<look::ActionButton>("confirm")->isVisible());
        const auto store = m_city->as("store1");
        const auto rider = m_city->as("rider1");
        const QByteArray ticket = "/foodCookings/" + QByteArray::number(id);
        const QByteArray delivery = "/deliveries/" + QByteArray::number(id);
        QCOMPARE(store->put(ticket + "/accept", {{"cookMinutes", 20}}).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("주문접수됨"), patienceMs);
        QCOMPARE(store->put(ticket + "/start").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("요리시작됨"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!part<look::ActionButton>("cancel")->isVisible(), patienceMs);
        QCOMPARE(store->put(ticket + "/finish").status, 200);
        QCOMPARE(rider->put(delivery + "/pick").status, 200);
        // The shop, the goal and, once somebody rides, where they are.
        auto* map = view()->findChild<look::MapView*>();
        QTRY_COMPARE_WITH_TIMEOUT(map->markers().size(), 3, patienceMs);
        QVERIFY(map->isVisible());
        for (const char* step : {"/collect", "/deliver"}) {
            QCOMPARE(rider->put(delivery + step).status, 200);
        }
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("배송완료됨"), patienceMs);
        auto* confirm = part<look::ActionButton>("confirm");
        QTRY_VERIFY_WITH_TIMEOUT(confirm->isVisible() && confirm->isEnabled(), patienceMs);
        // A doubled click is one command.
        click(confirm);
        click(confirm);
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("거래완료"), patienceMs);
        auto* rate = part<look::ActionButton>("rate");
        QTRY_VERIFY_WITH_TIMEOUT(rate->isVisible() && rate->isEnabled(), patienceMs);
        click(rate);
        QTRY_VERIFY_WITH_TIMEOUT(!rate->isVisible(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_app->work()->notices().rowCount() >= 7, patienceMs);
    }

    void cancel_asksOnceMore_andGivesTheMoneyBack() {
        open("kim");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        order("짬뽕");
        QTRY_VERIFY_WITH_TIMEOUT(view()->orderId() > 0, patienceMs);
        const qlonglong id = view()->orderId();
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("결제완료"), patienceMs);
        auto* cancel = part<look::ActionButton>("cancel");
        QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible() && cancel->isEnabled(), patienceMs);
        click(cancel);
        QVERIFY2(cancel->text().contains("9,000원"), qPrintable(cancel->text()));
        click(cancel);
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("주문취소"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(m_city->heldAtProvider(id), qint64{0}, patienceMs);
    }

    void points_areCalledByWhatBecameOfThem() {
        const auto kim = m_city->as("kim");
        const json dish{{"foodId", "탕수육"}, {"qty", 2}, {"address", "서울 용산구 용산동 1-1"}};
        QCOMPARE(kim->post("/orders", dish).status, 201);
        json withPoints = dish;
        withPoints["usePoints"] = 50;
        const auto spent = kim->post("/orders", withPoints);
        QVERIFY2(spent.status == 201, spent.body.constData());
        const auto id = spent.json().at("id").get<qint64>();
        QCOMPARE(kim->erase("/orders/" + QByteArray::number(id)).status, 204);
        open("kim");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        window()->goTo(4);
        auto* ledger = part<QListView>("ledger");
        const auto* cards = qobject_cast<look::CardDelegate*>(ledger->itemDelegate());
        QVERIFY(cards != nullptr);
        const auto titles = [&] {
            QSet<QString> all;
            for (int row = 0; row < ledger->model()->rowCount(); ++row) {
                all.insert(cards->cardOf(ledger->model()->index(row, 0)).title);
            }
            return all;
        };
        const QSet<QString> four{"적립", "사용", "사용한 포인트 돌려받음", "적립 취소"};
        QTRY_COMPARE_WITH_TIMEOUT(titles(), four, patienceMs);
    }

    void declined_isPaidAgainWhereTheServerOffersIt() {
        const auto sandbox = m_city->sandbox();
        const json once{{"mode", "decline"}, {"op", "charge"}, {"count", 1}};
        QCOMPARE(sandbox->put("/sandbox/payment", once).status / 100, 2);
        open("kim");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        order("탕수육");
        QTRY_VERIFY_WITH_TIMEOUT(view()->orderId() > 0, patienceMs);
        const qlonglong id = view()->orderId();
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("결제실패"), patienceMs);
        auto* pay = part<look::ActionButton>("pay");
        QTRY_VERIFY_WITH_TIMEOUT(pay->isVisible() && pay->isEnabled(), patienceMs);
        click(pay);
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("결제완료"), patienceMs);
        QCOMPARE(m_city->capturesAtProvider(id), 1);
        QVERIFY(pay->isHidden());
        // Nothing is offered in the server's place.
        view()->show(*kit::Representation::parse(
            R"({"id":999999,"state":"PaymentDeclined","_links":{"self":{"href":"/orders/999999"}}})"));
        QVERIFY(pay->isHidden());
    }

    void reorder_fillsTheCart_whateverShopsAreShown() {
        const auto song = m_city->as("song");
        const auto placed = song->post(
            "/orders", {{"foodId", "짬뽕"}, {"qty", 2}, {"address", "서울 용산구 용산동 1-1"}});
        QVERIFY2(placed.status == 201, placed.body.constData());
        open("song");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        // Without a line the banner has something else to say.
        QTRY_COMPARE_WITH_TIMEOUT(window()->freshness()->line(), look::Line::Live, patienceMs);
        emit window()->findChild<customer::OrdersPage*>()->reorderWanted(
            *kit::Representation::parse(placed.body));
        auto* page = window()->findChild<customer::CartPage*>();
        const auto names = [&] {
            QStringList all;
            for (const QLabel* label : page->findChildren<QLabel*>()) all << label->text();
            return all;
        };
        QTRY_VERIFY2_WITH_TIMEOUT(names().contains("짬뽕"), qPrintable(names().join('\n')),
                                  patienceMs);
        QVERIFY2(window()->banner()->text().isEmpty(), qPrintable(window()->banner()->text()));
        QTRY_VERIFY_WITH_TIMEOUT(page->isVisible(), patienceMs);
    }

    void deliveryFee_isInThePriceThatIsPressed() {
        const auto store = m_city->as("store1");
        QCOMPARE(store->put("/stores/1", {{"deliveryFee", 3000}}).status, 200);
        open("song");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        order("짜장", [this](look::ActionButton* button) {
            QTRY_VERIFY_WITH_TIMEOUT(button->text().contains("5,500"), patienceMs);
        });
        QTRY_VERIFY_WITH_TIMEOUT(view()->orderId() > 0, patienceMs);
        const qlonglong id = view()->orderId();
        QTRY_COMPARE_WITH_TIMEOUT(shownState(), QString("결제완료"), patienceMs);
        QCOMPARE(m_city->heldAtProvider(id), qint64{5'500});
        QCOMPARE(store->put("/stores/1", {{"deliveryFee", 0}}).status, 200);
    }

    void everyPage_passesTheAudit() {
        open("song");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(part<QListView>("shops")->model()->rowCount() > 0, patienceMs);
        const QByteArray folder = qgetenv("LOOK_PICTURES");
        for (const auto choice : {look::ThemeChoice::Light, look::ThemeChoice::Dark}) {
            look::wearTheme(*qApp, choice);
            for (int page = 0; page < 6; ++page) {
                window()->goTo(page);
                // What arrives meanwhile is laid out before it is judged.
                QStringList complaints;
                QTRY_VERIFY2_WITH_TIMEOUT((complaints = look::audit(*window())).isEmpty(),
                                          qPrintable(complaints.join('\n')), patienceMs);
                if (!folder.isEmpty()) {
                    window()->grab().save(QStringLiteral("%1/customer-%2-%3.png")
                                              .arg(QString::fromLocal8Bit(folder))
                                              .arg(page)
                                              .arg(int(choice)));
                }
            }
        }
    }

    void serverGone_isSaid_andTheWindowComesBackByItself() {
        open("song");
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window()->freshness()->line(), look::Line::Live, patienceMs);
        m_city->kill();
        QTRY_COMPARE_WITH_TIMEOUT(window()->freshness()->line(), look::Line::Offline, patienceMs);
        QVERIFY(!window()->banner()->text().isEmpty());
    }
};

QTEST_MAIN(TestCustomerWindow)
#include "tst_customer_window.moc"
