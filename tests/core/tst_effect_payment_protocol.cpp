#include <QtTest>

#include <set>

#include "effect/payment_protocol.h"

using namespace delivery;
using namespace delivery::effect;

namespace {

using Transport = ProviderAnswer::Transport;

struct Print {
    static std::string won(Won amount) { return std::to_string(amount.amount()); }
    std::string operator()(const verdict::Approved& v) const {
        return "Approved " + v.paymentKey.text() + " " + won(v.amount) + " " + v.providerOrderId;
    }
    std::string operator()(const verdict::Declined& v) const { return "Declined " + v.code; }
    std::string operator()(const verdict::NotSent&) const { return "NotSent"; }
    std::string operator()(const verdict::Unknown&) const { return "Unknown"; }
    std::string operator()(const verdict::NotFound&) const { return "NotFound"; }
    std::string operator()(const verdict::Unacceptable& v) const {
        return "Unacceptable " + v.code;
    }
    std::string operator()(const verdict::Refunded& v) const { return "Refunded " + won(v.amount); }
    std::string operator()(const verdict::Cancelled& v) const {
        return "Cancelled " + v.paymentKey.text() + " " + won(v.amount);
    }
    std::string operator()(const verdict::AskAgain&) const { return "AskAgain"; }
    std::string operator()(const verdict::RetryAfter& v) const {
        return "RetryAfter " + std::to_string(v.delay.milliseconds);
    }
};

ProviderAnswer broken(Transport transport) { return {transport}; }
ProviderAnswer error(int httpStatus, std::string code) {
    return {Transport::Answered, httpStatus, std::move(code)};
}
ProviderAnswer found(std::string status, Won balance = Won{18'500}) {
    return {
        Transport::Answered, 200, "",
        ProviderPayment{std::move(status), Won{18'500}, balance, "ds-a-17-1", PaymentKey{"pk"}}};
}
ProviderAnswer limited(std::optional<Span> retryAfter) {
    ProviderAnswer answer = error(429, "TOO_MANY_REQUESTS");
    answer.retryAfter = retryAfter;
    return answer;
}
ProviderAnswer foundWithCode(std::string status, std::string code) {
    ProviderAnswer answer = found(std::move(status));
    answer.code = std::move(code);
    return answer;
}
ProviderAnswer nameless() {
    ProviderAnswer answer = found("DONE");
    answer.payment->paymentKey = PaymentKey{};
    return answer;
}
ProviderAnswer withStatus(int httpStatus) {
    ProviderAnswer answer = found("DONE");
    answer.httpStatus = httpStatus;
    return answer;
}

/// One answer, judged for each of the four operations.
struct Row {
    const char* name;
    ProviderAnswer answer;
    const char* charge;
    const char* query;
    const char* refund;
    const char* queryRefund;
    Breaker::Outcome counts;
};

constexpr auto failure = Breaker::Outcome::Failure;
constexpr auto ignored = Breaker::Outcome::Ignored;
constexpr auto success = Breaker::Outcome::Success;

void addTransports(std::vector<Row>& rows) {
    rows.push_back({"refused", broken(Transport::Refused), "NotSent", "NotSent", "NotSent",
                    "NotSent", failure});
    rows.push_back({"timed out", broken(Transport::TimedOut), "Unknown", "AskAgain", "AskAgain",
                    "AskAgain", failure});
    rows.push_back({"reset", broken(Transport::Reset), "Unknown", "AskAgain", "AskAgain",
                    "AskAgain", failure});
    rows.push_back({"unreadable", broken(Transport::Unreadable), "Unknown", "AskAgain", "AskAgain",
                    "AskAgain", failure});
    rows.push_back({"success without a payment", error(200, ""), "Unknown", "AskAgain", "AskAgain",
                    "AskAgain", failure});
    rows.push_back({"success without a key", nameless(), "Unknown", "AskAgain", "AskAgain",
                    "AskAgain", failure});
    rows.push_back({"more left than there was", found("CANCELED", Won{20'000}), "Unknown",
                    "AskAgain", "AskAgain", "AskAgain", failure});
    rows.push_back({"less than nothing left", found("CANCELED", Won{-1}), "Unknown", "AskAgain",
                    "AskAgain", "AskAgain", failure});
    rows.push_back(
        {"redirected", withStatus(302), "Unknown", "AskAgain", "AskAgain", "AskAgain", failure});
    rows.push_back(
        {"no status", withStatus(0), "Unknown", "AskAgain", "AskAgain", "AskAgain", failure});
}

void addPayments(std::vector<Row>& rows) {
    rows.push_back({"done", found("DONE"), "Approved pk 18500 ds-a-17-1",
                    "Approved pk 18500 ds-a-17-1", "Unknown", "AskAgain", success});
    rows.push_back({"cancelled", found("CANCELED", Won{0}), "Cancelled pk 18500",
                    "Cancelled pk 18500", "Refunded 18500", "Refunded 18500", success});
    rows.push_back({"partly cancelled", found("PARTIAL_CANCELED", Won{500}),
                    "Unacceptable PARTIAL_CANCELED", "Unacceptable PARTIAL_CANCELED",
                    "Unacceptable PARTIAL_CANCELED", "Unacceptable PARTIAL_CANCELED", success});
    rows.push_back({"aborted", found("ABORTED"), "Declined ABORTED", "Declined ABORTED",
                    "Unacceptable ABORTED", "Unacceptable ABORTED", success});
    rows.push_back({"aborted, with why", foundWithCode("ABORTED", "REJECT_CARD_COMPANY"),
                    "Declined REJECT_CARD_COMPANY", "Declined REJECT_CARD_COMPANY",
                    "Unacceptable ABORTED", "Unacceptable ABORTED", success});
    rows.push_back({"expired", found("EXPIRED"), "Declined EXPIRED", "Declined EXPIRED",
                    "Unacceptable EXPIRED", "Unacceptable EXPIRED", success});
    for (const char* status : {"READY", "IN_PROGRESS", "WAITING_FOR_DEPOSIT", "SOMETHING_NEW"}) {
        rows.push_back(
            {status, found(status), "Unknown", "AskAgain", "Unknown", "AskAgain", success});
    }
}

void addStatuses(std::vector<Row>& rows) {
    for (const int status : {500, 502, 503, 504, 599}) {
        rows.push_back({"5xx", error(status, "REJECT_CARD_PAYMENT"), "Unknown", "AskAgain",
                        "AskAgain", "AskAgain", failure});
    }
    rows.push_back({"429", limited(seconds(7)), "RetryAfter 7000", "RetryAfter 7000",
                    "RetryAfter 7000", "RetryAfter 7000", ignored});
    rows.push_back({"429 without a time", limited({}), "RetryAfter 5000", "RetryAfter 5000",
                    "RetryAfter 5000", "RetryAfter 5000", ignored});
    rows.push_back({"429 for a year", limited(days(365)), "RetryAfter 600000", "RetryAfter 600000",
                    "RetryAfter 600000", "RetryAfter 600000", ignored});
    rows.push_back({"429 in the past", limited(seconds(-1)), "RetryAfter 5000", "RetryAfter 5000",
                    "RetryAfter 5000", "RetryAfter 5000", ignored});
    for (const int status : {408, 409, 425}) {
        rows.push_back({"no verdict in the status", error(status, "SOMETHING_NEW"), "Unknown",
                        "AskAgain", "AskAgain", "AskAgain", ignored});
    }
    for (const int status : {400, 402, 403, 422}) {
        rows.push_back({"new code", error(status, "SOMETHING_NEW"), "Declined SOMETHING_NEW",
                        "Unacceptable SOMETHING_NEW", "Unacceptable SOMETHING_NEW",
                        "Unacceptable SOMETHING_NEW", ignored});
    }
    rows.push_back({"400 without a code", error(400, ""), "Unacceptable HTTP_400",
                    "Unacceptable HTTP_400", "Unacceptable HTTP_400", "Unacceptable HTTP_400",
                    ignored});
    rows.push_back({"401 with a new code", error(401, "SOMETHING_NEW"),
                    "Unacceptable SOMETHING_NEW", "Unacceptable SOMETHING_NEW",
                    "Unacceptable SOMETHING_NEW", "Unacceptable SOMETHING_NEW", ignored});
    rows.push_back({"404 with another code", error(404, "NOT_FOUND"), "Unacceptable NOT_FOUND",
                    "AskAgain", "Unacceptable NOT_FOUND", "AskAgain", ignored});
}

void addCodes(std::vector<Row>& rows) {
    for (const char* code : {"PROVIDER_ERROR", "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING",
                             "FAILED_INTERNAL_SYSTEM_PROCESSING", "FAILED_DB_PROCESSING",
                             "FAILED_CARD_COMPANY_RESPONSE", "UNKNOWN_PAYMENT_ERROR",
                             "COMMON_ERROR", "FORBIDDEN_CONSECUTIVE_REQUEST"}) {
        rows.push_back(
            {code, error(400, code), "Unknown", "AskAgain", "AskAgain", "AskAgain", ignored});
    }
    rows.push_back({"IDEMPOTENT_REQUEST_PROCESSING", error(409, "IDEMPOTENT_REQUEST_PROCESSING"),
                    "Unknown", "AskAgain", "AskAgain", "AskAgain", ignored});
    for (const char* code :
         {"ALREADY_PROCESSED_PAYMENT", "DUPLICATED_ORDER_ID", "ALREADY_CANCELED_PAYMENT"}) {
        rows.push_back(
            {code, error(400, code), "Unknown", "AskAgain", "Unknown", "AskAgain", ignored});
    }
    rows.push_back({"NOT_FOUND_PAYMENT", error(404, "NOT_FOUND_PAYMENT"),
                    "Unacceptable NOT_FOUND_PAYMENT", "NotFound", "Unacceptable NOT_FOUND_PAYMENT",
                    "Unacceptable NOT_FOUND_PAYMENT", ignored});
}

std::vector<Row> madeRows() {
    std::vector<Row> rows;
    addTransports(rows);
    addPayments(rows);
    addStatuses(rows);
    addCodes(rows);
    return rows;
}

const std::vector<Row>& rows() {
    static const std::vector<Row> all = madeRows();
    return all;
}

const std::vector<const char*> customerMustChange{
    "REJECT_CARD_PAYMENT",         "REJECT_CARD_COMPANY",
    "REJECT_ACCOUNT_PAYMENT",      "INVALID_REJECT_CARD",
    "INVALID_STOPPED_CARD",        "INVALID_CARD_EXPIRATION",
    "INVALID_CARD_LOST_OR_STOLEN", "INVALID_CARD_NUMBER",
    "EXCEED_MAX_AMOUNT",           "EXCEED_MAX_DAILY_PAYMENT_COUNT",
    "EXCEED_MAX_PAYMENT_AMOUNT",   "BELOW_MINIMUM_AMOUNT",
    "RESTRICTED_TRANSFER_ACCOUNT", "FDS_ERROR"};
const std::vector<const char*> aPersonMustLook{"INVALID_REQUEST",
                                               "INVALID_API_KEY",
                                               "UNAUTHORIZED_KEY",
                                               "INCORRECT_BASIC_AUTH_FORMAT",
                                               "FORBIDDEN_REQUEST",
                                               "NOT_MATCHES_CUSTOMER_KEY",
                                               "INVALID_BILL_KEY_REQUEST",
                                               "NOT_FOUND_BILLING",
                                               "NOT_REGISTERED_BUSINESS",
                                               "NOT_CANCELABLE_AMOUNT",
                                               "NOT_CANCELABLE_PAYMENT",
                                               "NOT_MATCHES_REFUNDABLE_AMOUNT",
                                               "REFUND_REJECTED",
                                               "EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT",
                                               "NOT_ALLOWED_PARTIAL_REFUND",
                                               "EXCEED_MAX_REFUND_DUE"};

const std::vector<PaymentOperation> operations{PaymentOperation::Charge, PaymentOperation::Query,
                                               PaymentOperation::Refund,
                                               PaymentOperation::QueryRefund};

std::string judged(PaymentOperation operation, const ProviderAnswer& answer) {
    return std::visit(Print{}, judge(operation, answer));
}

}  // namespace

class TestEffectPaymentProtocol : public QObject {
    Q_OBJECT

  private slots:
    void answer_isJudgedByOperation_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const Row& it : rows()) {
            QTest::addRow("%s (%d)", it.name, it.answer.httpStatus) << row++;
        }
    }
    void answer_isJudgedByOperation() {
        QFETCH(int, row);
        const Row& it = rows()[static_cast<std::size_t>(row)];
        QCOMPARE(judged(PaymentOperation::Charge, it.answer), std::string{it.charge});
        QCOMPARE(judged(PaymentOperation::Query, it.answer), std::string{it.query});
        QCOMPARE(judged(PaymentOperation::Refund, it.answer), std::string{it.refund});
        QCOMPARE(judged(PaymentOperation::QueryRefund, it.answer), std::string{it.queryRefund});
        QCOMPARE(breakerOutcome(it.answer), it.counts);
    }

    void charge_whenTheCustomerMustChange_isDeclined() {
        for (const char* code : customerMustChange) {
            const ProviderAnswer answer = error(403, code);
            QCOMPARE(judged(PaymentOperation::Charge, answer), std::string{"Declined "} + code);
            QCOMPARE(judged(PaymentOperation::Refund, answer), std::string{"Unacceptable "} + code);
            QCOMPARE(breakerOutcome(answer), ignored);
        }
    }
    void anyCall_whenAPersonMustLook_isUnacceptable() {
        for (const char* code : aPersonMustLook) {
            for (const PaymentOperation operation : operations) {
                QCOMPARE(judged(operation, error(400, code)), std::string{"Unacceptable "} + code);
            }
        }
    }

    /// A charge that may have been executed is never declined, sent anew or given up without
    /// asking.
    void charge_whateverBreaks_isNeverTakenForUnsent() {
        for (const Transport transport :
             {Transport::TimedOut, Transport::Reset, Transport::Unreadable}) {
            QCOMPARE(judged(PaymentOperation::Charge, broken(transport)), std::string{"Unknown"});
        }
        for (int status = 500; status < 600; ++status) {
            for (const char* code : customerMustChange) {
                QCOMPARE(judged(PaymentOperation::Charge, error(status, code)),
                         std::string{"Unknown"});
            }
        }
    }
    /// Only 2xx with a sound payment moves money, whatever else stands in the answer.
    void anyCall_whenNotASuccess_movesNoMoney() {
        for (int status = 0; status < 700; ++status) {
            if (status >= 200 && status < 300) continue;
            for (const PaymentOperation operation : operations) {
                const Verdict verdict = judge(operation, withStatus(status));
                QVERIFY(!std::holds_alternative<verdict::Approved>(verdict));
                QVERIFY(!std::holds_alternative<verdict::Refunded>(verdict));
                QVERIFY(!std::holds_alternative<verdict::Cancelled>(verdict));
            }
        }
    }
    void everyVerdict_hasARow() {
        std::set<std::size_t> reached;
        for (const Row& row : rows()) {
            for (const PaymentOperation operation : operations) {
                reached.insert(judge(operation, row.answer).index());
            }
        }
        QCOMPARE(reached.size(), std::variant_size_v<Verdict>);
    }
    void codeKind_whenNew_isNothing() {
        QVERIFY(!codeKind("SOMETHING_NEW"));
        QVERIFY(!codeKind(""));
        QCOMPARE(codeKind("DUPLICATED_ORDER_ID"), CodeKind::AskFirst);
    }
};

QTEST_APPLESS_MAIN(TestEffectPaymentProtocol)
#include "tst_effect_payment_protocol.moc"
