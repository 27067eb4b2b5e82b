/// What becomes of one exchange with the payment provider, by what the provider says to it.

#include <deque>
#include <optional>

#include "server/outside/card_issuer.h"
#include "server/outside/payment_client.h"

#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace delivery;
using effect::ProviderAnswer;
using Transport = ProviderAnswer::Transport;

namespace {

class StillClock : public shift::Clock {
  public:
    [[nodiscard]] Instant now() const override { return at; }
    [[nodiscard]] Moment moment() const override { return {at, at}; }
    Instant at{1'700'000'000'000};
};

class SilentLog : public shift::Log {
  public:
    void line(shift::Level, std::string_view, std::string_view text, std::string_view,
              std::string_view) override {
        said += std::string{text} + "\n";
    }
    std::string said;
};

ProviderAnswer broken(Transport transport) {
    ProviderAnswer answer;
    answer.transport = transport;
    return answer;
}
ProviderAnswer status(int httpStatus, const char* code = "") {
    ProviderAnswer answer;
    answer.httpStatus = httpStatus;
    answer.code = code;
    return answer;
}
ProviderAnswer issued(const char* customerKey = "ck-1") {
    ProviderAnswer answer = status(200);
    answer.card = effect::ProviderCard{"bk-1", customerKey, "41", "43301234****111*"};
    return answer;
}

/// Says what it was given to say, one after the other, the last one for ever.
class ScriptedProvider : public outside::CardProvider {
  public:
    void issueCard(const outside::CardCall& call, Heard heard) override {
        calls.push_back(call);
        const ProviderAnswer answer = script.front();
        if (script.size() > 1) script.pop_front();
        clock->at = clock->at + takes;
        QTimer::singleShot(0, [heard = std::move(heard), answer] { heard(answer); });
    }
    StillClock* clock = nullptr;
    Span takes = milliseconds(100);
    std::deque<ProviderAnswer> script;
    std::vector<outside::CardCall> calls;
};

}  // namespace

class TestOutsideCardIssuer : public QObject {
    Q_OBJECT

    using Answer = tl::expected<outside::SealedNewCard, outside::NoCard>;

    QTemporaryDir m_folder;
    std::optional<outside::Vault> m_vault;
    StillClock m_clock;
    SilentLog m_log;
    std::unique_ptr<ScriptedProvider> m_provider;
    std::unique_ptr<outside::CardIssuer> m_issuer;

