/// What a program could not send before: it goes out once, under its own id, if it is still meant.

#include <sqlite3.h>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "apps/kit/workplace.h"
#include "tests/apps/fake_server.h"

using namespace delivery;
using namespace delivery::kit;
using namespace delivery::test;

namespace {

constexpr int patienceMs = 20'000;
constexpr std::int64_t now = 1'700'000'000'000;

/// The clock stands still, waits are real.
Surroundings surroundingsAt(std::int64_t time) {
    Surroundings surroundings = realSurroundings();
    surroundings.utcMilliseconds = [time] { return time; };
    return surroundings;
}

}  // namespace

class TestKitWorkplace : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeServer> m_http;
    int m_ordersStatus = 201;
    const Request m_order{"POST", "/orders", R"({"foodId":"짜장","qty":1})"};
    const Request m_duty{"PUT", "/riders/rider1/duty", R"({"onDuty":true})"};

    FakeReply answer(const HeardRequest& request) const {
        if (request.path == "/auth/login" || request.path == "/auth/session") {
            return {.body = R"({"token":"t","userId":"song","role":"customer","mqtt":null})"};
        }
        if (request.path.startsWith("/changes")) {
            return {.body = R"({"changes":[],"next":"p1","more":false})"};
        }
        if (request.line() == "POST /orders") {
            return {.status = m_ordersStatus,
                    .body = R"({"id":7,"version":1,"state":"주문됨"})",
                    .contentType = m_ordersStatus < 400 ? "application/hal+json" : "text/plain"};
        }
        return {};
    }
    Workplace::Account account() const {
        return {.server = m_http->url(),
                .user = "song",
                .resource = Resource::Orders,
                .folder = m_folder->path(),
                .remember = false,
                .language = "ko"};
    }
    std::unique_ptr<Workplace> opened() const {
        auto work = Workplace::open(account(), surroundingsAt(now), {.usesBroker = false});
        if (!work) qFatal("%s", work.error().text.c_str());
        (*work)->session().setPassword("demo1234");
        (*work)->session().login();
        return std::move(*work);
    }
    QString outboxFile() const {
        return QDir(m_folder->path()).filePath(accountFileName(m_http->url(), "song") + ".outbox");
    }
    void runInOutbox(const char* sql) const {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(outboxFile().toUtf8().constData(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }
    std::unique_ptr<CommandOutbox> outbox() const {
        auto opened = CommandOutbox::open(outboxFile());
        if (!opened) qFatal("%s", opened.error().text.c_str());
        return std::move(*opened);
    }
    /// Left by an earlier run, and held by nobody.
    void leave(const Request& request, const QString& id, Span age,
               Repeat repeat = Repeat::SameWish) const {
        QVERIFY(outbox()->take(request, repeat, Instant{now} - age, id).has_value());
    }

  private slots:
    void init() {
        m_ordersStatus = 201;
        m_folder = std::make_unique<QTemporaryDir>();
        m_http = std::make_unique<FakeServer>(
            [this](const HeardRequest& request) { return answer(request); });
    }

    void leftOver_whenTheLineIsBack_goesOutOnceUnderItsId() {
        leave(m_order, "id-1", minutes(3));
        const auto work = opened();
        const QSignalSpy decided(work.get(), &Workplace::decided);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        work->start();
        QTRY_COMPARE_WITH_TIMEOUT(decided.size(), 1, patienceMs);
        work->feed().refresh();
        const QSignalSpy caughtUp(&work->feed(), &LiveFeed::caughtUp);
        QTRY_VERIFY_WITH_TIMEOUT(!caughtUp.isEmpty(), patienceMs);
        QCOMPARE(m_http->heard("POST /orders").size(), 1U);
        QCOMPARE(m_http->heard("POST /orders").front().key(), QByteArray("id-1"));
        QVERIFY(outbox()->unanswered()->empty());
        QCOMPARE(work->pending().rowCount(), 0);
    }

    void leftOver_whenItCannotBeRead_isSaidAndSentOnceItCan() {
        leave(m_order, "id-1", minutes(3));
        const auto work = opened();
        const QSignalSpy unread(work.get(), &Workplace::notRead);
        const QSignalSpy decided(work.get(), &Workplace::decided);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        runInOutbox("ALTER TABLE command RENAME TO hidden");
        work->start();
        QCOMPARE(unread.size(), 1);
        QVERIFY(!unread.front().front().toString().isEmpty());
        QCOMPARE(work->pending().rowCount(), 0);
        runInOutbox("ALTER TABLE hidden RENAME TO command");
        QTRY_COMPARE_WITH_TIMEOUT(decided.size(), 1, patienceMs);
        QCOMPARE(m_http->heard("POST /orders").size(), 1U);
        QCOMPARE(m_http->heard("POST /orders").front().key(), QByteArray("id-1"));
        QVERIFY(outbox()->unanswered()->empty());
    }

    void leftOver_whenAnotherProgramHoldsIt_isNotSentAgain() {
        const auto other = outbox();
        QVERIFY(other->take(m_order, Repeat::SameWish, Instant{now}, "id-1").has_value());
        const auto work = opened();
        const QSignalSpy caughtUp(&work->feed(), &LiveFeed::caughtUp);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        work->start();
        QTRY_VERIFY_WITH_TIMEOUT(!caughtUp.isEmpty(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_http->heard("GET /notificationLogs?size=100").empty(),
                                 patienceMs);
        QCOMPARE(m_http->heard("POST /orders").size(), 0U);
        QCOMPARE(other->unanswered()->size(), 1U);
        QCOMPARE(work->pending().rowCount(), 1);
    }

    void leftOver_whenTooOldToBeMeant_isDroppedAndSaid_data() {
        QTest::addColumn<bool>("isOrder");
        QTest::newRow("an order after 8 days") << true;
        QTest::newRow("on duty after 3 minutes") << false;
    }
    void leftOver_whenTooOldToBeMeant_isDroppedAndSaid() {
        QFETCH(bool, isOrder);
        if (isOrder) {
            leave(m_order, "id-1", days(8));
        } else {
            leave(m_duty, "id-1", minutes(3), Repeat::Undoable);
        }
        const auto work = opened();
        const QSignalSpy dropped(work.get(), &Workplace::dropped);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        work->start();
        QTRY_COMPARE_WITH_TIMEOUT(dropped.size(), 1, patienceMs);
        QVERIFY(outbox()->unanswered()->empty());
        QCOMPARE(m_http->heard("POST /orders").size(), 0U);
        QCOMPARE(m_http->heard("PUT /riders/rider1/duty").size(), 0U);
        QCOMPARE(work->pending().rowCount(), 0);
    }

    void orderOfThisMorning_waitsForAWord() {
        leave(m_order, "id-1", hours(3));
        const auto work = opened();
        const QSignalSpy asked(work.get(), &Workplace::awaitsWord);
        const QSignalSpy decided(work.get(), &Workplace::decided);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        work->start();
        QTRY_COMPARE_WITH_TIMEOUT(asked.size(), 1, patienceMs);
        QCOMPARE(m_http->heard("POST /orders").size(), 0U);
        work->sendNow("id-1");
        QTRY_COMPARE_WITH_TIMEOUT(decided.size(), 1, patienceMs);
        QCOMPARE(m_http->heard("POST /orders").front().key(), QByteArray("id-1"));
    }

    void orderOfThisMorning_whenDropped_isNeverSent() {
        leave(m_order, "id-1", hours(3));
        const auto work = opened();
        const QSignalSpy asked(work.get(), &Workplace::awaitsWord);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        work->start();
        QTRY_COMPARE_WITH_TIMEOUT(asked.size(), 1, patienceMs);
        work->drop("id-1");
        QVERIFY(outbox()->unanswered()->empty());
        QCOMPARE(work->pending().rowCount(), 0);
        QCOMPARE(m_http->heard("POST /orders").size(), 0U);
    }

    void leftOver_whenAskedForInTheSameWords_isContinuedAndNotDoubled() {
        leave(m_order, "id-1", minutes(1));
        const auto work = opened();
        const QSignalSpy decided(work.get(), &Workplace::decided);
        const QSignalSpy caughtUp(&work->feed(), &LiveFeed::caughtUp);
        QTRY_VERIFY_WITH_TIMEOUT(work->session().grant().has_value(), patienceMs);
        work->start();
        QCOMPARE(work->send(m_order), QString("id-1"));
        QTRY_COMPARE_WITH_TIMEOUT(decided.size(), 1, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(caughtUp.size() >= 2, patienceMs);
        QCOMPARE(m_http->heard("POST /orders").size(), 1U);
        QVERIFY(outbox()->unanswered()->empty());
    }
};

QTEST_GUILESS_MAIN(TestKitWorkplace)
#include "tst_kit_workplace.moc"
