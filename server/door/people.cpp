#include "server/door/people.h"

#include "desk/directory.h"
#include "server/door/ordering.h"
#include "server/shift/sides.h"

namespace delivery::door {
namespace {

bool isOfOne(const Obstacle& obstacle) {
    const auto* fault = std::get_if<Fault>(&obstacle);
    return fault != nullptr && shift::restsAlone(*fault);
}

Cleared<std::string> printPerson(Sight& sight, const record::AccountRow& account) {
    wire::Scene scene = sight.visit.scene();
    if (auto added = addTexts(sight, scene, {account.name, account.phone}); !added) {
        return stop(added.error());
    }
    return wire::printAccount(personOf(account), scene, sight.visit.naming);
}

Shown showChanged(Sight& sight, const desk::Accepted& accepted) {
    const auto* thing = std::get_if<desk::NamedThing>(&accepted.thing);
    if (thing == nullptr) return stop(Fault{FaultCode::Misfit, "a reply without its account"});
    if (sight.ledger == nullptr) return answerTo(sight.visit, accepted.outcome, "{}", thing->key);
    const auto account = accountNamed(sight, thing->key);
    // Erased since: a repeat still gets its status.
    if (!account) return answerTo(sight.visit, accepted.outcome, "{}", thing->key);
    auto body = printPerson(sight, *account);
    if (!body) return stop(body.error());
    return answerTo(sight.visit, accepted.outcome, std::move(*body), thing->key);
}

void runOpen(Porter& porter, const VisitPtr& visit, const wire::NewAccount& account,
             const std::optional<Actor>& actor, std::string hash) {
    Errand errand{desk::OpenAccount{account.userId, account.role, std::move(hash), account.storeId,
                                    account.name, account.phone}};
    errand.actor = actor;
    // A sign-up was counted before its password was hashed.
    errand.throttled = !actor;
    errand.show = showChanged;
    porter.run(visit, std::move(errand));
}

void runChange(Porter& porter, const VisitPtr& visit, const std::string& userId,
               const wire::ProfileWish& wish, std::optional<std::string> hash) {
    Errand errand{desk::ChangeProfile{UserId{userId}, wish.name, wish.phone, hash,
                                      visit->sessionHash, wish.language}};
    errand.show = showChanged;
    // Counted before the hashing, where there was one.
    errand.throttled = !hash;
    if (hash) {
        // Whoever knew the old password is out; the desk has erased their sessions' rows.
        errand.accepted = [&porter, userId, kept = visit->sessionHash] {
            (void)porter.sessions.closeAllBut(kept, UserId{userId});
            porter.registrations.drop(CustomerId{userId});
        };
    }
    porter.run(visit, std::move(errand));
}

/// Goes on with the hash on the door's thread.
void withHash(Porter& porter, const VisitPtr& visit, const std::string& password,
              std::function<void(std::string)> then) {
    const bool taken = porter.passwords.hash(
        password, [&porter, visit, then = std::move(then), back = porter.wayBack](auto hash) {
            back->post([&porter, visit, then, hash] {
                hash ? then(*hash) : porter.refuse(visit, busy(1));
            });
        });
    if (!taken) porter.refuse(visit, busy(1));
}

}  // namespace

Cleared<record::AccountRow> accountNamed(Sight& sight, const std::string& userId) {
    const auto row = sight.ledger->side({"account", userId});
    if (!row) return stop(row.error());
    if (!row->has_value()) return stop(RefusalCode::UnknownUser);
    auto account = record::decodeAccount((*row)->body);
    if (!account) return stop(account.error());
    return std::move(*account);
}

wire::PersonView personOf(const record::AccountRow& account) {
    return {account.userId, account.role,  account.store,
            account.name,   account.phone, account.language.value_or(Language::Korean)};
}

Cleared<std::vector<wire::CardView>> cardsOf(Sight& sight, const std::string& userId) {
    const auto rows = sight.ledger->sidesOf("card", userId);
    if (!rows) return stop(rows.error());
    std::vector<wire::CardView> cards;
    for (const desk::SideRow& row : *rows) {
        const auto card = record::decodeCard(row.body);
        if (!card) return stop(card.error());
        cards.push_back({card->cardId.text(), card->masked, card->customerId.text(), card->issuer});
    }
    return cards;
}

void openAccount(Porter& porter, const VisitPtr& visit, wire::NewAccount account,
                 std::optional<Actor> actor) {
    const std::string password = account.password;
    withHash(porter, visit, password,
             [&porter, visit, account = std::move(account), actor](std::string hash) {
                 runOpen(porter, visit, account, actor, std::move(hash));
             });
}

void changeProfile(Porter& porter, const VisitPtr& visit, const std::string& userId) {
    const auto body = porter.body(visit);
    if (!body) return;
    const auto wish = porter.take(visit, wire::parseChangeProfile(*body));
    if (!wish) return;
    if (!wish->password) return runChange(porter, visit, userId, *wish, std::nullopt);
    // Hashing costs far more than asking.
    if (!porter.admits(visit)) return;
    withHash(porter, visit, *wish->password,
             [&porter, visit, userId, wish = *wish](std::string hash) {
                 runChange(porter, visit, userId, wish, std::move(hash));
             });
}

void listAccounts(Porter& porter, const VisitPtr& visit, std::optional<Role> role,
                  Cleared<std::string> (*print)(Sight&, const record::AccountRow&)) {
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    porter.ask(visit, [wish = *wish, role, print](Sight& sight) -> Shown {
        const std::string directory = desk::directoryOf(role);
        const auto numbers = sight.ledger->counters();
        if (!numbers) return stop(numbers.error());
        const auto total = numbers->find(directory);
        const auto rows = sight.ledger->sidesPage(directory, wish.number * wish.size, wish.size);
        if (!rows) return stop(rows.error());
        std::vector<std::string> items;
        for (const desk::SideRow& row : *rows) {
            const auto person =
                shift::readableSide(*sight.ledger, {"account", row.key}, record::decodeAccount);
            if (!person) return stop(person.error());
            // Forgotten while the page was read, or nobody can tell who it is.
            if (!*person) continue;
            auto item = print == nullptr ? printPerson(sight, **person) : print(sight, **person);
            // What cannot be read of one, a card of theirs, takes nobody else from the list.
            if (!item && isOfOne(item.error())) continue;
            if (!item) return stop(item.error());
            items.push_back(std::move(*item));
        }
        return collection(sight.visit, wish, total == numbers->end() ? 0 : total->second,
                          std::move(items));
    });
}

}  // namespace delivery::door
