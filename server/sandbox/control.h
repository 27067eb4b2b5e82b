#pragma once
/// The sandbox's own port: switches, ledger, messages, card page, and the providers that stay up
/// when payment is down.

#include <string>

#include "server/door/http_server.h"
#include "server/sandbox/messenger.h"
#include "server/sandbox/payment_ledger.h"
#include "server/sandbox/payment_provider.h"
#include "server/sandbox/provider_gate.h"
#include "server/sandbox/switches.h"
#include "server/sandbox/webhook.h"

namespace delivery::sandbox {

/// Everything that a request may concern. Outlives the server that calls it.
struct Sandbox {
    PaymentLedger& ledger;
    Switchboard& payment;
    Switchboard& kakao;
    PaymentProvider& provider;
    ProviderGate& gate;
    Messenger& messenger;
    Webhook& webhook;
};

class Control : public door::HttpHandler {
  public:
    explicit Control(Sandbox sandbox) : m_sandbox(sandbox) {}

    door::HeadVerdict onHead(const door::HttpRequest& head) override;
    void onRequest(door::HttpRequest request, door::Answer answer) override;

  private:
    door::HttpResponse route(const door::HttpRequest& request);
    door::HttpResponse switchPayment(const door::HttpRequest& request);
    door::HttpResponse switchWebhook(const door::HttpRequest& request);
    door::HttpResponse switchKakao(const door::HttpRequest& request);
    door::HttpResponse listLedger();

    Sandbox m_sandbox;
};

}  // namespace delivery::sandbox
