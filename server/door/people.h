#pragma once
/// Accounts and what belongs to them, read from the rows beside the log.

#include "server/door/looking.h"
#include "server/door/porter.h"
#include "wire/parse_account.h"
#include "wire/print_account.h"

namespace delivery::door {

/// UnknownUser where there is none.
[[nodiscard]] Cleared<record::AccountRow> accountNamed(Sight& sight, const std::string& userId);
[[nodiscard]] wire::PersonView personOf(const record::AccountRow& account);
[[nodiscard]] Cleared<std::vector<wire::CardView>> cardsOf(Sight& sight, const std::string& userId);

/// Opens an account once its password is hashed.
void openAccount(Porter& porter, const VisitPtr& visit, wire::NewAccount account,
                 std::optional<Actor> actor);
/// Changes a profile, its password hashed first where there is a new one.
void changeProfile(Porter& porter, const VisitPtr& visit, const std::string& userId);
/// One page of the accounts of a role, each printed; no role means everybody.
void listAccounts(Porter& porter, const VisitPtr& visit, std::optional<Role> role,
                  Cleared<std::string> (*print)(Sight&, const record::AccountRow&));

}  // namespace delivery::door
