#pragma once
/// One request on its way through the door: what was asked, by whom, and how the answer is to look.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/actor.h"
#include "core/refusal.h"
#include "desk/ledger.h"
#include "server/door/answers.h"
#include "server/door/http_server.h"
#include "wire/scene.h"
#include "wire/strict_json.h"

namespace delivery::door {

struct Visit {
    HttpRequest request;
    Answer answer;
    /// Who asks; the route says whether there has to be somebody.
    std::optional<Actor> caller;
    std::string sessionHash;
    Instant sessionEnds;
    Language language = Language::Korean;
    std::string origin;  ///< "http://127.0.0.1:8088"
    /// Under which of its names the resource was asked for.
    wire::Naming naming;
    /// What stands for the places of the path, in order.
    std::vector<std::string> parts;

    [[nodiscard]] const Actor& actor() const { return *caller; }
    /// For views of this visit's caller.
    [[nodiscard]] wire::Scene scene() const;
    /// The place of the path as a number; nothing when it is none: then there is no such thing.
    [[nodiscard]] std::optional<std::int64_t> number(std::size_t place = 0) const;
};
/// Shared between threads on its way; only one of them has it at a time.
using VisitPtr = std::shared_ptr<Visit>;

/// What a question may look at. Runs on a reader's thread.
struct Sight {
    /// Nothing when the readers are too busy to give a finished command its texts.
    desk::LedgerReader* ledger = nullptr;
    const Visit& visit;
    Instant now;
    /// How many deliveries a rider may hold.
    int holdMax = 1;
};

}  // namespace delivery::door
