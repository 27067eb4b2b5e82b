#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include <QTest>

#include "record/record.h"
#include "record/shapes_order.h"
#include "record/shapes_shop.h"
#include "record/upcast.h"
#include "tests/core/record_breaking.h"
#include "tests/core/record_samples.h"

using namespace delivery;
using tests::Json;

namespace {

struct Sample {
    std::string kind;
    page::AnyEvent event;
};

/// One counted event of every type, by "kind/Type".
const std::map<std::string, Sample>& everyEvent() {
    static const std::map<std::string, Sample> all = [] {
        std::map<std::string, Sample> found;
        const auto add = [&]<class Events>(const std::string& kind, std::in_place_type_t<Events>) {
            tests::EveryCase<Events>::visit([&](const std::string& type, Events event) {
                found.emplace(kind + "/" + type, Sample{kind, page::AnyEvent{std::move(event)}});
            });
        };
        add("order", std::in_place_type<order::Event>);
        add("food", std::in_place_type<shop::FoodEvent>);
        add("store", std::in_place_type<shop::StoreEvent>);
        add("points", std::in_place_type<points::Event>);
        add("rider", std::in_place_type<rider::Event>);
        add("review", std::in_place_type<shop::ReviewEvent>);
        add("ack", std::in_place_type<shop::AcknowledgementEvent>);
        return found;
    }();
    return all;
}

/// What events of a type version look like: those of version 1 of every type, later ones of the
/// types that have them.
constexpr int versionMax = 3;
std::string goldenPath(int version) {
    return DELIVERY_SOURCE_DIR "/tests/core/golden/events_v" + std::to_string(version) + ".json";
}
Json golden(int version) {
    std::ifstream file(goldenPath(version));
    return Json::parse(file, nullptr, false);
}
/// With DELIVERY_ADD_GOLDEN set, what is new is added to its version's file; what stands there
/// already is never touched.
void addWhatIsNew(int version, const std::string& name, const Json& body) {
    if (std::getenv("DELIVERY_ADD_GOLDEN") == nullptr) return;
    Json kept = golden(version);
    if (!kept.is_object()) kept = Json::object();
    if (kept.contains(name)) return;
    kept[name] = body;
    std::ofstream(goldenPath(version)) << kept.dump(1) << '\n';
}

const std::string& kindOf(const page::AnyEvent& event) {
    static const std::array<std::string, 7> kinds{"order", "food",   "store", "points",
                                                  "rider", "review", "ack"};
    return kinds.at(event.index());
}

Expected<page::AnyEvent> readBack(const page::AnyEvent& event) {
    const record::EventBytes bytes = record::encode(event);
    return record::decodeEvent(kindOf(event), bytes.type, bytes.typeVersion, bytes.body);
}

/// Version 1 of a made-up past: OrderAccepted promised minutes only, under another name.
Json minutesBecomeCookMinutes(Json body) {
    body["cookMinutes"] = body.at("minutes");
    body.erase("minutes");
    return body;
}
/// Version 2 of it knew no time.
Json readyByIsAdded(Json body) {
    body["readyBy"] = 0;
    return body;
}
Json neverFits(Json) { throw std::runtime_error("it does not fit"); }

record::Upcasts twoUpcasts() {
    return {{"order", "OrderAccepted", 1, minutesBecomeCookMinutes},
            {"order", "OrderAccepted", 2, readyByIsAdded}};
}

}  // namespace

class TestRecordEvents : public QObject {
    Q_OBJECT

  private slots:
    void everyEvent_whenWritten_isReadBackTheSame_data() { addEveryEvent(); }
    void everyEvent_whenWritten_isReadBackTheSame() {
        QFETCH(std::string, name);
        const Sample& sample = everyEvent().at(name);
        const record::EventBytes bytes = record::encode(sample.event);
        QCOMPARE(sample.kind + "/" + bytes.type, name);
        QCOMPARE(bytes.typeVersion,
                 record::currentVersion(record::upcasts(), sample.kind, bytes.type));
        const Expected<page::AnyEvent> back = readBack(sample.event);
        QVERIFY2(back, back ? "" : back.error().text.c_str());
        QCOMPARE(back->index(), sample.event.index());
        QCOMPARE(record::encode(*back).body, bytes.body);
        QCOMPARE(record::encode(*back).type, bytes.type);
    }

