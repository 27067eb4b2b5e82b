#include "server/sandbox/payment_rules.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "server/sandbox/replies.h"

namespace delivery::sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t minimumWon = 100;
constexpr std::int64_t maximumWon = 100'000'000;
constexpr std::string_view demoKeyPrefix = "bk_demo_";
constexpr std::string_view demoCustomerPrefix = "demo-";

StoredReply refused(int status, std::string_view code, std::string_view message) {
    return {status, tossError(code, message)};
}

StoredReply invalidRequest(std::string_view field) {
    return refused(400, "INVALID_REQUEST", std::string("잘못된 요청입니다: ").append(field));
}

bool consistsOf(std::string_view text, std::string_view punctuation) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               punctuation.find(c) != std::string_view::npos;
    });
}

bool isOrderId(std::string_view text) {
    return text.size() >= 6 && text.size() <= 64 && consistsOf(text, "-_.");
}

bool isCustomerKey(std::string_view text) {
    return text.size() >= 2 && text.size() <= 300 && consistsOf(text, "-_=.,@");
}

/// UTF-8: every byte that does not continue a character begins one.
std::size_t lengthOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::optional<std::int64_t> wonField(const json& body, std::string_view name) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_number_integer()) return std::nullopt;
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return std::nullopt;
    return found->get<std::int64_t>();
}

/// The customer a billing key was registered for.
std::optional<std::string> holderOf(PaymentLedger& ledger, std::string_view billingKey) {
    if (billingKey.starts_with(demoKeyPrefix)) {
        return std::string(demoCustomerPrefix).append(billingKey.substr(demoKeyPrefix.size()));
    }
    return ledger.findBillingKey(billingKey);
}

std::optional<StoredReply> refusalOfShape(const json& body) {
    const std::string orderName = textField(body, "orderName");
    const auto amount = wonField(body, "amount");
    if (!amount || *amount < 1 || *amount > maximumWon) return invalidRequest("amount");
    if (!isOrderId(textField(body, "orderId"))) return invalidRequest("orderId");
    if (!isCustomerKey(textField(body, "customerKey"))) return invalidRequest("customerKey");
    if (orderName.empty() || lengthOf(orderName) > 100) return invalidRequest("orderName");
    return std::nullopt;
}

std::string newApproval() { return std::to_string(10'000'000 + nowMs() % 90'000'000); }

json showCancel(const Cancel& cancel) {
    return {{"cancelAmount", cancel.amountWon},
            {"cancelReason", cancel.reason},
            {"taxFreeAmount", 0},
            {"taxExemptionAmount", 0},
            {"refundableAmount", cancel.refundableWon},
            {"easyPayDiscountAmount", 0},
            {"canceledAt", printSeoulTime(cancel.atMs)},
            {"transactionKey", cancel.transactionKey},
            {"receiptKey", nullptr},
            {"cancelStatus", "DONE"},
            {"cancelRequestId", nullptr}};
}

json showCard(const Payment& payment) {
    return {{"amount", payment.totalWon},
            {"issuerCode", "61"},
            {"acquirerCode", "31"},
            {"number", "43301234****123*"},
            {"installmentPlanMonths", 0},
            {"approveNo", payment.approveNo},
            {"useCardPoint", false},
            {"cardType", "신용"},
            {"ownerType", "개인"},
            {"acquireStatus", payment.balanceWon == 0 ? "CANCELED" : "READY"},
            {"isInterestFree", false},
            {"interestPayer", nullptr}};
}

std::string_view statusOf(const Payment& payment) {
    if (payment.balanceWon == payment.totalWon) return "DONE";
    return payment.balanceWon == 0 ? "CANCELED" : "PARTIAL_CANCELED";
}

}  // namespace

json showPayment(const Payment& payment) {
    const std::int64_t vat = (payment.balanceWon + 5) / 11;
    json shown{{"version", "2022-11-16"},
               {"paymentKey", payment.paymentKey},
               {"type", "BILLING"},
               {"orderId", payment.orderId},
               {"orderName", payment.orderName},
               {"mId", "sandbox"},
               {"currency", "KRW"},
               {"method", "카드"},
               {"totalAmount", payment.totalWon},
               {"balanceAmount", payment.balanceWon},
               {"status", statusOf(payment)},
               {"requestedAt", printSeoulTime(payment.approvedAtMs)},
               {"approvedAt", printSeoulTime(payment.approvedAtMs)},
               {"useEscrow", false},
               {"lastTransactionKey", payment.lastTransactionKey},
               {"suppliedAmount", payment.balanceWon - vat},
               {"vat", vat},
               {"cultureExpense", false},
               {"taxFreeAmount", 0},
               {"taxExemptionAmount", 0},
               {"cancels", nullptr},
               {"isPartialCancelable", true},
               {"card", showCard(payment)},
               {"country", "KR"}};
    for (const char* absent : {"virtualAccount", "secret", "mobilePhone", "giftCertificate",
                               "transfer", "receipt", "checkout", "easyPay", "failure",
                               "cashReceipt", "cashReceipts", "discount", "metadata"}) {
        shown[absent] = nullptr;
    }
    for (const Cancel& cancel : payment.cancels) shown["cancels"].push_back(showCancel(cancel));
    return shown;
}

