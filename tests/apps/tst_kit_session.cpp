// A session is opened with a password, remembered in a private file, and opened again when it has
// run out.

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "apps/kit/session.h"
#include "fake_server.h"

using namespace delivery;
using namespace delivery::kit;
using delivery::test::FakeReply;
using delivery::test::FakeServer;
using delivery::test::HeardRequest;
using delivery::test::problemReply;

class TestKitSession : public QObject {
    Q_OBJECT

    /// Accepts the newest token only; each login with the right password makes the next one.
    struct Door {
        int tokens = 0;
        FakeReply operator()(const HeardRequest& request) {
            if (request.line() == "POST /auth/login") {
                if (!request.body.contains("\"password\":\"demo1234\"")) {
                    return problemReply(401, "비밀번호가 다릅니다", "", 111);
                }
                ++tokens;
                const QString granted =
                    "{'token':'t%1','userId':'song','role':'Customer','storeId':0,"
                    "'expiresAt':'2040-01-02T03:04:05.678Z','mqtt':null}";
                return {.body = granted.arg(tokens).replace(u'\'', u'"').toUtf8()};
            }
            if (request.line() == "POST /auth/logout") return {.status = 204};
            const QByteArray wanted = "Bearer t" + QByteArray::number(tokens);
            if (request.headers.value("authorization") != wanted) {
                return problemReply(401, "로그인이 필요합니다", "");
            }
            return {.body = R"({"ok":true})"};
        }
    };

    QTemporaryDir m_folder;
    QString file() const { return m_folder.filePath("sessions/song.json"); }
    static Outcome asked(Session& session) {
        std::optional<Outcome> heard;
        session.ask({"GET", "/orders"}, {}, &session, [&](const Outcome& o) { heard = o; });
        [&] { QTRY_VERIFY(heard.has_value()); }();
        return heard ? *heard : Outcome(Answer{});
    }

  private slots:
    void init() { QFile::remove(file()); }

    void closed_whenAskedWithPassword_logsInAndRemembers() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        session.setPassword("demo1234");
        QCOMPARE(asked(session)->status, 200);
        QCOMPARE(session.grant()->role, "customer");
        QCOMPARE(session.grant()->expiresAtUtcMilliseconds,
                 std::optional<std::int64_t>(2209086245678));
        QVERIFY(QFileInfo(file()).permissions() ==
                (QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadUser |
                 QFileDevice::WriteUser));

        Session next(gateway, "song", SessionFile(file()), realSurroundings());
        QCOMPARE(asked(next)->status, 200);
        QCOMPARE(server.heard("POST /auth/login").size(), 1U);
    }

    void closed_whenAskedTwiceAtOnce_logsInOnce() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        session.setPassword("demo1234");
        int done = 0;
        for (int i = 0; i < 3; ++i) {
            session.ask({"GET", "/orders"}, {}, &session,
                        [&](const Outcome& outcome) { done += outcome->isDone() ? 1 : 0; });
        }
        QTRY_COMPARE(done, 3);
        QCOMPARE(server.heard("POST /auth/login").size(), 1U);
    }

    void open_whenTokenRanOut_logsInAgainOnce() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        QVERIFY(SessionFile(file()).write({.token = "old", .userId = "song", .role = "customer"}));
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        session.setPassword("demo1234");
        QCOMPARE(asked(session)->status, 200);
        QCOMPARE(server.heard("GET /orders").size(), 2U);
        QCOMPARE(server.heard("POST /auth/login").size(), 1U);
        QCOMPARE(SessionFile(file()).read()->token, "t1");
    }

    void open_whenTokenRanOutAndNoPassword_saysSoAndForgets() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        QVERIFY(SessionFile(file()).write({.token = "old", .userId = "song", .role = "customer"}));
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        QCOMPARE(asked(session)->status, 401);
        QVERIFY(!SessionFile(file()).read().has_value());
    }

    void open_whenAnotherProgramSignedInMeanwhile_takesItsToken() {
        FakeServer server{Door{.tokens = 7}};
        Gateway gateway(server.url());
        QVERIFY(SessionFile(file()).write({.token = "t6", .userId = "song", .role = "customer"}));
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        QVERIFY(SessionFile(file()).write({.token = "t7", .userId = "song", .role = "customer"}));
        QCOMPARE(asked(session)->status, 200);
        QVERIFY(server.heard("POST /auth/login").empty());
    }

    void file_whenTokenIsPastItsEnd_isNotUsed() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        QVERIFY(SessionFile(file()).write(
            {.token = "old", .userId = "song", .role = "customer", .expiresAtUtcMilliseconds = 5}));
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        QVERIFY(!session.grant().has_value());
    }

    void closed_whenPasswordIsWrong_isRefused() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        session.setPassword("wrong");
        QSignalSpy refused(&session, &Session::refused);
        QCOMPARE(asked(session)->status, 401);
        QCOMPARE(refused.size(), 1);
        QVERIFY(server.heard("GET /orders").empty());
    }

    void open_whenLoggedOut_forgetsTheToken() {
        FakeServer server{Door{}};
        Gateway gateway(server.url());
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        session.setPassword("demo1234");
        QCOMPARE(asked(session)->status, 200);
        QSignalSpy closed(&session, &Session::closed);
        session.logout();
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(server.heard("POST /auth/logout").front().headers.value("authorization"),
                 "Bearer t1");
        QVERIFY(!SessionFile(file()).read().has_value());
    }

    void noServer_whenLoggingIn_failsAsNotSent() {
        QUrl nobody;
        {
            FakeServer gone;
            nobody = gone.url();
        }
        Gateway gateway(nobody);
        Session session(gateway, "song", SessionFile(file()), realSurroundings());
        session.setPassword("demo1234");
        QSignalSpy failed(&session, &Session::failed);
        session.login();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.front().at(1).toBool(), true);
    }

    void accountFiles_whenServerOrUserDiffer_haveOtherNames() {
        const QString one = accountFileName(QUrl("http://127.0.0.1:8088"), "song");
        QCOMPARE(accountFileName(QUrl("http://127.0.0.1:8088/"), "song"), one);
        QVERIFY(accountFileName(QUrl("http://127.0.0.1:8089"), "song") != one);
        QVERIFY(accountFileName(QUrl("http://127.0.0.1:8088"), "kim") != one);
        QVERIFY(!accountFileName(QUrl("http://h"), "../a/b").contains(u'/'));
    }
};

QTEST_GUILESS_MAIN(TestKitSession)
#include "tst_kit_session.moc"