    /// A change of what was released needs an upcast and a version, not a new golden file.
    void everyEvent_whenWritten_looksAsInTheGoldenFileOfItsVersion() {
        for (const auto& [name, sample] : everyEvent()) {
            const record::EventBytes bytes = record::encode(sample.event);
            const Json body = Json::parse(bytes.body);
            addWhatIsNew(bytes.typeVersion, name, body);
            const Json kept = golden(bytes.typeVersion);
            QVERIFY2(kept.contains(name), (name + " is " + body.dump()).c_str());
            QVERIFY2(kept[name] == body, (name + " is now " + body.dump()).c_str());
        }
        // Every version of every type, and nothing that was never written.
        for (int version = 1; version <= versionMax; ++version) {
            const Json kept = golden(version);
            QVERIFY(kept.is_object() && !kept.empty());
            for (const auto& [name, body] : kept.items()) {
                QVERIFY2(everyEvent().contains(name), name.c_str());
            }
        }
    }

    void goldenFiles_whenRead_areEveryEventOfToday() {
        for (int version = 1; version <= versionMax; ++version) {
            const Json kept = golden(version);
            for (const auto& [name, body] : kept.items()) {
                const std::size_t slash = name.find('/');
                const std::string kind = name.substr(0, slash);
                const std::string type = name.substr(slash + 1);
                const auto event = record::decodeEvent(kind, type, version, body.dump());
                QVERIFY2(event, event ? "" : event.error().text.c_str());
                const record::EventBytes today = record::encode(*event);
                QCOMPARE(today.typeVersion, record::currentVersion(record::upcasts(), kind, type));
                if (today.typeVersion != version) continue;
                QCOMPARE(today.body, record::encode(everyEvent().at(name).event).body);
            }
        }
    }

    void eventsOfVersion1_whenRead_sayWhatTheySaidThen() {
        const Json kept = golden(1);
        const auto read = [&](const std::string& type) {
            auto event = record::decodeEvent("order", type, 1, kept.at("order/" + type).dump());
            return std::get<order::Event>(event.value());
        };
        const auto escalated = std::get<order::PaymentEscalated>(read("PaymentEscalated"));
        QCOMPARE(escalated.reason, std::string("글 1"));
        QVERIFY(!escalated.held && !escalated.refused && !escalated.stray);
        const auto second = record::decodeEvent("order", "PaymentEscalated", 2,
                                                golden(2).at("order/PaymentEscalated").dump());
        const auto later =
            std::get<order::PaymentEscalated>(std::get<order::Event>(second.value()));
        QVERIFY(later.held && !later.stray);
        const auto retried = std::get<order::PaymentRetried>(read("PaymentRetried"));
        QCOMPARE(retried.by.text(), std::string("글 1"));
        // The refund goes out again under the key that it had.
        QVERIFY(!retried.refundKey);
        // Nobody said when it was: the server's time is all that is known.
        QVERIFY(!std::get<order::DeliveryCollected>(read("DeliveryCollected")).doneAt);
        QVERIFY(!std::get<order::DeliveryDelivered>(read("DeliveryDelivered")).doneAt);
    }

