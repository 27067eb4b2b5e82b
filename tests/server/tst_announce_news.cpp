/// What the follower of the log says to whom: redacted, numbered, in order, each change once.

#include <QtTest>

#include <algorithm>

#include "page/page.h"
#include "record/record.h"
#include "server/announce/news.h"
#include "tests/server/door_stage.h"
#include "wire/envelope.h"

using namespace delivery;
using namespace delivery::tests;
using nlohmann::json;

namespace {

json bodyOf(const announce::Announcement& one) {
    const auto envelope = wire::parseEnvelope(one.text);
    return envelope ? json::parse(envelope->body) : json();
}

}  // namespace

class TestAnnounceNews : public QObject {
    Q_OBJECT

    DoorStage stage;

    std::vector<announce::Announcement> to(Role role, const std::string& id, qint64 order,
                                           bool isNotice = false) {
        std::vector<announce::Announcement> found;
        for (const auto& one : stage.announced()) {
            const bool isMeant = one.role == role && one.id == id && one.isNotice == isNotice;
            if (isMeant && one.order.value() == order) found.push_back(one);
        }
        return found;
    }
    json last(Role role, const std::string& id, qint64 order) {
        const auto all = to(role, id, order);
        return all.empty() ? json::object() : bodyOf(all.back());
    }
    QString stateFor(Role role, const std::string& id, qint64 order) {
        return QString::fromStdString(last(role, id, order).value("state", ""));
    }

    /// All that a follower says that begins with the log.
    struct Told {
        std::map<qint64, std::size_t> orders;
        std::vector<std::string> leftOut;
        std::int64_t upTo = 0;
        bool isNamed = false;

        std::size_t about(qint64 order) const {
            const auto found = orders.find(order);
            return found == orders.end() ? 0 : found->second;
        }
    };
    static Told toldOf(MemoryLedger& ledger) {
        announce::NewsReader reader("epoch", 0);
        const auto rows = ledger.reader().value();
        Told told;
        bool mayBeMore = true;
        while (mayBeMore) {
            const auto step = reader.next(*rows, 7);
            if (!step) qFatal("%s", step.error().text.c_str());
            for (const auto& one : step->news.announcements) told.orders[one.order.value()] += 1;
            told.leftOut.insert(told.leftOut.end(), step->leftOut.begin(), step->leftOut.end());
            told.upTo = step->news.upTo;
            mayBeMore = step->mayBeMore;
        }
        told.isNamed = !rows->takeUnreadable().empty();
        return told;
    }
    static DamagedRows damageOf(const MemoryLedger& ledger, const QString& what,
                                const std::string& order) {
        const LedgerRows rows = ledger.snapshot();
        DamagedRows damaged;
        if (what == "account") damaged.sides.insert({"account", "song"});
        for (const auto& [key, row] : rows.sides) {
            if (what == "text" && key.kind == "personal" && row.owner == "song") {
                damaged.sides.insert(key);
            }
        }
        for (const auto& [position, event] : rows.events) {
            const bool isItsFirst =
                event.stream == desk::StreamKey{"order", order} && event.version == 1;
            if (what == "event" && isItsFirst) damaged.events.insert(position);
        }
        for (const auto& [key, row] : rows.pageRows) {
            const bool isOfOrders =
                key.first == "customer" || key.first == "store" || key.first == "rider";
            if (what == "order" && isOfOrders && key.second == order) damaged.pageRows.insert(key);
            if (what != "notice" || key.first != "notices") continue;
            const auto body = record::decodeBody(row.body);
            const auto* notice = body ? std::get_if<page::NoticeCard>(&*body) : nullptr;
            if (notice != nullptr && notice->orderId.text() == order) damaged.pageRows.insert(key);
        }
        return damaged;
    }

  private slots:
    void placedOrder_isToldToItsCustomerAndItsStoreAlone() {
        const qint64 id = stage.placed();
        QTRY_COMPARE(stateFor(Role::Customer, "song", id), QString("Paid"));
        QTRY_COMPARE(stateFor(Role::Store, "1", id), QString("Paid"));
        for (const auto& one : stage.announced()) {
            if (one.order.value() != id) continue;
            QVERIFY2(one.id == "song" || (one.role == Role::Store && one.id == "1"),
                     one.id.c_str());
        }
    }

    void envelopes_sayWhatChangesSays() {
        const qint64 id = stage.placed();
        QTRY_COMPARE(stateFor(Role::Store, "1", id), QString("Paid"));
        for (const auto& [user, role, name] :
             {std::tuple{"song", Role::Customer, "song"}, std::tuple{"store1", Role::Store, "1"}}) {
            json shown = last(role, name, id);
            const json changes = stage.as(user, "GET", "/changes").json.at("changes");
            for (json item : changes) {
                if (item.at("id") != id) continue;
                // The links of a message have no host.
                item.erase("_links");
                const json links = shown.at("_links");
                shown.erase("_links");
                QCOMPARE(shown, item);
                for (const auto& link : links) {
                    QVERIFY(link.at("href").get<std::string>().starts_with("/"));
                }
            }
        }
    }

