/// A whole evening at one shop: many orders, a broker that dies, a server that is killed and comes
/// back, a printer without paper. It ends with no card wrong, every ring handled, every ticket
/// printed once.

#include <signal.h>

#include <QMap>
#include <QSet>
#include <QtTest>

#include "apps/kit/roles.h"
#include "apps/look/start.h"
#include "apps/store/board_page.h"
#include "apps/store/store_app.h"
#include "apps/store/store_window.h"
#include "apps/store/ticket_card.h"
#include "tests/apps/fake_printer.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/real_city.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;
using store::Column;
using store::TicketCard;

namespace {

constexpr int patienceMs = 60'000;
constexpr int ordersInTheEvening = 200;
/// The customer takes every so-many-th back, the shop refuses every so-many-th.
constexpr int takenBackEvery = 9;
constexpr int refusedEvery = 13;
const char* dishes[]{"탕수육", "짬뽕", "짜장"};

}  // namespace

class TestStoreEvening : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> m_city;
    std::unique_ptr<FaultProxy> m_proxy;
    std::unique_ptr<BlockingHttp> m_song;
    std::unique_ptr<BlockingHttp> m_rider;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<look::Preferences> m_preferences;
    FakePrinter m_paper;
    std::unique_ptr<store::StoreApp> m_app;
    QVector<qlonglong> m_placed;
    QSet<qlonglong> m_takenBack;
    QSet<qlonglong> m_accepted;

    store::BoardPage* board() const { return m_app->window()->boardPage(); }

    void signInOthers() {
        m_song = m_city->as("song");
        m_rider = m_city->as("rider1");
    }
    /// A customer's whim: placed, and now and then taken back at once.
    void placeOne() {
        const auto n = static_cast<std::size_t>(m_placed.size());
        const auto answer = m_song->post("/orders", {{"foodId", dishes[n % std::size(dishes)]},
                                                     {"qty", 1 + n % 3},
                                                     {"address", "서울 용산구 용산동 1-1"}});
        QVERIFY2(answer.status / 100 == 2, answer.body.constData());
        m_placed.append(answer.json().at("id").get<qlonglong>());
    }
    /// The cook does the next step of every card that has one; a new one is refused now and then.
    void cook() {
        const store::Board& wall = m_app->window()->board();
        const auto& tickets = wall.tickets();
        QVector<qlonglong> orders;
        for (int row = 0; row < tickets.rowCount(); ++row) {
            orders.append(tickets.at(row).number("id"));
        }
        for (const qlonglong order : orders) {
            TicketCard* card = board()->cardOf(order);
            if (card == nullptr || !m_app->work()->pending().verbsFor(order).isEmpty()) continue;
            const QString state = card->ticket().text("state");
            if (state == "Accepted") m_accepted.insert(order);
            if (state == "Paid" && order % refusedEvery == 0) {
                m_app->window()->board().take(order, "reject", store::reasonBody("재료 소진"));
            } else {
                board()->bump(order);
            }
        }
    }
    /// What lies ready is brought, and its customer says so.
    void ride() {
        const auto near = m_rider->get("/deliveries?view=now&size=100");
        if (near.status != 200) return;
        const json list = near.json();
        if (!list.contains("_embedded")) return;
        for (const auto& [name, items] : list.at("_embedded").items()) {
            for (const json& item : items) {
                const auto id = QByteArray::number(item.at("id").get<qlonglong>());
                for (const char* step : {"pick", "collect", "deliver"}) {
                    m_rider->put("/deliveries/" + id + "/" + step);
                }
                m_song->put("/orders/" + id + "/confirm");
            }
        }
    }
    QString whatIsLeft() const {
        QStringList left;
        const auto& tickets = m_app->window()->board().tickets();
        for (int row = 0; row < tickets.rowCount(); ++row) {
            left << tickets.at(row).text("id") + ' ' + tickets.at(row).text("state");
        }
        return left.join(", ");
    }
    void takeBack() {
        if (m_placed.isEmpty()) return;
        const qlonglong order = m_placed.last();
        if (order % takenBackEvery != 0 || m_takenBack.contains(order)) return;
        const auto answer = m_song->erase("/orders/" + QByteArray::number(order));
        if (answer.status / 100 == 2) m_takenBack.insert(order);
    }
    /// Until the newest order is known here and no command waits; not for long, because the line
    /// may be cut.
    void breathe() {
        (void)QTest::qWaitFor(
            [&] {
                return m_app->work()->pending().rowCount() == 0 &&
                       (m_placed.isEmpty() || m_app->work()->book().find(m_placed.last()));
            },
            250);
    }

  private slots:
    void initTestCase() {
        m_city = std::make_unique<RealCity>();
        m_proxy = std::make_unique<FaultProxy>(m_city->port());
        signInOthers();
        m_folder = std::make_unique<QTemporaryDir>();
        m_preferences = std::make_unique<look::Preferences>(m_folder->filePath("settings.ini"),
                                                            QSettings::IniFormat);
        m_preferences->setOwn("printer/place", m_paper.place());
        m_preferences->setOwn("printer/onAcceptance", true);
        look::speak(*qApp, look::Language::Korean);
        look::wearTheme(*qApp, look::ThemeChoice::Dark);
        m_app = std::make_unique<store::StoreApp>(*m_preferences, m_folder->path());
        m_app->start({m_proxy->url().toString(), "store1", "demo1234"});
        QTRY_VERIFY_WITH_TIMEOUT(m_app->window() != nullptr, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(m_app->window()->freshness()->line(), look::Line::Live,
                                  patienceMs);
    }
    void cleanupTestCase() { m_app.reset(); }

    void evening_endsInOrder() {
        while (m_placed.size() < ordersInTheEvening) {
            placeOne();
            breathe();
            takeBack();
            cook();
            breathe();
            if (m_placed.size() % 5 == 0) ride();
            if (m_placed.size() == 15) m_paper.hasPaper = false;
            if (m_placed.size() == 20) ::kill(static_cast<pid_t>(m_city->brokerPid()), SIGKILL);
            if (m_placed.size() == 30) m_paper.hasPaper = true;
            if (m_placed.size() == 40) {
                m_city->kill();
                // What is done meanwhile is kept and sent later.
                cook();
                breathe();
                QVERIFY(m_city->start());
                m_proxy->setUpstream(m_city->port());
                m_proxy->resetAll();
                signInOthers();
            }
        }
        // The last guests are served.
        const bool isServed = QTest::qWaitFor(
            [this] {
                cook();
                ride();
                return m_app->window()->board().tickets().rowCount() == 0;
            },
            2 * patienceMs);
        QVERIFY2(isServed, qPrintable(whatIsLeft()));
    }

    void everyCard_isWhatTheServerSays() {
        const auto owner = m_city->as("store1");
        for (const qlonglong order : std::as_const(m_placed)) {
            const QByteArray path = "/foodCookings/" + QByteArray::number(order);
            const auto ticket = owner->get(path);
            const QString state = QString::fromStdString(ticket.json().at("state"));
            QVERIFY2(kit::isOverState(state) || state == "Delivered", qPrintable(state));
            if (m_takenBack.contains(order)) QCOMPARE(state, QString("Cancelled"));
        }
        for (int column = 0; column < store::columnCount; ++column) {
            QTRY_COMPARE_WITH_TIMEOUT(board()->countIn(Column(column)), 0, patienceMs);
        }
    }

    void everyRing_wasHandled() {
        QVERIFY(!m_app->bell().isRinging());
        QVERIFY(m_app->window()->alarm().waiting().isEmpty());
        QMap<QString, int> armed;
        QMap<QString, int> answered;
        const QStringList lines = m_app->window()->alarm().log().lines();
        for (const QString& line : lines) {
            const QString order = line.section(' ', 2);
            if (line.contains(" armed ")) ++armed[order];
            if (line.contains(" acknowledged ")) ++answered[order];
        }
        QCOMPARE(answered, armed);
        QVERIFY(armed.size() >= ordersInTheEvening - 3);
    }

    void everyTicket_layThereOnce() {
        const auto& printer = m_app->window()->printer();
        QTRY_COMPARE_WITH_TIMEOUT(printer.waitingCount(), 0, patienceMs);
        QVERIFY(m_accepted.size() > ordersInTheEvening / 2);
        for (const qlonglong order : std::as_const(m_accepted)) {
            const auto last = printer.journal()->lastOf(order);
            QVERIFY2(last.has_value(), qPrintable(QString::number(order)));
            QCOMPARE(last->copy, 1);
            QCOMPARE(printer.journal()->stateOf(*last), kit::PrintJournal::State::Printed);
        }
        // As many papers as the journal says, and no order has two.
        QCOMPARE(m_paper.cuts(), printer.journal()->printedCount());
        int orders = 0;
        for (const qlonglong order : std::as_const(m_placed)) {
            orders += printer.journal()->lastOf(order).has_value() ? 1 : 0;
        }
        QCOMPARE(m_paper.cuts(), orders);
    }
};

QTEST_MAIN(TestStoreEvening)
#include "tst_store_evening.moc"
