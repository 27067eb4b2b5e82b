#include <map>

#include "desk/quarantine.h"
#include "page/page.h"
#include "server/door/ordering.h"
#include "server/door/people.h"
#include "server/door/routes.h"
#include "wire/collection.h"
#include "wire/parse_order.h"
#include "wire/print_order.h"

namespace delivery::door {
namespace {

/// ?role=rider narrows.
void listAllAccounts(Porter& porter, const VisitPtr& visit) {
    const auto asked = visit->request.queryValue("role");
    if (!asked) return listAccounts(porter, visit, std::nullopt, nullptr);
    const auto role = wire::roleNamed(*asked);
    if (!role) return porter.refuse(visit, badQuery("role"));
    listAccounts(porter, visit, role, nullptr);
}

void showAccount(Porter& porter, const VisitPtr& visit) {
    porter.ask(visit, [user = visit->parts.at(0)](Sight& sight) -> Shown {
        const auto account = accountNamed(sight, user);
        if (!account) return stop(account.error());
        wire::Scene scene = sight.visit.scene();
        if (auto added = addTexts(sight, scene, {account->name, account->phone}); !added) {
            return stop(added.error());
        }
        return hal(wire::printAccount(personOf(*account), scene, sight.visit.naming));
    });
}

void addAccount(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    auto account = porter.take(visit, wire::parseOpenAccount(*body));
    if (account) openAccount(porter, visit, std::move(*account), std::nullopt);
}

void changeAccount(Porter& porter, const VisitPtr& visit) {
    changeProfile(porter, visit, visit->parts.at(0));
}

// --- payments that wait for a person

void listEscalations(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"id"});
    if (!wish) return porter.refuse(visit, wish.error());
    const Shelf shelf{"customer", "escalated", "all", *wish};
    porter.ask(visit, [shelf](Sight& sight) {
        return collection(sight, shelf,
                          [](Sight& each, const std::string&,
                             const page::Body& body) -> Cleared<std::optional<std::string>> {
                              const auto* card = std::get_if<page::OrderCard>(&body);
                              if (card == nullptr) return std::optional<std::string>{};
                              // Each is a payment, and is retried as one.
                              return std::optional(wire::printPayment(*card, each.visit.scene(),
                                                                      {"payments", "payment"}));
                          });
    });
}

// --- contexts

std::map<std::string, wire::ContextView> knownContexts() {
    std::map<std::string, wire::ContextView> contexts;
    for (const auto& page : page::allPages()) contexts[page->context()].name = page->context();
    return contexts;
}

/// Whose people it concerns that this cannot be read.
std::string contextOf(const desk::Unreadable& row) {
    const std::string& kind = row.stream.kind;
    if (kind == "food" || kind == "store" || kind == "review") return "menu";
    if (kind == "rider" || row.side.kind == "position") return "rider";
    if (kind == "ack") return "store";
    return "customer";
}

/// So many rows are named; more than that are a broken disk.
constexpr int restingMax = 1'000;

Cleared<void> addResting(Sight& sight, std::map<std::string, wire::ContextView>& contexts) {
    const auto rows = sight.ledger->sidesOfKind("quarantine", restingMax);
    if (!rows) return stop(rows.error());
    for (const desk::SideRow& row : *rows) {
        const auto named = desk::unreadableNamed(row.key);
        if (named) contexts[contextOf(*named)].resting.push_back({row.key, row.body});
    }
    return {};
}

Cleared<std::map<std::string, wire::ContextView>> contextsNow(Sight& sight) {
    const auto cursors = sight.ledger->pageCursors();
    if (!cursors) return stop(cursors.error());
    const auto last = sight.ledger->lastPosition();
    if (!last) return stop(last.error());
    std::map<std::string, desk::PageCursor> byPage;
    for (const desk::PageCursor& cursor : *cursors) byPage[cursor.page] = cursor;
    std::map<std::string, wire::ContextView> contexts = knownContexts();
    for (const auto& page : page::allPages()) {
        const desk::PageCursor& cursor = byPage[page->name()];
        wire::ContextView& context = contexts[page->context()];
        context.paused = context.paused || cursor.paused;
        context.pages.push_back({page->name(), cursor.position,
                                 std::max<std::int64_t>(0, *last - cursor.position),
                                 cursor.quarantined, cursor.lastError});
    }
    if (auto added = addResting(sight, contexts); !added) return stop(added.error());
    return contexts;
}

Shown showContextNamed(Sight& sight, const std::string& name) {
    const auto contexts = contextsNow(sight);
    if (!contexts) return stop(contexts.error());
    const auto found = contexts->find(name);
    if (found == contexts->end()) return stop(notFound());
    return hal(wire::printContext(found->second, sight.visit.scene(), sight.visit.naming));
}

