#pragma once
/// The demo's town: accounts, cards, stores, dishes and riders near 용산, made through the desk's
/// own commands.

#include <string>

#include "core/result.h"
#include "desk/desk.h"
#include "server/outside/vault.h"

namespace delivery::compose {

/// The password of every demo account.
inline constexpr const char* demoPassword = "demo1234";

/// Whether nothing was ever written.
[[nodiscard]] Expected<bool> isUntouched(desk::Ledger& ledger);

/// All of it in one transaction: a demo is whole or not there. Before the shift starts, on the
/// thread that owns the desk.
[[nodiscard]] Expected<void> makeDemo(desk::CommandDesk& desk, const outside::Vault& vault,
                                      Instant now);

/// One admin, for a server that runs nowhere at the moment. Refused when the name is taken.
[[nodiscard]] Expected<void> makeAdmin(desk::CommandDesk& desk, const std::string& userId,
                                       const std::string& password, Instant now);

}  // namespace delivery::compose
