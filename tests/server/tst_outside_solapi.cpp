// The message client against the real delivery-sandbox: what each of its switches is taken for, and
// that nothing is sent twice.

#include <optional>

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

#include "server/outside/solapi_client.h"
#include "tests/support/sandbox_process.h"

using namespace delivery;
using effect::MessageAnswer;
using nlohmann::json;
namespace told = effect::told;

class TestOutsideSolapi : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<test::SandboxProcess> m_sandbox;
    std::unique_ptr<outside::SolapiClient> m_client;
    int m_message = 0;

    static Instant now() { return {QDateTime::currentMSecsSinceEpoch()}; }
    [[nodiscard]] outside::SolapiSettings settings() const {
        outside::SolapiSettings settings;
        settings.baseUrl = "http://127.0.0.1:" + std::to_string(m_sandbox->port);
        settings.apiKey = "sandbox-solapi-key";
        settings.apiSecret = "sandbox-solapi-secret";
        settings.channel = "KA01PF";
        settings.orderTemplate = "order-ko";
        settings.orderTemplateEnglish = "order-en";
        settings.storeTemplate = "store-ko";
        settings.total = milliseconds(1'500);
        return settings;
    }
    [[nodiscard]] outside::MessageCall call() const {
        outside::MessageCall call;
        call.phone = "0101234" + std::to_string(1'000 + m_message);
        call.said = {notice::Subject::OrderStatus, order::Status::Paid, "용산반점", "17"};
        call.effectId = "message/" + std::to_string(m_message) + "/4/customer";
        call.since = now();
        return call;
    }
    template <class Call>
    MessageAnswer hear(Call call) {
        std::optional<MessageAnswer> answer;
        call([&](MessageAnswer heard) { answer = std::move(heard); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000)) qFatal("no answer");
        return *answer;
    }
    MessageAnswer send(const outside::MessageCall& call) {
        return hear([&](auto heard) { m_client->send(call, heard); });
    }
    MessageAnswer find(const outside::MessageCall& call) {
        return hear([&](auto heard) { m_client->find(call, now(), heard); });
    }
    MessageAnswer look(const std::string& id) {
        return hear([&](auto heard) { m_client->look(id, now(), heard); });
    }
    template <class Kind>
    static bool sentAs(const MessageAnswer& answer) {
        return std::holds_alternative<Kind>(effect::judgeSending(answer));
    }
    template <class Kind>
    static bool lookedAs(const MessageAnswer& answer) {
        return std::holds_alternative<Kind>(effect::judgeLooking(answer));
    }
    void mode(const char* name, int count = -1) {
        QCOMPARE(m_sandbox->put("/sandbox/kakao", {{"mode", name}, {"count", count}}).status, 200);
    }
    [[nodiscard]] std::vector<json> shown(const outside::MessageCall& call) const {
        std::vector<json> mine;
        for (const json& one : m_sandbox->ask("GET", "/sandbox/messages").body) {
            if (one["customFields"]["outboxId"] == call.effectId) mine.push_back(one);
        }
        return mine;
    }

  private slots:
    void initTestCase() {
        m_sandbox = std::make_unique<test::SandboxProcess>(m_folder.path());
        QVERIFY(m_sandbox->start());
        m_client = std::make_unique<outside::SolapiClient>(settings());
    }
    void init() {
        m_message += 1;
        mode("ok");
    }

    void message_isTaken_seenOnTheTelephone_andDelivered() {
        const auto one = call();
        const MessageAnswer answer = send(one);
        QVERIFY(sentAs<told::Accepted>(answer));
        const auto messages = shown(one);
        QCOMPARE(messages.size(), std::size_t{1});
        const auto text = QString::fromStdString(messages[0]["text"].get<std::string>());
        QCOMPARE(text, "[배달상점] 용산반점\n주문 17: 결제완료\n결제했어요. 가게가 곧 확인해요.");
        QCOMPARE(messages[0]["to"], json(one.phone));
        QVERIFY(messages[0]["kakaoOptions"]["disableSms"] == json(true));
        QVERIFY(lookedAs<told::Delivered>(look(answer.providerId)));
        QVERIFY(lookedAs<told::Delivered>(find(one)));
        QCOMPARE(find(one).providerId, answer.providerId);
        // Among others to the same telephone too.
        auto second = one;
        second.effectId += "/b";
        const MessageAnswer other = send(second);
        QVERIFY(sentAs<told::Accepted>(other));
        QCOMPARE(find(one).providerId, answer.providerId);
        QCOMPARE(find(second).providerId, other.providerId);
    }

    void language_isThePersonsOwn_whereThereIsATemplate() {
        auto one = call();
        one.language = Language::English;
        one.reason = "재료 소진";
        QVERIFY(sentAs<told::Accepted>(send(one)));
        QVERIFY(shown(one)[0]["text"].get<std::string>().starts_with(
            "[DeliveryStore] 용산반점\nOrder 17: Paid\n"));
        QVERIFY(shown(one)[0]["text"].get<std::string>().ends_with(" · 재료 소진"));
        auto promise = call();
        promise.effectId += "/promise";
        promise.said.subject = notice::Subject::PromiseChanged;
        promise.said.readyBy = Instant{1'800'000'000'000};
        QVERIFY(sentAs<told::Accepted>(send(promise)));
        QCOMPARE(
            shown(promise)[0]["text"],
            "[배달상점] 용산반점\n주문 17: 요리 시각 바뀜\n가게가 요리를 17:00까지 하기로 했어요.");
        auto store = call();
        store.effectId += "/owner";
        store.language = Language::English;
        store.said.subject = notice::Subject::OrderUnheard;
        QVERIFY(sentAs<told::Accepted>(send(store)));
        // No English template for stores here: all of it is Korean.
        QVERIFY(shown(store)[0]["text"].get<std::string>().starts_with("[배달상점 사장님]"));
        QVERIFY(shown(store)[0]["text"].get<std::string>().find("응답") != std::string::npos);
    }

    void theSameMessageAgain_isFoundOut() {
        const auto one = call();
        QVERIFY(sentAs<told::Accepted>(send(one)));
        QVERIFY(sentAs<told::SentBefore>(send(one)));
        QCOMPARE(shown(one).size(), std::size_t{1});
        // Another client, another life of it: the signature is made of the message alone.
        m_client = std::make_unique<outside::SolapiClient>(settings());
        QVERIFY(sentAs<told::SentBefore>(send(one)));
        // The provider's own restart forgets nothing.
        QCOMPARE(m_sandbox->terminate(), 0);
        QVERIFY(m_sandbox->start());
        m_client = std::make_unique<outside::SolapiClient>(settings());
        QVERIFY(sentAs<told::SentBefore>(send(one)));
        QCOMPARE(shown(one).size(), std::size_t{1});
        auto refused = one;
        refused.refused = 1;
        QVERIFY(sentAs<told::Accepted>(send(refused)));
    }

    void takenAndLost_isUnknown_andFoundLater() {
        const auto one = call();
        mode("error-after-charge", 1);
        QVERIFY(sentAs<told::Unknown>(send(one)));
        QVERIFY(sentAs<told::SentBefore>(send(one)));
        QVERIFY(lookedAs<told::Delivered>(find(one)));
        QCOMPARE(shown(one).size(), std::size_t{1});
    }

    void takenAndSilent_isUnknown_andFoundLater() {
        const auto one = call();
        mode("charge-then-hang", 1);
        QVERIFY(sentAs<told::Unknown>(send(one)));
        QVERIFY(sentAs<told::SentBefore>(send(one)));
        QVERIFY(lookedAs<told::Delivered>(find(one)));
    }

    void down_isNotSent_andTheSameCallMayBeMadeAgain() {
        const auto one = call();
        mode("down");
        QVERIFY(sentAs<told::NotSent>(send(one)));
        QVERIFY(lookedAs<told::Unknown>(find(one)));
        QVERIFY(effect::breakerOutcome(send(one)) == effect::Breaker::Outcome::Failure);
        mode("ok");
        QVERIFY(lookedAs<told::NotThere>(find(one)));
        QVERIFY(sentAs<told::Accepted>(send(one)));
        QCOMPARE(shown(one).size(), std::size_t{1});
    }

    void slow_isUnknown() {
        const auto one = call();
        mode("slow", 1);
        QVERIFY(sentAs<told::Unknown>(send(one)));
    }

    void whoeverHasNoKakaoTalk_orNoNumber_isNotReached() {
        const auto one = call();
        mode("decline", 1);
        QVERIFY(effect::judgeSending(send(one)) == effect::Told{told::Failed{"3104"}});
        auto other = call();
        other.effectId += "/x";
        other.phone = "0100";
        QVERIFY(effect::judgeSending(send(other)) == effect::Told{told::Failed{"1060"}});
        QVERIFY(shown(one).empty());
        QVERIFY(shown(other).empty());
    }

    void aWrongSecret_andAnOldDate_areOurFault() {
        auto wrong = settings();
        wrong.apiSecret = "another";
        m_client = std::make_unique<outside::SolapiClient>(wrong);
        QVERIFY(effect::judgeSending(send(call())) ==
                effect::Told{told::Closed{"SignatureDoesNotMatch"}});
        m_client = std::make_unique<outside::SolapiClient>(settings());
        auto old = call();
        old.since = now() - minutes(16);
        QVERIFY(effect::judgeSending(send(old)) ==
                effect::Told{told::Closed{"RequestTimeTooSkewed"}});
    }

    void nobodyThere_isNotSent() {
        auto nowhere = settings();
        nowhere.baseUrl = "http://127.0.0.1:1";
        m_client = std::make_unique<outside::SolapiClient>(nowhere);
        QVERIFY(sentAs<told::NotSent>(send(call())));
        m_client = std::make_unique<outside::SolapiClient>(settings());
    }

    void bodies_areReadLeniently() {
        QVERIFY(sentAs<told::Unknown>(outside::readSent(200, "<html>", "")));
        QVERIFY(sentAs<told::Unknown>(outside::readSent(200, "{}", "")));
        QVERIFY(sentAs<told::Unknown>(outside::readSent(200, R"({"messageList":[1]})", "")));
        QVERIFY(sentAs<told::Failed>(outside::readSent(
            200, R"({"failedMessageList":[{"statusCode":"3107","new":1}],"messageList":[]})", "")));
        QVERIFY(sentAs<told::NotNow>(outside::readSent(429, "busy", "3")));
        QVERIFY(lookedAs<told::Unknown>(outside::readListed(200, "[]", "")));
        QVERIFY(lookedAs<told::NotThere>(outside::readListed(200, R"({"messageList":{}})", "x")));
        const std::string two =
            R"({"messageList":{"A":{"messageId":"A","statusCode":"3000"},)"
            R"("B":{"messageId":"B","statusCode":"4000","customFields":{"outboxId":"x"}}}})";
        QCOMPARE(outside::readListed(200, two, "x").providerId, std::string("B"));
        QVERIFY(lookedAs<told::NotThere>(outside::readListed(200, two, "y")));
    }
};

QTEST_GUILESS_MAIN(TestOutsideSolapi)
#include "tst_outside_solapi.moc"
