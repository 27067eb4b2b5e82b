#include "server/sandbox/payment_provider.h"

#include <optional>
#include <utility>

#include "server/sandbox/payment_rules.h"
#include "server/sandbox/replies.h"

#include <QByteArray>
#include <QTimer>

namespace delivery::sandbox {
namespace {

constexpr std::size_t idempotencyKeyMax = 300;
constexpr std::size_t hungMax = 4'096;
constexpr std::int64_t wrongByWon = 100;
constexpr std::string_view billingPath = "/v1/billing/";
constexpr std::string_view issuePath = "/v1/billing/authorizations/issue";
constexpr std::string_view paymentPath = "/v1/payments/";
constexpr std::string_view orderPath = "/v1/payments/orders/";
constexpr std::string_view cancelEnd = "/cancel";

door::HttpResponse errorReply(int status, std::string_view code, std::string_view message) {
    return jsonReply(status, tossError(code, message));
}

/// Basic base64("{secretKey}:"), colon included.
std::optional<door::HttpResponse> refusalOfKey(const door::HttpRequest& head,
                                               const std::string& secretKey) {
    constexpr std::string_view scheme = "Basic ";
    const std::string_view value = head.header("authorization").value_or("");
    const auto decoded = QByteArray::fromBase64Encoding(
        value.starts_with(scheme) ? QByteArray(value.substr(scheme.size()).data(),
                                               static_cast<int>(value.size() - scheme.size()))
                                  : QByteArray(),
        QByteArray::AbortOnBase64DecodingErrors);
    if (value.empty()) {
        return errorReply(401, "UNAUTHORIZED_KEY", "인증되지 않은 시크릿 키 입니다.");
    }
    if (!decoded || !decoded.decoded.endsWith(':')) {
        return errorReply(403, "INCORRECT_BASIC_AUTH_FORMAT",
                          "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.");
    }
    if (decoded.decoded.toStdString() != secretKey + ":") {
        return errorReply(401, "UNAUTHORIZED_KEY", "인증되지 않은 시크릿 키 입니다.");
    }
    return std::nullopt;
}

door::HttpResponse internalError() {
    return errorReply(500, "FAILED_INTERNAL_SYSTEM_PROCESSING",
                      "내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요.");
}

door::HttpResponse notFound() {
    return errorReply(404, "NOT_FOUND_PAYMENT", "존재하지 않는 결제 입니다.");
}

}  // namespace

PaymentProvider::PaymentProvider(PaymentLedger& ledger, Switchboard& switches,
                                 std::string secretKey)
    : m_ledger(ledger), m_switches(switches), m_secretKey(std::move(secretKey)) {}

door::HeadVerdict PaymentProvider::onHead(const door::HttpRequest& head) {
    door::HeadVerdict verdict;
    verdict.refuse = refusalOfKey(head, m_secretKey);
    return verdict;
}

void PaymentProvider::onRequest(door::HttpRequest request, door::Answer answer) {
    const std::string_view path = request.path;
    if (request.method == "GET" && path.starts_with(orderPath)) {
        return ask(m_switches.take("query"), m_ledger.findByOrder(path.substr(orderPath.size())),
                   std::move(answer));
    }
    if (request.method == "GET" && path.starts_with(paymentPath)) {
        return ask(m_switches.take("query"), m_ledger.findByKey(path.substr(paymentPath.size())),
                   std::move(answer));
    }
    const bool cancels = path.starts_with(paymentPath) && path.ends_with(cancelEnd) &&
                         path.size() > paymentPath.size() + cancelEnd.size();
    const bool charges = path.starts_with(billingPath) && path.size() > billingPath.size();
    if (request.method != "POST" || (!cancels && !charges)) {
        return answer(errorReply(404, "NOT_FOUND", "존재하지 않는 API 입니다."));
    }
    Call call;
    call.scope = {std::string(request.header("idempotency-key").value_or("")), request.method,
                  request.path};
    call.body = nlohmann::json::parse(request.body, nullptr, false);
    call.answer = std::move(answer);
    if (path == issuePath) {
        call.verb = Verb::Issue;
        call.bent = m_switches.take("issue");
    } else if (cancels) {
        call.verb = Verb::Cancel;
        call.name =
            path.substr(paymentPath.size(), path.size() - paymentPath.size() - cancelEnd.size());
        call.bent = m_switches.take("cancel");
    } else {
        call.verb = Verb::Charge;
        call.name = path.substr(billingPath.size());
        call.bent = m_switches.take("charge");
    }
    admit(std::move(call));
}

void PaymentProvider::ask(const Switch& bent, std::optional<Payment> payment, door::Answer answer) {
    StoredReply reply{404, notFound().body};
    if (m_ledger.database().rollback()) {
        reply = {500, internalError().body};
    } else if (payment) {
        // The answer is wrong here, not the books.
        if (bent.mode == Mode::WrongAmount) payment->totalWon += wrongByWon;
        reply = {200, print(showPayment(*payment))};
    }
    if (bent.mode == Mode::Decline) {
        reply = {403, tossError("FORBIDDEN_REQUEST", "허용되지 않은 요청입니다.")};
    }
    if (bent.mode == Mode::ErrorAfterCharge) reply = {500, internalError().body};
    if (bent.mode == Mode::ChargeThenHang) return hang(std::move(answer));
    answerLater(bent.delayMs, std::move(answer), std::move(reply));
}

/// Refuses what never reaches the rules; a slow call waits here, before it is done.
void PaymentProvider::admit(Call call) {
    if (call.scope.key.size() > idempotencyKeyMax) {
        return call.answer(
            errorReply(400, "INVALID_IDEMPOTENCY_KEY", "멱등키는 300자 이하입니다."));
    }
    if (!call.body.is_object()) {
        return call.answer(errorReply(400, "INVALID_REQUEST", "잘못된 요청입니다."));
    }
    if (!call.scope.key.empty() && !m_processing.insert(call.scope).second) {
        return call.answer(
            errorReply(409, "IDEMPOTENT_REQUEST_PROCESSING", "이전 멱등 요청이 처리중입니다."));
    }
    if (call.bent.mode != Mode::Slow) return enqueue(std::move(call));
    const auto delay = std::chrono::milliseconds(std::exchange(call.bent.delayMs, 0));
    QTimer::singleShot(delay, this,
                       [this, call = std::move(call)]() mutable { enqueue(std::move(call)); });
}

void PaymentProvider::enqueue(Call call) {
    if (m_waiting.empty()) QTimer::singleShot(0, this, &PaymentProvider::commitWaiting);
    m_waiting.push_back(std::move(call));
}

void PaymentProvider::commitWaiting() {
    std::vector<Call> calls = std::exchange(m_waiting, {});
    std::vector<StoredReply> replies;
    m_ledger.database().begin();
    replies.reserve(calls.size());
    for (Call& call : calls) replies.push_back(decide(call));
    const bool kept = m_ledger.database().commit().has_value();
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (!kept) replies[i] = {500, internalError().body};
        if (kept && calls[i].moved && m_moved) m_moved(replies[i].body);
        settle(std::move(calls[i]), std::move(replies[i]));
    }
}

