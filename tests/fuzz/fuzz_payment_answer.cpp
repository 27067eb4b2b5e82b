/// The payment provider's answers, those to a card's registration too: the first line is status and
/// Retry-After, the rest the body.

#include <charconv>

#include "server/outside/payment_client.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;
using effect::PaymentOperation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto [line, body] = fuzz::firstLine(fuzz::textOf(data, size));
    const std::string status = fuzz::firstWord(line);
    int number = 0;
    std::from_chars(status.data(), status.data() + status.size(), number);
    const auto answer = outside::readAnswer(number, std::string(body), std::string(line));
    if (answer.retryAfter) fuzz::promise(*answer.retryAfter >= Span{}, "nobody waits backwards");
    (void)effect::breakerOutcome(answer);
    if (answer.card) {
        fuzz::promise(!answer.card->billingKey.empty() && answer.card->billingKey.size() <= 200,
                      "a card has a key that can be kept");
        fuzz::promise(number >= 200 && number < 300 && !answer.payment,
                      "only a yes brings a card, and it is no payment");
    }
    for (const auto operation : {PaymentOperation::Charge, PaymentOperation::Query,
                                 PaymentOperation::Refund, PaymentOperation::QueryRefund}) {
        const effect::Verdict verdict = effect::judge(operation, answer);
        if (const auto* approved = std::get_if<effect::verdict::Approved>(&verdict)) {
            fuzz::promise(answer.payment && approved->amount == answer.payment->totalAmount,
                          "only a payment of the provider's is approved");
        }
        if (const auto* later = std::get_if<effect::verdict::RetryAfter>(&verdict)) {
            fuzz::promise(later->delay >= Span{} && later->delay <= effect::retryAfterMax,
                          "no answer makes us wait for ever");
        }
    }
    return 0;
}