    /// One interval for every day became a week with special days.
    void oldHoursOfAStore_whenRead_standOnEveryWeekday() {
        const Json kept = golden(1);
        for (const char* type : {"StoreOpened", "StoreChanged"}) {
            const Json old = kept.at(std::string("store/") + type);
            const auto event = record::decodeEvent("store", type, 1, old.dump());
            QVERIFY(event);
            const auto& ofStore = std::get<shop::StoreEvent>(*event);
            const auto* opened = std::get_if<shop::StoreOpened>(&ofStore);
            const shop::Profile profile =
                opened != nullptr ? opened->profile : std::get<shop::StoreChanged>(ofStore).profile;
            const Json hours = old.at("profile").at("hours");
            const shop::Hours once{hours.at("openMinute"), hours.at("closeMinute")};
            QVERIFY(profile.opening.week == shop::everyDay({once}));
            QVERIFY(profile.opening.specialDays.empty());
            QVERIFY(profile.feeBands.empty());
            QVERIFY(profile.minimumOrder.isZero());
            QCOMPARE(profile.deliveryFee.amount(),
                     old.at("profile").at("deliveryFee").get<std::int64_t>());
            // Of another version than it says.
            QVERIFY(!record::decodeEvent("store", type, 2, old.dump()));
            QVERIFY(!record::decodeEvent("store", type, 1, record::encode(*event).body));
        }
    }
    void oldDish_whenRead_hasNeitherHeadingNorStation() {
        const Json old = golden(1).at("food/DishChanged");
        const auto event = record::decodeEvent("food", "DishChanged", 1, old.dump());
        QVERIFY(event);
        const auto& changed = std::get<shop::DishChanged>(std::get<shop::FoodEvent>(*event));
        QVERIFY(changed.dish.category.empty());
        QVERIFY(changed.dish.station.empty());
        QCOMPARE(changed.dish.name, old.at("dish").at("name").get<std::string>());
    }

    void drawnEvent_whenWritten_isReadBackTheSame() {
        QVERIFY(rc::check("any event comes back", [](std::uint64_t seed) {
            tests::Drawn drawn(seed);
            page::AnyEvent event;
            // The alternatives of AnyEvent are variants: drawn one by one.
            switch (drawn.choice(7)) {
                case 0:
                    drawInto<order::Event>(drawn, event);
                    break;
                case 1:
                    drawInto<shop::FoodEvent>(drawn, event);
                    break;
                case 2:
                    drawInto<shop::StoreEvent>(drawn, event);
                    break;
                case 3:
                    drawInto<points::Event>(drawn, event);
                    break;
                case 4:
                    drawInto<rider::Event>(drawn, event);
                    break;
                case 5:
                    drawInto<shop::ReviewEvent>(drawn, event);
                    break;
                default:
                    drawInto<shop::AcknowledgementEvent>(drawn, event);
                    break;
            }
            const Expected<page::AnyEvent> back = readBack(event);
            RC_ASSERT(back.has_value());
            RC_ASSERT(record::encode(*back).type == record::encode(event).type);
            RC_ASSERT(record::encode(*back).body == record::encode(event).body);
            RC_ASSERT(Json::accept(record::encode(event).body));
        }));
    }

    void brokenBytes_whenRead_areFaults_data() { addEveryEvent(); }
    void brokenBytes_whenRead_areFaults() {
        QFETCH(std::string, name);
        const Sample& sample = everyEvent().at(name);
        const record::EventBytes bytes = record::encode(sample.event);
        const auto read = [&](const std::string& body) {
            const auto event =
                record::decodeEvent(sample.kind, bytes.type, bytes.typeVersion, body);
            if (!event && event.error().code != FaultCode::Unreadable) qFatal("not Unreadable");
            return event.has_value();
        };
        const auto wronglyRead = tests::readAlthoughBroken(bytes.body, read);
        QVERIFY2(!wronglyRead, wronglyRead.value_or("").c_str());
        tests::refusedWithOneMemberLess(bytes.body, read);
    }

    void memberMissing_whenRead_isNamedInTheFault() {
        const auto event =
            record::decodeEvent("order", "OrderAccepted", 1, R"({"cookMinutes":20})");
        QVERIFY(!event);
        QVERIFY(event.error().code == FaultCode::Unreadable);
        QCOMPARE(event.error().text,
                 std::string("OrderAccepted cannot be read: readyBy is missing"));
    }