void listContexts(Porter& porter, const VisitPtr& visit) {
    const auto wish = pageWish(*visit, {"name"});
    if (!wish) return porter.refuse(visit, wish.error());
    porter.ask(visit, [wish = *wish](Sight& sight) -> Shown {
        const auto contexts = contextsNow(sight);
        if (!contexts) return stop(contexts.error());
        std::vector<std::string> items;
        for (const auto& [name, context] : *contexts) {
            items.push_back(wire::printContext(context, sight.visit.scene(), sight.visit.naming));
        }
        return collection(sight.visit, wish, items);
    });
}

void showContext(Porter& porter, const VisitPtr& visit) {
    porter.ask(visit,
               [name = visit->parts.at(0)](Sight& sight) { return showContextNamed(sight, name); });
}

void setPaused(Porter& porter, const VisitPtr& visit, bool paused) {
    const std::string name = visit->parts.at(0);
    if (!knownContexts().contains(name)) return porter.refuse(visit, notFound());
    Errand errand{desk::PauseContext{name, paused}};
    errand.show = [name](Sight& sight, const desk::Accepted&) {
        return sight.ledger == nullptr ? Shown{hal("{}")} : showContextNamed(sight, name);
    };
    porter.run(visit, std::move(errand));
}

void changeContext(Porter& porter, const VisitPtr& visit) {
    const auto body = porter.body(visit);
    if (!body) return;
    const auto paused = porter.take(visit, wire::parseContext(*body));
    if (paused) setPaused(porter, visit, *paused);
}
void pauseContext(Porter& porter, const VisitPtr& visit) { setPaused(porter, visit, true); }
void resumeContext(Porter& porter, const VisitPtr& visit) { setPaused(porter, visit, false); }

// --- backups

wire::Complaint backupFailed() {
    return {409, "BackupFailed",
            "복사하지 못했습니다. 백업 폴더 안의, 아직 없는 파일 이름인지 확인해 주세요.",
            "The copy was not made. Name a file in the backup directory that does not exist yet."};
}
wire::Complaint backupHasNoRoom() {
    return {507, "DiskFull", "디스크에 자리가 없어 복사하지 못했습니다. 남은 조각은 없습니다.",
            "The disk has no room for the copy. Nothing of it was left behind."};
}

Obstacle obstacleOf(const Fault& fault) {
    if (fault.code == FaultCode::NotAllowed) return backupFailed();
    if (fault.code == FaultCode::DiskFull) return backupHasNoRoom();
    if (fault.code == FaultCode::Busy) return busy(1);
    return fault;
}

/// Copies while serving, on a thread of its own.
void backUp(Porter& porter, const VisitPtr& visit) {
    if (!porter.backup) return porter.refuse(visit, notFound());
    const auto body = porter.body(visit);
    if (!body) return;
    const auto file = porter.take(visit, wire::parseBackup(*body));
    if (!file) return;
    const auto key = visit->request.header("idempotency-key");
    porter.backup(
        std::string(key.value_or("")), *file,
        [&porter, visit, back = porter.wayBack](Expected<std::string> copied) {
            back->post([&porter, visit, copied = std::move(copied)] {
                if (copied) {
                    return porter.reply(visit, json(200, wire::printNamed("file", *copied)));
                }
                porter.log.line(shift::Level::Warning, "door", "backup: " + copied.error().text);
                porter.refuse(visit, obstacleOf(copied.error()));
            });
        });
}

}  // namespace

std::vector<Route> adminRoutes() {
    std::vector<Route> routes =
        routesUnder({{"accounts", "account"}}, {{"GET", "", admins, listAllAccounts},
                                                {"POST", "", admins, addAccount},
                                                {"GET", "/{id}", admins, showAccount},
                                                {"PUT", "/{id}", admins, changeAccount},
                                                {"PATCH", "/{id}", admins, changeAccount}});
    const auto escalations =
        routesUnder({{"escalations", "escalation"}}, {{"GET", "", admins, listEscalations}});
    routes.insert(routes.end(), escalations.begin(), escalations.end());
    const auto contexts =
        routesUnder({{"contexts", "context"}}, {{"GET", "", admins, listContexts},
                                                {"GET", "/{id}", admins, showContext},
                                                {"PUT", "/{id}", admins, changeContext},
                                                {"PUT", "/{id}/pause", admins, pauseContext},
                                                {"PUT", "/{id}/resume", admins, resumeContext}});
    routes.insert(routes.end(), contexts.begin(), contexts.end());
    routes.push_back({"POST", "/backups", admins, backUp, {"backups", "backup"}});
    return routes;
}

}  // namespace delivery::door
