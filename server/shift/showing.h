#pragma once
/// One order as somebody sees it, with the texts, names and places that belong to it: what
/// /changes, the broker and /live say of it. Runs on a reader's thread.

#include <optional>
#include <string>
#include <vector>

#include "core/actor.h"
#include "core/geo.h"
#include "core/result.h"
#include "desk/ledger.h"
#include "page/page.h"
#include "record/record.h"
#include "share/offers.h"
#include "wire/print_order.h"

namespace delivery::shift {

/// As the resource of the actor's role shows it ("orders", "foodCookings", "deliveries"), or its
/// tombstone where they may not see it. origin is what links begin with; empty gives links without
/// a host; holdMax: how many deliveries a rider may hold.
[[nodiscard]] Expected<std::string> showOrder(desk::LedgerReader& ledger,
                                              const page::OrderCard& card, const Actor& actor,
                                              const std::string& origin, int holdMax);

/// Nothing when it was erased or never given, or when its row cannot be read: that is an alarm, and
/// takes nothing else away.
[[nodiscard]] Expected<std::optional<std::string>> textOf(desk::LedgerReader& ledger,
                                                          const PersonalId& id);
/// Adds to the scene the texts that still exist.
[[nodiscard]] Expected<void> addTexts(desk::LedgerReader& ledger, wire::Scene& scene,
                                      const std::vector<PersonalId>& ids);
/// Where a rider said to be last; nothing when unknown or when the row cannot be read.
[[nodiscard]] Expected<std::optional<record::PositionRow>> positionOf(desk::LedgerReader& ledger,
                                                                      const RiderId& rider);
/// Where a rider said to be last, and what their own stream says of them; of anybody else nothing.
[[nodiscard]] Expected<share::Standing> standingOf(desk::LedgerReader& ledger, const Actor& actor,
                                                   int holdMax);
/// Who rides and where, how far it is from where the one who looks stands, and whether they may
/// pick it.
[[nodiscard]] Expected<wire::DeliveryMoment> momentOf(desk::LedgerReader& ledger,
                                                      const page::OrderCard& card,
                                                      const share::Standing& standing);

}  // namespace delivery::shift
