#pragma once
/// The directory of accounts: everybody, and everybody of a role, in the order of their names, with
/// kept numbers, so that a page of it costs a page.

#include <optional>
#include <string>

#include "core/actor.h"
#include "desk/ledger.h"

namespace delivery::desk {

class Work;

/// The kind of the rows whose keys are the names, and the counter that keeps their number. No role
/// means everybody: these rows are the accounts themselves.
[[nodiscard]] std::string directoryOf(std::optional<Role> role);

/// An account that was opened, or was erased, under its name.
void enter(Work& work, const UserId& user, Role role);
void strike(Work& work, const UserId& user, Role role);

/// Makes the directory of a database that has accounts and none yet; once.
[[nodiscard]] Expected<void> makeDirectory(Ledger& ledger);

}  // namespace delivery::desk
