/// The rider's window against the real server with its broker and sandbox: by clicking what a
/// person clicks.

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QPointer>
#include <QSignalSpy>
#include <QtTest>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/audit.h"
#include "apps/look/banner.h"
#include "apps/look/map_view.h"
#include "apps/look/sign_in_page.h"
#include "apps/look/start.h"
#include "apps/rider/rider_app.h"
#include "apps/rider/rider_window.h"
#include "tests/support/real_city.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;

namespace {

constexpr int patienceMs = 30'000;

}  // namespace

class TestRiderWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> m_city;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<look::Preferences> m_preferences;
    std::unique_ptr<rider::RiderApp> m_app;
    std::unique_ptr<BlockingHttp> m_song;
    std::unique_ptr<BlockingHttp> m_store;
    std::unique_ptr<BlockingHttp> m_rider1;
    std::unique_ptr<BlockingHttp> m_rider2;

    rider::RiderWindow* window() const { return m_app->window(); }
    void open() {
        m_app = std::make_unique<rider::RiderApp>(*m_preferences, m_folder->path());
        m_app->start({QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()),
                      QStringLiteral("rider1"), QStringLiteral("demo1234")});
    }
    void openAndWait() {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(window() != nullptr, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(window()->freshness()->line(), look::Line::Live, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(button("duty")->isEnabled(), patienceMs);
    }
    template <class Part>
    Part* part(const char* name) const {
        Part* found = window()->findChild<Part*>(QString::fromLatin1(name));
        if (found == nullptr) qFatal("no %s", name);
        return found;
    }
    look::ActionButton* button(const char* name) const { return part<look::ActionButton>(name); }
    static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    bool canClick(const char* name) const {
        return button(name)->isVisible() && button(name)->isEnabled();
    }

    void signInAll() {
        m_song = m_city->as("song");
        m_store = m_city->as("store1");
        m_rider1 = m_city->as("rider1");
        m_rider2 = m_city->as("rider2");
    }
    /// Paid, accepted, cooked: what a rider may pick.
    qlonglong cooked(const char* dish) {
        const auto placed = m_song->post(
            "/orders", {{"foodId", dish}, {"qty", 1}, {"address", "서울 용산구 용산동 1-1"}});
        if (placed.status != 201) qFatal("not placed: %s", placed.body.constData());
        const qlonglong id = placed.json().at("id").get<qlonglong>();
        const QByteArray ticket = "/foodCookings/" + QByteArray::number(id);
        const bool paid = m_city->until(
            *m_store, ticket, [](const json& found) { return found.value("state", "") == "Paid"; });
        if (!paid) qFatal("not paid");
        m_store->put(ticket + "/accept", {{"cookMinutes", 20}});
        m_store->put(ticket + "/start");
        if (m_store->put(ticket + "/finish").status != 200) qFatal("not cooked");
        return id;
    }
    static QByteArray deliveryOf(qlonglong id) { return "/deliveries/" + QByteArray::number(id); }
    int rowOf(qlonglong id) const {
        const auto* list = part<QListView>("nearby");
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data(kit::IdRole).toLongLong() == id) return row;
        }
        return -1;
    }
    bool shows(qlonglong id) const {
        return part<QListView>("nearby")->isVisible() && rowOf(id) >= 0;
    }
    void choose(qlonglong id) {
        auto* list = part<QListView>("nearby");
        const QModelIndex index = list->model()->index(rowOf(id), 0);
        list->scrollTo(index);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
    }
    QString stateAt(qlonglong id) {
        const auto seen = m_rider1->get(deliveryOf(id)).json();
        return QString::fromStdString(seen.value("state", ""));
    }

  private slots:
    void initTestCase() {
        m_city = std::make_unique<RealCity>();
        signInAll();
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_preferences = std::make_unique<look::Preferences>(m_folder->filePath("settings.ini"),
                                                            QSettings::IniFormat);
        look::speak(*qApp, look::Language::Korean);
        look::wearTheme(*qApp, look::ThemeChoice::Light);
        QCOMPARE(m_rider1->put("/riders/rider1", {{"onDuty", true}}).status, 200);
    }
    void cleanup() {
        m_app.reset();
        m_preferences.reset();
    }

    void customer_isNotLetIn() {
        m_app = std::make_unique<rider::RiderApp>(*m_preferences, m_folder->path());
        m_app->start(
            {QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()), "song", "demo1234"});
        QTRY_VERIFY_WITH_TIMEOUT(m_app->signInPage() != nullptr, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_app->signInPage()->findChild<look::Banner*>()->text().isEmpty(),
                                 patienceMs);
        QVERIFY(window() == nullptr);
    }

    void offDuty_seesNothing_andOnDutyWhatWaitsAlready() {
        QCOMPARE(m_rider1->put("/riders/rider1", {{"onDuty", false}}).status, 200);
        const qlonglong id = cooked("탕수육");
        openAndWait();
        QVERIFY(!part<QListView>("nearby")->isVisible());
        click(button("duty"));
        QTRY_VERIFY_WITH_TIMEOUT(shows(id), patienceMs);
        QCOMPARE(m_rider1->get("/riders/rider1").json().at("onDuty"), true);
        click(button("duty"));
        QTRY_VERIFY_WITH_TIMEOUT(!part<QListView>("nearby")->isVisible(), patienceMs);
        QCOMPARE(m_rider2->put(deliveryOf(id) + "/pick").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(id) + "/collect").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(id) + "/deliver").status, 200);
    }

    void wholeLife_byClicking() {
        openAndWait();
        const qlonglong id = cooked("짬뽕");
        QTRY_VERIFY_WITH_TIMEOUT(shows(id), patienceMs);
        choose(id);
        // The row and the marker are one selection.
        QCOMPARE(part<look::MapView>("map")->selected(), QString::number(id));
        QTRY_VERIFY_WITH_TIMEOUT(canClick("pick"), patienceMs);
        click(button("pick"));
        QTRY_VERIFY_WITH_TIMEOUT(canClick("next"), patienceMs);
        QVERIFY(part<QLabel>("who")->text().contains("서울 용산구 용산동 1-1"));
        QVERIFY(part<QLabel>("who")->text().contains("010-1111-1111"));
        QCOMPARE(part<QLabel>("where")->text(), QString("용산반점"));
        click(button("next"));
        QTRY_COMPARE_WITH_TIMEOUT(part<QLabel>("where")->text(), QString("서울 용산구 용산동 1-1"),
                                  patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(stateAt(id), QString("PickedUp"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(canClick("next"), patienceMs);
        // A doubled click is one command.
        click(button("next"));
        click(button("next"));
        QTRY_COMPARE_WITH_TIMEOUT(stateAt(id), QString("Delivered"), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!button("next")->isVisible(), patienceMs);
        QVERIFY(!window()->isTakenOver());
        window()->goTo(1);
        QTRY_COMPARE_WITH_TIMEOUT(part<QLabel>("deliveriesToday")->text(), QString("1건"),
                                  patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(part<QListView>("past")->model()->rowCount() == 1, patienceMs);
    }

    void anotherWasFaster_isSaid_andTheNextIsShown() {
        openAndWait();
        const qlonglong lost = cooked("탕수육");
        const qlonglong next = cooked("군만두");
        QTRY_VERIFY_WITH_TIMEOUT(shows(lost) && shows(next), patienceMs);
        choose(lost);
        QTRY_VERIFY_WITH_TIMEOUT(canClick("pick"), patienceMs);
        // Nothing is heard between the two: this is the race.
        QCOMPARE(m_rider2->put(deliveryOf(lost) + "/pick").status, 200);
        click(button("pick"));
        QTRY_VERIFY2_WITH_TIMEOUT(window()->banner()->text().contains("더 빨랐습니다"),
                                  qPrintable(window()->banner()->text()), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!shows(lost), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(part<look::MapView>("map")->selected(), QString::number(next),
                                  patienceMs);
        QVERIFY(!window()->isTakenOver());
        QCOMPARE(m_rider2->put(deliveryOf(lost) + "/collect").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(lost) + "/deliver").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(next) + "/pick").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(next) + "/release").status, 200);
        // Given back by one, it is there for the other again.
        QTRY_VERIFY_WITH_TIMEOUT(shows(next), patienceMs);
        QCOMPARE(m_rider2->put(deliveryOf(next) + "/pick").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(next) + "/collect").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(next) + "/deliver").status, 200);
    }

    void givenBack_asksOnceMore_andIsNoLoss() {
        openAndWait();
        const qlonglong id = cooked("볶음밥");
        QTRY_VERIFY_WITH_TIMEOUT(shows(id), patienceMs);
        choose(id);
        QTRY_VERIFY_WITH_TIMEOUT(canClick("pick"), patienceMs);
        click(button("pick"));
        QTRY_VERIFY_WITH_TIMEOUT(canClick("release"), patienceMs);
        click(button("release"));
        QVERIFY(button("release")->text().contains("정말"));
        click(button("release"));
        QTRY_VERIFY_WITH_TIMEOUT(shows(id), patienceMs);
        QVERIFY(!window()->isTakenOver());
        QCOMPARE(m_rider2->put(deliveryOf(id) + "/pick").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(id) + "/collect").status, 200);
        QCOMPARE(m_rider2->put(deliveryOf(id) + "/deliver").status, 200);
    }

    void cancelled_takesOver_untilSomebodyHasSeenIt() {
        openAndWait();
        const qlonglong id = cooked("탕수육");
        QTRY_VERIFY_WITH_TIMEOUT(shows(id), patienceMs);
        choose(id);
        QTRY_VERIFY_WITH_TIMEOUT(canClick("pick"), patienceMs);
        click(button("pick"));
        QTRY_VERIFY_WITH_TIMEOUT(canClick("next"), patienceMs);
        const QByteArray ticket = "/foodCookings/" + QByteArray::number(id);
        QCOMPARE(m_store->put(ticket + "/cancel", {{"reason", "재료 소진"}}).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(window()->isTakenOver(), patienceMs);
        QVERIFY(m_app->bell().isRinging());
        QVERIFY(!button("next")->isVisible());
        const QStringList complaints = look::audit(*window());
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join('\n')));
        // Closing the program is not seeing it.
        m_app.reset();
        openAndWait();
        QVERIFY(window()->isTakenOver());
        click(button("seen"));
        QVERIFY(!window()->isTakenOver());
        QVERIFY(!m_app->bell().isRinging());
        m_app.reset();
        openAndWait();
        QVERIFY(!window()->isTakenOver());
    }

    void withoutALine_stepsAreKept_andReachTheServerWithTheirTime() {
        openAndWait();
        const qlonglong id = cooked("짬뽕");
        QTRY_VERIFY_WITH_TIMEOUT(shows(id), patienceMs);
        choose(id);
        QTRY_VERIFY_WITH_TIMEOUT(canClick("pick"), patienceMs);
        click(button("pick"));
        QTRY_VERIFY_WITH_TIMEOUT(canClick("next"), patienceMs);
        m_city->kill();
        QTRY_COMPARE_WITH_TIMEOUT(window()->freshness()->line(), look::Line::Offline, patienceMs);
        click(button("next"));
        // The next step is there although nobody has heard of the first.
        QCOMPARE(part<QLabel>("where")->text(), QString("서울 용산구 용산동 1-1"));
        QVERIFY(part<QLabel>("kept")->text().contains("음식 받음"));
        QVERIFY(canClick("next"));
        click(button("next"));
        QVERIFY(part<QLabel>("kept")->text().contains("배달 완료"));
        QVERIFY(!button("next")->isEnabled());
        const QDateTime tapped = QDateTime::currentDateTimeUtc();
        QVERIFY(m_city->start(RealCity::Ports::Same));
        signInAll();
        QTRY_COMPARE_WITH_TIMEOUT(stateAt(id), QString("Delivered"), 2 * patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!button("next")->isVisible(), patienceMs);
        const json seen = m_rider1->get(deliveryOf(id)).json();
        const auto said = QString::fromStdString(seen.at("deliveredAt"));
        QVERIFY(QDateTime::fromString(said, Qt::ISODateWithMs) <= tapped);
        const json page = m_song->get("/myPages/" + QByteArray::number(id)).json();
        int late = 0;
        for (const json& step : page.at("timeline")) {
            if (!step.contains("doneAt")) continue;
            ++late;
            QVERIFY(step.at("doneAt").get<std::string>() < step.at("at").get<std::string>());
        }
        QCOMPARE(late, 2);
    }

    void clickOnTheMap_saysWhereTheRiderIs() {
        openAndWait();
        click(part<QPushButton>("placing"));
        auto* map = part<look::MapView>("map");
        map->showPlace({37'541'000, 126'991'000}, 15);
        QTest::mouseClick(map, Qt::LeftButton, {}, map->rect().center());
        QTRY_VERIFY_WITH_TIMEOUT(
            std::abs(m_rider1->get("/riders/rider1").json().value("lat", 0.0) - 37.541) < 0.0005,
            patienceMs);
        QVERIFY(!part<QPushButton>("placing")->isChecked());
    }

    void everyPage_passesTheAudit_data() {
        QTest::addColumn<int>("language");
        QTest::newRow("Korean") << int(look::Language::Korean);
        QTest::newRow("English") << int(look::Language::English);
    }
    void everyPage_passesTheAudit() {
        QFETCH(int, language);
        const auto spoken = static_cast<look::Language>(language);
        m_preferences->setLanguage(spoken);
        look::speak(*qApp, spoken);
        openAndWait();
        const qlonglong id = cooked("탕수육");
        const qlonglong other = cooked("짜장");
        QTRY_VERIFY_WITH_TIMEOUT(shows(id) && shows(other), patienceMs);
        const auto look = [this](const QString& what) {
            const QByteArray folder = qgetenv("LOOK_PICTURES");
            for (const auto choice : {look::ThemeChoice::Light, look::ThemeChoice::Dark,
                                      look::ThemeChoice::HighContrast}) {
                look::wearTheme(*qApp, choice);
                for (int page = 0; page < 4; ++page) {
                    window()->goTo(page);
                    QCoreApplication::processEvents();
                    const QStringList complaints = look::audit(*window());
                    if (!folder.isEmpty()) {
                        window()->grab().save(
                            QStringLiteral("%1/rider-%2-%3-%4.png")
                                .arg(QString::fromLocal8Bit(folder),
                                     what + QLatin1StringView(QTest::currentDataTag()))
                                .arg(page)
                                .arg(int(choice)));
                    }
                    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join('\n')));
                }
            }
            window()->goTo(0);
        };
        look("offers");
        choose(id);
        click(button("pick"));
        QTRY_VERIFY_WITH_TIMEOUT(canClick("next"), patienceMs);
        look("holding");
        for (const char* step : {"/collect", "/deliver"}) {
            QCOMPARE(m_rider1->put(deliveryOf(id) + step).status, 200);
        }
        for (const char* step : {"/pick", "/collect", "/deliver"}) {
            QCOMPARE(m_rider2->put(deliveryOf(other) + step).status, 200);
        }
    }
};

QTEST_MAIN(TestRiderWindow)
#include "tst_rider_window.moc"
