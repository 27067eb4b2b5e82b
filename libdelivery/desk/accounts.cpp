#include "desk/directory.h"
#include "desk/work.h"

namespace delivery::desk {

namespace {

Accepted named(Outcome outcome, std::string kind, std::string key) {
    return {outcome, NamedThing{std::move(kind), std::move(key)}};
}

Step<record::AccountRow> accountOf(Work& work, const UserId& user) {
    auto row = work.side("account", user.text());
    if (!row) return tl::unexpected(row.error());
    if (!row->has_value()) return refuse(RefusalCode::UnknownUser, {{"userId", user.text()}});
    auto account = record::decodeAccount((*row)->body);
    if (!account) return broken(account.error());
    return *account;
}

bool mayChange(const Actor& actor, const std::string& owner) {
    return actor.role == Role::Admin || actor.role == Role::System || actor.user.text() == owner;
}

/// A personal text of an account under a new id; the one before it is erased.
PersonalId replacePersonal(Work& work, const PersonalId& before, const std::string& text,
                           const UserId& owner) {
    if (!before.empty()) work.erase({"personal", before.text()});
    return text.empty() ? PersonalId{} : work.keepPersonal(text, owner).id;
}

Step<Accepted> removeOwned(Work& work, const std::string& kind, const std::string& key) {
    auto row = work.side(kind, key);
    if (!row) return tl::unexpected(row.error());
    if (row->has_value()) {
        if (!mayChange(work.actor(), (*row)->owner)) return refuse(RefusalCode::NotYours);
        work.erase({kind, key});
    }
    return named(Outcome::Deleted, kind, key);
}

}  // namespace

Step<void> mustNotBeForgotten(Work& work, const UserId& user) {
    auto gone = work.side("forgotten", user.text());
    if (!gone) return tl::unexpected(gone.error());
    if (gone->has_value()) return refuse(RefusalCode::UnknownUser, {{"userId", user.text()}});
    return {};
}

Step<Accepted> handle(Work& work, const OpenAccount& command) {
    auto known = work.side("account", command.userId.text());
    if (!known) return tl::unexpected(known.error());
    if (known->has_value()) {
        return refuse(RefusalCode::UserIdTaken, {{"userId", command.userId.text()}});
    }
    // The points and orders of somebody who was forgotten are nobody else's.
    auto gone = work.side("forgotten", command.userId.text());
    if (!gone) return tl::unexpected(gone.error());
    if (gone->has_value()) {
        return refuse(RefusalCode::UserIdTaken, {{"userId", command.userId.text()}});
    }
    record::AccountRow account;
    account.userId = command.userId;
    account.role = command.role;
    account.passwordHash = command.passwordHash;
    account.store = command.store;
    account.name = replacePersonal(work, {}, command.name, command.userId);
    account.phone = replacePersonal(work, {}, command.phone, command.userId);
    const std::string& user = command.userId.text();
    work.put(SideRow{"account", user, user, record::encode(account)});
    enter(work, command.userId, command.role);
    return named(Outcome::Created, "account", user);
}

Step<Accepted> handle(Work& work, const ChangeProfile& command) {
    if (!mayChange(work.actor(), command.userId.text())) return refuse(RefusalCode::NotYours);
    auto account = accountOf(work, command.userId);
    if (!account) return tl::unexpected(account.error());
    if (command.name) {
        account->name = replacePersonal(work, account->name, *command.name, command.userId);
    }
    if (command.phone) {
        account->phone = replacePersonal(work, account->phone, *command.phone, command.userId);
    }
    if (command.language) account->language = command.language;
    if (command.passwordHash) {
        account->passwordHash = *command.passwordHash;
        // Whoever signed in with the old password must not come back by it, not even after a crash.
        auto sessions = work.ledger().sidesOf("session", command.userId.text());
        if (!sessions) return broken(sessions.error());
        for (const auto& session : *sessions) {
            if (session.key != command.keptSession) work.erase({session.kind, session.key});
        }
    }
    const std::string& user = command.userId.text();
    work.put(SideRow{"account", user, user, record::encode(*account)});
    return named(Outcome::Changed, "account", user);
}

Step<Accepted> handle(Work& work, const OpenSession& command) {
    auto row = work.side("account", command.userId.text());
    if (!row) return tl::unexpected(row.error());
    // Between the look at the password and this command the account may have been forgotten, or
    // have got another password: then what was typed is not the password any more.
    if (!row->has_value()) return refuse(RefusalCode::WrongPassword);
    auto account = record::decodeAccount((*row)->body);
    if (!account) return broken(account.error());
    if (account->passwordHash != command.passwordHash) return refuse(RefusalCode::WrongPassword);
    record::SessionRow session{command.userId, account->role, account->store, command.expiresAt};
    work.put(SideRow{"session", command.tokenHash, command.userId.text(), record::encode(session)});
    return named(Outcome::Created, "session", command.tokenHash);
}
Step<Accepted> handle(Work& work, const CloseSession& command) {
    return removeOwned(work, "session", command.tokenHash);
}

Step<Accepted> handle(Work& work, const AddCard& command) {
    if (!mayChange(work.actor(), command.customerId.text())) return refuse(RefusalCode::NotYours);
    // The provider may answer after somebody was forgotten: nothing of theirs may come back.
    auto holder = accountOf(work, UserId{command.customerId.text()});
    if (!holder) return tl::unexpected(holder.error());
    record::CardRow card{command.cardId,           command.customerId,
                         command.sealedBillingKey, command.sealedCustomerKey,
                         command.masked,           command.issuer};
    work.put(
        SideRow{"card", command.cardId.text(), command.customerId.text(), record::encode(card)});
    return named(Outcome::Created, "card", command.cardId.text());
}
Step<Accepted> handle(Work& work, const RemoveCard& command) {
    return removeOwned(work, "card", command.cardId.text());
}

Step<Accepted> handle(Work& work, const AddAddress& command) {
    const std::string& user = work.actor().user.text();
    auto here = mustNotBeForgotten(work, UserId{user});
    if (!here) return tl::unexpected(here.error());
    const std::string key = user + "/" + std::to_string(work.nextNumber("address"));
    work.put(SideRow{"address", key, user,
                     record::encode(record::AddressRow{command.text, command.pin})});
    return named(Outcome::Created, "address", key);
}
Step<Accepted> handle(Work& work, const RemoveAddress& command) {
    return removeOwned(work, "address", command.key);
}

Step<Accepted> handle(Work& work, const ForgetCustomer& command) {
    const std::string& user = command.customerId.text();
    if (!mayChange(work.actor(), user)) return refuse(RefusalCode::NotYours);
    // It is cooked for somebody and carried to some door: both are needed until it has ended.
    auto running = work.ledger().sidesOf("running", user);
    if (!running) return broken(running.error());
    if (!running->empty()) {
        return refuse(RefusalCode::OrderStillRunning, {{"orderId", running->front().key}});
    }
    auto account = work.side("account", user);
    if (!account) return tl::unexpected(account.error());
    if (account->has_value()) strike(work, UserId{user}, Role::Customer);
    for (const char* kind : {"personal", "address", "card", "session", "account", "message"}) {
        auto rows = work.ledger().sidesOf(kind, user);
        if (!rows) return broken(rows.error());
        for (const auto& row : *rows) {
            work.erase({row.kind, row.key});
            // So that a repeat under the same token is known for what it is.
            if (row.kind == "session") work.put(SideRow{"forgottenSession", row.key, {}, user});
        }
    }
    work.put(SideRow{"forgotten", user, {}, {}});
    return named(Outcome::Deleted, "account", user);
}

}  // namespace delivery::desk