    void offers_goToRidersNearAndComeBackWhenPicked() {
        const qint64 id = stage.placed();
        stage.cooked(id);
        QTRY_VERIFY(!last(Role::Rider, "rider1", id).empty());
        QTRY_VERIFY(!last(Role::Rider, "rider2", id).empty());
        const json offer = last(Role::Rider, "rider2", id);
        QCOMPARE(offer.at("address"), json("서울 용산구 용산동"));
        QVERIFY(!offer.contains("customerId"));
        QVERIFY(!offer.contains("phone"));
        QCOMPARE(
            stage.as("rider1", "PUT", "/deliveries/" + QByteArray::number(id) + "/pick").status,
            200);
        QTRY_VERIFY(last(Role::Rider, "rider2", id).value("gone", false));
        const json gone = last(Role::Rider, "rider2", id);
        QVERIFY(gone.at("version") > offer.at("version"));
        QTRY_COMPARE(last(Role::Rider, "rider1", id).value("address", ""),
                     std::string("서울 용산구 용산동 1-1"));
        QVERIFY(last(Role::Rider, "rider1", id).at("_links").contains("collect"));
    }

    void farRiders_areNotToldOfAnOffer() {
        const Actor rider{UserId{"rider2"}, Role::Rider, std::nullopt};
        stage.must(rider, desk::SetPosition{{35'100'000, 129'000'000}});
        const qint64 id = stage.placed();
        stage.cooked(id);
        QTRY_VERIFY(!last(Role::Rider, "rider1", id).empty());
        QVERIFY(to(Role::Rider, "rider2", id).empty());
        stage.must(rider, desk::SetPosition{{37'536'000, 126'980'000}});
    }

    void everyChangeOfStatus_isANoticeToTheCustomer() {
        const qint64 id = stage.placed();
        stage.cooked(id);
        const auto states = [&] {
            QStringList names;
            for (const auto& one : to(Role::Customer, "song", id, true)) {
                names << QString::fromStdString(bodyOf(one).at("state"));
            }
            return names;
        };
        QTRY_COMPARE(states(),
                     (QStringList{"PaymentRequested", "Paid", "Accepted", "Cooking", "Cooked"}));
    }

    void ratingAndAcknowledgement_areNewsThoughTheVersionStays() {
        const qint64 id = stage.placed();
        QCOMPARE(stage.as("song", "DELETE", "/orders/" + QByteArray::number(id)).status, 204);
        QTRY_COMPARE(stateFor(Role::Store, "1", id), QString("Cancelled"));
        QCOMPARE(last(Role::Store, "1", id).at("acknowledged"), json(false));
        const QByteArray ticket = "/foodCookings/" + QByteArray::number(id) + "/acknowledge";
        QCOMPARE(stage.as("store1", "PUT", ticket).status, 200);
        QTRY_COMPARE(last(Role::Store, "1", id).at("acknowledged"), json(true));
    }

    void numbers_haveNoGapAndVersionsNeverGoBack() {
        std::map<std::string, std::int64_t> numbers;
        std::map<std::string, std::int64_t> versions;
        std::set<std::string> epochs;
        for (const auto& one : stage.announced()) {
            const auto envelope = wire::parseEnvelope(one.text);
            QVERIFY(envelope);
            QCOMPARE(envelope->number, ++numbers[envelope->to]);
            QCOMPARE(envelope->to, announce::rowOf(one.role, one.id));
            epochs.insert(envelope->epoch);
            if (one.isNotice) continue;
            std::int64_t& version = versions[envelope->to + "/" + one.order.text()];
            const auto now = json::parse(envelope->body).at("version").get<std::int64_t>();
            QVERIFY(now >= version);
            version = now;
        }
        QCOMPARE(epochs.size(), std::size_t{1});
        QVERIFY(numbers.size() >= 4);
    }

    void pausedContext_isToldWhenItIsBack() {
        const Actor admin{UserId{"admin"}, Role::Admin, std::nullopt};
        stage.must(admin, desk::PauseContext{"store", true});
        const qint64 id = stage.placed();
        QTRY_COMPARE(stateFor(Role::Customer, "song", id), QString("Paid"));
        QVERIFY(to(Role::Store, "1", id).empty());
        stage.must(admin, desk::PauseContext{"store", false});
        QTRY_COMPARE(stateFor(Role::Store, "1", id), QString("Paid"));
    }

