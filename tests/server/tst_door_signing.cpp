/// Signing in and out over HTTP: tokens, throttles, sign-up, profiles, being forgotten.

#include <QtTest>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

class TestDoorSigning : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;

  private slots:
    void init() { stage = std::make_unique<DoorStage>(); }
    void cleanup() { stage.reset(); }

    void login_givesATokenThatWorksUntilLogout() {
        const Got in =
            stage->call("POST", "/auth/login", R"({"userId":"song","password":"demo1234"})");
        QCOMPARE(in.status, 200);
        QCOMPARE(in.json["userId"], "song");
        QCOMPARE(in.json["role"], "customer");
        QVERIFY(in.json["mqtt"].is_null());
        QVERIFY(in.json.contains("expiresAt"));
        const auto token = QByteArray::fromStdString(in.json["token"]);
        const Got session = stage->call("GET", "/auth/session", {}, token);
        QCOMPARE(session.status, 200);
        QVERIFY(!session.json.contains("token"));
        QCOMPARE(stage->call("POST", "/auth/logout", {}, token).status, 204);
        const Got out = stage->call("GET", "/orders", {}, token);
        QCOMPARE(out.status, 401);
        QVERIFY(out.header("www-authenticate").starts_with("Bearer"));
    }

    void wrongPasswordAndUnknownUser_lookTheSame() {
        const Got wrong =
            stage->call("POST", "/auth/login", R"({"userId":"song","password":"demo1235"})");
        const Got unknown =
            stage->call("POST", "/auth/login", R"({"userId":"nobody","password":"demo1234"})");
        QCOMPARE(wrong.status, 401);
        QCOMPARE(wrong.body, unknown.body);
        QCOMPARE(wrong.json["name"], "WrongPassword");
    }

    void manyFailures_haveToWait() {
        door::DoorSettings settings = DoorStage::generous();
        settings.loginFailuresMax = 3;
        stage = std::make_unique<DoorStage>(settings);
        const auto login = [this](const QByteArray& password) {
            return stage->call("POST", "/auth/login",
                               R"({"userId":"song","password":")" + password + R"("})");
        };
        for (int i = 0; i < 3; ++i) QCOMPARE(login("wrong").status, 401);
        const Got late = login("demo1234");
        QCOMPARE(late.status, 429);
        QVERIFY(std::stoi(late.header("retry-after")) > 0);
        QCOMPARE(
            stage->call("POST", "/auth/login", R"({"userId":"kim","password":"demo1234"})").status,
            200);
        stage->clock.advance(minutes(6));
        QCOMPARE(login("demo1234").status, 200);
    }

    void manyNamesFromOneAddress_haveToWaitToo() {
        door::DoorSettings settings = DoorStage::generous();
        settings.loginFailuresMax = 1;
        stage = std::make_unique<DoorStage>(settings);
        const auto login = [this](int i) {
            return stage
                ->call("POST", "/auth/login",
                       R"({"userId":"user)" + QByteArray::number(i) + R"(","password":"wrong-1"})")
                .status;
        };
        for (int i = 0; i < 10; ++i) QCOMPARE(login(i), 401);
        QCOMPARE(login(10), 429);
    }

    void foreignSignUp_doesNotTouchTheKeysOfThatUser() {
        const Got taken = stage->call("POST", "/customers",
                                      R"({"userId":"song","password":"12345678","name":"x"})", {},
                                      {{"Idempotency-Key", "1"}});
        QCOMPARE(taken.status, 409);
        const Got again = stage->call("POST", "/customers",
                                      R"({"userId":"song","password":"12345678","name":"x"})", {},
                                      {{"Idempotency-Key", "1"}});
        QCOMPARE(again.body, taken.body);
        const Got own = stage->call("POST", "/customers/song/addresses",
                                    R"({"address":"서울 용산구 용산동 1-1"})",
                                    stage->tokenOf("song"), {{"Idempotency-Key", "1"}});
        QCOMPARE(own.status, 201);
    }

    void changingPasswords_isCountedBeforeTheHashing() {
        door::DoorSettings settings = DoorStage::generous();
        settings.commandsPerSecond = 1;
        settings.commandsBurst = 1;
        settings.passwordThreads = 1;
        settings.passwordsWaitingMax = 1;
        stage = std::make_unique<DoorStage>(settings);
        const QByteArray token = stage->tokenOf("song");
        const QByteArray address = R"({"address":"서울 용산구 용산동 1-1"})";
        QCOMPARE(stage->call("POST", "/customers/song/addresses", address, token).status, 201);
        // The bench is full now: whoever asks it is told to come later with 503.
        const QByteArray wrong = R"({"userId":"kim","password":"wrong-1"})";
        std::vector<QNetworkReply*> logins;
        for (int i = 0; i < 6; ++i)
            logins.push_back(stage->start("POST", "/auth/login", wrong, {}));
        const Got changed =
            stage->call("PUT", "/customers/song", R"({"password":"new-password-1"})", token);
        QCOMPARE(changed.status, 429);
        for (QNetworkReply* login : logins) (void)DoorStage::finished(login);
    }

    void loginThatNobodyLookedAt_hasNotFailed() {
        door::DoorSettings settings = DoorStage::generous();
        settings.passwordThreads = 1;
        settings.passwordsWaitingMax = 1;
        settings.loginFailuresMax = 3;
        stage = std::make_unique<DoorStage>(settings);
        const QByteArray right = R"({"userId":"kim","password":"demo1234"})";
        std::vector<QNetworkReply*> logins;
        for (int i = 0; i < 12; ++i) logins.push_back(stage->start("POST", "/auth/login", right));
        std::map<int, int> counted;
        for (QNetworkReply* login : logins) counted[DoorStage::finished(login).status] += 1;
        // The right password: whoever was not let in was told to come later, one way or another.
        QVERIFY(counted[200] >= 1);
        QCOMPARE(counted[401], 0);
        QCOMPARE(stage->call("POST", "/auth/login", right).status, 200);
    }

    void loginThatCouldNotBeLookedUp_hasNotFailed() {
        auto owned = std::make_unique<MemoryLedger>();
        MemoryLedger& ledger = *owned;
        door::DoorSettings settings = DoorStage::generous();
        settings.loginFailuresMax = 3;
        stage = std::make_unique<DoorStage>(settings, std::move(owned));
        const QByteArray right = R"({"userId":"song","password":"demo1234"})";
        ledger.damage({.sides = {{"account", "song"}}});
        // So many that the address would be shut as well.
        for (int i = 0; i < 40; ++i) {
            QCOMPARE(stage->call("POST", "/auth/login", right).status, 503);
        }
        ledger.damage({});
        QCOMPARE(stage->call("POST", "/auth/login", right).status, 200);
    }

    void damagedSession_endsAndKeepsNobodyElseOut() {
        auto owned = std::make_unique<MemoryLedger>();
        MemoryLedger& ledger = *owned;
        stage = std::make_unique<DoorStage>(DoorStage::generous(), std::move(owned));
        const QByteArray song = stage->tokenOf("song");
        const QByteArray kim = stage->tokenOf("kim");
        const QByteArray store = stage->tokenOf("store1");
        QCOMPARE(askNewDoor("GET", "/auth/session", song), 200);
        const std::string hash = door::tokenHash(song.toStdString());
        ledger.damage({.sides = {{"session", hash}}});
        LedgerRows rows = ledger.snapshot();
        rows.sides.at({"session", door::tokenHash(kim.toStdString())}).body = "?";
        ledger.restore(std::move(rows));
        QCOMPARE(askNewDoor("GET", "/auth/session", song), 401);
        QCOMPARE(askNewDoor("GET", "/auth/session", kim), 401);
        QCOMPARE(askNewDoor("GET", "/auth/session", store), 200);
        QTRY_COMPARE(stage->shiftBehind->figures().quarantined.size(), std::size_t{2});
        QVERIFY(stage->shiftBehind->figures().quarantined.contains("side session/" + hash));
    }

    void sessions_areListedByPages() {
        for (const char* user : {"song", "kim", "store1", "admin"}) (void)stage->tokenOf(user);
        std::set<std::string> users;
        for (int page = 0; page < 3; ++page) {
            const Got got =
                stage->as("admin", "GET", "/sessions?size=2&page=" + QByteArray::number(page));
            QCOMPARE(got.json["page"]["totalElements"].get<int>(), 4);
            const auto embedded = got.json.value("_embedded", nlohmann::json::object());
            const auto listed = embedded.value("sessions", nlohmann::json::array());
            QCOMPARE(listed.size(), page < 2 ? std::size_t{2} : std::size_t{0});
            for (const auto& one : listed) users.insert(one.at("userId").get<std::string>());
        }
        QCOMPARE(users, (std::set<std::string>{"admin", "kim", "song", "store1"}));
    }

    void logout_isNeverThrottled() {
        door::DoorSettings settings = DoorStage::generous();
        settings.commandsPerSecond = 1;
        settings.commandsBurst = 1;
        stage = std::make_unique<DoorStage>(settings);
        const QByteArray token = stage->tokenOf("song");
        QCOMPARE(stage->call("DELETE", "/cards/none", {}, token).status, 204);
        QCOMPARE(stage->call("DELETE", "/cards/none", {}, token).status, 429);
        QCOMPARE(stage->call("POST", "/auth/logout", {}, token).status, 204);
        QCOMPARE(stage->call("GET", "/orders", {}, token).status, 401);
    }

    /// A position is a command like any other, also where it comes with the duty.
    void positionWithDuty_countsAsTwoCommands() {
        door::DoorSettings settings = DoorStage::generous();
        settings.commandsPerSecond = 1;
        settings.commandsBurst = 3;
        stage = std::make_unique<DoorStage>(settings);
        const QByteArray both = R"({"onDuty":true,"lat":37.53,"lng":126.98})";
        QCOMPARE(stage->as("rider1", "PUT", "/riders/rider1", both).status, 200);
        const std::int64_t before = stage->position();
        const Got late = stage->as("rider1", "PUT", "/riders/rider1",
                                   R"({"onDuty":false,"lat":37.99,"lng":126.98})");
        QCOMPARE(late.status, 429);
        QVERIFY(!late.header("retry-after").empty());
        QCOMPARE(stage->position(), before);
        const Got rider = stage->as("rider1", "GET", "/riders/rider1");
        QCOMPARE(rider.json["lat"].get<double>(), 37.53);
    }

    /// The password was verified before it was changed, and the session comes after.
    void loginThatRacesAChangeOfPassword_opensNoSessionBehindIt() {
        const QByteArray old = R"({"userId":"song","password":"demo1234"})";
        for (int round = 0; round < 4; ++round) {
            stage = std::make_unique<DoorStage>();
            const QByteArray own = stage->tokenOf("song");
            std::vector<QNetworkReply*> logins;
            for (int i = 0; i < 4; ++i) logins.push_back(stage->start("POST", "/auth/login", old));
            QCOMPARE(
                stage->call("PUT", "/customers/song", R"({"password":"neu-12345"})", own).status,
                200);
            for (QNetworkReply* login : logins) {
                const Got in = DoorStage::finished(login);
                QVERIFY2(in.status == 200 || in.status == 401, in.body.constData());
                if (in.status != 200) continue;
                const auto late = QByteArray::fromStdString(in.json["token"]);
                QCOMPARE(stage->call("GET", "/auth/session", {}, late).status, 401);
            }
            QCOMPARE(stage->call("GET", "/auth/session", {}, own).status, 200);
        }
    }

    void changedPassword_keepsTheOwnSession_alsoForANewDoor() {
        const QByteArray own = stage->tokenOf("song");
        const Got other =
            stage->call("POST", "/auth/login", R"({"userId":"song","password":"demo1234"})");
        const auto lost = QByteArray::fromStdString(other.json["token"]);
        QCOMPARE(stage->call("PUT", "/customers/song", R"({"password":"neu-12345"})", own).status,
                 200);
        QCOMPARE(stage->call("GET", "/auth/session", {}, lost).status, 401);
        QCOMPARE(askNewDoor("GET", "/auth/session", own), 200);
        QCOMPARE(askNewDoor("GET", "/auth/session", lost), 401);
    }

    void forgetMe_whenRepeated_isDoneAllTheSame() {
        const QByteArray own = stage->tokenOf("song");
        const QByteArray kims = stage->tokenOf("kim");
        QCOMPARE(stage->call("DELETE", "/customers/song", {}, own).status, 204);
        QCOMPARE(stage->call("DELETE", "/customers/song", {}, own).status, 204);
        QCOMPARE(stage->call("DELETE", "/customers/song", "{}", own).status, 204);
        QCOMPARE(stage->call("DELETE", "/customerInfos/song", {}, own).status, 204);
        QCOMPARE(askNewDoor("DELETE", "/customers/song", own), 204);
        // The token is good for nothing else, and nobody else's is good for this.
        QCOMPARE(stage->call("GET", "/customers/song", {}, own).status, 401);
        QCOMPARE(stage->call("DELETE", "/customers/kim", {}, own).status, 401);
        QCOMPARE(stage->call("DELETE", "/customers/song", {}, kims).status, 404);
        QCOMPARE(stage->call("DELETE", "/customers/song", {}, "never-was-one").status, 401);
        QCOMPARE(stage->call("POST", "/auth/logout", {}, kims).status, 204);
        QCOMPARE(stage->call("DELETE", "/customers/kim", {}, kims).status, 401);
    }

    void noTokenAndBadTokens_areNobody() {
        for (const QByteArray& field :
             {QByteArray{}, QByteArray{"Bearer"}, QByteArray{"Bearer x"}, QByteArray{"Basic abc"},
              QByteArray{"Bearer " + QByteArray(200, 'a')}}) {
            std::map<QByteArray, QByteArray> headers;
            if (!field.isEmpty()) headers["Authorization"] = field;
            const Got got = stage->call("GET", "/orders", {}, {}, headers);
            QCOMPARE(got.status, 401);
            QCOMPARE(got.header("content-type"), std::string{"application/problem+json"});
            QVERIFY(!got.header("www-authenticate").empty());
        }
        // Before the body is read, too.
        QCOMPARE(stage->call("POST", "/orders", R"({"foodId":1,"qty":1})").status, 401);
    }

    void session_endsByItself() {
        const QByteArray token = stage->tokenOf("song");
        stage->clock.advance(days(31));
        QCOMPARE(stage->call("GET", "/orders", {}, token).status, 401);
    }

    void session_survivesANewDoor() {
        QCOMPARE(askNewDoor("GET", "/auth/session", stage->tokenOf("store1")), 200);
    }

    void signUp_makesACustomerWhoCanSignIn() {
        const QByteArray lee =
            R"({"userId":"lee","password":"lee-12345","name":"이 순신","mobile":"010-1111-2222"})";
        const Got made = stage->call("POST", "/customers", lee);
        QCOMPARE(made.status, 201);
        QVERIFY(made.header("location").ends_with("/customers/lee"));
        QVERIFY(!made.body.contains("lee-12345"));
        QCOMPARE(stage->call("POST", "/customers", lee).status, 409);
        const Got in =
            stage->call("POST", "/auth/login", R"({"userId":"lee","password":"lee-12345"})");
        QCOMPARE(in.status, 200);
        const auto token = QByteArray::fromStdString(in.json["token"]);
        const Got own = stage->call("GET", "/customers/lee", {}, token);
        QCOMPARE(own.json["name"], "이 순신");
        QCOMPARE(stage->call("GET", "/customers/song", {}, token).status, 404);
        QCOMPARE(stage->call("PUT", "/customers/song", R"({"name":"x"})", token).status, 404);

        const Got changed = stage->call("PUT", "/customers/lee",
                                        R"({"name":"이순신","password":"neu-12345"})", token);
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.json["name"], "이순신");
        QCOMPARE(
            stage->call("POST", "/auth/login", R"({"userId":"lee","password":"lee-12345"})").status,
            401);
        QCOMPARE(stage->call("DELETE", "/customers/lee", {}, token).status, 204);
        QCOMPARE(stage->call("GET", "/customers/lee", {}, token).status, 401);
        QCOMPARE(stage->as("admin", "GET", "/customers/lee").status, 404);
    }

    void signUp_cannotChooseARole() {
        const Got got =
            stage->call("POST", "/customers",
                        R"({"userId":"eve","password":"eve-12345","name":"e","role":"admin"})");
        QCOMPARE(got.status, 400);
        QCOMPARE(got.json["field"], "role");
    }

    void addresses_areKeptAndRemoved() {
        const Got made =
            stage->as("song", "POST", "/customers/song/addresses",
                      R"({"text":"서울 용산구 용산동 1","lat":"37.53","lng":"126.98"})");
        QCOMPARE(made.status, 201);
        const Got list = stage->as("song", "GET", "/customers/song/addresses");
        QCOMPARE(list.json["_embedded"]["addresses"].size(), std::size_t{1});
        QCOMPARE(stage->as("kim", "GET", "/customers/song/addresses").status, 404);
        const QByteArray one = "/customers/song/addresses/" +
                               QByteArray::fromStdString(made.json["id"].get<std::string>());
        QCOMPARE(stage->as("kim", "DELETE", one).status, 404);
        QCOMPARE(stage->as("song", "DELETE", one).status, 204);
        QCOMPARE(stage->as("song", "DELETE", one).status, 204);
        const Got cards = stage->as("song", "GET", "/cards");
        QCOMPARE(cards.json["_embedded"]["cards"][0]["masked"], "4330****1234");
        QVERIFY(!cards.body.contains("sealed"));
        QCOMPARE(stage->as("kim", "DELETE", "/cards/card-song").status, 404);
        QCOMPARE(stage->as("song", "DELETE", "/cards/card-song").status, 204);
        QCOMPARE(stage->as("song", "DELETE", "/cards/card-song").status, 204);
    }

    void addresses_haveABound() {
        const QByteArray body = R"({"address":"서울 용산구 용산동 1-1"})";
        const QByteArray all = "/customers/song/addresses";
        Got last;
        for (int i = 0; i < 20; ++i) {
            last = stage->as("song", "POST", all, body,
                             {{"Idempotency-Key", "address-" + QByteArray::number(i)}});
            QCOMPARE(last.status, 201);
        }
        const Got more = stage->as("song", "POST", all, body);
        QCOMPARE(more.status, 409);
        QCOMPARE(more.json["name"], "TooManyAddresses");
        // A repeat of what was kept is answered as it was.
        const Got again = stage->as("song", "POST", all, body, {{"Idempotency-Key", "address-19"}});
        QCOMPARE(again.status, 201);
        QCOMPARE(again.json["id"], last.json["id"]);
        QCOMPARE(stage->as("kim", "POST", "/customers/kim/addresses", body).status, 201);
        const QByteArray one =
            all + "/" + QByteArray::fromStdString(last.json["id"].get<std::string>());
        QCOMPARE(stage->as("song", "DELETE", one).status, 204);
        QCOMPARE(stage->as("song", "POST", all, body).status, 201);
    }

  private:
    /// What a door says that knows only what is on the disk.
    int askNewDoor(const std::string& method, const std::string& path, const QByteArray& token) {
        door::Door second(*stage->shiftBehind, stage->clock, log, DoorStage::generous());
        if (!second.start()) return 0;
        door::HttpRequest request;
        request.method = method;
        request.path = path;
        request.headers = {{"Host", "x"}, {"Authorization", "Bearer " + token.toStdString()}};
        std::optional<int> status;
        second.onRequest(request, [&](door::HttpResponse response) { status = response.status; });
        (void)QTest::qWaitFor([&] { return status.has_value(); }, 10'000);
        return status.value_or(0);
    }

    SilentLog log;
};

QTEST_GUILESS_MAIN(TestDoorSigning)
#include "tst_door_signing.moc"
