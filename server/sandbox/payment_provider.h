#pragma once
/// The payment provider's HTTP API: authorisation, idempotency keys, and the switches that make it
/// misbehave.

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/door/http_server.h"
#include "server/sandbox/payment_ledger.h"
#include "server/sandbox/switches.h"

#include <QObject>

namespace delivery::sandbox {

/// Lives on the main thread. Calls that arrive together are committed together, and answered after
/// the commit.
class PaymentProvider : public QObject, public door::HttpHandler {
    Q_OBJECT
  public:
    PaymentProvider(PaymentLedger& ledger, Switchboard& switches, std::string secretKey);

    door::HeadVerdict onHead(const door::HttpRequest& head) override;
    void onRequest(door::HttpRequest request, door::Answer answer) override;
    /// Told of every payment that was captured or given back, as it is shown, after the commit.
    void onMoved(std::function<void(const std::string& payment)> listener) {
        m_moved = std::move(listener);
    }
    /// Forgets the calls that it keeps without an answer.
    void forgetHung() { m_hung.clear(); }

  private:
    enum class Verb { Charge, Cancel, Issue };
    struct Call {
        Verb verb;
        std::string name;  ///< the billing key or the payment key in the URL
        ReplyScope scope;
        nlohmann::json body;
        Switch bent;
        door::Answer answer;
        bool moved = false;  ///< money, with this call and not with an earlier one of its key
    };

    void ask(const Switch& bent, std::optional<Payment> payment, door::Answer answer);
    void admit(Call call);
    void enqueue(Call call);
    void commitWaiting();
    StoredReply decide(Call& call);
    void settle(Call call, StoredReply reply);
    void hang(door::Answer answer);
    void answerLater(std::int64_t delayMs, door::Answer answer, StoredReply reply);

    PaymentLedger& m_ledger;
    Switchboard& m_switches;
    std::string m_secretKey;
    std::vector<Call> m_waiting;        ///< for the next commit
    std::set<ReplyScope> m_processing;  ///< keys of calls that are not answered yet
    std::deque<door::Answer> m_hung;
    std::function<void(const std::string&)> m_moved;
};

}  // namespace delivery::sandbox
