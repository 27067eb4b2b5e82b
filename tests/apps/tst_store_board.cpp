/// The board without a window: which column, how urgent, which key, what rings.

#include <sys/resource.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>
#include <csignal>

#include "apps/look/start.h"
#include "apps/store/alarm.h"
#include "apps/store/board.h"
#include "apps/store/ticket.h"

using namespace delivery;
using namespace delivery::store;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {

struct Wish {
    int id = 1;
    int version = 1;
    QString state = "Paid";
    QStringList links = {"accept", "reject"};
    QString more = {};
    qlonglong foodId = 1;
};

kit::Representation ticket(const Wish& wish) {
    QStringList links{QString(R"("self":{"href":"/foodCookings/%1"})").arg(wish.id),
                      QString(R"("foodCooking":{"href":"/foodCookings/%1"})").arg(wish.id)};
    for (const QString& name : wish.links) {
        links << QString(R"("%1":{"href":"/foodCookings/%2/%1"})").arg(name).arg(wish.id);
    }
    const QString text =
        QString(R"({"id":%1,"version":%2,"state":"%3","placedAt":"2026-11-21T10:00:00.000Z",)"
                R"("changedAt":"2026-11-21T10:00:%4.000Z",)"
                R"("lines":[{"foodId":%5,"foodName":"짬뽕","qty":2,"price":9000,"options":)"
                R"([{"name":"맵기","choice":"매운맛","price":0}]}]%6,"_links":{%7}})")
            .arg(wish.id)
            .arg(wish.version)
            .arg(wish.state)
            .arg(wish.version, 2, 10, QChar(u'0'))
            .arg(wish.foodId)
            .arg(wish.more.isEmpty() ? QString() : ',' + wish.more, links.join(','));
    const auto read = kit::Representation::parse(text.toUtf8());
    if (!read) qFatal("not JSON: %s", qPrintable(text));
    return *read;
}
const QString takenBackByCustomer =
    R"("cancelledBy":"customer","timeline":[{"event":"OrderAccepted"},{"event":"CookStarted"}])";

QDateTime at(const char* text) { return QDateTime::fromString(text, Qt::ISODateWithMs); }

}  // namespace

