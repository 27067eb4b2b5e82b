#include "share/policy.h"

namespace delivery::share {
namespace {

using desk::Command;

Decided<void> no() { return tl::unexpected(Refusal{RefusalCode::WrongRole}); }
Decided<void> only(bool allowed) { return allowed ? Decided<void>{} : no(); }

bool is(const Actor& actor, Role role) { return actor.role == role; }
bool isPerson(const Actor& actor) { return !is(actor, Role::System); }
/// The system sets up accounts, stores and demo data on the server's own command line.
bool setsUp(const Actor& actor) { return is(actor, Role::System); }

/// One overload per command: a command that nobody thought about does not compile.
struct Ask {
    const Actor& actor;

    // A customer orders for themselves; an admin for whom they name.
    Decided<void> operator()(const desk::PlaceOrder& command) const {
        return only(is(actor, Role::Admin) ||
                    (is(actor, Role::Customer) && command.customerId.text() == actor.user.text()));
    }
    Decided<void> operator()(const desk::CancelOrder&) const {
        return only(is(actor, Role::Customer) || is(actor, Role::Store) || is(actor, Role::Admin));
    }
    Decided<void> operator()(const desk::ConfirmOrder&) const { return customer(); }
    Decided<void> operator()(const desk::PayNow&) const { return customer(); }
    Decided<void> operator()(const desk::RateOrder&) const { return customer(); }

    Decided<void> operator()(const desk::AcceptOrder&) const { return store(); }
    Decided<void> operator()(const desk::ChangePromise&) const { return store(); }
    Decided<void> operator()(const desk::RejectOrder&) const { return store(); }
    Decided<void> operator()(const desk::StartCooking&) const { return store(); }
    Decided<void> operator()(const desk::FinishCooking&) const { return store(); }
    Decided<void> operator()(const desk::AcknowledgeEnd&) const { return store(); }
    Decided<void> operator()(const desk::AnswerReview&) const { return store(); }
    Decided<void> operator()(const desk::AddDish&) const {
        return only(runsAStore() || is(actor, Role::Admin) || setsUp(actor));
    }
    Decided<void> operator()(const desk::ChangeDish&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::RemoveDish&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::SetPicture&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::RemovePicture&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::ChangeStore&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::PauseStore&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::ResumeStore&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::SetBusy&) const { return storeOrAdmin(); }
    Decided<void> operator()(const desk::SetAutoAccept&) const { return storeOrAdmin(); }

    Decided<void> operator()(const desk::PickDelivery&) const { return rider(); }
    Decided<void> operator()(const desk::ReleaseDelivery&) const { return rider(); }
    Decided<void> operator()(const desk::CollectDelivery&) const { return rider(); }
    Decided<void> operator()(const desk::DeliverOrder&) const { return rider(); }
    Decided<void> operator()(const desk::SetDuty&) const { return rider(); }
    Decided<void> operator()(const desk::SetPosition&) const { return rider(); }

    // A customer signs up by themselves; every other account is made by an admin or on the command
    // line.
    Decided<void> operator()(const desk::OpenAccount& command) const {
        const bool signsUp = is(actor, Role::Customer) && command.role == Role::Customer &&
                             command.userId == actor.user && !command.store;
        return only(signsUp || is(actor, Role::Admin) || setsUp(actor));
    }
    Decided<void> operator()(const desk::ChangeProfile& command) const {
        return only(is(actor, Role::Admin) || (isPerson(actor) && command.userId == actor.user));
    }
    // The door opens a session after it has seen the password.
    Decided<void> operator()(const desk::OpenSession&) const { return system(); }
    // Whoever holds the token may give it up.
    Decided<void> operator()(const desk::CloseSession&) const { return {}; }
    Decided<void> operator()(const desk::AddCard& command) const {
        const bool own =
            is(actor, Role::Customer) && command.customerId.text() == actor.user.text();
        return only(own || setsUp(actor));
    }
    Decided<void> operator()(const desk::RemoveCard&) const { return customer(); }
    Decided<void> operator()(const desk::AddAddress&) const { return customer(); }
    Decided<void> operator()(const desk::RemoveAddress&) const { return customer(); }
    Decided<void> operator()(const desk::ForgetCustomer& command) const {
        return only(is(actor, Role::Admin) ||
                    (is(actor, Role::Customer) && command.customerId.text() == actor.user.text()));
    }

    Decided<void> operator()(const desk::OpenStore&) const {
        return only(is(actor, Role::Admin) || setsUp(actor));
    }
    Decided<void> operator()(const desk::RetryPayment&) const { return admin(); }
    Decided<void> operator()(const desk::PauseContext&) const { return admin(); }

    Decided<void> operator()(const desk::RecordCharge&) const { return system(); }
    Decided<void> operator()(const desk::RecordRefund&) const { return system(); }
    Decided<void> operator()(const desk::PostponeEffect&) const { return system(); }
    Decided<void> operator()(const desk::HeedHint&) const { return system(); }
    Decided<void> operator()(const desk::FireTimer&) const { return system(); }
    Decided<void> operator()(const desk::RebaseTimers&) const { return system(); }
    Decided<void> operator()(const desk::SetAside&) const { return system(); }
    Decided<void> operator()(const desk::TakeBack&) const { return system(); }
    Decided<void> operator()(const desk::MoveCursor&) const { return system(); }
    Decided<void> operator()(const desk::RecordMessages&) const { return system(); }
    Decided<void> operator()(const desk::NoteDevicesGone&) const { return system(); }
    Decided<void> operator()(const desk::NoteDeviceBack&) const { return system(); }

  private:
    /// An owner's account without a store can do nothing that is the store's.
    bool runsAStore() const { return is(actor, Role::Store) && actor.store.has_value(); }
    Decided<void> customer() const { return only(is(actor, Role::Customer)); }
    Decided<void> store() const { return only(runsAStore()); }
    Decided<void> storeOrAdmin() const { return only(runsAStore() || is(actor, Role::Admin)); }
    Decided<void> rider() const { return only(is(actor, Role::Rider)); }
    Decided<void> admin() const { return only(is(actor, Role::Admin)); }
    Decided<void> system() const { return only(is(actor, Role::System)); }
};

}  // namespace

Decided<void> mayAsk(const Actor& actor, const Command& command) {
    return std::visit(Ask{actor}, command);
}

}  // namespace delivery::share
