#include <algorithm>

#include "server/door/ordering.h"
#include "server/door/routes.h"
#include "wire/collection.h"
#include "wire/parse_account.h"
#include "wire/parse_order.h"
#include "wire/print_account.h"

namespace delivery::door {
namespace {

using FoundAccount = std::optional<record::AccountRow>;

Cleared<FoundAccount> accountOf(Sight& sight, const std::string& userId) {
    const auto row = sight.ledger->side({"account", userId});
    if (!row) return stop(row.error());
    if (!row->has_value()) return FoundAccount{};
    auto account = record::decodeAccount((*row)->body);
    if (!account) return stop(account.error());
    return FoundAccount{std::move(*account)};
}

/// The session with its place at the broker as it is now.
std::string printWithBroker(const Porter& porter, const std::string& hash,
                            wire::SessionView session) {
    if (porter.brokerPlace) {
        session.mqtt = porter.brokerPlace(hash, session.actor, session.expiresAt);
    }
    return wire::printSession(session);
}

/// The password fits: a session begins when the desk has it on the disk.
void openSession(Porter& porter, const VisitPtr& visit, const record::AccountRow& account) {
    const std::string token = freshToken();
    const std::string hash = tokenHash(token);
    const Session session{{account.userId, account.role, account.store},
                          porter.clock.now() + porter.settings.sessionLength};
    const desk::OpenSession command{hash, account.userId, session.expiresAt, account.passwordHash};
    porter.shift.submit(
        shift::systemEnvelope(command),
        [&porter, visit, token, hash, session, back = porter.wayBack](shift::Outcome outcome) {
            back->post([&porter, visit, token, hash, session, outcome = std::move(outcome)] {
                if (outcome.kind != shift::Outcome::Kind::Done) {
                    return porter.refuse(visit, busy(1));
                }
                if (const auto* refusal = std::get_if<Refusal>(&*outcome.reply)) {
                    return porter.refuse(visit, *refusal);
                }
                for (const std::string& old :
                     porter.sessions.open(hash, session, porter.clock.now())) {
                    porter.follow(desk::CloseSession{old});
                }
                porter.reply(visit,
                             json(200, printWithBroker(porter, hash,
                                                       {token, session.actor, session.expiresAt})));
            });
        });
}

void login(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    const auto credentials = porter.take(visit, wire::parseLogin(*body));
    if (!credentials) return;
    const std::string address = addressGroup(visit->request.peerAddress);
    const std::string throttled = credentials->userId + "\n" + address;
    const Instant now = porter.clock.now();
    // The address first: whoever tries many names gets no room in the book of names by it.
    if (const auto wait = porter.failedLoginsOfAddresses.attempt(address, now)) {
        return porter.refuse(visit, tooManyLogins(*wait));
    }
    if (const auto wait = porter.failedLogins.attempt(throttled, now)) {
        return porter.refuse(visit, tooManyLogins(*wait));
    }
    const auto verified = [&porter, visit, throttled, address](const FoundAccount& account,
                                                               bool fits) {
        if (!fits) return porter.refuse(visit, Refusal{RefusalCode::WrongPassword});
        porter.failedLogins.worked(throttled);
        porter.failedLoginsOfAddresses.takeBack(address);
        openSession(porter, visit, *account);
    };
    // Nobody looked at the password: it has not failed.
    const auto unseen = [&porter, throttled, address] {
        porter.failedLogins.takeBack(throttled);
        porter.failedLoginsOfAddresses.takeBack(address);
    };
    porter.askThen<FoundAccount>(
        visit, [userId = credentials->userId](Sight& sight) { return accountOf(sight, userId); },
        [&porter, visit, verified, unseen, password = credentials->password](FoundAccount account) {
            const auto hash = account ? std::optional(account->passwordHash) : std::nullopt;
            const bool taken = porter.passwords.verify(
                hash, password, [verified, account, back = porter.wayBack](bool fits) {
                    back->post([verified, account, fits] { verified(account, fits); });
                });
            if (taken) return;
            unseen();
            porter.refuse(visit, busy(1));
        },
        unseen);
}

void logout(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    if (auto read = wire::parseNothing(*body); !read) return porter.refuse(visit, read.error());
    // From this moment on, whatever the disk says. Who leaves is never told to wait for it.
    porter.sessions.close(visit->sessionHash);
    Errand errand{desk::CloseSession{visit->sessionHash}};
    errand.keepReply = false;
    errand.throttled = false;
    errand.notTaken = [&porter, hash = visit->sessionHash] {
        porter.follow(desk::CloseSession{hash});
    };
    errand.show = [](Sight&, const desk::Accepted&) -> Shown { return nothing(); };
    porter.run(visit, std::move(errand));
}

void showSession(Porter& porter, const VisitPtr& visit) {
    porter.reply(visit, hal(printWithBroker(porter, visit->sessionHash,
                                            {"", visit->actor(), visit->sessionEnds})));
}

/// Everybody who is signed in; tokens are known to nobody.
void listSessions(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"userId"});
    if (!wish) return porter.refuse(visit, wish.error());
    const std::vector<Session> everybody = porter.sessions.all(porter.clock.now());
    const auto total = static_cast<std::int64_t>(everybody.size());
    const std::int64_t from = std::min(total, wish->number * wish->size);
    const std::int64_t to = std::min(total, from + wish->size);
    // Only what is shown is printed: this is the door's own thread.
    std::vector<std::string> items;
    for (std::int64_t i = from; i < to; ++i) {
        const Session& session = everybody[static_cast<std::size_t>(i)];
        items.push_back(wire::printSession({"", session.actor, session.expiresAt}));
    }
    auto shown = collection(*visit, *wish, total, std::move(items));
    shown ? porter.reply(visit, std::move(*shown)) : porter.refuse(visit, shown.error());
}

}  // namespace

std::vector<Route> sessionRoutes() {
    return {{"POST", "/auth/login", anyone, login, {"sessions", "session"}},
            {"POST", "/auth/logout", signedIn, logout, {"sessions", "session"}},
            {"GET", "/auth/session", signedIn, showSession, {"sessions", "session"}},
            {"GET", "/sessions", admins, listSessions, {"sessions", "session"}}};
}

}  // namespace delivery::door