    void numberTooLargeForItsMember_isAFault() {
        const auto read = [](const std::string& minutes) {
            return record::decodeEvent("order", "OrderAccepted", 1,
                                       R"({"readyBy":1,"cookMinutes":)" + minutes + "}")
                .has_value();
        };
        QVERIFY(read("2147483647"));
        QVERIFY(!read("2147483648"));
        QVERIFY(read("-2147483648"));
        QVERIFY(!read("-2147483649"));
        QVERIFY(!read("18446744073709551615"));
        QVERIFY(!read("1e2"));
    }

    void absentOptional_isNotWritten() {
        const auto bytes = record::encode(order::Event{order::OrderRejected{}});
        QCOMPARE(bytes.body, std::string("{}"));
    }

    void unknownTypeKindOrVersion_isAFault() {
        QVERIFY(!record::decodeEvent("order", "OrderEaten", 1, "{}"));
        QVERIFY(!record::decodeEvent("orders", "OrderVerified", 1, "{}"));
        QVERIFY(!record::decodeEvent("food", "OrderVerified", 1, "{}"));
        QVERIFY(!record::decodeEvent("order", "OrderVerified", 0, "{}"));
        QVERIFY(!record::decodeEvent("order", "OrderVerified", 2, "{}"));
        QVERIFY(record::decodeEvent("order", "OrderVerified", 1, "{}"));
    }

    void oldVersions_whenUpcastsAreGiven_areLifted() {
        const record::Upcasts upcasts = twoUpcasts();
        QCOMPARE(record::currentVersion(upcasts, "order", "OrderAccepted"), 3);
        QCOMPARE(record::currentVersion(upcasts, "order", "OrderVerified"), 1);
        const auto cookMinutes = [&](int version, const std::string& body) -> std::optional<int> {
            const auto event =
                record::decodeEvent(upcasts, "order", "OrderAccepted", version, body);
            if (!event) return std::nullopt;
            return std::get<order::OrderAccepted>(std::get<order::Event>(*event)).cookMinutes;
        };
        QCOMPARE(cookMinutes(1, R"({"minutes":20})"), std::optional<int>(20));
        QCOMPARE(cookMinutes(2, R"({"cookMinutes":21})"), std::optional<int>(21));
        QCOMPARE(cookMinutes(3, R"({"cookMinutes":22,"readyBy":5})"), std::optional<int>(22));
        QCOMPARE(cookMinutes(4, R"({"cookMinutes":22,"readyBy":5})"), std::optional<int>());
        // A body of another version than it says.
        QCOMPARE(cookMinutes(1, R"({"cookMinutes":20})"), std::optional<int>());
        QCOMPARE(cookMinutes(3, R"({"minutes":20})"), std::optional<int>());
    }

    void upcastThatThrows_isAFault() {
        const record::Upcasts upcasts{{"order", "OrderVerified", 1, neverFits}};
        const auto event = record::decodeEvent(upcasts, "order", "OrderVerified", 1, "{}");
        QVERIFY(!event);
        QVERIFY(event.error().code == FaultCode::Unreadable);
    }

    void everyUpcastOfTheProgram_leadsWithoutAGapToToday() {
        for (const record::Upcast& upcast : record::upcasts()) {
            for (int version = 1; version < upcast.fromVersion; ++version) {
                bool found = false;
                for (const record::Upcast& other : record::upcasts()) {
                    found = found || (other.streamKind == upcast.streamKind &&
                                      other.type == upcast.type && other.fromVersion == version);
                }
                QVERIFY2(found, upcast.type.c_str());
            }
        }
    }

  private:
    static void addEveryEvent() {
        QTest::addColumn<std::string>("name");
        for (const auto& [name, sample] : everyEvent()) QTest::newRow(name.c_str()) << name;
    }
    template <class Events>
    static void drawInto(tests::Drawn& drawn, page::AnyEvent& into) {
        Events event;
        tests::fill(drawn, event);
        into = std::move(event);
    }
};

QTEST_APPLESS_MAIN(TestRecordEvents)
#include "tst_record_events.moc"
