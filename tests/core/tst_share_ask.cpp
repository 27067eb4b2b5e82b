/// Every role asks every command: the whole table is written out here a second time, by hand.

#include <QtTest>

#include <set>
#include <string>
#include <vector>

#include "core/cases.h"
#include "share/policy.h"

using namespace delivery;

namespace {

const Actor song{UserId{"song"}, Role::Customer, std::nullopt};
const Actor store1{UserId{"store1"}, Role::Store, StoreId{1}};
const Actor rider1{UserId{"rider1"}, Role::Rider, std::nullopt};
const Actor admin{UserId{"admin"}, Role::Admin, std::nullopt};
const std::vector<std::pair<char, Actor>> everyone{
    {'C', song}, {'S', store1}, {'R', rider1}, {'A', admin}, {'Y', systemActor()}};

struct Row {
    std::string name;
    desk::Command command;
    std::string allowed;  ///< letters of the roles that may ask
};

desk::OpenAccount account(const char* user, Role role) {
    return {UserId{user}, role, "hash", std::nullopt, "이름", "010"};
}

desk::PlaceOrder orderOf(const char* customer) {
    desk::PlaceOrder command;
    command.customerId = CustomerId{customer};
    return command;
}
desk::ChangeProfile profileOf(const char* user) {
    desk::ChangeProfile command;
    command.userId = UserId{user};
    return command;
}
desk::AddCard cardOf(const char* customer) {
    desk::AddCard command;
    command.customerId = CustomerId{customer};
    return command;
}

std::vector<Row> table() {
    const OrderId one{1};
    std::vector<Row> rows{
        {"PlaceOrder for song", orderOf("song"), "CA"},
        {"PlaceOrder for kim", orderOf("kim"), "A"},
        {"CancelOrder", desk::CancelOrder{one, {}}, "CSA"},
        {"ConfirmOrder", desk::ConfirmOrder{one}, "C"},
        {"PayNow", desk::PayNow{one, {}}, "C"},
        {"RateOrder", desk::RateOrder{one, 5, {}}, "C"},
        {"AcceptOrder", desk::AcceptOrder{one, 20}, "S"},
        {"ChangePromise", desk::ChangePromise{one, 20}, "S"},
        {"RejectOrder", desk::RejectOrder{one, "x"}, "S"},
        {"StartCooking", desk::StartCooking{one}, "S"},
        {"FinishCooking", desk::FinishCooking{one}, "S"},
        {"AcknowledgeEnd", desk::AcknowledgeEnd{one}, "S"},
        {"AnswerReview", desk::AnswerReview{one, "x"}, "S"},
        {"AddDish", desk::AddDish{StoreId{1}, {}}, "SAY"},
        {"ChangeDish", desk::ChangeDish{}, "SA"},
        {"RemoveDish", desk::RemoveDish{FoodId{1}}, "SA"},
        {"SetPicture", desk::SetPicture{FoodId{1}, {}, ""}, "SA"},
        {"RemovePicture", desk::RemovePicture{FoodId{1}}, "SA"},
        {"ChangeStore", desk::ChangeStore{StoreId{1}, {}}, "SA"},
        {"PauseStore", desk::PauseStore{StoreId{1}, "", {}}, "SA"},
        {"ResumeStore", desk::ResumeStore{StoreId{1}}, "SA"},
        {"SetBusy", desk::SetBusy{StoreId{1}, {}}, "SA"},
        {"SetAutoAccept", desk::SetAutoAccept{StoreId{1}, {}}, "SA"},
        {"PickDelivery", desk::PickDelivery{one}, "R"},
        {"ReleaseDelivery", desk::ReleaseDelivery{one, {}}, "R"},
        {"CollectDelivery", desk::CollectDelivery{one, {}}, "R"},
        {"DeliverOrder", desk::DeliverOrder{one, {}}, "R"},
        {"SetDuty", desk::SetDuty{true}, "R"},
        {"SetPosition", desk::SetPosition{{}}, "R"},
        {"OpenAccount song as customer", account("song", Role::Customer), "CAY"},
        {"OpenAccount song as admin", account("song", Role::Admin), "AY"},
        {"OpenAccount another customer", account("lee", Role::Customer), "AY"},
        {"ChangeProfile of song", profileOf("song"), "CA"},
        {"ChangeProfile of rider1", profileOf("rider1"), "RA"},
        {"ChangeProfile of the system", profileOf("system"), "A"},
        {"OpenSession", desk::OpenSession{"h", UserId{"song"}, {}, {}}, "Y"},
        {"CloseSession", desk::CloseSession{"h"}, "CSRAY"},
        {"AddCard of song", cardOf("song"), "CY"},
        {"AddCard of kim", cardOf("kim"), "Y"},
        {"RemoveCard", desk::RemoveCard{CardId{"c"}}, "C"},
        {"AddAddress", desk::AddAddress{"x", {}}, "C"},
        {"RemoveAddress", desk::RemoveAddress{"song/1"}, "C"},
        {"ForgetCustomer song", desk::ForgetCustomer{CustomerId{"song"}}, "CA"},
        {"ForgetCustomer kim", desk::ForgetCustomer{CustomerId{"kim"}}, "A"},
        {"OpenStore", desk::OpenStore{}, "AY"},
        {"RetryPayment", desk::RetryPayment{one}, "A"},
        {"PauseContext", desk::PauseContext{"store", true}, "A"},
        {"RecordCharge", desk::RecordCharge{}, "Y"},
        {"RecordRefund", desk::RecordRefund{}, "Y"},
        {"PostponeEffect", desk::PostponeEffect{}, "Y"},
        {"HeedHint", desk::HeedHint{}, "Y"},
        {"SetAside", desk::SetAside{}, "Y"},
        {"TakeBack", desk::TakeBack{}, "Y"},
        {"FireTimer", desk::FireTimer{}, "Y"},
        {"RebaseTimers", desk::RebaseTimers{}, "Y"},
        {"MoveCursor", desk::MoveCursor{"announcer", 7}, "Y"},
        {"RecordMessages", desk::RecordMessages{}, "Y"},
        {"NoteDevicesGone", desk::NoteDevicesGone{StoreId{1}}, "Y"},
        {"NoteDeviceBack", desk::NoteDeviceBack{StoreId{1}}, "Y"},
    };
    return rows;
}

}  // namespace

