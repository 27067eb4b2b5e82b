// The program itself against a small server: what it asks, what it prints, and how it exits.

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <deque>
#include <memory>

#include "fake_server.h"

using delivery::test::FakeReply;
using delivery::test::FakeServer;
using delivery::test::HeardRequest;
using delivery::test::problemReply;

Q_DECLARE_METATYPE(delivery::test::FakeReply)

class TestTerminalDelivery : public QObject {
    Q_OBJECT

    struct Ran {
        int exit = -1;
        QString out;
        QString err;
    };

    /// JSON is written with ' in these tests.
    static QByteArray json(QString text) { return text.replace(u'\'', u'"').toUtf8(); }
    static FakeReply reply(int status, const QString& text) {
        return {.status = status, .body = json(text)};
    }
    static FakeReply login(const QString& role) {
        return reply(200, QString("{'token':'t1','userId':'someone','role':'%1','storeId':1,"
                                  "'expiresAt':'2040-01-01T00:00:00Z','mqtt':null}")
                              .arg(role));
    }
    static QString orderJson(const QString& status, const QString& state, int version = 1) {
        return QString(
                   "{'id':12,'storeName':'용산반점','lines':[{'foodId':2,'foodName':'짜장','qty':2,"
                   "'price':2500,'options':[]}],'amount':5000,'deliveryFee':0,'payable':5000,"
                   "'status':'%1','state':'%2','version':%3,'placedAt':'2026-11-21T03:00:00.000Z',"
                   "'changedAt':'2026-11-21T03:00:01.000Z','refund':'none',"
                   "'_links':{'self':{'href':'http://h/orders/12'},"
                   "'cancel':{'href':'http://h/orders/12'}}}")
            .arg(status, state)
            .arg(version);
    }
    /// The least that the server says to a request it has done.
    static FakeReply leastOf(const HeardRequest& request) {
        const QStringList parts =
            QString::fromUtf8(request.path).section('?', 0, 0).split('/', Qt::SkipEmptyParts);
        if (request.method == "DELETE" || request.path == "/auth/logout") return {.status = 204};
        if (request.path.startsWith("/changes")) return changes({});
        if (request.path.startsWith("/places")) return reply(200, "{'accuracy':'exact'}");
        if (request.method == "GET" && parts.size() == 1) {
            return reply(200, "{'_embedded':{'" + parts.front() + "':[]}}");
        }
        if (request.path == "/backups") return reply(200, "{'file':'monday.db'}");
        const QString id = parts.size() == 2 || parts.value(2) != "addresses" ? parts.value(1) : "";
        return reply(200, QString("{'id':'%1','storeId':'%1'}").arg(id.isEmpty() ? "12" : id));
    }
    /// What /changes answers.
    static FakeReply changes(const QStringList& orders) {
        return reply(200, "{'changes':[" + orders.join(',') + "],'next':'p1','more':false}");
    }

    QTemporaryDir m_home;
    std::unique_ptr<FakeServer> m_server;
    QString m_role;
    /// What is said to anything but a login.
    FakeServer::Script m_script;

    [[nodiscard]] std::unique_ptr<QProcess> started(const QStringList& words,
                                                    const QString& password = "demo1234",
                                                    const QString& program = DELIVERY_BIN_DIR
                                                    "/delivery") const {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CONFIG_HOME", m_home.filePath("config"));
        environment.insert("XDG_DATA_HOME", m_home.filePath("data"));
        environment.insert("DELIVERY_SERVER", m_server->url().toString());
        environment.insert("LC_ALL", "C.UTF-8");
        environment.remove("DELIVERY_PASSWORD");
        environment.remove("DELIVERY_OUTBOX");
        if (!password.isEmpty()) environment.insert("DELIVERY_PASSWORD", password);
        process->setProcessEnvironment(environment);
        process->setStandardInputFile(QProcess::nullDevice());
        process->start(program, words);
        return process;
    }
    static Ran finished(QProcess& process) {
        [&] { QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000); }();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    [[nodiscard]] Ran ran(const QStringList& words, const QString& password = "demo1234") const {
        const auto process = started(words, password);
        return finished(*process);
    }
    [[nodiscard]] Ran ranAs(const QString& user, const QStringList& words) const {
        return ran(QStringList{"--as", user} + words);
    }

  private slots:
    void init() {
        QDir(m_home.path()).removeRecursively();
        QDir().mkpath(m_home.path());
        m_role = "customer";
        m_script = leastOf;
        m_server = std::make_unique<FakeServer>([this](const HeardRequest& request) {
            return request.line() == "POST /auth/login" ? login(m_role) : m_script(request);
        });
    }

    void order_whenPlaced_exitsDoneAndShowsIt() {
        m_script = [](const HeardRequest&) { return reply(201, orderJson("결제완료", "Paid")); };
        const Ran done = ranAs("song", {"order", "짜장x2", "--address", "서울 용산구 용산동"});
        QCOMPARE(done.err, "");
        QCOMPARE(done.exit, 0);
        QVERIFY2(done.out.startsWith("주문 12 용산반점 결제완료\n"), qPrintable(done.out));
        QVERIFY(done.out.contains("5,000원"));
        QVERIFY(done.out.contains("2026-11-21 12:00:00"));
        QVERIFY(done.out.contains("할 수 있는 일: cancel"));
        const HeardRequest heard = m_server->heard("POST /orders").front();
        QCOMPARE(
            QString::fromUtf8(heard.body),
            QString::fromUtf8(json("{'foodId':'짜장','qty':2,'address':'서울 용산구 용산동'}")));
        QCOMPARE(heard.headers.value("authorization"), "Bearer t1");
        QCOMPARE(heard.headers.value("accept-language"), "ko");
        QCOMPARE(heard.key().size(), 36);
    }

    void order_toASavedAddress_isSentWithItsText() {
        m_script = [](const HeardRequest& request) {
            if (request.path == "/customers/song") {
                return reply(200,
                             "{'id':'song','addresses':[{'id':'1','text':'서울 용산구 용산동'}]}");
            }
            return reply(201, orderJson("결제완료", "Paid"));
        };
        QCOMPARE(ranAs("song", {"order", "짜장", "--address", "1"}).exit, 0);
        QCOMPARE(
            QString::fromUtf8(m_server->heard("POST /orders").front().body),
            QString::fromUtf8(json("{'foodId':'짜장','qty':1,'address':'서울 용산구 용산동'}")));
        const Ran unknown = ranAs("song", {"order", "짜장", "--address", "2"});
        QCOMPARE(unknown.exit, 2);
        QVERIFY2(unknown.err.contains("2번 주소가 없습니다"), qPrintable(unknown.err));
        QCOMPARE(m_server->heard("POST /orders").size(), 1U);
    }

