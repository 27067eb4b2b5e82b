/// The access matrix: every principal at every resource of an order, in every state that matters:
/// the status and exactly the fields. What nobody planned to show is not there.

#include <QtTest>

#include <set>
#include <sstream>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

using Words = std::set<std::string>;

Words wordsOf(const std::string& text) {
    std::istringstream stream(text);
    Words words;
    for (std::string word; stream >> word;) words.insert(word);
    return words;
}

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words) text += word + " ";
    return text;
}

const std::string lines = " foodId foodName qty price lines";
const std::string placeAndTime = " status state version placedAt changedAt _links";
const std::string order =
    "id customerId storeId storeName amount deliveryFee pointsSpent payable address area pickup "
    "phone options refund" +
    lines + placeAndTime;
const std::string payment =
    "id orderId customerId amount status state refund version changedAt _links";
const std::string ticket =
    "id orderId customerId storeId address area pickup options payment acknowledged timeline" +
    lines + placeAndTime;
/// What everybody sees of a delivery who sees it at all.
const std::string delivery =
    "id orderId address area pickup storeId storeName storePlace fee distances" + lines +
    placeAndTime;

/// By name, so that the table below stays short. '+' names what is added.
const std::map<std::string, std::string>& fieldsOf() {
    const std::string person = " customerId phone options dropOff";
    static const std::map<std::string, std::string> fields{
        {"order", order},
        {"order.ended", order + " cancelReason cancelledBy"},
        {"order.ridden", order + " riderId"},
        {"page", order + " timeline"},
        {"page.ended", order + " timeline cancelReason cancelledBy"},
        {"page.ridden", order + " timeline riderId"},
        {"payment", payment},
        {"payment.waiting", payment + " attempt"},
        {"payment.worry", payment + " escalation concerns"},
        {"ticket", ticket},
        {"ticket.ended", ticket + " cancelReason cancelledBy"},
        {"ticket.ridden", ticket + " riderId"},
        {"own", delivery + person},
        {"own.underWay", delivery + person + " riderName riderPlace"},
        {"stores", delivery + " customerId options dropOff riderId"},
        {"stores.underWay", delivery + " customerId options dropOff riderId riderName riderPlace"},
        {"stores.brought", delivery + " customerId options dropOff riderId riderName"},
        {"offer", delivery + " riderId"},
        {"held", delivery + person + " riderId riderName riderPlace fence"},
        {"past", delivery + " riderId"},
        {"all", delivery + person + " riderId"},
        {"all.underWay", delivery + person + " riderId riderName riderPlace fence"},
        {"all.brought", delivery + person + " riderId riderName"},
    };
    return fields;
}

/// One line for each resource and principal: what they get for an order that is unpaid, paid, on
/// offer, in rider1's hands, delivered by rider1, cancelled before it was cooked, paid for only
/// after it was cancelled, and left by all riders.
constexpr const char* states[]{"unpaid",    "paid",      "offered", "held",
                               "delivered", "cancelled", "late",    "unassignable"};
