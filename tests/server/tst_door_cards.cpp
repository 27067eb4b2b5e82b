/// Registering a card, as a browser and a program live it. The provider is played here; the real
/// sandbox has an end-to-end test of its own.

#include <QtTest>

#include "server/door/registrations.h"
#include "tests/server/door_stage.h"

#include <QNetworkReply>
#include <QUrl>
#include <QUrlQuery>

using namespace delivery;
using namespace delivery::tests;

class TestDoorCards : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;
    std::vector<door::CardExchange> exchanged;
    door::CardAnswer answer;
    bool answers = true;
    std::function<void(door::CardAnswer)> waiting;

    void offer(const std::string& clientKey = {}) {
        stage->door->offerCards(
            {"https://provider.example/cards", "https://js.provider.example/v1", clientKey,
             [this](const door::CardExchange& brought, std::function<void(door::CardAnswer)> then) {
                 exchanged.push_back(brought);
                 answers ? then(answer) : void(waiting = std::move(then));
             }});
    }
    struct Trip {
        QByteArray ticket;   ///< path
        QByteArray success;  ///< path
        QByteArray fail;     ///< path
        QString customerKey;
    };
    Got begin(const std::string& user = "song") {
        return stage->as(user, "GET", "/cards/register");
    }
    static QByteArray pathOf(const std::string& address) {
        return QUrl(QString::fromStdString(address)).path().toUtf8();
    }
    /// Up to the provider's page.
    Trip opened(const std::string& user = "song") {
        Trip trip;
        trip.ticket = pathOf(begin(user).json.at("url"));
        return reopened(trip.ticket);
    }
    Trip reopened(const QByteArray& ticket) {
        const Got sent = stage->call("GET", ticket, {}, {}, {{"Accept", "text/html"}});
        if (sent.status != 303) qFatal("not sent on: %d", sent.status);
        const QUrl page(QString::fromStdString(sent.header("location")));
        const QUrlQuery query(page);
        const auto value = [&](const char* name) {
            return query.queryItemValue(name, QUrl::FullyDecoded);
        };
        return {ticket, pathOf(value("successUrl").toStdString()),
                pathOf(value("failUrl").toStdString()), value("customerKey")};
    }
    Got back(const Trip& trip, const QString& authKey = "auth-1") {
        return stage->call("GET", trip.success +
                                      "?customerKey=" + QUrl::toPercentEncoding(trip.customerKey) +
                                      "&authKey=" + authKey.toUtf8());
    }
    std::size_t cards(const std::string& user = "song") {
        return stage->as(user, "GET", "/cards").json.at("_embedded").at("cards").size();
    }

  private slots:
    void init() {
        stage = std::make_unique<DoorStage>();
        exchanged.clear();
        waiting = {};
        answers = true;
        answer = door::IssuedCard{"sealed billing", "sealed customer", "4330****111*", "신한"};
        offer();
    }

    void wholeTrip_makesACard() {
        const Got begun = begin();
        QCOMPARE(begun.status, 200);
        QCOMPARE(begun.header("content-type"), std::string("application/hal+json"));
        QCOMPARE(begun.json.at("_links").at("register").at("href"), begun.json.at("url"));
        QVERIFY(begun.json.contains("expiresAt"));
        const Trip trip = reopened(pathOf(begun.json.at("url")));
        // Not guessable, and nothing personal in it.
        QVERIFY(trip.customerKey.size() >= 32 && !trip.customerKey.contains("song"));

        const Got done = back(trip);
        QCOMPARE(done.status, 200);
        QVERIFY(done.body.contains("카드를 등록했습니다"));
        QVERIFY(done.body.contains("Your card is registered"));
        QVERIFY(done.header("content-type").starts_with("text/html"));
        QVERIFY(done.header("content-security-policy").starts_with("default-src 'none'"));
        QCOMPARE(done.header("referrer-policy"), std::string("no-referrer"));
        QCOMPARE(exchanged.size(), std::size_t{1});
        QCOMPARE(exchanged.front().authKey, std::string("auth-1"));
        QCOMPARE(QString::fromStdString(exchanged.front().customerKey), trip.customerKey);

        const auto list = stage->as("song", "GET", "/cards").json.at("_embedded").at("cards");
        QCOMPARE(list.size(), std::size_t{2});
        const auto& card = list.at(1);
        QCOMPARE(card.at("masked").get<std::string>(), std::string("4330****111*"));
        QCOMPARE(card.at("issuer").get<std::string>(), std::string("신한"));
        const QByteArray id = QByteArray::fromStdString(card.at("id"));
        QCOMPARE(cards("kim"), std::size_t{1});
        const nlohmann::json order{{"foodId", "탕수육"},
                                   {"qty", 1},
                                   {"address", "서울 용산구 용산동 1-1"},
                                   {"cardId", card.at("id")}};
        const Got placed =
            stage->as("song", "POST", "/orders", QByteArray::fromStdString(order.dump()));
        QCOMPARE(placed.status, 201);
        QCOMPARE(stage->as("kim", "DELETE", "/cards/" + id).status, 404);
        QCOMPARE(stage->as("song", "DELETE", "/cards/" + id).status, 204);
        QCOMPARE(cards(), std::size_t{1});
    }

    void browserWithToken_goesStraightOn() {
        const Got sent =
            stage->as("song", "GET", "/cards/register", {}, {{"Accept", "text/html,*/*;q=0.8"}});
        QCOMPARE(sent.status, 303);
        QVERIFY(sent.header("location").starts_with("https://provider.example/cards?customerKey="));
    }

    void comingBackTwice_findsNothing() {
        const Trip trip = opened();
        QCOMPARE(back(trip).status, 200);
        const Got again = back(trip);
        QCOMPARE(again.status, 410);
        QVERIFY(again.body.contains("이 등록은 끝났습니다"));
        QCOMPARE(stage->call("GET", trip.ticket).status, 410);
        QCOMPARE(cards(), std::size_t{2});
        QCOMPARE(exchanged.size(), std::size_t{1});
    }

    void ticket_opensAgain_onlyTheLastPageComesBack() {
        const Trip first = opened();
        const Trip second = reopened(first.ticket);
        QVERIFY(first.success != second.success);
        QCOMPARE(back(first).status, 410);
        QCOMPARE(back(second).status, 200);
    }

    void newRegistration_endsTheOneBefore() {
        const Trip first = opened();
        const Trip second = opened();
        QCOMPARE(back(first).status, 410);
        QCOMPARE(back(second).status, 200);
    }

    void tenMinutesLater_everythingIsOver() {
        const Trip trip = opened();
        const QByteArray ticket = pathOf(begin("kim").json.at("url"));
        stage->clock.advance(door::RegistrationBook::lifetime);
        QCOMPARE(back(trip).status, 410);
        QCOMPARE(stage->call("GET", ticket).status, 410);
        QCOMPARE(cards(), std::size_t{1});
    }

    void foreignState_orCustomerKey_isNotTaken() {
        const Trip songs = opened();
        const Trip kims = opened("kim");
        QCOMPARE(stage->call("GET", "/cards/registered/guessed?customerKey=a&authKey=b").status,
                 410);
        // The one's card is not registered with the other's registration.
        Trip mixed = songs;
        mixed.customerKey = kims.customerKey;
        QCOMPARE(back(mixed).status, 400);
        QCOMPARE(back(songs).status, 410);
        QCOMPARE(back(kims, "").status, 400);
        QCOMPARE(back(kims, QString(301, 'a')).status, 410);
        QCOMPARE(exchanged.size(), std::size_t{0});
        QCOMPARE(cards(), std::size_t{1});
        QCOMPARE(cards("kim"), std::size_t{1});
    }

    void failUrl_saysWhy_andShowsNoMarkup() {
        const Got gone =
            stage->call("GET", opened().fail + "?code=PAY_PROCESS_CANCELED&message=%3Cb%3E");
        QCOMPARE(gone.status, 200);
        QVERIFY(gone.body.contains("PAY_PROCESS_CANCELED"));
        QVERIFY(!gone.body.contains("<b>"));
        QVERIFY(!stage->call("GET", opened().fail + "?code=%3Cscript%3E").body.contains("<script"));
        const Trip trip = opened();
        QCOMPARE(stage->call("GET", trip.fail).status, 200);
        QCOMPARE(back(trip).status, 410);
        QCOMPARE(cards(), std::size_t{1});
    }

    void trouble_isToldOnAPage_data() {
        QTest::addColumn<int>("trouble");
        QTest::addColumn<int>("status");
        QTest::newRow("refused") << static_cast<int>(door::CardTrouble::Refused) << 409;
        QTest::newRow("away") << static_cast<int>(door::CardTrouble::Away) << 503;
        QTest::newRow("unknown") << static_cast<int>(door::CardTrouble::Unknown) << 504;
    }
    void trouble_isToldOnAPage() {
        QFETCH(int, trouble);
        QFETCH(int, status);
        answer = tl::unexpected(static_cast<door::CardTrouble>(trouble));
        const Got told = back(opened());
        QCOMPARE(told.status, status);
        QVERIFY(told.header("content-type").starts_with("text/html"));
        QVERIFY(told.body.contains("카드가 등록되지 않았습니다"));
        QCOMPARE(cards(), std::size_t{1});
    }

    void forgottenMeanwhile_getsNoCard() {
        const Trip trip = opened();
        answers = false;
        bool isTold = false;
        QNetworkAccessManager network;
        const QUrl address("http://127.0.0.1:" + QString::number(stage->port()) + trip.success +
                           "?authKey=a&customerKey=" + trip.customerKey);
        QNetworkReply* reply = network.get(QNetworkRequest(address));
        QObject::connect(reply, &QNetworkReply::finished, this, [&] { isTold = true; });
        QTRY_VERIFY(waiting);
        QCOMPARE(stage->as("song", "DELETE", "/customers/song").status, 204);
        waiting(answer);
        QTRY_VERIFY(isTold);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 410);
        reply->deleteLater();
        QCOMPARE(stage->as("admin", "GET", "/cards?customerId=song")
                     .json.at("_embedded")
                     .at("cards")
                     .size(),
                 std::size_t{0});
    }

    void head_usesNothingUp() {
        const Trip trip = opened();
        QCOMPARE(stage->call("HEAD", trip.success).status, 200);
        QCOMPARE(stage->call("HEAD", trip.fail).status, 200);
        QCOMPARE(back(trip).status, 200);
    }

    void othersMayNot() {
        QCOMPARE(stage->call("GET", "/cards/register").status, 401);
        QCOMPARE(begin("store1").status, 403);
        QCOMPARE(begin("rider1").status, 403);
        QCOMPARE(begin("admin").status, 403);
    }

    void withoutAProvidersPage_nobodyBegins() {
        stage->door->offerCards({});
        QCOMPARE(begin().status, 503);
    }

    void providersScript_opensItsPage() {
        offer("test_ck_\"</script>");
        const QByteArray ticket = pathOf(begin().json.at("url"));
        const Got page = stage->call("GET", ticket);
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("<script src=\"https://js.provider.example/v1\">"));
        QVERIFY(page.body.contains("requestBillingAuth(\"카드\""));
        QVERIFY(page.body.contains("test_ck_\\u0022\\u003c/script\\u003e"));
        const std::string policy = page.header("content-security-policy");
        QVERIFY(policy.find("https://js.provider.example") != std::string::npos);
        QVERIFY(policy.find("'unsafe-inline'") == policy.rfind("'unsafe-inline'"));
    }
};

QTEST_GUILESS_MAIN(TestDoorCards)
#include "tst_door_cards.moc"
