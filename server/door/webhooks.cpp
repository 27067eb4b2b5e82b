#include "order/order.h"
#include "server/door/porter.h"
#include "server/door/routes.h"
#include "wire/payment_hint.h"

namespace delivery::door {
namespace {

constexpr const char* everybody = "";

/// What is not taken is lost without harm: the provider is asked by itself, only later.
bool isTooMuch(Porter& porter, const std::string& providerOrderId) {
    const Instant now = porter.clock.now();
    return porter.hints.take(everybody, now) || porter.hintsOfPayments.take(providerOrderId, now);
}

/// Whoever sends this may be anybody. It brings a question to the provider forward, and what the
/// answer here is says nothing of whether there is such a payment.
void hearOfPayment(Porter& porter, const VisitPtr& visit) {
    const auto hint = porter.take(visit, wire::parsePaymentHint(visit->request.body));
    if (!hint) return;
    porter.reply(visit, json(200, "{}"));
    if (!*hint || !order::orderNamedAtProvider(**hint) || isTooMuch(porter, **hint)) return;
    porter.follow(desk::HeedHint{**hint});
}

}  // namespace

std::vector<Route> webhookRoutes() {
    return {{"POST", "/webhooks/payments", anyone, hearOfPayment, {"webhooks", "webhook"}}};
}

}  // namespace delivery::door
