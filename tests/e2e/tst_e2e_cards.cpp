/// from signing up to an order that is paid with the customer's own card, the browser played
/// over HTTP, on the real server with the real sandbox process.

#include <QtTest>

#include <QUrl>
#include <QUrlQuery>

#include "tests/e2e/places.h"

using namespace delivery::tests;

class TestE2eCards : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;

    std::unique_ptr<BlockingHttp> newcomer(const char* user) {
        const auto made = city->nobody()->post(
            "/customers", {{"userId", user}, {"password", "demo1234"}, {"name", "손님"}});
        if (made.status != 201) qFatal("sign up: %d %s", made.status, made.body.constData());
        return city->as(user);
    }

    /// A browser: follows an address to whichever of the two servers it names.
    HttpAnswer browse(const QUrl& address, const QByteArray& form = {}) {
        BlockingHttp browser(static_cast<quint16>(address.port()));
        const QByteArray target = address.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
        const Headers html{{"Accept", "text/html"}};
        return form.isEmpty() ? browser.request("GET", target, {}, html)
                              : browser.request("POST", target, form, html);
    }
    static QUrl placeIn(const HttpAnswer& answer) {
        return QUrl::fromEncoded(answer.headers.value("location"));
    }
    /// From the customer's wish to the provider's page.
    QUrl providersPage(BlockingHttp& customer) {
        const auto begun = customer.get("/cards/register");
        if (begun.status != 200) qFatal("register: %d %s", begun.status, begun.body.constData());
        const auto sent = browse(QUrl(QString::fromStdString(begun.json().at("url"))));
        if (sent.status != 303) qFatal("not sent on: %d", sent.status);
        return placeIn(sent);
    }
    /// Fills in the provider's form; where the provider sends the browser afterwards.
    QUrl filledIn(const QUrl& page, const QByteArray& number) {
        if (browse(page).status != 200) qFatal("no page at the provider");
        QUrl action = page;
        action.setQuery(QString());
        const QByteArray form = page.query(QUrl::FullyEncoded).toUtf8() +
                                "&act=register&cardNumber=" + number +
                                "&cardExpirationMonth=12&cardExpirationYear=39"
                                "&customerIdentityNumber=900101&cardPassword=00";
        const auto sent = browse(action, form);
        if (sent.status != 303) qFatal("form: %d %s", sent.status, sent.body.constData());
        return placeIn(sent);
    }
    static std::vector<json> cards(BlockingHttp& customer) {
        return customer.get("/cards").json().at("_embedded").at("cards");
    }
    void provider(const char* mode, const char* operation) {
        QCOMPARE(
            city->sandbox()->put("/sandbox/payment", {{"mode", mode}, {"op", operation}}).status,
            200);
    }

  private slots:
    void initTestCase() { city = std::make_unique<RealCity>("[payment]\ncard_ms = 1000\n"); }
    void cleanup() { provider("ok", "all"); }

    void R24_newCustomer_paysWithTheirOwnCard() {
        const auto mina = newcomer("mina");
        const auto without = mina->post("/orders", wish());
        QVERIFY2(without.status != 201 ||
                     QString::fromStdString(without.json().at("status")) != "결제완료",
                 without.body.constData());

        const QUrl back = filledIn(providersPage(*mina), "4330123456781111");
        const auto done = browse(back);
        QCOMPARE(done.status, 200);
        QVERIFY(done.body.contains("카드를 등록했습니다"));
        const auto mine = cards(*mina);
        QCOMPARE(mine.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(mine[0].at("masked")), "4330****111*");
        QCOMPARE(QString::fromStdString(mine[0].at("issuer")), "신한");

        json order = wish();
        order["cardId"] = mine[0].at("id");
        const auto placedOrder = mina->post("/orders", order);
        QCOMPARE(placedOrder.status, 201);
        QCOMPARE(QString::fromStdString(placedOrder.json().at("status")), "결제완료");
        QCOMPARE(city->heldAtProvider(placedOrder.json().at("id").get<qint64>()), 10'000);

        // The address of the way back, found again in the browser's history.
        QCOMPARE(browse(back).status, 410);
        QCOMPARE(cards(*mina).size(), std::size_t{1});
        const QByteArray id = QByteArray::fromStdString(mine[0].at("id"));
        QCOMPARE(mina->erase("/cards/" + id).status, 204);
        QCOMPARE(browse(back).status, 410);
        QCOMPARE(cards(*mina).size(), std::size_t{0});
    }

    void cardThatIsRefusedAtThePage_isNotRegistered() {
        const auto jun = newcomer("jun");
        const auto told = browse(filledIn(providersPage(*jun), "4330123456780002"));
        QCOMPARE(told.status, 200);
        QVERIFY(told.body.contains("INVALID_STOPPED_CARD"));
        QCOMPARE(cards(*jun).size(), std::size_t{0});
    }

    void cardThatNeverPays_isDeclined_anotherOnePays() {
        const auto hana = newcomer("hana");
        QCOMPARE(browse(filledIn(providersPage(*hana), "4330123456780010")).status, 200);
        const auto declined = hana->post("/orders", wish());
        QCOMPARE(QString::fromStdString(declined.json().at("status")), "결제실패");
        const auto id = declined.json().at("id").get<qint64>();
        QCOMPARE(browse(filledIn(providersPage(*hana), "5365123456782222")).status, 200);
        const auto both = cards(*hana);
        QCOMPARE(both.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(both[1].at("issuer")), "삼성");
        const auto paid = hana->put(path("payments", id, "pay"), {{"cardId", both[1].at("id")}});
        QCOMPARE(paid.status / 100, 2);
        QVERIFY(city->until(*hana, path("orders", id),
                            [](const json& o) { return o.at("state") == "Paid"; }));
    }

    void providerDown_isToldAndNothingChanges() {
        const auto bora = newcomer("bora");
        const QUrl back = filledIn(providersPage(*bora), "4330123456781111");
        provider("down", "all");
        const auto told = browse(back);
        QCOMPARE(told.status, 503);
        QVERIFY(told.body.contains("결제사에 닿지 못했습니다"));
        QCOMPARE(cards(*bora).size(), std::size_t{0});
        provider("ok", "all");
        QCOMPARE(browse(filledIn(providersPage(*bora), "4330123456781111")).status, 200);
        QCOMPARE(cards(*bora).size(), std::size_t{1});
    }

    /// The provider made the card and fell silent: the same call under the same key tells.
    void silentProvider_isAskedAgainUnderTheSameKey() {
        const auto nari = newcomer("nari");
        const QUrl back = filledIn(providersPage(*nari), "4330123456781111");
        QCOMPARE(city->sandbox()
                     ->put("/sandbox/payment",
                           {{"mode", "charge-then-hang"}, {"op", "issue"}, {"count", 1}})
                     .status,
                 200);
        QCOMPARE(browse(back).status, 200);
        QCOMPARE(cards(*nari).size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(nari->post("/orders", wish()).json().at("status")),
                 "결제완료");
    }

    void restart_endsWhatWasOpen_keepsWhatIsRegistered() {
        auto duri = newcomer("duri");
        QCOMPARE(browse(filledIn(providersPage(*duri), "4330123456781111")).status, 200);
        QUrl back = filledIn(providersPage(*duri), "4330123456781111");
        QVERIFY(city->stop());
        QVERIFY(city->start());
        duri = city->as("duri");
        back.setPort(city->port());
        QCOMPARE(browse(back).status, 410);
        QCOMPARE(cards(*duri).size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(duri->post("/orders", wish()).json().at("status")),
                 "결제완료");
    }
};

QTEST_GUILESS_MAIN(TestE2eCards)
#include "tst_e2e_cards.moc"