class TestShareAsk : public QObject {
    Q_OBJECT

  private slots:
    void everyCommand_isInTheTable() {
        std::set<std::size_t> seen;
        for (const Row& row : table()) seen.insert(row.command.index());
        QCOMPARE(seen.size(), caseCount<desk::Command>);
    }

    void everyRole_asksEveryCommand_asWritten() {
        for (const Row& row : table()) {
            std::string allowed;
            for (const auto& [letter, actor] : everyone) {
                const Decided<void> answer = share::mayAsk(actor, row.command);
                if (answer) {
                    allowed += letter;
                } else {
                    QCOMPARE(answer.error().code, RefusalCode::WrongRole);
                }
            }
            QVERIFY2(allowed == row.allowed,
                     (row.name + ": " + allowed + ", not " + row.allowed).c_str());
        }
    }

    void ownerWithoutAStore_mayAskNothingOfAStore() {
        const Actor homeless{UserId{"store9"}, Role::Store, std::nullopt};
        for (const Row& row : table()) {
            const bool profile = std::holds_alternative<desk::ChangeProfile>(row.command);
            const bool session = std::holds_alternative<desk::CloseSession>(row.command);
            const bool cancel = std::holds_alternative<desk::CancelOrder>(row.command);
            if (profile || session || cancel) continue;
            QVERIFY2(!share::mayAsk(homeless, row.command), row.name.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestShareAsk)
#include "tst_share_ask.moc"