    void whatCannotBeRead_isNewsToNobodyAndHoldsUpNobodyElse_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"event", "order", "notice", "text", "account"}) {
            QTest::newRow(what) << QString(what);
        }
    }
    void whatCannotBeRead_isNewsToNobodyAndHoldsUpNobodyElse() {
        QFETCH(QString, what);
        auto owned = std::make_unique<MemoryLedger>();
        MemoryLedger& ledger = *owned;
        DoorStage own(DoorStage::generous(), std::move(owned));
        const qint64 songs = own.placed("song");
        const qint64 kims = own.placed("kim");
        QTRY_VERIFY(own.as("kim", "GET", "/orders/" + QByteArray::number(kims)).json["state"] ==
                    "Paid");
        const Told whole = toldOf(ledger);
        QVERIFY(whole.leftOut.empty());
        ledger.damage(damageOf(ledger, what, std::to_string(songs)));
        const Told damaged = toldOf(ledger);
        QVERIFY(whole.about(kims) > 0);
        QCOMPARE(damaged.about(kims), whole.about(kims));
        QCOMPARE(damaged.upTo, whole.upTo);
        // Beside the log nothing is missing, and the ledger names it.
        const bool isBeside = what == "text" || what == "account";
        QCOMPARE(damaged.about(songs) == whole.about(songs), isBeside);
        QCOMPARE(damaged.leftOut.empty(), isBeside);
        QCOMPARE(damaged.isNamed, isBeside);
        if (what != "text") return;
        // Nor does anybody's list stop.
        QCOMPARE(own.as("song", "GET", "/changes").status, 200);
        QCOMPARE(own.as("store1", "GET", "/changes").status, 200);
        QCOMPARE(own.as("store1", "GET", "/foodCookings").status, 200);
    }

    /// The last of all: it takes ten minutes of everybody's time.
    void everyRole_hearsItsOwnNotices() {
        const qint64 id = stage.placed();
        const auto states = [&](Role role, const char* who, qint64 order) {
            QStringList names;
            for (const auto& one : to(role, who, order, true)) {
                names << QString::fromStdString(bodyOf(one).at("state"));
            }
            return names;
        };
        QTRY_COMPARE(states(Role::Store, "1", id), QStringList{"Paid"});
        stage.clock.advance(seconds(61));
        const desk::StreamKey stream{"order", std::to_string(id)};
        stage.must(systemActor(), desk::FireTimer{{stream, "StoreReminder", {}, "store"}});
        QTRY_COMPARE(states(Role::Store, "1", id), (QStringList{"Paid", "OrderUnheard"}));
        QCOMPARE(bodyOf(to(Role::Store, "1", id, true).back()).at("alert"), json("StoreReminded"));
        // What happens to the store itself has no order.
        stage.must(systemActor(), desk::NoteDevicesGone{StoreId{1}});
        QTRY_COMPARE(states(Role::Store, "1", 0), QStringList{"DevicesGone"});
        stage.must(systemActor(), desk::NoteDeviceBack{StoreId{1}});
        QTRY_COMPARE(states(Role::Store, "1", 0), (QStringList{"DevicesGone", "DevicesBack"}));
        stage.cooked(id);
        for (int round = 0; round < 20; ++round) {
            stage.clock.advance(seconds(31));
            stage.must(systemActor(), desk::FireTimer{{stream, "OfferRound", {}, "rider"}});
        }
        QTRY_COMPARE(states(Role::Admin, "", id).size(), 1);
        QCOMPARE(bodyOf(to(Role::Admin, "", id, true).back()).at("alert"),
                 json("DeliveryUnassignable"));
        QVERIFY(to(Role::Rider, "rider2", id, true).empty());
        QCOMPARE(
            stage.as("rider2", "PUT", "/deliveries/" + QByteArray::number(id) + "/pick").status,
            200);
        QTRY_COMPARE(states(Role::Rider, "rider2", id), QStringList{"PickedUp"});
        // As /notificationLogs lists them, but for the channels and the host in the links.
        for (const auto& [user, role, who] :
             {std::tuple{"store1", Role::Store, "1"}, std::tuple{"admin", Role::Admin, ""}}) {
            const json told = bodyOf(to(role, who, id, true).back());
            const Got got = stage.as(user, "GET", "/notificationLogs?size=100", {},
                                     {{"Accept-Language", "ko"}});
            bool isListed = false;
            for (const json& one : got.json.at("_embedded").at("notificationLogs")) {
                const bool isIt = one.at("id") == told.at("id");
                isListed = isListed || (isIt && one.at("message") == told.at("message"));
            }
            QVERIFY2(isListed, told.dump().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestAnnounceNews)
#include "tst_announce_news.moc"