    void order_whenTheStoreIsPickupOnly_saysThatTheAddressIsNotUsed() {
        m_script = [](const HeardRequest&) {
            return reply(
                201, orderJson("결제완료", "Paid").replace("'amount'", "'pickup':true,'amount'"));
        };
        const Ran done = ranAs("song", {"order", "짜장", "--address", "서울 용산구 용산동"});
        QCOMPARE(done.exit, 0);
        QVERIFY2(done.err.contains("포장만"), qPrintable(done.err));
    }

    void orders_withoutAll_areThoseThatAreOpen() {
        m_script = [](const HeardRequest&) {
            const QString over = orderJson("주문취소", "Cancelled").replace("'id':12", "'id':11");
            return reply(200, "{'_embedded':{'myPages':[" + orderJson("결제완료", "Paid") + "," +
                                  over + "]}}");
        };
        const Ran open = ranAs("song", {"orders"});
        QVERIFY2(open.out.contains("결제완료") && !open.out.contains("주문취소"),
                 qPrintable(open.out));
        QVERIFY(open.err.contains("--all"));
        const Ran all = ranAs("song", {"orders", "--all"});
        QVERIFY2(all.out.contains("결제완료") && all.out.contains("주문취소"), qPrintable(all.out));
    }

    void show_namesTheWholeDishAndWhatWasChosen() {
        m_script = [](const HeardRequest&) {
            return reply(200, orderJson("결제완료", "Paid")
                                  .replace("'짜장'", "'짜장 xo소스'")
                                  .replace("'options':[]",
                                           "'options':[{'name':'크기','choice':'곱빼기'},"
                                           "{'name':'토핑','choice':'계란'}]"));
        };
        const Ran shown = ranAs("song", {"show", "12"});
        QVERIFY2(shown.out.contains("짜장 xo소스 (곱빼기, 계란)  2,500원   2  5,000원"),
                 qPrintable(shown.out));
    }

    void show_whenTheStoreWasSilent_saysSoInWords() {
        m_script = [](const HeardRequest&) {
            return reply(200, orderJson("주문취소", "Cancelled")
                                  .replace("'amount'",
                                           "'cancelReason':'StoreSilent','timeline':[{'at':"
                                           "'2026-11-21T03:00:00.000Z','event':'OrderCancelled',"
                                           "'status':'주문취소','state':'Cancelled','by':'system',"
                                           "'why':null}],'amount'"));
        };
        const Ran korean = ranAs("song", {"show", "12"});
        QVERIFY2(korean.out.contains("가게가 제때 응답하지 않아"), qPrintable(korean.out));
        QVERIFY2(korean.out.contains("주문 취소됨") && korean.out.contains("자동"),
                 qPrintable(korean.out));
        const Ran english = ranAs("song", {"--lang", "en", "show", "12"});
        QVERIFY2(english.out.contains("did not answer in time"), qPrintable(english.out));
        QVERIFY2(english.out.contains("order cancelled"), qPrintable(english.out));
    }

    void language_whenTheEnvironmentIsEnglish_isEnglish() {
        const auto process =
            started({"-c", "LC_ALL=en_US.UTF-8 exec \"$0\" --help", DELIVERY_BIN_DIR "/delivery"},
                    "", "/bin/sh");
        const Ran english = finished(*process);
        QVERIFY2(english.out.contains("place an order") && english.out.contains("Usage"),
                 qPrintable(english.out));
        const Ran korean = ran({"cancel", "--help"});
        QVERIFY2(korean.out.contains("쓰는 법") && korean.out.contains("주문 번호"),
                 qPrintable(korean.out));
        QVERIFY2(!korean.out.contains(" / order"), qPrintable(korean.out));
    }

    void wrongWords_areNamedInTheReadersLanguage() {
        const Ran verb = ran({"ordr"});
        QVERIFY2(verb.err.contains("모르는 말입니다: ordr"), qPrintable(verb.err));
        const Ran number = ran({"--as", "song", "cancel", "짜장"});
        QVERIFY2(number.err.contains("알맞은 값이 아닙니다: ORDER = 짜장"), qPrintable(number.err));
    }

    void login_whenDoneOnce_servesLaterCalls() {
        QCOMPARE(ranAs("song", {"login"}).exit, 0);
        m_script = [](const HeardRequest&) { return reply(200, "{'_embedded':{'myPages':[]}}"); };
        QCOMPARE(ran({"--as", "song", "orders"}, "").exit, 0);
        QCOMPARE(m_server->heard("POST /auth/login").size(), 1U);
        QCOMPARE(ran({"--as", "kim", "orders"}, "").exit, 0);
        QCOMPARE(m_server->heard().back().headers.value("authorization"), QByteArray());
    }

    void logout_whenDone_forgetsTheToken() {
        QCOMPARE(ranAs("song", {"login"}).exit, 0);
        QCOMPARE(ran({"--as", "song", "logout"}, "").exit, 0);
        QCOMPARE(m_server->heard("POST /auth/logout").size(), 1U);
        const Ran refused = ran({"--as", "song", "confirm", "12"}, "");
        QCOMPARE(refused.exit, 1);
        QVERIFY(refused.err.contains("DELIVERY_PASSWORD"));
    }

    void json_whenAsked_printsTheServersOwn() {
        m_script = [](const HeardRequest&) { return reply(201, orderJson("결제완료", "Paid")); };
        const Ran done = ranAs("song", {"--json", "order", "2x2", "--pickup"});
        QCOMPARE(done.exit, 0);
        QCOMPARE(done.out, QString::fromUtf8(json(orderJson("결제완료", "Paid"))) + '\n');
        // The options that all verbs have may stand after the verb as well.
        QCOMPARE(ranAs("song", {"order", "2x2", "--pickup", "--json"}).out, done.out);
    }

