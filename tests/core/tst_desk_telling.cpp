// What is queued for whom with which change, and what its results do to it.

#include <algorithm>

#include <QTest>

#include "tests/support/desk_city.h"

using namespace delivery;
using desk::MessageResult;
using notice::Sent;
using notice::Subject;

namespace {

desk::Settings sending() {
    desk::Settings settings;
    settings.sendsMessages = true;
    return settings;
}

std::vector<desk::EffectRow> queued(tests::DeskCity& city) {
    auto reader = city.ledger().reader();
    return *(*reader)->messagesDue(city.now + days(100), 1'000);
}
notice::Message message(const desk::EffectRow& row) { return *record::decodeMessage(row.body); }

std::optional<record::MessageRow> logged(tests::DeskCity& city, const std::string& key) {
    auto reader = city.ledger().reader();
    const auto row = *(*reader)->side({"message", key});
    if (!row) return std::nullopt;
    return *record::decodeMessageRow(row->body);
}
void heard(tests::DeskCity& city, const std::string& id, decltype(MessageResult::outcome) what) {
    city.must(systemActor(), desk::RecordMessages{{{id, std::move(what)}}});
}
std::vector<Subject> subjectsFor(tests::DeskCity& city, const std::string& user) {
    std::vector<Subject> subjects;
    for (const desk::EffectRow& row : queued(city)) {
        const notice::Message one = message(row);
        if (one.to.text() == user) subjects.push_back(one.subject);
    }
    return subjects;
}
bool isPaused(tests::DeskCity& city) {
    const auto state = city.state<shop::StoreState>("store", "1");
    return shop::isPaused(std::get<shop::Store>(state), city.now);
}

}  // namespace

class TestDeskTelling : public QObject {
    Q_OBJECT

  private slots:
    void nothingIsQueued_whereMessagesAreNotSent() {
        tests::DeskCity city;
        city.cooked();
        QVERIFY(queued(city).empty());
    }

    void everyChangeOfStatus_isQueuedOnceForItsCustomer() {
        tests::DeskCity city(sending());
        const OrderId id = city.cooked();
        city.must(tests::courier("rider1"), desk::PickDelivery{id});
        city.must(tests::courier("rider1"), desk::CollectDelivery{id, {}});
        city.must(tests::courier("rider1"), desk::DeliverOrder{id, {}});
        city.must(tests::customer("song"), desk::ConfirmOrder{id});
        std::vector<order::Status> told;
        for (const desk::EffectRow& row : queued(city)) {
            const notice::Message one = message(row);
            QCOMPARE(one.to.text(), std::string("song"));
            QVERIFY(one.orderId == id);
            QVERIFY(row.kind == desk::messageKind);
            QVERIFY(logged(city, notice::keyOf(one))->sent == Sent::Queued);
            told.push_back(*one.status);
        }
        std::ranges::sort(told);
        using order::Status;
        const std::vector<Status> expected{Status::Paid,     Status::Accepted, Status::Cooking,
                                           Status::Cooked,   Status::PickedUp, Status::Delivered,
                                           Status::Confirmed};
        QVERIFY(told == expected);
    }

    void aNewPromise_isQueuedForTheCustomer_withItsTime() {
        tests::DeskCity city(sending());
        const OrderId id = city.paid();
        city.must(tests::owner(), desk::AcceptOrder{id, 20});
        city.now = city.now + minutes(10);
        const std::size_t before = queued(city).size();
        city.must(tests::owner(), desk::ChangePromise{id, 35});
        QCOMPARE(queued(city).size(), before + 1);
        QCOMPARE(std::ranges::count(subjectsFor(city, "song"), Subject::PromiseChanged), 1);
        for (const desk::EffectRow& row : queued(city)) {
            const notice::Message one = message(row);
            const bool isNew = one.subject == Subject::PromiseChanged;
            QCOMPARE(one.readyBy.has_value(), isNew);
            if (isNew) QVERIFY(one.readyBy == city.now + minutes(35));
        }
    }

