#include "server/door/ordering.h"

namespace delivery::door {

std::optional<OrderId> orderAsked(Porter& porter, const VisitPtr& visit) {
    const auto number = visit->number();
    if (!number) porter.refuse(visit, Refusal{RefusalCode::UnknownOrder});
    return number ? std::optional(OrderId{*number}) : std::nullopt;
}

void showOrder(Porter& porter, const VisitPtr& visit, const std::string& page, PrintOrder print) {
    const auto id = orderAsked(porter, visit);
    if (!id) return;
    porter.ask(visit, [id = *id, page, print](Sight& sight) -> Shown {
        const auto seen = orderOn(sight, page, id.value());
        if (!seen) return stop(seen.error());
        return print(sight, seen->card, seen->view);
    });
}

Cleared<page::OrderCard> cardIn(Sight& sight, const desk::Accepted& accepted) {
    const auto* snapshot = std::get_if<desk::OrderSnapshot>(&accepted.thing);
    if (snapshot == nullptr) return stop(Fault{FaultCode::Misfit, "a reply without its order"});
    page::OrderCard card;
    card.order = snapshot->order;
    card.version = snapshot->version;
    card.changedAt = snapshot->changedAt;
    return card;
}

HttpResponse answerTo(const Visit& visit, desk::Outcome outcome, std::string body,
                      const std::string& id) {
    const std::string place = visit.origin + "/" + visit.naming.plural + "/" + id;
    switch (outcome) {
        case desk::Outcome::Created: {
            HttpResponse response = json(201, std::move(body));
            response.headers.emplace_back("Location", place);
            return response;
        }
        case desk::Outcome::Changed:
            return hal(std::move(body));
        case desk::Outcome::Deferred: {
            HttpResponse response = json(202, std::move(body));
            response.headers.emplace_back("Location", place);
            response.headers.emplace_back("Retry-After", "5");
            return response;
        }
        case desk::Outcome::Deleted:
            // A cancel by PUT or PATCH shows what became of the order.
            return visit.request.method == "DELETE" ? nothing() : hal(std::move(body));
    }
    return nothing();
}

Errand aboutOrder(OrderId id, desk::Command command, PrintOrder print) {
    Errand errand{std::move(command)};
    errand.prepare = [id](Sight& sight, desk::Command&) { return mustSee(sight, id); };
    errand.show = [print](Sight& sight, const desk::Accepted& accepted) -> Shown {
        const auto card = cardIn(sight, accepted);
        if (!card) return stop(card.error());
        // A rider who gave it back or delivered it sees it as past: the reply is theirs all the
        // same.
        const auto view = share::viewOf(sight.visit.actor(), card->order, true);
        if (!view) return nothing();
        auto shown = print(sight, *card, *view);
        if (!shown) return shown;
        return answerTo(sight.visit, accepted.outcome, std::move(shown->body),
                        card->order.placed.orderId.text());
    };
    return errand;
}

}  // namespace delivery::door