    void cardRegister_whenTheCardAppears_isDone() {
        int looks = 0;
        m_script = [&looks](const HeardRequest& request) {
            if (request.line() == "GET /cards/register") {
                return reply(200,
                             "{'url':'http://h/cards/register/t','expiresAt':'2040-01-01T00:00:"
                             "00.000Z'}");
            }
            const bool isThere = ++looks > 2;
            const QString first = "{'id':'card-1','masked':'4330****1111','issuer':null}";
            const QString second = ",{'id':'crd-2','masked':'4330****111*','issuer':'신한'}";
            return reply(200, "{'_embedded':{'cards':[" + first + (isThere ? second : QString()) +
                                  "]},'page':{'number':0,'size':100,'totalElements':2,"
                                  "'totalPages':1}}");
        };
        const Ran done = ranAs("song", {"cards", "register"});
        QCOMPARE(done.exit, 0);
        QCOMPARE(done.out,
                 QString("http://h/cards/register/t\n카드를 등록했습니다: 신한 4330****111* "
                         "(crd-2)\n"));
        QVERIFY(done.err.contains("브라우저"));
        looks = 0;
        const Ran asked = ranAs("song", {"--json", "cards", "register", "--no-wait"});
        QCOMPARE(asked.exit, 0);
        QVERIFY(asked.out.startsWith("{\"url\":") && asked.out.count('\n') == 1);
        QVERIFY(ranAs("song", {"cards"}).out.contains("4330****1111"));
    }

    void cardRemove_whenRun_deletesIt() {
        m_script = [](const HeardRequest&) { return FakeReply{.status = 204, .body = {}}; };
        QCOMPARE(ranAs("song", {"cards", "remove", "crd-1 2"}).exit, 0);
        QCOMPARE(m_server->heard("DELETE /cards/crd-1%202").size(), 1U);
    }

    void foodPicture_whenRun_sendsTheBytes() {
        m_role = "store";
        QFile file(m_home.filePath("그림.png"));
        const auto holds = [&](const QByteArray& bytes) {
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bytes);
            file.close();
        };
        const QByteArray picture("\x89PNG\r\n\x1a\n\0\xff\n", 11);
        holds(picture);
        QCOMPARE(ranAs("store1", {"food", "picture", "3", file.fileName()}).exit, 0);
        const HeardRequest heard = m_server->heard("PUT /foods/3/picture").front();
        QCOMPARE(heard.body, picture);
        QCOMPARE(heard.headers.value("content-type"), "application/octet-stream");
        QCOMPARE(ranAs("store1", {"food", "picture", "3", "--remove"}).exit, 0);
        QCOMPARE(m_server->heard("DELETE /foods/3/picture").size(), 1U);

