#pragma once
/// Speaks the Toss Payments contract (API version 2022-11-16) over HTTP and tells what came back,
/// certain only where it is.
///
/// "Not sent" is said only when no connection came about at all. Every POST carries its idempotency
/// key and the provider executes a key once, so that one which is sent again does no harm.

#include <memory>
#include <string>

#include "server/outside/http_answer.h"
#include "server/outside/payment_provider.h"

#include <QObject>

namespace delivery::outside {

struct PaymentClientSettings {
    /// "https://api.tosspayments.com"; a path behind it is kept.
    std::string baseUrl;
    /// A secret: goes into the Authorization header and nowhere else.
    std::string secretKey;
    Span connect = seconds(2);
    Span charge = seconds(30);
    Span query = seconds(10);
    Span refund = seconds(30);
    Span card = seconds(8);
    AnswerLimits answer = {};
};

/// Lives on the thread that constructs it. Deleting it drops the calls under way, unanswered.
class PaymentClient : public QObject, public PaymentProvider, public CardProvider {
    Q_OBJECT
  public:
    using Heard = PaymentProvider::Heard;

    explicit PaymentClient(PaymentClientSettings settings, QObject* parent = nullptr);
    ~PaymentClient() override;

    void charge(const ChargeCall& call, Heard heard) override;
    void askByOrder(const std::string& providerOrderId, Heard heard) override;
    void askByPayment(const PaymentKey& paymentKey, Heard heard) override;
    void refund(const RefundCall& call, Heard heard) override;
    void issueCard(const CardCall& call, Heard heard) override;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// What a whole HTTP answer says; lenient about what is new, strict about money.
[[nodiscard]] effect::ProviderAnswer readAnswer(int httpStatus, const std::string& body,
                                                const std::string& retryAfter);

}  // namespace delivery::outside
