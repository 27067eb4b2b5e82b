#include "desk/directory.h"

#include <cassert>

#include "desk/work.h"
#include "record/record.h"

namespace delivery::desk {
namespace {

/// So many accounts are looked at, and entered, at a time.
constexpr std::int64_t accountsAtOnce = 500;

void count(Work& work, Role role, int more) {
    for (const auto& name : {directoryOf(std::nullopt), directoryOf(role)}) {
        work.put(Counters{{name, work.counted(name) + more}});
    }
}

/// Adds what stands in these accounts; what cannot be read is in no role's list.
void addEntries(const std::vector<SideRow>& accounts, CommandWrites& writes, Counters& counted) {
    for (const SideRow& row : accounts) {
        ++counted[directoryOf(std::nullopt)];
        const auto account = record::decodeAccount(row.body);
        if (!account) continue;
        const std::string kind = directoryOf(account->role);
        ++counted[kind];
        writes.sides.push_back({kind, row.key, row.owner, {}});
    }
}

}  // namespace

std::string directoryOf(std::optional<Role> role) {
    if (!role) return "account";
    switch (*role) {
        case Role::Customer:
            return "account/customer";
        case Role::Store:
            return "account/store";
        case Role::Rider:
            return "account/rider";
        case Role::Admin:
            return "account/admin";
        case Role::System:
            return "account/system";
    }
    assert(!"every role has its directory");
    return "";
}

void enter(Work& work, const UserId& user, Role role) {
    work.put(SideRow{directoryOf(role), user.text(), user.text(), {}});
    count(work, role, 1);
}

void strike(Work& work, const UserId& user, Role role) {
    work.erase({directoryOf(role), user.text()});
    count(work, role, -1);
}

Expected<void> makeDirectory(Ledger& ledger) {
    auto reader = ledger.reader();
    if (!reader) return tl::unexpected(reader.error());
    const auto counters = (*reader)->counters();
    if (!counters) return tl::unexpected(counters.error());
    if (counters->contains(directoryOf(std::nullopt))) return {};
    Counters counted;
    std::vector<CommandWrites> parts;
    for (std::int64_t from = 0;; from += accountsAtOnce) {
        const auto accounts = (*reader)->sidesPage(directoryOf(std::nullopt), from, accountsAtOnce);
        if (!accounts) return tl::unexpected(accounts.error());
        if (accounts->empty()) break;
        addEntries(*accounts, parts.emplace_back(), counted);
    }
    if (parts.empty()) return {};
    parts.back().counters = counted;
    auto transaction = ledger.begin();
    if (!transaction) return tl::unexpected(transaction.error());
    for (CommandWrites& part : parts) {
        const auto put = (*transaction)->append(std::move(part));
        if (!put) return tl::unexpected(put.error());
    }
    return (*transaction)->commit();
}

}  // namespace delivery::desk