        QCOMPARE(ranAs("store1", {"food", "picture", "3"}).exit, 2);
        QCOMPARE(ranAs("store1", {"food", "picture", "3", "/does/not/exist"}).exit, 2);
        holds(QByteArray(512 * 1024 + 1, 'x'));
        QCOMPARE(ranAs("store1", {"food", "picture", "3", file.fileName()}).exit, 1);
        QCOMPARE(m_server->heard("PUT /foods/3/picture").size(), 1U);
    }

    void refusal_whenHeard_exitsOneAndSaysWhy() {
        m_script = [](const HeardRequest&) {
            return problemReply(409, "취소할 수 없습니다.",
                                "요리가 시작되었습니다. 가게에 전화해 주세요.", 212, "Cooking");
        };
        const Ran refused = ranAs("song", {"cancel", "12"});
        QCOMPARE(refused.exit, 1);
        QCOMPARE(refused.out, "");
        QCOMPARE(refused.err,
                 "거절됨: 취소할 수 없습니다.\n  요리가 시작되었습니다. 가게에 전화해 주세요. "
                 "(HTTP 409, 번호 212, 상태 Cooking)\n");
        const Ran english = ranAs("song", {"--lang", "en", "cancel", "12"});
        QVERIFY(english.err.startsWith("Refused: "));
        QCOMPARE(m_server->heard().back().headers.value("accept-language"), "en");
    }

    void missingRoute_whenHeard_isPlain_data() {
        QTest::addColumn<int>("status");
        for (const int status : {404, 501}) QTest::addRow("%d", status) << status;
    }
    void missingRoute_whenHeard_isPlain() {
        QFETCH(int, status);
        m_role = "admin";
        m_script = [&](const HeardRequest&) { return problemReply(status, "없는 길입니다", ""); };
        const Ran refused = ranAs("admin", {"admin", "backup", "/tmp/x"});
        QCOMPARE(refused.exit, 1);
        QVERIFY(refused.err.contains(QString("없는 길입니다 (HTTP %1)").arg(status)));
        QVERIFY(!refused.err.contains("보관"));
    }

    void usage_whenWrong_exitsTwo_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no verb") << QStringList{};
        QTest::newRow("unknown verb") << QStringList{"--as", "song", "fly"};
        QTest::newRow("no user") << QStringList{"orders"};
        QTest::newRow("missing argument") << QStringList{"--as", "song", "cancel"};
        QTest::newRow("not a number") << QStringList{"--as", "song", "cancel", "짜장"};
        QTest::newRow("two orders at once") << QStringList{"--as", "song", "cancel", "33", "34"};
        QTest::newRow("unknown option") << QStringList{"--as", "song", "orders", "--quickly"};
        QTest::newRow("address and pickup")
            << QStringList{"--as", "song", "order", "1", "--pickup", "--address", "용산"};
        QTest::newRow("unknown language") << QStringList{"--lang", "fr", "stores"};
        QTest::newRow("not a server") << QStringList{"--server", "ftp://x", "stores"};
        QTest::newRow("group without its verb") << QStringList{"--as", "admin", "admin"};
    }
    void usage_whenWrong_exitsTwo() {
        QFETCH(QStringList, words);
        const Ran refused = ran(words);
        QCOMPARE(refused.exit, 2);
        QVERIFY(!refused.err.isEmpty());
        QVERIFY(m_server->heard().empty());
    }

    void wordThatIsNoUtf8_isNotOrdered() {
        const auto process =
            started({"-c", R"~(exec "$0" --as song order 1 --address "$(printf '\353\253\377')")~",
                     DELIVERY_BIN_DIR "/delivery"},
                    "demo1234", "/bin/sh");
        const Ran refused = finished(*process);
        QCOMPARE(refused.exit, 2);
        QVERIFY(refused.err.contains("UTF-8"));
        QVERIFY(m_server->heard().empty());
    }

    void noServer_whenAsked_exitsThree() {
        m_server->close();
        const Ran read = ran({"stores"});
        QCOMPARE(read.exit, 3);
        QVERIFY(read.err.contains("닿지 못했습니다"));
    }

    void killedServer_whenRunAgain_continuesTheSameOrder() {
        const QStringList words{"--as", "song", "order", "짜장", "--pickup"};
        QCOMPARE(ranAs("song", {"login"}).exit, 0);
        m_script = [this](const HeardRequest&) {
            // The server dies with the command in its hands.
            m_server->close();
            return FakeReply{.manner = FakeReply::Manner::HangUp};
        };
        const quint16 port = m_server->serverPort();
        const Ran lost = ran(words);
        QCOMPARE(lost.exit, 3);
        QVERIFY2(lost.err.contains("보관했습니다"), qPrintable(lost.err));
        QVERIFY(m_server->listen(QHostAddress::LocalHost, port));
        m_script = [](const HeardRequest&) { return reply(201, orderJson("결제완료", "Paid")); };
        const Ran again = ran(words);
        QCOMPARE(again.exit, 0);
        QVERIFY2(again.err.contains("이어서"), qPrintable(again.err));
        const Ran another = ran(words);
        QCOMPARE(another.exit, 0);
        QCOMPARE(another.err, "");
        const auto heard = m_server->heard("POST /orders");
        QCOMPARE(heard.size(), 3U);
        QCOMPARE(heard[0].key(), heard[1].key());
        QVERIFY(heard[1].key() != heard[2].key());
    }

    void killedClient_whenRunAgain_continuesTheSameOrder() {
        const QStringList words{"--as", "song", "order", "짜장", "--pickup"};
        m_script = [](const HeardRequest&) {
            return FakeReply{.manner = FakeReply::Manner::Silent};
        };
        const auto process = started(words);
        QTRY_COMPARE(m_server->heard("POST /orders").size(), 1U);
        process->kill();
        finished(*process);
        m_script = [](const HeardRequest&) { return reply(201, orderJson("결제완료", "Paid")); };
        const Ran again = ran(words);
        QCOMPARE(again.exit, 0);
        QVERIFY(again.err.contains("이어서"));
        const auto heard = m_server->heard("POST /orders");
        QCOMPARE(heard.size(), 2U);
        QCOMPARE(heard[0].key(), heard[1].key());
    }

    void twoClients_whenAtOnce_orderTwice() {
        const QStringList words{"--as", "song", "order", "짜장", "--pickup"};
        QCOMPARE(ranAs("song", {"login"}).exit, 0);
        m_script = [](const HeardRequest&) {
            return FakeReply{.manner = FakeReply::Manner::Silent};
        };
        const auto one = started(words);
        QTRY_COMPARE(m_server->heard("POST /orders").size(), 1U);
        const auto two = started(words);
        QTRY_COMPARE(m_server->heard("POST /orders").size(), 2U);
        const auto heard = m_server->heard("POST /orders");
        QVERIFY(heard[0].key() != heard[1].key());
        one->kill();
        two->kill();
        finished(*one);
        finished(*two);
    }

    void busyServer_whenItAsksToWait_isObeyed() {
        auto left = std::make_shared<int>(1);
        m_script = [left](const HeardRequest&) {
            if ((*left)-- > 0) {
                FakeReply busy = problemReply(503, "바쁨", "");
                busy.headers = {{"Retry-After", "1"}};
                return busy;
            }
            return reply(200, orderJson("주문접수됨", "Accepted"));
        };
        m_role = "store";
        QElapsedTimer timer;
        timer.start();
        const Ran done = ranAs("store1", {"accept", "12", "--minutes", "15"});
        QCOMPARE(done.exit, 0);
        QVERIFY(timer.elapsed() >= 1'000);
        const auto heard = m_server->heard("PUT /foodCookings/12/accept");
        QCOMPARE(heard.size(), 2U);
        QCOMPARE(heard[0].key(), heard[1].key());
        QCOMPARE(heard[1].body, json("{'cookMinutes':15}"));
    }

    void answer_thatIsNotTheServers_isNoDecision_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<FakeReply>("answer");
        QTest::addColumn<bool>("isCommand");
        const FakeReply empty{.status = 200, .body = ""};
        const FakeReply other = reply(200, "{'message':'ok'}");
        const FakeReply nothing{.status = 204, .body = ""};
        const FakeReply wrongOrder = reply(200, orderJson("결제완료", "Paid"));
        const FakeReply moved{
            .status = 302, .body = "", .headers = {{"Location", "http://login.hotel/"}}};
        const FakeReply noPage{
            .status = 404, .body = "<h1>Not Found</h1>", .contentType = "text/html"};
        const auto row = [](const char* what, const QStringList& words, const FakeReply& answer,
                            bool isCommand) {
            QTest::addRow("%s to %s", what, qPrintable(words.join(' ')))
                << words << answer << isCommand;
        };
        for (const QStringList& words : {QStringList{"order", "5", "--pickup"},
                                         {"--json", "order", "5", "--pickup"},
                                         {"cancel", "5"},
                                         {"confirm", "5"},
                                         {"rate", "5", "4"},
                                         {"addresses", "add", "서울"}}) {
            row("empty", words, empty, true);
            row("other", words, other, true);
            row("moved", words, moved, true);
            row("no such page", words, noPage, true);
        }
        row("no content", {"order", "5", "--pickup"}, nothing, true);
        row("another order", {"confirm", "5"}, wrongOrder, true);
        for (const QStringList& words : {QStringList{"orders"},
                                         {"orders", "--all"},
                                         {"stores"},
                                         {"points"},
                                         {"show", "5"},
                                         {"watch", "5"},
                                         {"changes"},
                                         {"locate", "서울"}}) {
            row("empty", words, empty, false);
            row("other", words, other, false);
            row("moved", words, moved, false);
            row("no such page", words, noPage, false);
        }
    }
    void answer_thatIsNotTheServers_isNoDecision() {
        QFETCH(QStringList, words);
        QFETCH(FakeReply, answer);
        QFETCH(bool, isCommand);
        QCOMPARE(ranAs("song", {"login"}).exit, 0);
        m_script = [answer](const HeardRequest&) { return answer; };
        const Ran doubted = ranAs("song", words);
        QCOMPARE(doubted.exit, 3);
        QCOMPARE(doubted.out, "");
        QVERIFY2(doubted.err.contains("배달 서버의 답이 아닙니다"), qPrintable(doubted.err));
        QVERIFY(!doubted.err.contains("거절됨"));
        QCOMPARE(doubted.err.contains("보관했습니다"), isCommand);
        if (!isCommand) return;
        m_script = leastOf;
        const QByteArray key = m_server->heard().back().key();
        m_server->forgetAll();
        QCOMPARE(ranAs("song", words).exit, 0);
        QCOMPARE(m_server->heard().front().key(), key);
    }

    void serverThatStumbled_hasNotRefused() {
        m_script = [](const HeardRequest&) { return problemReply(500, "고장입니다.", ""); };
        const Ran doubted = ranAs("song", {"confirm", "5"});
        QCOMPARE(doubted.exit, 3);
        QVERIFY2(doubted.err.contains("고장입니다") && doubted.err.contains("보관했습니다"),
                 qPrintable(doubted.err));
    }

    void login_whenSomebodyElseAnswers_isNoRefusal() {
        m_server->setScript([](const HeardRequest&) {
            return FakeReply{.status = 302, .body = "", .headers = {{"Location", "http://h/"}}};
        });
        const Ran doubted = ranAs("song", {"login"});
        QCOMPARE(doubted.exit, 3);
        QVERIFY2(doubted.err.contains("배달 서버의 답이 아닙니다"), qPrintable(doubted.err));
    }

    void step_whenTheOrderIsSeenNoMore_isDone() {
        m_role = "rider";
        m_script = [](const HeardRequest&) { return FakeReply{.status = 204, .body = ""}; };
        const Ran done = ranAs("rider1", {"release", "12"});
        QCOMPARE(done.err, "");
        QCOMPARE(done.exit, 0);
        QVERIFY2(done.out.startsWith("처리했습니다."), qPrintable(done.out));
    }

    void deletion_whenDone_showsWhatBecameOfIt() {
        m_script = [](const HeardRequest& request) {
            if (request.method == "DELETE") return FakeReply{.status = 204};
            return reply(200, orderJson("주문취소", "Cancelled"));
        };
        const Ran done = ranAs("song", {"cancel", "12"});
        QCOMPARE(done.exit, 0);
        QVERIFY(done.out.startsWith("주문 12 용산반점 주문취소"));
    }

    void menu_whenShown_linesUp() {
        m_script = [](const HeardRequest&) {
            return reply(
                200,
                "{'_embedded':{'foods':["
                "{'id':1,'name':'탕수육','price':10000,'count':null,'score':4.5,'storeId':1,"
                "'options':[{'name':'크기','required':true,'choices':[{'choice':'소','price':0},"
                "{'choice':'대','price':5000}]}]},"
                "{'id':12,'name':'xo면','price':900,'count':3,'score':null,'storeId':1,"
                "'options':[],'soldOut':true}]}}");
        };
        const Ran done = ran({"menu", "1"}, "");
        QCOMPARE(done.exit, 0);
        QCOMPARE(m_server->heard().front().path, "/foods?size=100&storeId=1");
        QCOMPARE(done.out,
                 "번호  음식          값  남음   별점  가게  옵션\n"
                 "   1  탕수육  10,000원     -  ★ 4.5     1  크기*=소|대+5,000원\n"
                 "  12  xo면       900원  품절      -     1\n");
    }

    void watch_whenTheOrderMovesOn_printsEachChangeOnce() {
        auto left = std::make_shared<std::deque<QString>>(std::deque<QString>{
            orderJson("결제완료", "Paid"), orderJson("주문접수됨", "Accepted", 2),
            orderJson("주문접수됨", "Accepted", 3), orderJson("배송완료됨", "Delivered", 4),
            orderJson("거래완료", "Confirmed", 5)});
        m_script = [left](const HeardRequest& request) {
            if (request.path == "/orders/12") return reply(200, left->front());
            if (!request.path.startsWith("/changes")) return reply(404, "{}");
            const QString now = left->front();
            if (left->size() > 1) left->pop_front();
            return changes({now});
        };
        const Ran done = ranAs("song", {"watch", "12", "--interval", "0.02"});
        QCOMPARE(done.exit, 0);
        QCOMPARE(done.out,
                 "12:00:01  주문 12  결제완료\n12:00:01  주문 12  주문접수됨\n"
                 "12:00:01  주문 12  배송완료됨\n12:00:01  주문 12  거래완료\n");
        const Ran asJson = ranAs("song", {"--json", "watch", "12"});
        QCOMPARE(asJson.out, QString::fromUtf8(json(orderJson("거래완료", "Confirmed", 5))) + '\n');
    }

    void watch_whenTheServerStumbles_asksOn() {
        auto count = std::make_shared<int>(0);
        m_script = [count](const HeardRequest& request) {
            if (request.path == "/orders/12") return reply(200, orderJson("결제완료", "Paid"));
            if (!request.path.startsWith("/changes")) return reply(404, "{}");
            if ((*count)++ < 2) return FakeReply{.manner = FakeReply::Manner::HangUp};
            return changes({orderJson("주문취소", "Cancelled", 2)});
        };
        const Ran done = ranAs("song", {"watch", "12", "--interval", "0.02"});
        QCOMPARE(done.exit, 0);
        QVERIFY(done.out.endsWith("주문 12  주문취소\n"));
    }

    void watch_whenThereIsNoSuchOrder_saysSo() {
        m_script = [](const HeardRequest&) {
            return problemReply(404, "그런 주문이 없습니다.", "", 101);
        };
        const Ran done = ranAs("song", {"watch", "13"});
        QCOMPARE(done.exit, 1);
        QVERIFY(done.err.contains("그런 주문이 없습니다"));
    }

    void watch_whenNoOrderIsNamed_followsThoseUnderWayAndThoseThatCome() {
        m_role = "store";
        const auto ticket = [](int id, const QString& status, const QString& state, int version) {
            return QString(
                       "{'id':%1,'status':'%2','state':'%3','version':%4,"
                       "'changedAt':'2026-11-21T03:00:01.000Z',"
                       "'_links':{'self':{'href':'/foodCookings/%1'}}}")
                .arg(id)
                .arg(status, state)
                .arg(version);
        };
        auto left = std::make_shared<std::deque<QStringList>>(std::deque<QStringList>{
            {ticket(13, "결제완료", "Paid", 1)},
            {ticket(11, "거래완료", "Confirmed", 9), ticket(12, "주문거절됨", "Rejected", 2)},
            {ticket(13, "주문취소", "Cancelled", 2)}});
        m_script = [left, ticket](const HeardRequest& request) {
            if (request.path.startsWith("/foodCookings?view=open")) {
                return reply(200, "{'_embedded':{'foodCookings':[" +
                                      ticket(11, "거래완료", "Confirmed", 9) + "," +
                                      ticket(12, "결제완료", "Paid", 1) + "]}}");
            }
            if (!request.path.startsWith("/changes")) return reply(404, "{}");
            if (left->empty()) return changes({});
            const QStringList now = left->front();
            left->pop_front();
            return changes(now);
        };
        const Ran done = ranAs("store1", {"watch", "--interval", "0.02"});
        QCOMPARE(done.exit, 0);
        QCOMPARE(done.out,
                 "12:00:01  주문 12  결제완료\n12:00:01  주문 13  결제완료\n"
                 "12:00:01  주문 12  주문거절됨\n12:00:01  주문 13  주문취소\n");
    }

    void today_whenShown_isTheServersDay() {
        m_role = "store";
        m_script = [](const HeardRequest&) {
            return reply(200,
                         "{'storeId':1,'day':'2026-11-21','received':5,'orders':3,'sales':30000,"
                         "'rejected':1,'cancelled':1,'waiting':0,'cooked':2,"
                         "'averageCookSeconds':630,'hours':[{'hour':12,'received':5,'orders':3,"
                         "'sales':30000}],'dishes':[{'foodId':2,'name':'짜장','qty':4,"
                         "'sales':10000}]}");
        };
        const Ran done = ranAs("store1", {"today"});
        QCOMPARE(done.err, "");
        QVERIFY2(done.out.startsWith("2026-11-21  주문 3건  매출 30,000원  거절 1건  취소 1건\n"),
                 qPrintable(done.out));
        QVERIFY(done.out.contains("평균 요리 10.5분"));
        QVERIFY(done.out.contains("짜장"));
        QCOMPARE(m_server->heard().back().path, "/stores/1/sales");
        QVERIFY(ranAs("store1", {"--json", "today", "--day", "2026-11-20"})
                    .out.startsWith("{\"storeId\":1,"));
        QCOMPARE(m_server->heard().back().path, "/stores/1/sales?day=2026-11-20");
    }

    void hours_whenSomeDaysAreTyped_keepTheOthers() {
        m_role = "store";
        m_script = [](const HeardRequest&) {
            return reply(200,
                         "{'id':1,'hours':[{'day':'mon','opens':'09:00','closes':'21:00'},"
                         "{'day':'sun','opens':'10:00','closes':'12:00'}],'specialDays':"
                         "[{'date':'2026-12-24','note':'','hours':[]}]}");
        };
        const Ran done =
            ranAs("store1", {"store", "hours", "화,목", "11:00-15:00,17:00-02:00", "일", "휴무"});
        QCOMPARE(done.err, "");
        QCOMPARE(QString::fromUtf8(m_server->heard("PUT /stores/1").front().body),
                 QString::fromUtf8(json("{'hours':[{'day':'mon','opens':'09:00','closes':'21:00'},"
                                        "{'day':'tue','opens':'11:00','closes':'15:00'},"
                                        "{'day':'tue','opens':'17:00','closes':'02:00'},"
                                        "{'day':'thu','opens':'11:00','closes':'15:00'},"
                                        "{'day':'thu','opens':'17:00','closes':'02:00'}]}")));
        QVERIFY2(done.out.contains("월요일") && done.out.contains("09:00-21:00") &&
                     done.out.contains("휴무"),
                 qPrintable(done.out));
        QCOMPARE(ranAs("store1",
                       {"store", "hours", "--date", "2026-12-25", "--note", "성탄절", "closed"})
                     .exit,
                 0);
        QCOMPARE(
            QString::fromUtf8(m_server->heard("PUT /stores/1").back().body),
            QString::fromUtf8(json("{'specialDays':[{'date':'2026-12-24','note':'','hours':[]},"
                                   "{'date':'2026-12-25','note':'성탄절','hours':[]}]}")));
        for (const QStringList& wrong :
             {QStringList{"sometimes"}, {"mon"}, {"mon", "11-15"}, {"--date", "2026-12-25"}}) {
            QCOMPARE(ranAs("store1", QStringList{"store", "hours"} + wrong).exit, 2);
        }
    }

    void verb_whenRun_asksItsResource_data() {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("body");
        const auto row = [](const char* role, const QStringList& words, const char* line,
                            const char* body = "") {
            QTest::addRow("%s", qPrintable(words.join(' '))) << role << words << line << body;
        };
        row("customer", {"stores"}, "GET /stores?size=100");
        row("customer", {"menu"}, "GET /foods?size=100");
        row("customer", {"top"}, "GET /topMenus?sort=orderCount,desc");
        row("customer", {"orders"}, "GET /myPages?size=100&sort=id,desc");
        row("customer", {"orders", "--all"}, "GET /myPages?size=100&sort=id,desc");
        row("customer", {"orders", "--state", "결제완료"},
            "GET /myPages?size=100&sort=id,desc&state=%EA%B2%B0%EC%A0%9C%EC%99%84%EB%A3%8C");
        row("customer", {"orders", "--date", "2026-11"},
            "GET /myPages?size=100&sort=id,desc&date=2026-11");
        row("admin", {"orders", "--customer", "kim"},
            "GET /myPages?size=100&sort=id,desc&customerId=kim");
        row("customer", {"stores", "--sort", "distance", "--lat", "37.5", "--lng", "127"},
            "GET /stores?size=100&lat=37.5&lng=127&sort=distance");
        row("customer", {"menu", "2", "--sort", "price,desc"},
            "GET /foods?size=100&storeId=2&sort=price,desc");
        row("customer", {"top", "--store", "3"}, "GET /topMenus?sort=orderCount,desc&storeId=3");
        row("customer", {"reviews", "2", "--food", "7", "--sort", "stars,desc"},
            "GET /reviews?size=100&storeId=2&foodId=7&sort=stars,desc");
        row("admin", {"points", "--customer", "kim"}, "GET /points?size=100&customerId=kim");
        row("admin", {"notifications", "--customer", "kim"},
            "GET /notificationLogs?size=100&customerId=kim");
        row("store", {"tickets", "--state", "Cooking"}, "GET /foodCookings?size=100&state=Cooking");
        row("store", {"tickets", "--date", "2026-11-21"},
            "GET /foodCookings?size=100&date=2026-11-21");
        row("store", {"food", "counts", "--sort", "count,desc"},
            "GET /foodCounts?size=100&sort=count,desc");
        row("admin", {"food", "counts", "--store", "2"}, "GET /foodCounts?size=100&storeId=2");
        row("admin", {"admin", "account", "--role", "rider"}, "GET /accounts?size=100&role=rider");
        row("admin", {"admin", "account", "list", "--role", "store"},
            "GET /accounts?size=100&role=store");
        row("customer", {"show", "12"}, "GET /myPages/12");
        row("customer", {"why", "12"}, "GET /orders/12/why");
        row("rider", {"why", "12"}, "GET /deliveries/12/why");
        row("store", {"why", "12"}, "GET /foodCookings/12");
        row("customer", {"locate", "서울", "한남동"},
            "GET /places?address=%EC%84%9C%EC%9A%B8%20%ED%95%9C%EB%82%A8%EB%8F%99");
        row("customer", {"order", "2", "--address", "서울", "--lat", "37.5", "--lng", "127"},
            "POST /orders", "{'foodId':2,'qty':1,'address':'서울','lat':37.5,'lng':127.0}");
        row("customer", {"points"}, "GET /points?size=100");
        row("customer", {"notifications"}, "GET /notificationLogs?size=100");
        row("customer", {"addresses"}, "GET /customers/someone");
        row("customer", {"addresses", "add", "서울", "용산구"}, "POST /customers/someone/addresses",
            "{'text':'서울 용산구'}");
        row("customer", {"pay", "12"}, "PUT /payments/12/pay", "{}");
        row("customer", {"confirm", "12"}, "PUT /orders/12/confirm", "{}");
        row("customer", {"rate", "12", "5", "아주", "맛있어요"}, "PUT /orders/12/rate",
            "{'stars':5,'text':'아주 맛있어요'}");
        row("customer", {"cancel", "12", "마음이", "바뀜"}, "PATCH /orders/12",
            "{'status':'OrderCanceled','reason':'마음이 바뀜'}");
        row("customer", {"reviews"}, "GET /reviews?size=100");
        row("customer", {"reviews", "2"}, "GET /reviews?size=100&storeId=2");
        row("customer", {"changes", "--after", "a/b"}, "GET /changes?after=a%2Fb");
        row("store", {"tickets"}, "GET /foodCookings?view=open&size=100");
        row("store", {"tickets", "--all"}, "GET /foodCookings?size=100");
        row("store", {"accept", "12"}, "PUT /foodCookings/12/accept", "{'cookMinutes':20}");
        row("store", {"promise", "12", "15"}, "PUT /foodCookings/12/promise", "{'cookMinutes':15}");
        row("store", {"reject", "12", "cancel", "재료", "없음"}, "PUT /foodCookings/12/reject",
            "{'reason':'cancel 재료 없음'}");
        row("store", {"start", "12"}, "PUT /foodCookings/12/start", "{}");
        row("store", {"finish", "12"}, "PUT /foodCookings/12/finish", "{}");
        row("store", {"cancel", "12", "불남"}, "PUT /foodCookings/12/cancel", "{'reason':'불남'}");
        row("store", {"acknowledge", "12"}, "PUT /foodCookings/12/acknowledge", "{}");
        row("store", {"food"}, "GET /foods?size=100&storeId=1");
        row("store",
            {"food", "add", "만두", "4000", "--stock", "5", "--option",
             "맵기[2]*=순한맛|매운맛:500"},
            "POST /foods",
            "{'name':'만두','price':4000,'count':5,'options':[{'name':'맵기','required':true,'"
            "choices':"
            "[{'choice':'순한맛','price':0},{'choice':'매운맛','price':500}],'choicesMax':2}]}");
        row("store", {"food", "change", "3", "--price", "100", "--stock", "none"}, "PATCH /foods/3",
            "{'price':100,'count':null}");
        row("store", {"food", "change", "3", "--station", "튀김", "--category", "면류"},
            "PATCH /foods/3", "{'category':'면류','station':'튀김'}");
        row("store", {"food", "stock", "3", "12"}, "PATCH /foods/3", "{'count':12}");
        row("store", {"food", "stock", "3", "none"}, "PATCH /foods/3", "{'count':null}");
        row("store", {"food", "soldout", "3"}, "PATCH /foods/3", "{'soldOut':true}");
        row("store", {"food", "soldout", "3", "--until-tomorrow"}, "PATCH /foods/3",
            "{'soldOut':true,'soldOutUntil':'tomorrow'}");
        row("store", {"food", "soldout", "3", "--hours", "2"}, "PATCH /foods/3",
            "{'soldOut':true,'soldOutMinutes':120}");
        row("store", {"food", "reopen", "3"}, "PATCH /foods/3", "{'soldOut':false}");
        row("store", {"food", "remove", "3"}, "DELETE /foods/3");
        row("store", {"store"}, "GET /stores/1");
        row("store", {"store", "show", "--store", "2"}, "GET /stores/2");
        row("store", {"store", "pause", "쉬는", "날"}, "PUT /stores/1/pause",
            "{'reason':'쉬는 날'}");
        row("store", {"store", "resume"}, "PUT /stores/1/resume", "{}");
        row("store", {"store", "pause", "쉼", "--minutes", "30"}, "PUT /stores/1/pause",
            "{'reason':'쉼','minutes':30}");
        row("store", {"store", "hours"}, "GET /stores/1");
        row("store", {"store", "hours", "24시간"}, "PUT /stores/1", "{'alwaysOpen':true}");
        row("store", {"store", "busy", "15", "--minutes", "60"}, "PUT /stores/1/busy",
            "{'extraMinutes':15,'minutes':60}");
        row("store", {"store", "busy", "off"}, "PUT /stores/1/busy", "{'extraMinutes':0}");
        row("store", {"store", "auto", "5", "--minutes", "20"}, "PUT /stores/1/autoAccept",
            "{'ordersMax':5,'cookMinutes':20}");
        row("store", {"store", "auto", "off"}, "PUT /stores/1/autoAccept", "{'ordersMax':0}");
        row("store", {"store", "fee"}, "GET /stores/1");
        row("store",
            {"store", "fee", "3000", "--band", "1000=1000", "--band", "3000=2000", "--minimum",
             "12000"},
            "PUT /stores/1",
            "{'deliveryFee':3000,'feeBands':[{'upToMeters':1000,'fee':1000},"
            "{'upToMeters':3000,'fee':2000}],'minimumOrder':12000}");
        row("store", {"store", "fee", "--no-bands"}, "PUT /stores/1", "{'feeBands':[]}");
        row("store", {"today"}, "GET /stores/1/sales");
        row("rider", {"duty", "on", "--lat", "37.5", "--lng", "127"}, "PUT /riders/someone",
            "{'onDuty':true,'lat':37.5,'lng':127.0}");
        row("rider", {"duty", "off"}, "PUT /riders/someone", "{'onDuty':false}");
        row("rider", {"nearby", "--lat", "37.5", "--lng", "127"},
            "GET /deliveries?view=now&size=100&lat=37.500000&lng=127.000000");
        row("rider", {"pick", "12"}, "PUT /deliveries/12/pick", "{}");
        row("rider", {"release", "12"}, "PUT /deliveries/12/release", "{}");
        row("rider", {"collect", "12", "--fence", "3"}, "PUT /deliveries/12/collect",
            "{'fence':3}");
        row("rider", {"deliver", "12"}, "PUT /deliveries/12/deliver", "{}");
        row("rider", {"show", "12"}, "GET /deliveries/12");
        row("rider", {"earnings"}, "GET /riderCounts?size=100");
        row("admin", {"admin", "account"}, "GET /accounts?size=100");
        row("admin", {"admin", "store"}, "GET /stores?size=100");
        row("admin",
            {"admin", "store", "add", "섬가게", "--owner", "store9", "--address", "서울", "--lat",
             "37.5", "--lng", "127", "--fee", "3000", "--opens", "09:00", "--closes", "21:00",
             "--pickup-only"},
            "POST /stores",
            "{'name':'섬가게','owner':'store9','address':'서울','lat':37.5,'lng':127.0,"
            "'deliveryFee':3000,'opens':'09:00','closes':'21:00','pickupOnly':true}");
        row("admin", {"admin", "backup", "monday.db"}, "POST /backups", "{'file':'monday.db'}");
        row("admin", {"admin", "contexts"}, "GET /contexts");
        row("admin", {"admin", "context", "pause", "store"}, "PUT /contexts/store",
            "{'paused':true}");
        row("admin", {"admin", "context", "resume", "store"}, "PUT /contexts/store",
            "{'paused':false}");
        row("admin", {"admin", "escalations"}, "GET /escalations?size=100");
        row("admin", {"admin", "retry", "12"}, "PUT /payments/12/retry", "{}");
        row("admin", {"admin", "sessions"}, "GET /sessions?size=100");
    }
    void verb_whenRun_asksItsResource() {
        QFETCH(QString, role);
        QFETCH(QStringList, words);
        QFETCH(QString, line);
        QFETCH(QString, body);
        m_role = role;
        const Ran done = ranAs("someone", words);
        QCOMPARE(done.err, "");
        QCOMPARE(done.exit, 0);
        const HeardRequest heard = m_server->heard().back();
        QCOMPARE(QString::fromUtf8(heard.line()), line);
        QCOMPARE(QString::fromUtf8(heard.body), QString::fromUtf8(json(body)));
        // Whatever changes something names itself, so that a repeat is known as one.
        QCOMPARE(heard.key().isEmpty(), heard.method == "GET");
    }

    void earnings_whenShown_sayWhatTheDayBrought() {
        m_role = "rider";
        m_script = [](const HeardRequest& request) {
            if (request.line().startsWith("GET /riders/")) {
                return reply(200, R"({"id":"rider1","today":{"deliveries":3,"earned":9000}})");
            }
            if (request.line().startsWith("GET /riderCounts")) {
                return reply(200, R"({"_embedded":{"riderCounts":[{"riderId":"rider1","count":41}]},
                                      "page":{"number":0,"size":100,"totalElements":1,
                                              "totalPages":1}})");
            }
            return reply(200, R"({"_embedded":{"deliveries":[]}})");
        };
        const Ran done = ranAs("rider1", {"earnings"});
        QCOMPARE(done.err, "");
        QCOMPARE(done.exit, 0);
        QVERIFY2(done.out.startsWith("오늘 배달 3건  수입 9,000원\n"), qPrintable(done.out));
        QVERIFY2(done.out.contains("rider1: 맡은 배달 모두 41건"), qPrintable(done.out));
    }

    void accountOfSomebodyElse_whenMade_takesItsPasswordFromTheEnvironment() {
        m_role = "admin";
        qputenv("DELIVERY_NEW_PASSWORD", "theirs1234");
        const Ran done = ranAs("admin", {"admin", "account", "add", "store9", "--role", "store",
                                         "--name", "아홉째", "--store", "9"});
        qunsetenv("DELIVERY_NEW_PASSWORD");
        QCOMPARE(done.err, "");
        QCOMPARE(done.exit, 0);
        const HeardRequest heard = m_server->heard().back();
        QCOMPARE(QString::fromUtf8(heard.line()), "POST /accounts");
        QCOMPARE(QString::fromUtf8(heard.body),
                 QString::fromUtf8(json("{'userId':'store9','password':'theirs1234','role':'store',"
                                        "'name':'아홉째','storeId':9}")));
        QVERIFY(!done.out.contains("theirs1234"));
        // Nothing of it waits on the disk to be sent again.
        for (QDirIterator files(m_home.path(), QDir::Files, QDirIterator::Subdirectories);
             files.hasNext();) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("theirs1234"), qPrintable(file.fileName()));
        }
    }

    void newAccount_whenMade_keepsThePasswordOffTheDisk() {
        const Ran done = ran({"--as", "newcomer", "signup", "--name", "새손님"});
        QCOMPARE(done.exit, 0);
        const HeardRequest heard = m_server->heard().back();
        QCOMPARE(QString::fromUtf8(heard.line()), "POST /customers");
        QCOMPARE(
            QString::fromUtf8(heard.body),
            QString::fromUtf8(json("{'userId':'newcomer','password':'demo1234','name':'새손님'}")));
        QVERIFY(m_server->heard("POST /auth/login").empty());
        QVERIFY(!QDir(m_home.filePath("data")).exists());
    }

    void outbox_whenItCannotBeUsed_nothingIsSent() {
        QFile inTheWay(m_home.filePath("file"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        const Ran refused =
            ranAs("song", {"--outbox", inTheWay.fileName(), "order", "짜장", "--pickup"});
        QCOMPARE(refused.exit, 1);
        QVERIFY(refused.err.contains("보내지 않았습니다"));
        QVERIFY(m_server->heard("POST /orders").empty());
    }
};

QTEST_GUILESS_MAIN(TestTerminalDelivery)
#include "tst_terminal_delivery.moc"
