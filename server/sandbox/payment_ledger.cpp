#include "server/sandbox/payment_ledger.h"

#include <cassert>

namespace delivery::sandbox {

std::optional<Payment> PaymentLedger::find(Query query, std::string_view name) {
    std::optional<Payment> found;
    m_database.run(query, {name}, [&](const Row& row) {
        found = Payment{
            row.text(0),   row.text(1), row.text(2), row.text(3),   row.text(4), row.number(5),
            row.number(6), row.text(7), row.text(8), row.number(9), {}};
    });
    if (!found) return found;
    m_database.run(Query::ListCancels, {found->paymentKey}, [&](const Row& row) {
        found->cancels.push_back(
            {row.text(0), row.number(1), row.number(2), row.text(3), row.number(4)});
    });
    return found;
}

std::optional<Payment> PaymentLedger::findByKey(std::string_view paymentKey) {
    return find(Query::FindPaymentByKey, paymentKey);
}

std::optional<Payment> PaymentLedger::findByOrder(std::string_view orderId) {
    return find(Query::FindPaymentByOrder, orderId);
}

void PaymentLedger::addCapture(const Payment& payment, std::string_view idempotencyKey) {
    assert(payment.balanceWon == payment.totalWon);
    m_database.run(Query::InsertPayment,
                   {payment.paymentKey, payment.orderId, payment.orderName, payment.billingKey,
                    payment.customerKey, payment.totalWon, payment.approveNo,
                    payment.lastTransactionKey, payment.approvedAtMs});
    m_database.run(Query::InsertEntry, {payment.orderId, payment.paymentKey, idempotencyKey,
                                        "capture", payment.totalWon, payment.approvedAtMs});
}

void PaymentLedger::addRefund(Payment& payment, Cancel cancel, std::string_view idempotencyKey) {
    assert(cancel.amountWon > 0 && cancel.amountWon <= payment.balanceWon);
    payment.balanceWon -= cancel.amountWon;
    payment.lastTransactionKey = cancel.transactionKey;
    cancel.refundableWon = payment.balanceWon;
    m_database.run(Query::ReducePayment,
                   {payment.paymentKey, payment.balanceWon, payment.lastTransactionKey});
    m_database.run(Query::InsertCancel,
                   {cancel.transactionKey, payment.paymentKey, cancel.amountWon,
                    cancel.refundableWon, cancel.reason, cancel.atMs});
    m_database.run(Query::InsertEntry, {payment.orderId, payment.paymentKey, idempotencyKey,
                                        "refund", cancel.amountWon, cancel.atMs});
    payment.cancels.push_back(std::move(cancel));
}

std::vector<LedgerEntry> PaymentLedger::entries() {
    std::vector<LedgerEntry> all;
    m_database.run(Query::ListEntries, {}, [&](const Row& row) {
        all.push_back(
            {row.text(0), row.text(1), row.text(2), row.text(3), row.number(4), row.number(5)});
    });
    return all;
}

std::optional<StoredReply> PaymentLedger::findReply(const ReplyScope& scope) {
    std::optional<StoredReply> found;
    m_database.run(Query::FindReply, {scope.key, scope.method, scope.url}, [&](const Row& row) {
        found = StoredReply{static_cast<int>(row.number(0)), row.text(1)};
    });
    return found;
}

void PaymentLedger::addReply(const ReplyScope& scope, const StoredReply& reply, std::int64_t atMs) {
    m_database.run(Query::InsertReply, {scope.key, scope.method, scope.url,
                                        std::int64_t{reply.status}, reply.body, atMs});
}

void PaymentLedger::addRegistration(std::string_view authKey, const CardRegistration& card,
                                    std::int64_t atMs) {
    m_database.run(Query::InsertRegistration,
                   {authKey, card.customerKey, std::int64_t{card.declines}, atMs});
    m_database.run(Query::InsertRegisteredCard, {authKey, card.masked, card.issuerCode});
}

std::optional<CardRegistration> PaymentLedger::findRegistration(std::string_view authKey) {
    std::optional<CardRegistration> found;
    m_database.run(Query::FindRegistration, {authKey}, [&](const Row& row) {
        found = CardRegistration{row.text(0), row.number(1) != 0, row.text(2), row.text(3)};
    });
    return found;
}

void PaymentLedger::issueBillingKey(std::string_view authKey, std::string_view billingKey) {
    m_database.run(Query::IssueBillingKey, {authKey, billingKey});
}

std::optional<std::string> PaymentLedger::findBillingKey(std::string_view billingKey) {
    std::optional<std::string> found;
    m_database.run(Query::FindBillingKey, {billingKey},
                   [&](const Row& row) { found = row.text(0); });
    return found;
}

void PaymentLedger::addMessage(std::string_view messageId, std::string_view telephone,
                               std::string_view body) {
    m_database.run(Query::InsertMessage, {body});
    m_database.run(Query::InsertMessageName, {messageId, telephone});
}

std::optional<std::string> PaymentLedger::findMessage(std::string_view messageId) {
    std::optional<std::string> found;
    m_database.run(Query::FindMessage, {messageId}, [&](const Row& row) { found = row.text(0); });
    return found;
}

std::vector<std::string> PaymentLedger::messagesTo(std::string_view telephone, std::int64_t limit) {
    std::vector<std::string> all;
    m_database.run(Query::ListMessagesTo, {telephone, limit},
                   [&](const Row& row) { all.push_back(row.text(0)); });
    return all;
}

std::vector<std::string> PaymentLedger::messages() {
    std::vector<std::string> all;
    m_database.run(Query::ListMessages, {}, [&](const Row& row) { all.push_back(row.text(0)); });
    return all;
}

bool PaymentLedger::knowsSignature(std::string_view signature, std::int64_t sinceMs) {
    bool known = false;
    m_database.run(Query::FindSignature, {signature, sinceMs}, [&](const Row&) { known = true; });
    return known;
}

void PaymentLedger::addSignature(std::string_view signature, std::int64_t atMs,
                                 std::int64_t forgetMs) {
    m_database.run(Query::ForgetSignatures, {forgetMs});
    m_database.run(Query::InsertSignature, {signature, atMs});
}

void PaymentLedger::putSetting(std::string_view name, std::string_view value) {
    m_database.run(Query::PutSetting, {name, value});
}

std::optional<std::string> PaymentLedger::findSetting(std::string_view name) {
    std::optional<std::string> found;
    m_database.run(Query::FindSetting, {name}, [&](const Row& row) { found = row.text(0); });
    return found;
}

}  // namespace delivery::sandbox
