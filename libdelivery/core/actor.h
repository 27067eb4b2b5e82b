#pragma once
/// Who acts: a signed-in user with a role, or the system itself.

#include <optional>

#include "core/ids.h"

namespace delivery {

enum class Role { Customer, Store, Rider, Admin, System };

/// The policy decides on this and nothing else; a store's owner carries the store.
struct Actor {
    UserId user;
    Role role = Role::System;
    std::optional<StoreId> store = std::nullopt;
    bool operator==(const Actor&) const = default;
};

[[nodiscard]] inline Actor systemActor() { return {UserId{"system"}, Role::System, std::nullopt}; }

}  // namespace delivery
