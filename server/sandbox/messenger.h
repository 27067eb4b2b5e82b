#pragma once
/// The KakaoTalk message provider (Solapi messages/v4): checks the signature, records messages,
/// tells what became of them, shows what a telephone would.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "server/door/http_server.h"
#include "server/sandbox/payment_ledger.h"
#include "server/sandbox/switches.h"

#include <QObject>

namespace delivery::sandbox {

struct MessengerKeys {
    std::string apiKey = "sandbox-solapi-key";
    std::string apiSecret = "sandbox-solapi-secret";
};

class Messenger : public QObject {
    Q_OBJECT
  public:
    Messenger(PaymentLedger& ledger, Switchboard& switches, MessengerKeys keys);

    static bool serves(std::string_view path);
    void onRequest(const door::HttpRequest& request, door::Answer answer);
    /// GET /sandbox/messages: in the order received, refused ones not among them.
    door::HttpResponse listMessages();

  private:
    /// Who asks, as far as the signature says; taken is what counts as used from now on.
    std::optional<door::HttpResponse> refusalOfSignature(const door::HttpRequest& request,
                                                         std::string& taken);
    door::HttpResponse send(const nlohmann::json& body, bool single, bool declines,
                            const std::string& signature);
    door::HttpResponse find(const door::HttpRequest& request);
    nlohmann::json take(const nlohmann::json& message, const std::string& groupId, bool declines);

    PaymentLedger& m_ledger;
    Switchboard& m_switches;
    MessengerKeys m_keys;
    std::deque<door::Answer> m_hung;
};

}  // namespace delivery::sandbox
