#pragma once
/// The KakaoTalk message provider (Solapi send-many/detail): checks the signature, records
/// messages, shows them.

#include <cstdint>
#include <deque>
#include <map>
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
    std::optional<door::HttpResponse> refusalOfSignature(const door::HttpRequest& request);
    door::HttpResponse send(const nlohmann::json& body, bool single, bool declines);
    nlohmann::json take(const nlohmann::json& message, const std::string& groupId, bool declines);

    PaymentLedger& m_ledger;
    Switchboard& m_switches;
    MessengerKeys m_keys;
    std::map<std::string, std::int64_t> m_signatures;  ///< when each was used
    std::deque<door::Answer> m_hung;
};

}  // namespace delivery::sandbox
