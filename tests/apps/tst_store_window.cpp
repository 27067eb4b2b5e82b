/// The store's window against the real server with its broker and sandbox: cards, keys, the alarm,
/// by pressing what a cook presses. Customers and riders are played over HTTP.

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QtTest>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/audit.h"
#include "apps/look/banner.h"
#include "apps/look/preferences_page.h"
#include "apps/look/start.h"
#include "apps/store/board_page.h"
#include "apps/store/chart.h"
#include "apps/store/reason_dialog.h"
#include "apps/store/store_app.h"
#include "apps/store/store_window.h"
#include "apps/store/ticket_card.h"
#include "apps/store/ticket_preview.h"
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
    json storeSays(const char* member) const {
        const json store = m_song->get("/stores/1").json();
        return store.contains(member) ? store.at(member) : json();
    }
    /// To the page on which this button is.
    void goToPageOf(const char* button) {
        auto* wanted = part<look::ActionButton>(window(), button);
        for (int page = 0; page < window()->pageCount(); ++page) {
            window()->goTo(page);
            if (wanted->parentWidget()->isVisible()) return;
        }
        qFatal("no page has %s", button);
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

    void promise_isChangedInFives_andTheCustomerHears() {
        open();
        const qlonglong id = order("군만두");
        TicketCard* card = cardOf(id);
        QVERIFY(card != nullptr);
        auto* change = part<look::ActionButton>(card, "change");
        QVERIFY(!change->isVisible());
        click(part<look::ActionButton>(card, "next"));
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Accepted), patienceMs);
        const auto readyBy = [&] { return card->ticket().text("readyBy"); };
        const QString first = readyBy();
        // Nothing goes out before somebody has set another time.
        QVERIFY(!change->isVisible());
        board()->select(id);
        key(Qt::Key_T);
        QVERIFY(!m_app->work()->isPending(id, "promise"));
        const int left = card->cookMinutes();
        auto* more = part<look::ActionButton>(card, "more");
        // The news may be here before the answer.
        QTRY_VERIFY_WITH_TIMEOUT(more->isEnabled(), patienceMs);
        click(more);
        click(more);
        QCOMPARE(card->cookMinutes(), left + 10);
        QVERIFY(change->isVisible());
        QVERIFY2(look::audit(*window()).isEmpty(), qPrintable(look::audit(*window()).join('\n')));
        save("store-promise.png");
        click(change);
        QVERIFY(m_app->work()->isPending(id, "promise"));
        QTRY_VERIFY_WITH_TIMEOUT(readyBy() > first, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!change->isVisible(), patienceMs);
        const auto mine = [&] {
            return m_song->get("/orders/" + QByteArray::number(id)).json().value("readyBy", "");
        };
        QCOMPARE(QString::fromStdString(mine()), readyBy());
        // While it cooks as well, by the keys.
        auto* next = part<look::ActionButton>(card, "next");
        QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), patienceMs);
        click(next);
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Cooking), patienceMs);
        const QString second = readyBy();
        board()->select(id);
        key(Qt::Key_Minus);
        QVERIFY(change->isVisible());
        key(Qt::Key_T);
        QTRY_VERIFY_WITH_TIMEOUT(readyBy() < second, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(mine()), readyBy(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), patienceMs);
        click(next);
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Cooked), patienceMs);
        QVERIFY(!more->isVisible());
        put("store1", id, "cancel", {{"reason", "시험"}});
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

    void shop_takesOrdersAsItIsTold() {
        open();
        goToPageOf("pause");
        click(part<look::ActionButton>(window(), "pause"));
        QTRY_VERIFY_WITH_TIMEOUT(storeSays("paused") == true, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(part<look::ActionButton>(window(), "resume")->isVisible(),
                                 patienceMs);
        click(part<look::ActionButton>(window(), "resume"));
        QTRY_VERIFY_WITH_TIMEOUT(storeSays("paused") == false, patienceMs);
        click(part<look::ActionButton>(window(), "busy"));
        QTRY_VERIFY_WITH_TIMEOUT(storeSays("busyExtraMinutes") == 10, patienceMs);
        auto* calm = part<look::ActionButton>(window(), "calm");
        QTRY_VERIFY_WITH_TIMEOUT(calm->isVisible(), patienceMs);
        click(calm);
        QTRY_VERIFY_WITH_TIMEOUT(storeSays("busy") == false, patienceMs);
        // What is accepted by itself is a card that never rang.
        click(part<look::ActionButton>(window(), "automatic"));
        QTRY_VERIFY_WITH_TIMEOUT(window()->shop().store().at("autoAccept").number("ordersMax") == 5,
                                 patienceMs);
        const auto before = window()->alarm().log().lines().size();
        const qlonglong id = order();
        QTRY_COMPARE_WITH_TIMEOUT(columnOf(id), int(Column::Accepted), patienceMs);
        QCOMPARE(window()->alarm().log().lines().size(), before);
        click(part<look::ActionButton>(window(), "byHand"));
        QTRY_VERIFY_WITH_TIMEOUT(!window()->shop().store().at("autoAccept").has("ordersMax"),
                                 patienceMs);
        put("store1", id, "cancel", {{"reason", "시험"}});
    }

    void hours_areSavedByTheDay() {
        open();
        goToPageOf("saveHours");
        auto* always = part<QCheckBox>(window(), "always");
        QTRY_VERIFY_WITH_TIMEOUT(always->isChecked(), patienceMs);
        always->setChecked(false);
        const auto days = window()->findChildren<QLineEdit*>("hours");
        QCOMPARE(days.size(), 7);
        for (QLineEdit* day : days) day->setText("00:00-24:00");
        days[0]->setText("11 to 15");
        click(part<look::ActionButton>(window(), "saveHours"));
        QVERIFY(window()->banner()->text().contains("월요일"));
        days[0]->setText("0:00-12:00, 12:00-24:00");
        click(part<look::ActionButton>(window(), "saveHours"));
        QTRY_VERIFY_WITH_TIMEOUT(storeSays("alwaysOpen") == false, patienceMs);
        QCOMPARE(m_song->get("/stores/1").json().at("hours").size(), std::size_t{8});
        QTRY_VERIFY_WITH_TIMEOUT(days[0]->text() == "00:00-12:00, 12:00-24:00", patienceMs);
        click(part<look::ActionButton>(window(), "addDay"));
        QTRY_VERIFY_WITH_TIMEOUT(m_song->get("/stores/1").json().at("specialDays").size() == 1,
                                 patienceMs);
        always->setChecked(true);
        click(part<look::ActionButton>(window(), "saveHours"));
        QTRY_VERIFY_WITH_TIMEOUT(storeSays("alwaysOpen") == true, patienceMs);
    }

    void menu_isChangedByItsShop() {
        open();
        goToPageOf("newDish");
        auto* list = part<QListView>(window(), "dishes");
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, patienceMs);
        const QModelIndex first = list->model()->index(0, 0);
        const QByteArray dish = "/foods/" + first.data(kit::IdRole).toString().toUtf8();
        list->setCurrentIndex(first);
        click(part<look::ActionButton>(window(), "soldOutToday"));
        QTRY_VERIFY_WITH_TIMEOUT(m_song->get(dish).json().at("soldOut") == true, patienceMs);
        QVERIFY(m_song->get(dish).json().contains("soldOutUntil"));
        auto* reopen = part<look::ActionButton>(window(), "reopen");
        QTRY_VERIFY_WITH_TIMEOUT(reopen->isVisible(), patienceMs);
        click(reopen);
        QTRY_VERIFY_WITH_TIMEOUT(m_song->get(dish).json().at("soldOut") == false, patienceMs);
        const int before = list->model()->rowCount();
        click(part<look::ActionButton>(window(), "newDish"));
        click(part<look::ActionButton>(window(), "saveDish"));
        QVERIFY(!window()->banner()->text().isEmpty());
        part<QLineEdit>(window(), "name")->setText("유린기");
        part<QSpinBox>(window(), "price")->setValue(23'000);
        part<QLineEdit>(window(), "kitchenStation")->setText("튀김");
        part<QPlainTextEdit>(window(), "choices")->setPlainText("크기* = 중:0 | 대:6000");
        click(part<look::ActionButton>(window(), "saveDish"));
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), before + 1, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(window()->board().stations().contains("튀김"), patienceMs);
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data(kit::TitleRole) != "유린기") continue;
            list->setCurrentIndex(list->model()->index(row, 0));
        }
        QCOMPARE(part<QSpinBox>(window(), "price")->value(), 23'000);
        save("store-menu.png");
        auto* remove = part<look::ActionButton>(window(), "removeDish");
        click(remove);
        click(remove);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), before, patienceMs);
    }

    void newPrice_leavesWhatCanBeChosen() {
        const json toppings = {
            {{"name", "토핑"},
             {"required", false},
             {"choices",
              {{{"choice", "치즈"}, {"price", 500}}, {{"choice", "떡"}, {"price", 300}}}},
             {"choicesMax", 2}}};
        const auto added = m_city->as("store1")->post(
            "/foods", {{"name", "라볶이"}, {"price", 7'000}, {"options", toppings}});
        QVERIFY2(added.status == 201, added.body.constData());
        const QByteArray dish = "/foods/" + QByteArray::number(added.json().at("id").get<qint64>());
        open();
        goToPageOf("newDish");
        auto* list = part<QListView>(window(), "dishes");
        const auto rowOf = [&] {
            for (int row = 0; row < list->model()->rowCount(); ++row) {
                const QModelIndex index = list->model()->index(row, 0);
                if (index.data(kit::TitleRole) == "라볶이") return index;
            }
            return QModelIndex();
        };
        QTRY_VERIFY_WITH_TIMEOUT(rowOf().isValid(), patienceMs);
        list->setCurrentIndex(rowOf());
        auto* choices = part<QPlainTextEdit>(window(), "choices");
        QCOMPARE(choices->toPlainText(), QString("토핑[2] = 치즈:500 | 떡:300"));
        part<QSpinBox>(window(), "price")->setValue(7'500);
        click(part<look::ActionButton>(window(), "saveDish"));
        QTRY_VERIFY_WITH_TIMEOUT(m_song->get(dish).json().at("price") == 7'500, patienceMs);
        QVERIFY(m_song->get(dish).json().at("options") == toppings);
        // And as it is written it is sent.
        choices->setPlainText("토핑[3]* = 치즈:500 | 떡:300 | 만두:1000");
        click(part<look::ActionButton>(window(), "saveDish"));
        QTRY_VERIFY_WITH_TIMEOUT(m_song->get(dish).json().at("options").at(0).at("choicesMax") == 3,
                                 patienceMs);
        QVERIFY(m_song->get(dish).json().at("options").at(0).at("required") == true);
    }

    void alarmsThatCannotBeWrittenDown_areSaidInTheSettings() {
        // A folder stands where the file should be.
        const QUrl server(QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()));
        QVERIFY(QDir(m_folder->path()).mkpath(kit::accountFileName(server, "store1") + ".alarms"));
        open();
        const qlonglong id = order();
        QVERIFY(cardOf(id) != nullptr);
        goToPageOf("signOut");
        auto* settings = window()->findChild<look::PreferencesPage*>();
        QVERIFY(settings != nullptr);
        const auto* wrong = part<QLabel>(settings, "wrong");
        QVERIFY2(wrong->text().contains("알람의 기록"), qPrintable(wrong->text()));
        put("store1", id, "reject", {{"reason", "재료 소진"}});
    }

    void day_countsWhatWasSold_andReviewsAreAnswered() {
        const qlonglong id = order("짬뽕", 2);
        put("store1", id, "accept", {{"cookMinutes", 20}});
        for (const char* step : {"start", "finish"}) put("store1", id, step);
        for (const char* step : {"pick", "collect", "deliver"}) put("rider1", id, step);
        const QByteArray mine = "/orders/" + QByteArray::number(id);
        QCOMPARE(m_song->put(mine + "/confirm").status, 200);
        QCOMPARE(m_song->put(mine + "/rate", {{"stars", 4}, {"text", "맛있어요"}}).status, 200);
        open();
        goToPageOf("reprint");
        auto* reviews = part<QListView>(window(), "reviews");
        QTRY_VERIFY_WITH_TIMEOUT(reviews->model()->rowCount() > 0, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(part<QListView>(window(), "pastTickets")->model()->rowCount() > 0,
                                 patienceMs);
        reviews->setCurrentIndex(reviews->model()->index(0, 0));
        part<QLineEdit>(window(), "answerWords")->setText("고맙습니다");
        click(part<look::ActionButton>(window(), "answer"));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_song->get("/reviews/" + QByteArray::number(id)).json().at("answer") == "고맙습니다",
            patienceMs);
        const auto charts = window()->findChildren<store::Chart*>();
        QCOMPARE(charts.size(), 3);
        for (const auto* chart : charts) {
            QTRY_VERIFY2_WITH_TIMEOUT(!chart->bars().isEmpty(), qPrintable(chart->accessibleName()),
                                      patienceMs);
        }
        save("store-today.png");
        // The past ticket comes as it would lie on paper, and says that it is printed again.
        part<QListView>(window(), "pastTickets")
            ->setCurrentIndex(part<QListView>(window(), "pastTickets")->model()->index(0, 0));
        click(part<look::ActionButton>(window(), "reprint"));
        auto* preview = window()->findChild<store::TicketPreview*>();
        QVERIFY(preview != nullptr);
        const QStringList complaints = look::audit(*preview);
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join('\n')));
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
