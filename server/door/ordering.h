#pragma once
/// How the rooms of one order answer: reading them, and the errands of their transitions.

#include <functional>
#include <string>

#include "server/door/looking.h"
#include "server/door/porter.h"

namespace delivery::door {

/// Prints one order for one resource; texts are looked up.
using PrintOrder = Shown (*)(Sight&, const page::OrderCard&, share::View);

/// The order of the path, or nothing after having refused: what is no number does not exist.
[[nodiscard]] std::optional<OrderId> orderAsked(Porter& porter, const VisitPtr& visit);

/// One representation as a page of the orders' pages shows it.
void showOrder(Porter& porter, const VisitPtr& visit, const std::string& page, PrintOrder print);

/// An errand about an order: foreign ones do not exist, and what comes of it is shown as the
/// resource shows it.
[[nodiscard]] Errand aboutOrder(OrderId id, desk::Command command, PrintOrder print);

/// The order in a reply, as a row without history.
[[nodiscard]] Cleared<page::OrderCard> cardIn(const desk::Accepted& accepted);

/// 201 with Location, 200, 202 with Retry-After or 204, by what the desk says.
[[nodiscard]] HttpResponse answerTo(const Visit& visit, desk::Outcome outcome, std::string body,
                                    const std::string& id);

}  // namespace delivery::door