StoredReply PaymentProvider::decide(Call& call) {
    const std::int64_t now = nowMs();
    if (!call.scope.key.empty()) {
        if (auto first = m_ledger.findReply(call.scope)) return *first;
    }
    const Bend bend{call.bent.mode == Mode::Decline,
                    call.bent.mode == Mode::WrongAmount ? wrongByWon : 0};
    StoredReply reply;
    switch (call.verb) {
        case Verb::Charge:
            reply = chargeCard(m_ledger, call.name, call.body, call.scope.key, bend, now);
            break;
        case Verb::Cancel:
            reply = cancelPayment(m_ledger, call.name, call.body, call.scope.key, bend, now);
            break;
        case Verb::Issue:
            reply = issueBilling(m_ledger, call.body, bend, now);
            break;
    }
    call.moved = reply.status == 200 && call.verb != Verb::Issue;
    if (!call.scope.key.empty()) m_ledger.addReply(call.scope, reply, now);
    return reply;
}

/// After the commit: what the switch makes of the answer. A repeat with the same key gets the
/// stored one.
void PaymentProvider::settle(Call call, StoredReply reply) {
    if (call.bent.mode == Mode::ChargeThenHang) {
        m_processing.erase(call.scope);
        return hang(std::move(call.answer));
    }
    if (call.bent.mode == Mode::ErrorAfterCharge) reply = {500, internalError().body};
    if (call.bent.delayMs == 0) {
        m_processing.erase(call.scope);
        return call.answer(jsonReply(reply.status, std::move(reply.body)));
    }
    QTimer::singleShot(std::chrono::milliseconds(call.bent.delayMs), this,
                       [this, scope = call.scope, answer = call.answer, reply] {
                           m_processing.erase(scope);
                           answer(jsonReply(reply.status, reply.body));
                       });
}

void PaymentProvider::hang(door::Answer answer) {
    // Kept, because an answer that is dropped would be answered for us.
    m_hung.push_back(std::move(answer));
    if (m_hung.size() > hungMax) m_hung.pop_front();
}

void PaymentProvider::answerLater(std::int64_t delayMs, door::Answer answer, StoredReply reply) {
    if (delayMs == 0) return answer(jsonReply(reply.status, std::move(reply.body)));
    QTimer::singleShot(std::chrono::milliseconds(delayMs), this,
                       [answer = std::move(answer), reply = std::move(reply)] {
                           answer(jsonReply(reply.status, reply.body));
                       });
}

}  // namespace delivery::sandbox