    void message_holdsNothingPersonal() {
        tests::DeskCity city(sending());
        const OrderId id = city.paid();
        city.must(tests::owner(), desk::RejectOrder{id, "재료가 떨어졌어요"});
        const auto rows = queued(city);
        QCOMPARE(rows.size(), std::size_t{2});
        for (const desk::EffectRow& row : rows) {
            QVERIFY(row.body.find("재료") == std::string::npos);
            QVERIFY(row.body.find("용산동") == std::string::npos);
        }
        QVERIFY(std::ranges::any_of(rows,
                                    [](const auto& row) { return message(row).why.has_value(); }));
    }

    void callsForMoney_neverStandBehindMessages() {
        tests::DeskCity city(sending());
        for (int i = 0; i < 3; ++i) city.paid();
        city.now = city.now + minutes(1);
        city.place();
        auto reader = city.ledger().reader();
        const auto due = *(*reader)->effectsDue(city.now + days(1), 1);
        QCOMPARE(due.size(), std::size_t{1});
        QCOMPARE(due.front().kind, std::string("charge"));
        QVERIFY((*(*reader)->nextEffectDue()).value() == due.front().due);
    }

    void results_moveTheRowAlong() {
        tests::DeskCity city(sending());
        const OrderId id = city.paid();
        const desk::EffectRow first = queued(city).front();
        const std::string key = notice::keyIn(first.id);
        QCOMPARE(key, id.text() + "/" + std::to_string(message(first).change) + "/customer");

        heard(city, first.id, MessageResult::Later{city.now + seconds(2), false, true});
        QCOMPARE(queued(city).front().tries, 1);
        QVERIFY(queued(city).front().since == first.since);
        QVERIFY(message(queued(city).front()).inDoubt);
        heard(city, first.id, MessageResult::Later{city.now + seconds(2), true, false});
        QCOMPARE(message(queued(city).front()).refused, 1);
        QVERIFY(!message(queued(city).front()).inDoubt);
        QVERIFY(logged(city, key)->sent == Sent::Queued);

        heard(city, first.id, MessageResult::Accepted{"M4V1"});
        QVERIFY(logged(city, key)->sent == Sent::Accepted);
        QCOMPARE(message(queued(city).front()).providerId.value(), std::string("M4V1"));
        QVERIFY(queued(city).front().due > city.now);
        heard(city, first.id, MessageResult::Delivered{});
        QVERIFY(logged(city, key)->sent == Sent::Delivered);
        QCOMPARE(logged(city, key)->providerId.value(), std::string("M4V1"));
        QVERIFY(queued(city).empty());
        // Heard again: nothing goes back.
        heard(city, first.id, MessageResult::Failed{"late"});
        QVERIFY(logged(city, key)->sent == Sent::Delivered);
    }

    void endings_sayWhy() {
        tests::DeskCity city(sending());
        city.paid();
        city.paid();
        const auto rows = queued(city);
        QCOMPARE(rows.size(), std::size_t{2});
        heard(city, rows[0].id, MessageResult::Failed{"1060"});
        heard(city, rows[1].id, MessageResult::Suppressed{"stale"});
        QVERIFY(queued(city).empty());
        QCOMPARE(logged(city, notice::keyIn(rows[0].id))->reason.value(), std::string("1060"));
        QVERIFY(logged(city, notice::keyIn(rows[1].id))->sent == Sent::Suppressed);
    }

    void whoeverIsForgotten_leavesNoMessage() {
        tests::DeskCity city(sending());
        city.paid();
        // Nobody is forgotten while their order runs.
        city.must(tests::customer("song"), desk::CancelOrder{OrderId{1}, std::nullopt});
        const auto rows = queued(city);
        city.must(tests::customer("song"), desk::ForgetCustomer{CustomerId{"song"}});
        for (const desk::EffectRow& row : rows) {
            QVERIFY(!logged(city, notice::keyIn(row.id)));
            heard(city, row.id, MessageResult::Failed{"no number"});
            QVERIFY(!logged(city, notice::keyIn(row.id)));
        }
        QVERIFY(queued(city).empty());
    }

