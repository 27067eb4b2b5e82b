/// The store's window against the real server with its broker and sandbox: cards, keys, the alarm,
/// by pressing what a cook presses. Customers and riders are played over HTTP.

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QtTest>

#include "apps/look/action_button.h"
#include "apps/look/audit.h"
#include "apps/look/banner.h"
#include "apps/look/start.h"
#include "apps/store/board_page.h"
#include "apps/store/reason_dialog.h"
#include "apps/store/store_app.h"
#include "apps/store/store_window.h"
#include "apps/store/ticket_card.h"
#include "tests/support/real_city.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;
using store::Column;
using store::TicketCard;

namespace {

constexpr int patienceMs = 30'000;

}  // namespace

class TestStoreWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> m_city;
    std::unique_ptr<BlockingHttp> m_song;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<look::Preferences> m_preferences;
    std::unique_ptr<store::StoreApp> m_app;

    store::StoreWindow* window() const { return m_app->window(); }
    store::BoardPage* board() const { return window()->boardPage(); }
    bool rings() const { return m_app->bell().isRinging(); }

    void open(const QString& user = "store1") {
        m_app = std::make_unique<store::StoreApp>(*m_preferences, m_folder->path());
        m_app->start({QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()), user, "demo1234"});
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window()->freshness()->line(), look::Line::Live, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window()->shop().store().has("id"), patienceMs);
    }
    template <class Part>
    static Part* part(QWidget* in, const char* name) {
        Part* found = in->findChild<Part*>(QString::fromLatin1(name));
        if (found == nullptr) qFatal("no %s", name);
        return found;
    }
    static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    void key(Qt::Key key) { QTest::keyClick(window(), key); }

    /// Placed and paid; its number.
    qlonglong order(const std::string& dish = "탕수육", int qty = 1) {
        const auto placed = m_song->post(
            "/orders", {{"foodId", dish}, {"qty", qty}, {"address", "서울 용산구 용산동 1-1"}});
        if (placed.status != 201) qFatal("order: %d %s", placed.status, placed.body.constData());
        return placed.json().at("id").get<qlonglong>();
    }
    /// Waits for the order's card, which is there as soon as it rings.
    TicketCard* cardOf(qlonglong order) const {
        return QTest::qWaitFor([&] { return board()->cardOf(order) != nullptr; }, patienceMs)
                   ? board()->cardOf(order)
                   : nullptr;
    }
    int columnOf(qlonglong order) const {
        const TicketCard* card = board()->cardOf(order);
        if (card == nullptr) return -1;
        const auto column = store::columnOf(card->ticket());
        return column ? int(*column) : -1;
    }
    QString stateOf(qlonglong order) const {
        return QString::fromStdString(
            m_song->get("/orders/" + QByteArray::number(order)).json().at("state"));
    }
    void put(const char* who, qlonglong order, const char* step,
             const json& body = json::object()) {
        const QByteArray room = std::strcmp(who, "store1") == 0 ? "/foodCookings/" : "/deliveries/";
        const auto done = m_city->as(who)->put(room + QByteArray::number(order) + "/" + step, body);
        QVERIFY2(done.status == 200, done.body.constData());
    }
    void save(const char* name) const {
        const QByteArray folder = qgetenv("LOOK_PICTURES");
        if (folder.isEmpty()) return;
        window()->grab().save(QString::fromLocal8Bit(folder) + '/' + name);
    }

  private slots:
    void initTestCase() {
        m_city = std::make_unique<RealCity>();
        m_song = m_city->as("song");
    }
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

    void customerAtTheStoresDoor_isTurnedAway() {
        m_app = std::make_unique<store::StoreApp>(*m_preferences, m_folder->path());
        m_app->start(
            {QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()), "song", "demo1234"});
        QTRY_VERIFY_WITH_TIMEOUT(m_app->signInPage() != nullptr, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_app->signInPage()->findChild<look::Banner*>()->text().isEmpty(),
                                 patienceMs);
        QVERIFY(window() == nullptr);
    }

    void wholeLife_byNumberKeys() {
        open();
        QVERIFY(!rings());
        const qlonglong id = order();
        TicketCard* card = cardOf(id);
        QVERIFY(card != nullptr);
        QVERIFY(rings());
        QCOMPARE(columnOf(id), int(Column::New));
        QCOMPARE(board()->countIn(Column::New), 1);
        const auto slot = Qt::Key(Qt::Key_0 + window()->board().slotOf(id));
        key(slot);
        QCOMPARE(board()->selected(), id);
        // Chosen is not done: nothing goes out before the second press.
        QVERIFY(!m_app->work()->isPending(id, "accept"));
        const int proposed = card->cookMinutes();
        key(Qt::Key_Plus);
        QCOMPARE(card->cookMinutes(), proposed + 5);
        key(slot);
        QVERIFY(!rings());
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Accepted), patienceMs);
        QVERIFY(!rings());
        key(slot);
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Cooking), patienceMs);
        key(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Cooked), patienceMs);
        QCOMPARE(window()->board().slotOf(id), 0);
        put("rider1", id, "pick");
        put("rider1", id, "collect");
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Leaving), patienceMs);
        put("rider1", id, "deliver");
        QTRY_VERIFY_WITH_TIMEOUT(board()->cardOf(id) == nullptr, patienceMs);
        QStringList rang = window()->alarm().log().lines();
        rang.removeIf([](const QString& line) { return line.contains(" played "); });
        QCOMPARE(rang.size(), 2);
        QVERIFY(rang.last().endsWith(QStringLiteral("acknowledged %1").arg(id)));
    }

    void reject_asksWhy_andTheCustomerReadsIt() {
        open();
        const qlonglong id = order("짬뽕");
        TicketCard* card = cardOf(id);
        QVERIFY(card != nullptr);
        click(part<look::ActionButton>(card, "refuse"));
        auto* dialog = window()->findChild<store::ReasonDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY2(look::audit(*dialog).isEmpty(), qPrintable(look::audit(*dialog).join('\n')));
        auto* own = part<QLineEdit>(dialog, "ownReason");
        auto* done = part<look::ActionButton>(dialog, "reasonDone");
        QVERIFY(!done->isEnabled());
        QTest::keyClicks(own, "Today no squid");
        click(done);
        QTRY_VERIFY_WITH_TIMEOUT(board()->cardOf(id) == nullptr, patienceMs);
        QVERIFY(!rings());
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), QString("Rejected"), patienceMs);
        const auto mine = m_song->get("/orders/" + QByteArray::number(id)).json();
        QCOMPARE(QString::fromStdString(mine.at("reason")), QString("Today no squid"));
    }

    void cancelled_takesOverItsCard_untilSeen() {
        open();
        const qlonglong id = order();
        QVERIFY(cardOf(id) != nullptr);
        click(part<look::ActionButton>(board()->cardOf(id), "next"));
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Accepted), patienceMs);
        QVERIFY(!rings());
        QCOMPARE(m_song->erase("/orders/" + QByteArray::number(id)).status / 100, 2);
        QTRY_VERIFY_WITH_TIMEOUT(rings(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(store::isTakenBack(board()->cardOf(id)->ticket()), patienceMs);
        QCOMPARE(columnOf(id), int(Column::Accepted));
        auto* next = part<look::ActionButton>(board()->cardOf(id), "next");
        QTRY_VERIFY_WITH_TIMEOUT(next->text().contains("취소 확인"), patienceMs);
        save("store-cancelled.png");
        click(next);
        QTRY_VERIFY_WITH_TIMEOUT(board()->cardOf(id) == nullptr, patienceMs);
        QVERIFY(!rings());
    }

    void everyPage_passesTheAudit() {
        const qlonglong fresh = order("탕수육", 2);
        const qlonglong accepted = order("짬뽕", 3);
        const qlonglong cooking = order("짜장", 4);
        const qlonglong cooked = order();
        const qlonglong taken = order();
        for (const qlonglong id : {accepted, cooking, cooked, taken}) {
            put("store1", id, "accept", {{"cookMinutes", 20}});
        }
        for (const qlonglong id : {cooking, cooked}) put("store1", id, "start");
        put("store1", cooked, "finish");
        m_song->erase("/orders/" + QByteArray::number(taken));
        open();
        QVERIFY(cardOf(fresh) != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(board()->cardOf(taken) != nullptr, patienceMs);
        for (const auto choice :
             {look::ThemeChoice::Light, look::ThemeChoice::Dark, look::ThemeChoice::HighContrast}) {
            look::wearTheme(*qApp, choice);
            for (int page = 0; page < window()->pageCount(); ++page) {
                window()->goTo(page);
                QStringList complaints;
                // What has just been told is laid out at the next turn.
                QTRY_VERIFY2_WITH_TIMEOUT((complaints = look::audit(*window())).isEmpty(),
                                          qPrintable(complaints.join('\n')), 5'000);
                save(qPrintable(QStringLiteral("store-%1-%2.png").arg(page).arg(int(choice))));
            }
        }
        put("store1", fresh, "reject", {{"reason", "끝"}});
        put("store1", taken, "acknowledge");
    }
};

QTEST_MAIN(TestStoreWindow)
#include "tst_store_window.moc"