struct Line {
    const char* resource;
    const char* who;
    const char* cells;
};
constexpr Line table[]{
    {"orders", "nobody", "401 401 401 401 401 401 401 401"},
    {"orders", "song", "order order order order order order.ended order.ended order"},
    {"orders", "kim", "404 404 404 404 404 404 404 404"},
    {"orders", "store1", "403 403 403 403 403 403 403 403"},
    {"orders", "store2", "403 403 403 403 403 403 403 403"},
    {"orders", "rider1", "403 403 403 403 403 403 403 403"},
    {"orders", "rider2", "403 403 403 403 403 403 403 403"},
    {"orders", "admin",
     "order order order order.ridden order.ridden order.ended order.ended order"},

    {"myPages", "nobody", "401 401 401 401 401 401 401 401"},
    {"myPages", "song", "page page page page page page.ended page.ended page"},
    {"myPages", "kim", "404 404 404 404 404 404 404 404"},
    {"myPages", "store1", "403 403 403 403 403 403 403 403"},
    {"myPages", "store2", "403 403 403 403 403 403 403 403"},
    {"myPages", "rider1", "403 403 403 403 403 403 403 403"},
    {"myPages", "rider2", "403 403 403 403 403 403 403 403"},
    {"myPages", "admin", "page page page page.ridden page.ridden page.ended page.ended page"},

    {"payments", "nobody", "401 401 401 401 401 401 401 401"},
    {"payments", "song", "payment.waiting payment payment payment payment payment payment payment"},
    {"payments", "kim", "404 404 404 404 404 404 404 404"},
    {"payments", "store1", "403 403 403 403 403 403 403 403"},
    {"payments", "store2", "403 403 403 403 403 403 403 403"},
    {"payments", "rider1", "403 403 403 403 403 403 403 403"},
    {"payments", "rider2", "403 403 403 403 403 403 403 403"},
    {"payments", "admin",
     "payment.waiting payment payment payment payment payment payment payment.worry"},

    {"foodCookings", "nobody", "401 401 401 401 401 401 401 401"},
    {"foodCookings", "song", "403 403 403 403 403 403 403 403"},
    {"foodCookings", "kim", "403 403 403 403 403 403 403 403"},
    {"foodCookings", "store1",
     "404 ticket ticket ticket.ridden ticket.ridden ticket.ended 404 ticket"},
    {"foodCookings", "store2", "404 404 404 404 404 404 404 404"},
    {"foodCookings", "rider1", "403 403 403 403 403 403 403 403"},
    {"foodCookings", "rider2", "403 403 403 403 403 403 403 403"},
    {"foodCookings", "admin",
     "404 ticket ticket ticket.ridden ticket.ridden ticket.ended 404 ticket"},

    {"deliveries", "nobody", "401 401 401 401 401 401 401 401"},
    {"deliveries", "song", "own own own own.underWay own own own own"},
    {"deliveries", "kim", "404 404 404 404 404 404 404 404"},
    {"deliveries", "store1", "404 stores stores stores.underWay stores.brought stores 404 stores"},
    {"deliveries", "store2", "404 404 404 404 404 404 404 404"},
    {"deliveries", "rider1", "404 404 offer held past 404 404 offer"},
    {"deliveries", "rider2", "404 404 offer 404 404 404 404 offer"},
    {"deliveries", "admin", "all all all all.underWay all.brought all all all"},
};

/// What a delivery tells in this state to everybody who sees it: when it was ready and brought, or
/// who ended it.
std::string stepsIn(const std::string& who, const std::string& state) {
    // How far it is offered is nothing to its customer.
    if (state == "offered") return who == "song" ? "cookedAt" : "cookedAt offer";
    if (state == "held" || state == "unassignable") return "cookedAt";
    if (state == "delivered") return "cookedAt collectedAt deliveredAt";
    if (state == "cancelled" || state == "late") return "cancelReason cancelledBy";
    return "";
}

/// What was promised is told until it is there.
std::string promiseIn(const std::string& state) {
    return state == "offered" || state == "held" || state == "unassignable" ? "readyBy" : "";
}

/// Under each of its names a resource is the same.
constexpr std::pair<const char*, const char*> aliases[]{
    {"payments", "pays"}, {"foodCookings", "storeOrders"}, {"deliveries", "deliveryLists"}};

Words keysOf(const nlohmann::json& object) {
    Words keys;
    for (const auto& [key, value] : object.items()) keys.insert(key);
    return keys;
}

/// Every text anywhere in the answer.
void collectTexts(const nlohmann::json& value, std::set<std::string>& texts) {
    if (value.is_string()) texts.insert(value.get<std::string>());
    if (value.is_structured()) {
        for (const auto& inner : value) collectTexts(inner, texts);
    }
}

}  // namespace