    void anUnreadableMessage_isFailedAndLeavesTheOthers() {
        tests::DeskCity city(sending());
        city.paid();
        const desk::EffectRow row = queued(city).front();
        desk::Unreadable unreadable;
        unreadable.what = desk::Unreadable::What::Effect;
        unreadable.effectId = row.id;
        unreadable.why = "torn";
        city.must(systemActor(), desk::SetAside{unreadable});
        QVERIFY(queued(city).empty());
        QVERIFY(logged(city, notice::keyIn(row.id))->sent == Sent::Failed);
    }

    void anUnreadableRow_holdsUpNoOtherResult() {
        tests::DeskCity city(sending());
        city.paid();
        city.paid();
        city.paid();
        const auto rows = queued(city);
        QCOMPARE(rows.size(), std::size_t{3});
        const auto keyOf = [&](std::size_t i) { return notice::keyIn(rows[i].id); };
        city.ledger().damage({.sides = {{"message", keyOf(0)}, {"message", keyOf(1)}}});
        city.must(systemActor(), desk::RecordMessages{{{rows[0].id, MessageResult::Delivered{}},
                                                       {rows[2].id, MessageResult::Delivered{}}}});
        QVERIFY(logged(city, keyOf(2))->sent == Sent::Delivered);
        QCOMPARE(queued(city).size(), std::size_t{1});
        // Nor does it keep a message that cannot be read either in the queue.
        desk::Unreadable unreadable;
        unreadable.what = desk::Unreadable::What::Effect;
        unreadable.effectId = rows[1].id;
        unreadable.why = "torn";
        city.must(systemActor(), desk::SetAside{unreadable});
        QVERIFY(queued(city).empty());
    }

    void anOrderUnheardForAMinute_isSentToTheOwnerOnce() {
        tests::DeskCity city(sending());
        city.paid();
        city.pass(minutes(4));
        QCOMPARE(subjectsFor(city, "store1"), std::vector<Subject>{Subject::OrderUnheard});
        city.pass(minutes(2));
        // The store stayed silent: the order was cancelled, and new ones are paused.
        QVERIFY(isPaused(city));
        QCOMPARE(subjectsFor(city, "store1").size(), std::size_t{2});
    }

    void anAnsweredOrder_isNotSentToTheOwner() {
        tests::DeskCity city(sending());
        const OrderId id = city.paid();
        city.must(tests::owner(), desk::AcceptOrder{id, 20});
        city.pass(minutes(4));
        QVERIFY(subjectsFor(city, "store1").empty());
    }

    void devices_pauseAndResumeTheStore() {
        tests::DeskCity city(sending());
        city.must(systemActor(), desk::NoteDevicesGone{StoreId{1}});
        QVERIFY(isPaused(city));
        QCOMPARE(subjectsFor(city, "store1"), std::vector<Subject>{Subject::DevicesGone});
        // Once more is nothing more.
        city.must(systemActor(), desk::NoteDevicesGone{StoreId{1}});
        QCOMPARE(queued(city).size(), std::size_t{1});
        city.must(systemActor(), desk::NoteDeviceBack{StoreId{1}});
        QVERIFY(!isPaused(city));
        QCOMPARE(queued(city).size(), std::size_t{1});
    }

    void aPauseMadeByHand_isNotEndedByADevice() {
        tests::DeskCity city(sending());
        city.must(tests::owner(), desk::PauseStore{StoreId{1}, "쉬어요", {}});
        city.must(systemActor(), desk::NoteDevicesGone{StoreId{1}});
        city.must(systemActor(), desk::NoteDeviceBack{StoreId{1}});
        QVERIFY(isPaused(city));
        QVERIFY(queued(city).empty());
        // Nor is one that became the owner's while the devices were away.
        city.must(tests::owner(), desk::ResumeStore{StoreId{1}});
        city.must(systemActor(), desk::NoteDevicesGone{StoreId{1}});
        city.must(tests::owner(), desk::PauseStore{StoreId{1}, "쉬어요", {}});
        city.must(systemActor(), desk::NoteDeviceBack{StoreId{1}});
        QVERIFY(isPaused(city));
    }
};

QTEST_APPLESS_MAIN(TestDeskTelling)
#include "tst_desk_telling.moc"