    Answer issue() {
        std::optional<Answer> told;
        m_issuer->issue({"auth-1", "ck-1", ProviderKey{"key-1"}},
                        [&](Answer answer) { told = std::move(answer); });
        if (told || !QTest::qWaitFor([&] { return told.has_value(); }, 20'000)) qFatal("no answer");
        return *told;
    }
    void says(std::deque<ProviderAnswer> script) { m_provider->script = std::move(script); }

  private slots:
    void initTestCase() {
        auto vault = outside::Vault::open(m_folder.filePath("key").toStdString(),
                                          outside::Vault::Missing::Make);
        QVERIFY(vault);
        m_vault.emplace(std::move(*vault));
    }
    void init() {
        m_log.said.clear();
        m_provider = std::make_unique<ScriptedProvider>();
        m_provider->clock = &m_clock;
        outside::CardIssuerSettings settings;
        settings.again = milliseconds(1);
        settings.random = [] { return std::uint64_t{7}; };
        m_issuer =
            std::make_unique<outside::CardIssuer>(*m_provider, *m_vault, m_clock, m_log, settings);
        // Breakers look back half a minute.
        m_clock.at = m_clock.at + minutes(10);
    }

    void issuedCard_isSealed() {
        says({issued()});
        const Answer card = issue();
        QVERIFY(card);
        QVERIFY(card->keys.billingKey.find("bk-1") == std::string::npos);
        QCOMPARE(*m_vault->unseal(card->keys.billingKey), std::string("bk-1"));
        QCOMPARE(*m_vault->unseal(card->keys.customerKey), std::string("ck-1"));
        QCOMPARE(card->masked, std::string("4330****111*"));
        QCOMPARE(card->issuer, std::string("신한"));
        QCOMPARE(m_provider->calls.front().authKey, std::string("auth-1"));
    }

    void openOutcome_isAskedAgainUnderTheSameKey_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"silent", "reset", "unreadable", "500", "429", "still at it"}) {
            QTest::newRow(what) << QString(what);
        }
    }
    void openOutcome_isAskedAgainUnderTheSameKey() {
        QFETCH(QString, what);
        const ProviderAnswer first = what == "silent"       ? broken(Transport::TimedOut)
                                     : what == "reset"      ? broken(Transport::Reset)
                                     : what == "unreadable" ? broken(Transport::Unreadable)
                                     : what == "500"
                                         ? status(500, "FAILED_INTERNAL_SYSTEM_PROCESSING")
                                     : what == "429" ? status(429)
                                                     : status(409, "IDEMPOTENT_REQUEST_PROCESSING");
        says({first, issued()});
        QVERIFY(issue());
        QCOMPARE(m_provider->calls.size(), std::size_t{2});
        QCOMPARE(m_provider->calls[0].key, m_provider->calls[1].key);
        QCOMPARE(m_provider->calls[0].authKey, m_provider->calls[1].authKey);
    }

    void silentForLong_isUnknown() {
        says({broken(Transport::TimedOut)});
        m_provider->takes = seconds(8);
        const Answer card = issue();
        QVERIFY(!card);
        QCOMPARE(card.error(), outside::NoCard::Unknown);
        QCOMPARE(m_provider->calls.size(), std::size_t{2});
    }

    void noConnection_isNotSent_atOnce() {
        says({broken(Transport::Refused)});
        const Answer card = issue();
        QVERIFY(!card);
        QCOMPARE(card.error(), outside::NoCard::NotSent);
        QCOMPARE(m_provider->calls.size(), std::size_t{1});
    }

    void noConnection_afterSilence_isUnknown() {
        says({broken(Transport::TimedOut), broken(Transport::Refused)});
        const Answer card = issue();
        QVERIFY(!card);
        QCOMPARE(card.error(), outside::NoCard::Unknown);
    }

    void refusedByTheProvider_isRefused() {
        for (const char* code : {"INVALID_REQUEST", "NOT_MATCHES_CUSTOMER_KEY", "NEW_CODE"}) {
            m_provider->calls.clear();
            says({status(400, code)});
            const Answer card = issue();
            QVERIFY(!card);
            QCOMPARE(card.error(), outside::NoCard::Refused);
            QCOMPARE(m_provider->calls.size(), std::size_t{1});
        }
    }

    void cardOfSomebodyElse_isRefused_andAnAlarm() {
        says({issued("ck-2")});
        const Answer card = issue();
        QVERIFY(!card);
        QCOMPARE(card.error(), outside::NoCard::Refused);
        QVERIFY(m_log.said.find("another customer key") != std::string::npos);
        QVERIFY(m_log.said.find("ck-2") == std::string::npos);
    }

    void issuedCards_areNoFailures() {
        says({issued()});
        for (int i = 0; i < 8; ++i) QVERIFY(issue());
        QCOMPARE(m_issuer->figures().failures, std::uint64_t{0});
        QVERIFY(m_issuer->figures().breaker == effect::Breaker::State::Closed);
    }

    void providerDownForLong_isNotCalledAnyMore() {
        says({broken(Transport::Refused)});
        for (int i = 0; i < 5; ++i) QVERIFY(!issue());
        QVERIFY(m_issuer->figures().breaker == effect::Breaker::State::Open);
        const auto calls = m_provider->calls.size();
        const Answer card = issue();
        QCOMPARE(card.error(), outside::NoCard::NotSent);
        QCOMPARE(m_provider->calls.size(), calls);
        // And feels its way back by itself.
        m_clock.at = m_clock.at + minutes(2);
        says({issued()});
        QVERIFY(issue());
    }

    void answer_ofTheProvider_isRead() {
        const std::string body =
            "{\"mId\":\"x\",\"customerKey\":\"c\",\"billingKey\":\"b\",\"new\":1,"
            "\"card\":{\"issuerCode\":\"61\",\"number\":\"43301234****123*\"}}";
        const auto whole = outside::readAnswer(200, body, "");
        QVERIFY(whole.card && whole.transport == Transport::Answered);
        QCOMPARE(whole.card->billingKey, std::string("b"));
        QCOMPARE(whole.card->issuerCode, std::string("61"));
        const std::string bare = "{\"billingKey\":\"b\",\"customerKey\":\"c\"}";
        QVERIFY(outside::readAnswer(200, bare, "").card);
        QVERIFY(!outside::readAnswer(400, bare, "").card);
        for (const char* wrong : {"{\"billingKey\":\"\"}", "{\"billingKey\":7}", "[]", "x"}) {
            const auto bad = outside::readAnswer(200, wrong, "");
            QVERIFY(!bad.card && bad.transport == Transport::Unreadable);
        }
    }

    void cardCompanies_haveNames() {
        QCOMPARE(outside::cardCompany("11"), std::string("국민"));
        QCOMPARE(outside::cardCompany("ZZ"), std::string());
    }
};

QTEST_GUILESS_MAIN(TestOutsideCardIssuer)
#include "tst_outside_card_issuer.moc"