StoredReply chargeCard(PaymentLedger& ledger, const std::string& billingKey, const json& body,
                       const std::string& idempotencyKey, Bend bend, std::int64_t nowMs) {
    if (auto refusal = refusalOfShape(body)) return *refusal;
    const std::string customerKey = textField(body, "customerKey");
    const std::string orderId = textField(body, "orderId");
    const std::optional<std::string> holder = holderOf(ledger, billingKey);
    if (!holder) return refused(404, "NOT_FOUND_BILLING", "존재하지 않는 빌링 정보입니다.");
    if (*holder != customerKey) {
        return refused(403, "NOT_MATCHES_CUSTOMER_KEY",
                       "빌링 인증 고객키와 결제 요청 고객키가 일치하지 않습니다.");
    }
    const std::int64_t amount = *wonField(body, "amount");
    if (amount < minimumWon) {
        return refused(
            400, "BELOW_MINIMUM_AMOUNT",
            "신용카드는 결제금액이 100원 이상, 계좌는 200원 이상부터 결제가 가능합니다.");
    }
    if (ledger.findByOrder(orderId)) {
        return refused(400, "DUPLICATED_ORDER_ID",
                       "이미 승인 및 취소가 진행된 중복된 주문번호입니다.");
    }
    if (bend.declines || billingKey.find("decline") != std::string::npos) {
        return refused(403, "REJECT_CARD_PAYMENT",
                       "한도초과 혹은 잔액부족으로 결제에 실패했습니다.");
    }
    Payment payment;
    payment.paymentKey = newName("sandbox_");
    payment.orderId = orderId;
    payment.orderName = textField(body, "orderName");
    payment.billingKey = billingKey;
    payment.customerKey = customerKey;
    payment.totalWon = amount + bend.addedWon;
    payment.balanceWon = payment.totalWon;
    payment.approveNo = newApproval();
    payment.lastTransactionKey = newName("tx_");
    payment.approvedAtMs = nowMs;
    ledger.addCapture(payment, idempotencyKey);
    return {200, print(showPayment(payment))};
}

StoredReply cancelPayment(PaymentLedger& ledger, const std::string& paymentKey, const json& body,
                          const std::string& idempotencyKey, Bend bend, std::int64_t nowMs) {
    const std::string reason = textField(body, "cancelReason");
    if (reason.empty() || lengthOf(reason) > 200) return invalidRequest("cancelReason");
    std::optional<Payment> payment = ledger.findByKey(paymentKey);
    if (!payment) return refused(404, "NOT_FOUND_PAYMENT", "존재하지 않는 결제 입니다.");
    if (payment->balanceWon == 0) {
        return refused(400, "ALREADY_CANCELED_PAYMENT", "이미 취소된 결제 입니다.");
    }
    const bool whole = !body.contains("cancelAmount") || body["cancelAmount"].is_null();
    const auto amount = whole ? payment->balanceWon : wonField(body, "cancelAmount");
    if (!amount || *amount < 1) return invalidRequest("cancelAmount");
    if (*amount > payment->balanceWon) {
        return refused(403, "NOT_CANCELABLE_AMOUNT", "취소 할 수 없는 금액 입니다.");
    }
    if (bend.declines)
        return refused(403, "NOT_CANCELABLE_PAYMENT", "취소 할 수 없는 결제 입니다.");
    ledger.addRefund(*payment, {newName("tx_"), *amount, 0, reason, nowMs}, idempotencyKey);
    return {200, print(showPayment(*payment))};
}

StoredReply issueBilling(PaymentLedger& ledger, const json& body, Bend bend, std::int64_t nowMs) {
    const std::string authKey = textField(body, "authKey");
    const std::string customerKey = textField(body, "customerKey");
    if (authKey.empty() || authKey.size() > 300) return invalidRequest("authKey");
    if (!isCustomerKey(customerKey)) return invalidRequest("customerKey");
    const std::optional<CardRegistration> card = ledger.findRegistration(authKey);
    if (!card) return invalidRequest("authKey");
    if (card->customerKey != customerKey) {
        return refused(403, "NOT_MATCHES_CUSTOMER_KEY",
                       "빌링 인증 고객키와 결제 요청 고객키가 일치하지 않습니다.");
    }
    if (bend.declines) {
        return refused(403, "REJECT_CARD_COMPANY", "결제 승인이 거절되었습니다.");
    }
    const std::string billingKey = newName(card->declines ? "bk_decline_" : "bk_");
    ledger.issueBillingKey(authKey, billingKey);
    return {200, print({{"mId", "sandbox"},
                        {"customerKey", customerKey},
                        {"authenticatedAt", printSeoulTime(nowMs)},
                        {"method", "카드"},
                        {"billingKey", billingKey},
                        {"card",
                         {{"issuerCode", card->issuerCode},
                          {"acquirerCode", "31"},
                          {"number", card->masked},
                          {"cardType", "신용"},
                          {"ownerType", "개인"}}}})};
}

}  // namespace delivery::sandbox
