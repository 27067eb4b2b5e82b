#pragma once
/// The page on which a customer registers a card with the provider, and the way back with an
/// authKey.

#include "server/door/http_server.h"
#include "server/sandbox/payment_ledger.h"

namespace delivery::sandbox {

inline constexpr std::string_view cardPagePath = "/sandbox/cards/register";

/// GET shows the page, POST (the page's form) registers the card and redirects to successUrl or
/// failUrl.
door::HttpResponse serveCardPage(PaymentLedger& ledger, const door::HttpRequest& request);

}  // namespace delivery::sandbox
