// What each answer of the message provider is taken for.

#include <QTest>

#include "effect/message_protocol.h"

using namespace delivery;
using effect::MessageAnswer;
using effect::Told;
namespace told = effect::told;
using Transport = MessageAnswer::Transport;

namespace {

MessageAnswer http(int status, std::string error = {}) {
    MessageAnswer answer;
    answer.httpStatus = status;
    answer.errorCode = std::move(error);
    return answer;
}
MessageAnswer coded(std::string code, std::string id = "M4V1") {
    MessageAnswer answer = http(200);
    answer.statusCode = std::move(code);
    answer.providerId = std::move(id);
    return answer;
}
MessageAnswer broken(Transport transport) {
    MessageAnswer answer;
    answer.transport = transport;
    return answer;
}

struct Row {
    const char* name;
    MessageAnswer answer;
    Told sending;
    Told looking;
};
std::vector<Row> table() {
    MessageAnswer limited = http(429, "TooManyRequests");
    limited.retryAfter = seconds(7);
    MessageAnswer greedy = http(429);
    greedy.retryAfter = hours(9);
    return {
        {"refused", broken(Transport::Refused), told::NotSent{}, told::Unknown{}},
        {"silent", broken(Transport::TimedOut), told::Unknown{}, told::Unknown{}},
        {"reset", broken(Transport::Reset), told::Unknown{}, told::Unknown{}},
        {"garbled", broken(Transport::Unreadable), told::Unknown{}, told::Unknown{}},
        {"down", http(503, "ServiceUnavailable"), told::NotSent{}, told::Unknown{}},
        {"lost", http(500, "InternalError"), told::Unknown{}, told::Unknown{}},
        {"too many", limited, told::NotNow{seconds(7)}, told::Unknown{}},
        {"too many for hours", greedy, told::NotNow{minutes(10)}, told::Unknown{}},
        {"again", http(403, "DuplicatedSignature"), told::SentBefore{}, told::Unknown{}},
        {"wrong key", http(403, "InvalidAPIKey"), told::Closed{"InvalidAPIKey"}, told::Unknown{}},
        {"wrong clock", http(403, "RequestTimeTooSkewed"), told::Closed{"RequestTimeTooSkewed"},
         told::Unknown{}},
        {"no such address", http(404), told::Closed{"HTTP 404"}, told::Unknown{}},
        {"malformed", http(400, "ValidationError"), told::Failed{"ValidationError"},
         told::Unknown{}},
        {"a redirect", http(302), told::Unknown{}, told::Unknown{}},
        {"taken", coded("2000"), told::Accepted{"M4V1"}, told::Pending{}},
        {"at the carrier", coded("3000"), told::Accepted{"M4V1"}, told::Pending{}},
        {"delivered", coded("4000"), told::Accepted{"M4V1"}, told::Delivered{}},
        {"taken without a name", coded("2000", ""), told::Unknown{}, told::Pending{}},
        {"nothing said", coded("", ""), told::Unknown{}, told::NotThere{}},
        {"no telephone", coded("1060"), told::Failed{"1060"}, told::Failed{"1060"}},
        {"no KakaoTalk", coded("3104"), told::Failed{"3104"}, told::Failed{"3104"}},
        {"blocked", coded("3107"), told::Failed{"3107"}, told::Failed{"3107"}},
        {"no such channel", coded("1041"), told::Failed{"1041", true}, told::Failed{"1041", true}},
        {"no such template", coded("1042"), told::Failed{"1042", true}, told::Failed{"1042", true}},
        {"later", coded("1024"), told::NotNow{seconds(5)}, told::Failed{"1024"}},
        {"no balance", coded("1030"), told::NotNow{minutes(1)}, told::Failed{"1030"}},
        {"new code", coded("9999"), told::Failed{"9999"}, told::Failed{"9999"}},
    };
}

}  // namespace

class TestEffectMessageProtocol : public QObject {
    Q_OBJECT

  private slots:
    void answers_areTakenForWhatTheyAre() {
        for (const Row& row : table()) {
            QVERIFY2(effect::judgeSending(row.answer) == row.sending, row.name);
            QVERIFY2(effect::judgeLooking(row.answer) == row.looking, row.name);
        }
    }

    void health_isOfTheProviderOnly() {
        using Outcome = effect::Breaker::Outcome;
        const auto outcome = [](const MessageAnswer& answer) {
            return effect::breakerOutcome(answer);
        };
        QVERIFY(outcome(broken(Transport::Refused)) == Outcome::Failure);
        QVERIFY(outcome(broken(Transport::TimedOut)) == Outcome::Failure);
        QVERIFY(outcome(http(503)) == Outcome::Failure);
        QVERIFY(outcome(http(403)) == Outcome::Ignored);
        QVERIFY(outcome(http(429)) == Outcome::Ignored);
        // That one telephone has no KakaoTalk says nothing of it.
        QVERIFY(outcome(coded("3104")) == Outcome::Success);
    }
};

QTEST_APPLESS_MAIN(TestEffectMessageProtocol)
#include "tst_effect_message_protocol.moc"