class TestDoorAccess : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;
    std::map<std::string, qint64> ids;

    Got ask(const std::string& who, const QByteArray& path) {
        return who == "nobody" ? stage->call("GET", path) : stage->as(who, "GET", path);
    }
    qint64 changed(const std::string& who, const QByteArray& path) {
        const Got got = stage->as(who, "PUT", path);
        if (got.status != 200) qFatal("%s: %d %s", path.constData(), got.status, got.body.data());
        return got.json.at("id").get<qint64>();
    }
    static QByteArray at(const std::string& resource, qint64 id, const char* verb = "") {
        return "/" + QByteArray::fromStdString(resource) + "/" + QByteArray::number(id) + verb;
    }
    Words listed(const std::string& who, const QByteArray& path) {
        const Got got = ask(who, path);
        if (got.status != 200) return {"status " + std::to_string(got.status)};
        Words names;
        for (const auto& item : got.json.at("_embedded").begin().value()) {
            const qint64 id = item.at(item.contains("orderId") ? "orderId" : "id").get<qint64>();
            for (const auto& [state, one] : ids) {
                if (one == id) names.insert(state);
            }
        }
        return names;
    }

  private slots:
    void initTestCase() {
        stage = std::make_unique<DoorStage>();
        // First, for it takes ten minutes of everybody's time.
        ids["unassignable"] = stage->placed();
        stage->cooked(ids["unassignable"]);
        const desk::StreamKey stream{"order", std::to_string(ids["unassignable"])};
        for (int round = 0; round < 20; ++round) {
            stage->clock.advance(seconds(31));
            stage->must(systemActor(), desk::FireTimer{{stream, "OfferRound", {}, "rider"}});
        }
        stage->provider = Provider::IsSilent;
        ids["late"] = stage->placed();
        stage->provider = Provider::Approves;
        QCOMPARE(stage->as("song", "DELETE", at("orders", ids["late"])).status, 204);
        QTRY_VERIFY(stage->as("song", "GET", at("payments", ids["late"])).json["refund"] == "done");
        ids["delivered"] = stage->placed();
        stage->cooked(ids["delivered"]);
        for (const char* verb : {"/pick", "/collect", "/deliver"}) {
            changed("rider1", at("deliveries", ids["delivered"], verb));
        }
        ids["held"] = stage->placed();
        stage->cooked(ids["held"]);
        changed("rider1", at("deliveries", ids["held"], "/pick"));
        ids["offered"] = stage->placed();
        stage->cooked(ids["offered"]);
        ids["paid"] = stage->placed();
        ids["cancelled"] = stage->placed();
        QCOMPARE(stage->as("song", "DELETE", at("orders", ids["cancelled"])).status, 204);
        stage->provider = Provider::CannotBeReached;
        const Got unpaid =
            stage->as("song", "POST", "/orders",
                      R"({"foodId":"탕수육","qty":1,"address":"서울 용산구 용산동 1-1"})");
        QCOMPARE(unpaid.status, 202);
        ids["unpaid"] = unpaid.json.at("id").get<qint64>();
    }

    void cell_isWhatTheTableSays_data() {
        QTest::addColumn<QString>("resource");
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("cell");
        const auto add = [](const std::string& resource, const Line& line) {
            std::istringstream cells(line.cells);
            for (const char* state : states) {
                std::string cell;
                cells >> cell;
                const std::string name = resource + " " + line.who + " " + state;
                QTest::newRow(name.c_str()) << QString::fromStdString(resource) << line.who << state
                                            << QString::fromStdString(cell);
            }
        };
        for (const Line& line : table) {
            add(line.resource, line);
            for (const auto& [resource, alias] : aliases) {
                if (std::string{resource} == line.resource) add(alias, line);
            }
        }
    }
    void cell_isWhatTheTableSays() {
        QFETCH(QString, resource);
        QFETCH(QString, who);
        QFETCH(QString, state);
        QFETCH(QString, cell);
        const qint64 id = ids.at(state.toStdString());
        const Got got = ask(who.toStdString(), at(resource.toStdString(), id));
        bool isStatus = false;
        const int status = cell.toInt(&isStatus);
        QCOMPARE(got.status, isStatus ? status : 200);
        if (isStatus) return;
        const auto fields = fieldsOf().find(cell.toStdString());
        QVERIFY(fields != fieldsOf().end());
        Words expected = wordsOf(fields->second);
        const bool isDelivery = resource.startsWith("deliver");
        const bool isPayment = resource.startsWith("pay");
        if (isDelivery) expected.merge(wordsOf(stepsIn(who.toStdString(), state.toStdString())));
        if (!isDelivery && !isPayment) expected.merge(wordsOf(promiseIn(state.toStdString())));
        QCOMPARE(QString::fromStdString(joined(keysOf(got.json))),
                 QString::fromStdString(joined(expected)));
    }

    void doorAndPhone_areForThoseWhoDeliverOrCook_data() {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("door");
        QTest::newRow("holding") << "rider1"
                                 << "held" << true;
        QTest::newRow("delivered") << "rider1"
                                   << "delivered" << false;
        QTest::newRow("offered") << "rider1"
                                 << "offered" << false;
        QTest::newRow("offered to the other") << "rider2"
                                              << "offered" << false;
        QTest::newRow("own") << "song"
                             << "offered" << true;
        QTest::newRow("store's") << "store1"
                                 << "paid" << true;
        QTest::newRow("store's, over") << "store1"
                                       << "cancelled" << false;
    }
    void doorAndPhone_areForThoseWhoDeliverOrCook() {
        QFETCH(QString, who);
        QFETCH(QString, state);
        QFETCH(bool, door);
        const Got got = ask(who.toStdString(), at("deliveries", ids.at(state.toStdString())));
        QCOMPARE(got.body.contains("용산동 1-1"), door);
        QVERIFY(got.json["area"] == "서울 용산구 용산동");
    }

    void customers_knowTheRidersFirstNameOnly() {
        const Got held = stage->as("song", "GET", at("deliveries", ids["held"]));
        QCOMPARE(held.json["riderName"], "민수");
        for (const QByteArray& path :
             {QByteArray("/orders?size=100"), QByteArray("/myPages?size=100"),
              QByteArray("/deliveries?size=100"), QByteArray("/payments?size=100"),
              QByteArray("/notificationLogs?size=100"), QByteArray("/changes"),
              at("myPages", ids["held"]), at("myPages", ids["delivered"])}) {
            const Got got = stage->as("song", "GET", path);
            QCOMPARE(got.status, 200);
            std::set<std::string> texts;
            collectTexts(got.json, texts);
            for (const char* name : {"rider1", "rider2", "송민수", "store1", "admin"}) {
                QVERIFY2(!texts.contains(name), (path + " says " + name).constData());
            }
        }
        const Got page = stage->as("song", "GET", at("myPages", ids["delivered"]));
        std::vector<std::string> by;
        for (const auto& entry : page.json["timeline"]) by.push_back(entry["by"]);
        QCOMPARE(by, (std::vector<std::string>{"customer", "system", "store", "store", "store",
                                               "rider", "rider", "rider"}));
    }

    void riders_seeNoOtherRider() {
        for (const QByteArray& path :
             {QByteArray("/deliveries?size=100"), QByteArray("/changes"),
              QByteArray("/notificationLogs?size=100"), QByteArray("/riderCounts")}) {
            const Got got = stage->as("rider2", "GET", path);
            QCOMPARE(got.status, 200);
            QVERIFY2(!got.body.contains("rider1") && !got.body.contains("민수"), path.constData());
        }
    }

    /// What it never saw a store can neither answer nor acknowledge, whatever its number.
    void orderThatNeverReachedItsStore_doesNotExistForIt_data() {
        QTest::addColumn<QByteArray>("verb");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("acknowledge") << QByteArray("/acknowledge") << QByteArray();
        QTest::newRow("accept") << QByteArray("/accept") << QByteArray(R"({"cookMinutes":20})");
        QTest::newRow("promise") << QByteArray("/promise") << QByteArray(R"({"cookMinutes":20})");
        QTest::newRow("reject") << QByteArray("/reject") << QByteArray(R"({"reason":"재료 없음"})");
        QTest::newRow("start") << QByteArray("/start") << QByteArray("{}");
        QTest::newRow("cancel") << QByteArray("/cancel") << QByteArray(R"({"reason":"주방 사고"})");
    }
    void orderThatNeverReachedItsStore_doesNotExistForIt() {
        QFETCH(QByteArray, verb);
        QFETCH(QByteArray, body);
        for (const char* state : {"late", "unpaid"}) {
            const QByteArray path = at("foodCookings", ids[state], verb.constData());
            const Got got = stage->as("store1", "PUT", path, body);
            QCOMPARE(got.status, 404);
            QVERIFY2(!got.body.contains("song") && !got.body.contains("Cancelled"), got.body);
        }
    }

    void whatNobodyRides_isBeforeTheAdminsEyes() {
        const Got got = stage->as("admin", "GET", "/escalations");
        bool found = false;
        for (const auto& one : got.json["_embedded"]["escalations"]) {
            if (one["id"] != ids["unassignable"]) continue;
            found = true;
            QVERIFY(one["concerns"] == nlohmann::json::array({"NobodyRides"}));
        }
        QVERIFY2(found, got.body);
        for (const char* who : {"song", "store1", "admin"}) {
            const Got told = stage->as(who, "GET", "/notificationLogs?size=100");
            QVERIFY2(told.body.contains("DeliveryUnassignable"), who);
        }
        QVERIFY(!stage->as("rider1", "GET", "/notificationLogs").body.contains("Unassignable"));
    }

    void collections_holdWhatTheirReaderMaySee_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* path, const char* who, const char* expected) {
            QTest::newRow((std::string{path} + " " + who).c_str()) << path << who << expected;
        };
        const char* reached = "paid offered held delivered cancelled unassignable";
        const char* every = "unpaid paid offered held delivered cancelled late unassignable";
        row("/orders", "song", "unpaid paid offered held delivered unassignable");
        row("/orders", "kim", "");
        row("/orders", "admin", "unpaid paid offered held delivered unassignable");
        row("/myPages", "song", every);
        row("/myPages", "kim", "");
        row("/payments", "song", every);
        row("/payments", "kim", "");
        row("/foodCookings", "store1", reached);
        row("/foodCookings", "store2", "");
        row("/foodCookings", "admin", reached);
        row("/deliveries", "song", reached);
        row("/deliveries", "kim", "");
        row("/deliveries", "store1", reached);
        row("/deliveries", "store2", "");
        row("/deliveries", "rider1", "held offered unassignable delivered");
        row("/deliveries", "rider2", "offered unassignable");
        row("/deliveries?view=now", "rider1", "held offered unassignable");
        row("/deliveries?view=past", "rider1", "held delivered");
        row("/deliveries", "admin", reached);
        row("/notificationLogs", "song", every);
        row("/notificationLogs", "kim", "");
        row("/notificationLogs", "store1", reached);
        row("/notificationLogs", "store2", "");
        row("/notificationLogs", "rider1", "held delivered");
        row("/notificationLogs", "rider2", "");
        row("/notificationLogs", "admin", every);
        row("/notificationLogs?customerId=kim", "admin", "");
        row("/notificationLogs?customerId=kim", "song", "status 403");
        row("/points", "song", reached);
        row("/points", "kim", "");
        row("/points", "admin", reached);
        row("/points?customerId=kim", "admin", "");
        row("/points?customerId=kim", "song", "status 403");
    }
    void collections_holdWhatTheirReaderMaySee() {
        QFETCH(QString, path);
        QFETCH(QString, who);
        QFETCH(QString, expected);
        const QByteArray whole = path.toUtf8() + (path.contains('?') ? "&" : "?") + "size=100";
        const Words names = listed(who.toStdString(), whole);
        const std::string text = expected.toStdString();
        const Words wanted = text.starts_with("status") ? Words{text} : wordsOf(text);
        QCOMPARE(QString::fromStdString(joined(names)), QString::fromStdString(joined(wanted)));
    }

    void notices_nameWhomTheyAreFor() {
        const auto first = [this](const char* who) {
            return stage->as(who, "GET", "/notificationLogs?size=1")
                .json["_embedded"]["notificationLogs"][0];
        };
        const auto stores = first("store1");
        QCOMPARE(stores["storeId"].get<int>(), 1);
        QVERIFY(!stores.contains("customerId"));
        const auto riders = first("rider1");
        QCOMPARE(riders["riderId"], "rider1");
        QVERIFY(!riders.contains("customerId"));
        QVERIFY(riders["_links"]["order"]["href"].get<std::string>().find("/deliveries/") !=
                std::string::npos);
    }

    void accounts_areTheirOwnersAndTheAdmins_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("statuses");
        const auto row = [](const char* path, const char* statuses) {
            QTest::newRow(path) << path << statuses;
        };
        // nobody song kim store1 store2 rider1 rider2 admin
        row("/customers/song", "401 200 404 403 403 403 403 200");
        row("/customers/song/addresses", "401 200 404 403 403 403 403 200");
        row("/customerInfos/song", "401 200 404 403 403 403 403 200");
        row("/riders/rider1", "401 403 403 403 403 200 404 200");
        row("/accounts/song", "401 403 403 403 403 403 403 200");
        row("/sessions", "401 403 403 403 403 403 403 200");
        row("/foods/1", "401 200 200 200 200 200 200 200");
        row("/stores/1", "401 200 200 200 200 200 200 200");
        row("/foodCounts", "401 403 403 200 200 403 403 200");
        row("/riderCounts", "401 403 403 200 200 200 200 200");
        row("/cards", "401 200 200 403 403 403 403 200");
        row("/cards?customerId=kim", "401 403 200 403 403 403 403 200");
    }
    void accounts_areTheirOwnersAndTheAdmins() {
        QFETCH(QString, path);
        QFETCH(QString, statuses);
        const QStringList wanted = statuses.split(' ');
        const char* everyone[]{"nobody", "song",   "kim",    "store1",
                               "store2", "rider1", "rider2", "admin"};
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            const Got got = ask(everyone[i], path.toUtf8());
            QVERIFY2(got.status == wanted[i].toInt(),
                     (std::string{everyone[i]} + " " + std::to_string(got.status)).c_str());
        }
    }

    void cards_areMaskedAndPaged_forTheAdminAll() {
        const Got own = stage->as("song", "GET", "/cards");
        QCOMPARE(own.json["page"]["totalElements"].get<int>(), 1);
        QCOMPARE(QString::fromStdString(joined(keysOf(own.json["_embedded"]["cards"][0]))),
                 QString("_links id issuer masked "));
        Words owners;
        for (int page = 0; page < 2; ++page) {
            const Got got =
                stage->as("admin", "GET", "/cards?size=1&page=" + QByteArray::number(page));
            QCOMPARE(got.json["page"]["totalElements"].get<int>(), 2);
            QCOMPARE(got.json["_embedded"]["cards"].size(), std::size_t{1});
            QVERIFY(!got.body.contains("sealed"));
            owners.insert(got.json["_embedded"]["cards"][0]["customerId"].get<std::string>());
        }
        QCOMPARE(QString::fromStdString(joined(owners)), QString("kim song "));
    }

    void riderCounts_ofAStore_areOfThoseWhoDeliveredForIt() {
        const Got own = stage->as("store1", "GET", "/riderCounts");
        QCOMPARE(own.json["_embedded"]["riderCounts"].size(), std::size_t{1});
        QCOMPARE(own.json["_embedded"]["riderCounts"][0]["riderId"], "rider1");
        QCOMPARE(own.json["_embedded"]["riderCounts"][0]["count"].get<int>(), 2);
        const Got other = stage->as("store2", "GET", "/riderCounts");
        QCOMPARE(other.json["_embedded"]["riderCounts"].size(), std::size_t{0});
    }

    void changes_ofARider_sayHowFarItIs() {
        const Got got = stage->as("rider2", "GET", "/changes");
        bool found = false;
        for (const auto& one : got.json["changes"]) {
            if (one["id"] != ids["offered"]) continue;
            found = true;
            QVERIFY(one["distances"].contains("toStoreMeters"));
            QVERIFY(one["distances"].contains("toCustomerMeters"));
        }
        QVERIFY(found);
    }

    void riders_pageThroughWhatIsAndWhatWas() {
        Words seen;
        for (int page = 0; page < 4; ++page) {
            const Got got =
                stage->as("rider1", "GET", "/deliveries?size=1&page=" + QByteArray::number(page));
            QCOMPARE(got.json["page"]["totalElements"].get<int>(), 4);
            QCOMPARE(got.json["_embedded"]["deliveries"].size(), std::size_t{1});
            seen.insert(got.json["_embedded"]["deliveries"][0]["state"].get<std::string>());
        }
        QCOMPARE(QString::fromStdString(joined(seen)), QString("Cooked Delivered PickedUp "));
        const Got beyond = stage->as("rider1", "GET", "/deliveries?size=1&page=4");
        QCOMPARE(beyond.json["_embedded"]["deliveries"].size(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(TestDoorAccess)
#include "tst_door_access.moc"