class TestStoreBoard : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<kit::Workplace> m_work;

    void put(const Wish& wish) { m_work->book().apply(ticket(wish), kit::Road::Push); }

  private slots:
    void initTestCase() { look::speak(*qApp, look::Language::Korean); }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        auto work = kit::Workplace::open({QUrl("http://127.0.0.1:1"), "store1",
                                          kit::Resource::Tickets, m_folder->path(), false, "ko"},
                                         kit::realSurroundings());
        QVERIFY(work);
        m_work = std::move(*work);
    }
    void cleanup() { m_work.reset(); }

    void column_followsTheState_data() {
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("column");
        QTest::newRow("new") << "Paid" << int(Column::New);
        QTest::newRow("accepted") << "Accepted" << int(Column::Accepted);
        QTest::newRow("cooking") << "Cooking" << int(Column::Cooking);
        QTest::newRow("cooked") << "Cooked" << int(Column::Cooked);
        QTest::newRow("leaving") << "PickedUp" << int(Column::Leaving);
        QTest::newRow("delivered") << "Delivered" << -1;
        QTest::newRow("confirmed") << "Confirmed" << -1;
        QTest::newRow("rejected") << "Rejected" << -1;
    }
    void column_followsTheState() {
        QFETCH(QString, state);
        QFETCH(int, column);
        const auto found = columnOf(ticket({.state = state, .links = {}}));
        QCOMPARE(found ? int(*found) : -1, column);
    }

    void takenBack_staysWhereItWas_untilSeen() {
        const auto gone =
            ticket({.state = "Cancelled", .links = {"acknowledge"}, .more = takenBackByCustomer});
        QVERIFY(isTakenBack(gone));
        QCOMPARE(columnOf(gone), Column::Cooking);
        QCOMPARE(nextStep(gone), "acknowledge");
        const auto seen = ticket({.state = "Cancelled", .links = {}, .more = takenBackByCustomer});
        QVERIFY(!columnOf(seen).has_value());
        const auto byStore = ticket(
            {.state = "Cancelled", .links = {"acknowledge"}, .more = R"("cancelledBy":"store")"});
        QVERIFY(!isTakenBack(byStore));
    }

    void urgency_comesBeforeLate_data() {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("now");
        QTest::addColumn<int>("urgency");
        QTest::addColumn<QString>("clock");
        const auto row = [](const char* name, const char* state, const char* now, Urgency urgency,
                            const char* clock) {
            QTest::newRow(name) << state << now << int(urgency) << clock;
        };
        row("new, just came", "Paid", "2026-11-21T10:00:20.000Z", Urgency::Calm, "방금");
        row("new, a minute", "Paid", "2026-11-21T10:01:00.000Z", Urgency::Soon, "1분 전");
        row("new, three", "Paid", "2026-11-21T10:03:00.000Z", Urgency::Late, "3분 전");
        row("cooking, time", "Cooking", "2026-11-21T10:10:00.000Z", Urgency::Calm, "10분 남음");
        row("cooking, soon", "Cooking", "2026-11-21T10:15:30.000Z", Urgency::Soon, "5분 남음");
        row("cooking, now", "Cooking", "2026-11-21T10:20:00.000Z", Urgency::Soon, "0분 남음");
        row("cooking, late", "Cooking", "2026-11-21T10:22:10.000Z", Urgency::Late, "3분 지남");
        row("cooked, waits", "Cooked", "2026-11-21T10:05:00.000Z", Urgency::Calm, "4분 전");
        row("cooked, long", "Cooked", "2026-11-21T10:25:00.000Z", Urgency::Late, "24분 전");
    }
    void urgency_comesBeforeLate() {
        QFETCH(QString, state);
        QFETCH(QString, now);
        QFETCH(int, urgency);
        QFETCH(QString, clock);
        const auto one = ticket(
            {.state = state, .links = {}, .more = R"("readyBy":"2026-11-21T10:20:00.000Z")"});
        const QDateTime moment = at(qPrintable(now));
        QCOMPARE(int(urgencyOf(one, moment)), urgency);
        QCOMPARE(clockText(one, moment), clock);
    }

    void minutes_goInFives() {
        QCOMPARE(steppedMinutes(0), 5);
        QCOMPARE(steppedMinutes(17), 15);
        QCOMPARE(steppedMinutes(18), 20);
        QCOMPARE(steppedMinutes(500), 180);
        QCOMPARE(minutesBody(25), QByteArray(R"({"cookMinutes":25})"));
    }

    void promise_beginsFromWhatIsLeft() {
        const auto one = ticket({.state = "Cooking",
                                 .links = {"finish", "promise"},
                                 .more = R"("readyBy":"2026-11-21T10:20:00.000Z")"});
        QVERIFY(mayPromise(one));
        QVERIFY(!mayPromise(ticket({.id = 2})));
        QCOMPARE(minutesToPromise(one, at("2026-11-21T10:00:30.000Z")), 20);
        QCOMPARE(minutesToPromise(one, at("2026-11-21T10:07:30.000Z")), 15);
        QCOMPARE(minutesToPromise(one, at("2026-11-21T10:40:00.000Z")), 5);
        QCOMPARE(minutesToPromise(one, at("2026-11-20T10:00:00.000Z")), 180);
        QCOMPARE(nextStep(one), "finish");
        QCOMPARE(stepOf(one, "promise").path, "/foodCookings/1/promise");
    }

    void step_thatIsNotOffered_isNone() {
        QVERIFY(stepOf(ticket({.links = {}}), "accept").path.isEmpty());
        QCOMPARE(stepOf(ticket({.id = 7}), "accept").path, "/foodCookings/7/accept");
    }

    void numberKey_staysWithItsOrder() {
        Board board(*m_work);
        for (int id = 1; id <= 11; ++id) put({.id = id});
        QCOMPARE(board.orderAt(1), 1);
        QCOMPARE(board.orderAt(9), 9);
        QCOMPARE(board.slotOf(10), 0);
        // Order 2 leaves the kitchen: its key goes to the first that had none, others keep theirs.
        put({.id = 2, .version = 2, .state = "Cooked", .links = {}});
        QCOMPARE(board.slotOf(2), 0);
        QCOMPARE(board.orderAt(2), 10);
        QCOMPARE(board.orderAt(3), 3);
        QCOMPARE(board.orderAt(1), 1);
    }

    void columns_areModelsThatKeepTheirWord() {
        Board board(*m_work);
        ColumnModel fresh(board, Column::New);
        ColumnModel cooking(board, Column::Cooking);
        const QAbstractItemModelTester one(&fresh, Mode::QtTest);
        const QAbstractItemModelTester other(&cooking, Mode::QtTest);
        put({.id = 1});
        put({.id = 2});
        QCOMPARE(fresh.rowCount(), 2);
        const QString late = R"("readyBy":"2026-11-21T10:40:00.000Z")";
        const QString early = R"("readyBy":"2026-11-21T10:20:00.000Z")";
        put({.id = 1, .version = 2, .state = "Cooking", .links = {"finish"}, .more = late});
        put({.id = 2, .version = 2, .state = "Cooking", .links = {"finish"}, .more = early});
        QCOMPARE(fresh.rowCount(), 0);
        QCOMPARE(cooking.rowCount(), 2);
        // What is to be ready first comes first.
        QCOMPARE(cooking.at(0).number("id"), 2);
    }

    void station_hidesOtherWork_neverWhatNeedsAnAnswer() {
        Board board(*m_work);
        ColumnModel fresh(board, Column::New);
        ColumnModel cooking(board, Column::Cooking);
        put({.id = 1});
        put({.id = 2, .state = "Cooking", .links = {"finish"}, .foodId = 1});
        put({.id = 3, .state = "Cooking", .links = {"finish"}, .foodId = 2});
        board.setStations({{1, "면"}, {2, "튀김"}});
        QCOMPARE(board.stations(), (QStringList{"면", "튀김"}));
        board.setStation("튀김");
        QCOMPARE(fresh.rowCount(), 1);
        QCOMPARE(cooking.rowCount(), 1);
        QCOMPARE(cooking.at(0).number("id"), 3);
        board.setStation({});
        QCOMPARE(cooking.rowCount(), 2);
    }

    void alarm_ringsFromTheRow_untilItIsAnswered() {
        Board board(*m_work);
        look::Bell bell;
        const QString file = m_folder->filePath("alarms");
        {
            Alarm alarm(board.tickets(), bell, file);
            QSignalSpy armed(&alarm, &Alarm::armed);
            QSignalSpy answered(&alarm, &Alarm::answered);
            QVERIFY(!bell.isRinging());
            put({.id = 1});
            put({.id = 2});
            QVERIFY(bell.isRinging());
            QCOMPARE(armed.size(), 2);
            put({.id = 1, .version = 2, .state = "Accepted", .links = {"start"}});
            QVERIFY(bell.isRinging());
            put({.id = 2, .version = 2, .state = "Rejected", .links = {}});
            QVERIFY(!bell.isRinging());
            QCOMPARE(answered.size(), 2);
            // Taken back while it was being cooked: it rings again, and says that it was.
            put({.id = 1,
                 .version = 3,
                 .state = "Cancelled",
                 .links = {"acknowledge"},
                 .more = takenBackByCustomer});
            QVERIFY(bell.isRinging());
            QCOMPARE(armed.last().at(1).toBool(), true);
            put({.id = 1, .version = 4, .state = "Cancelled", .links = {}});
            QVERIFY(!bell.isRinging());
        }
        QStringList words;
        const QStringList lines = AlarmLog(file).lines();
        for (const QString& line : lines) words << line.section(' ', 1);
        words.removeIf([](const QString& word) { return word.startsWith("played"); });
        QCOMPARE(words, (QStringList{"armed 1", "armed 2", "acknowledged 1", "acknowledged 2",
                                     "armed 1", "acknowledged 1"}));
    }

    void alarm_thatWasNewAndIsTakenBack_ringsAnew() {
        Board board(*m_work);
        look::Bell bell;
        Alarm alarm(board.tickets(), bell, {});
        QSignalSpy armed(&alarm, &Alarm::armed);
        put({.id = 1});
        put({.id = 1,
             .version = 2,
             .state = "Cancelled",
             .links = {"acknowledge"},
             .more = R"("cancelledBy":"customer")"});
        QCOMPARE(armed.size(), 2);
        QCOMPARE(armed.at(1).at(1).toBool(), true);
        QVERIFY(bell.isRinging());
    }

    void answerOnItsWay_isQuiet() {
        Board board(*m_work);
        look::Bell bell;
        Alarm alarm(board.tickets(), bell, {});
        put({.id = 1});
        QVERIFY(bell.isRinging());
        board.take(1, "accept", minutesBody(20));
        QVERIFY(m_work->isPending(1, "accept"));
        QVERIFY(!bell.isRinging());
        // A doubled tap is one command.
        board.take(1, "accept", minutesBody(20));
        QCOMPARE(m_work->pending().rowCount(), 1);
    }

    void log_keepsOnlyTheNewest() {
        const QString file = m_folder->filePath("many");
        AlarmLog log(file);
        for (int i = 0; i < AlarmLog::linesMax + 10; ++i) {
            log.note(AlarmLog::What::Armed, i, at("2026-11-21T10:00:00.000Z"));
        }
        AlarmLog again(file);
        QVERIFY(again.lines().size() <= AlarmLog::linesMax);
        QVERIFY(again.lines().last().endsWith(QString::number(AlarmLog::linesMax + 9)));
        AlarmLog nowhere("/proc/no/such/file");
        nowhere.note(AlarmLog::What::Armed, 1, at("2026-11-21T10:00:00.000Z"));
        QVERIFY(!nowhere.whyNotKept().isEmpty());
    }

    void log_whenItCannotBeShortened_saysSoAndLosesNothing() {
        const QString file = m_folder->filePath("long");
        {
            QFile made(file);
            QVERIFY(made.open(QIODevice::WriteOnly));
            for (int i = 0; i <= AlarmLog::linesMax; ++i) {
                made.write("2026-11-21T10:00:00.000Z armed " + QByteArray::number(i) + '\n');
            }
        }
        // As on a disk without room: no file may grow past a few bytes.
        const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{16, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const AlarmLog log(file);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, ignored);
        QVERIFY(!log.whyNotKept().isEmpty());
        QCOMPARE(log.lines().size(), AlarmLog::linesMax + 1);
    }
};

QTEST_MAIN(TestStoreBoard)
#include "tst_store_board.moc"
