/// Kakao Local against the real sandbox process through a network that breaks: whatever it does, an
/// address that the gazetteer knows is found, and in time.

#include "server/outside/kakao_geocoder.h"

#include "server/outside/kakao_answer.h"

#include "fake_provider.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/sandbox_process.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace delivery;
using delivery::tests::FakeProvider;
using delivery::tests::FaultProxy;
using delivery::tests::SeenRequest;
using place::Accuracy;
using place::Place;
using State = effect::Breaker::State;

namespace {

class StandingClock : public shift::Clock {
  public:
    [[nodiscard]] Instant now() const override { return at; }
    [[nodiscard]] Moment moment() const override { return {at, at}; }
    Instant at{1'700'000'000'000};
};

class Lines : public shift::Log {
  public:
    void line(shift::Level, std::string_view, std::string_view text, std::string_view,
              std::string_view) override {
        all += std::string{text} + "\n";
    }
    std::string all;
};

const std::string known = "서울 용산구 한남동 12-3, 101동 202호";

}  // namespace

class TestOutsideGeocoder : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    std::unique_ptr<test::SandboxProcess> m_sandbox;
    std::unique_ptr<FaultProxy> m_proxy;
    StandingClock m_clock;
    Lines m_log;

    std::unique_ptr<outside::KakaoGeocoder> geocoderAt(const std::string& baseUrl,
                                                       Span total = seconds(10)) {
        outside::KakaoSettings settings;
        settings.baseUrl = baseUrl;
        settings.restKey = "rest-key";
        settings.total = total;
        settings.breaker.slowAfter = minutes(1);
        settings.random = [] { return std::uint64_t{0}; };
        return std::make_unique<outside::KakaoGeocoder>(std::move(settings), m_clock, m_log);
    }
    std::string through(const FaultProxy& proxy) {
        return "http://127.0.0.1:" + std::to_string(proxy.port());
    }
    static std::optional<Place> ask(outside::KakaoGeocoder& geocoder,
                                    const std::string& address = known) {
        std::optional<std::optional<Place>> answer;
        geocoder.find(address, [&](std::optional<Place> found) { answer = std::move(found); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 30'000)) qFatal("no answer");
        return *answer;
    }
    /// The gazetteer's word for it.
    static void isFromHome(const std::optional<Place>& found) {
        QVERIFY(found);
        QCOMPARE(found->name, std::string("서울 용산구 한남동"));
        QCOMPARE(found->accuracy, Accuracy::Neighbourhood);
    }

  private slots:
    void initTestCase() {
        m_sandbox = std::make_unique<test::SandboxProcess>(m_directory.path());
        QVERIFY(m_sandbox->start());
    }
    void init() {
        m_proxy = std::make_unique<FaultProxy>(m_sandbox->port);
        m_clock.at = Instant{1'700'000'000'000};
        m_log.all.clear();
    }

    void sandbox_findsTheHouse() {
        const auto geocoder = geocoderAt(through(*m_proxy));
        const auto found = ask(*geocoder);
        QVERIFY(found);
        QCOMPARE(found->name, std::string("서울 용산구 한남동"));
        QCOMPARE(found->accuracy, Accuracy::Exact);
        QCOMPARE(found->centre, (GeoPoint{37'534'500, 127'005'000}));
        QCOMPARE(geocoder->figures().calls, std::uint64_t{1});
        QCOMPARE(geocoder->figures().failures, std::uint64_t{0});
    }
    void sandbox_findsQuarterAndDistrict() {
        const auto geocoder = geocoderAt(through(*m_proxy));
        QCOMPARE(ask(*geocoder, "서울 용산구 한남동")->accuracy, Accuracy::Neighbourhood);
        QCOMPARE(ask(*geocoder, "서울 용산구")->accuracy, Accuracy::District);
    }
    void whatTheMapDoesNotKnow_theGazetteerMay() {
        const auto geocoder = geocoderAt(through(*m_proxy));
        QCOMPARE(ask(*geocoder, "부산 남포동 3")->name, std::string("부산"));
        QVERIFY(!ask(*geocoder, "달나라 토끼마을"));
        QCOMPARE(geocoder->figures().failures, std::uint64_t{0});
    }

    void refusedSilentResetOrSliced_isStillAnswered() {
        for (const char* fault : {"refuse", "silence", "reset", "slice"}) {
            tests::Faults faults;
            faults.refuse = std::string{fault} == "refuse";
            faults.silence = std::string{fault} == "silence";
            faults.resetAfterBytes = std::string{fault} == "reset" ? 20 : -1;
            faults.slice = std::string{fault} == "slice";
            m_proxy->set(faults);
            const auto geocoder =
                geocoderAt(through(*m_proxy), faults.slice ? seconds(20) : seconds(1));
            const auto found = ask(*geocoder);
            QVERIFY(found);
            QCOMPARE(found->name, std::string("서울 용산구 한남동"));
            if (faults.slice) QCOMPARE(found->accuracy, Accuracy::Exact);
            // A torn answer may be asked for again by the network layer, and then come whole.
            if (faults.refuse || faults.silence) {
                QCOMPARE(found->accuracy, Accuracy::Neighbourhood);
                QCOMPARE(geocoder->figures().failures, std::uint64_t{1});
            }
            m_proxy->heal();
        }
    }
    void slow_isNotWaitedFor() {
        tests::Faults faults;
        faults.delayMs = 60'000;
        m_proxy->set(faults);
        const auto geocoder = geocoderAt(through(*m_proxy), milliseconds(300));
        QElapsedTimer since;
        since.start();
        isFromHome(ask(*geocoder));
        QVERIFY(since.elapsed() >= 250);
        QVERIFY(since.elapsed() < 20'000);
    }

    void down_opensTheBreakerAndBackAgain() {
        tests::Faults faults;
        faults.refuse = true;
        m_proxy->set(faults);
        const auto geocoder = geocoderAt(through(*m_proxy));
        for (int i = 0; i < 5; ++i) isFromHome(ask(*geocoder));
        QCOMPARE(geocoder->figures().breaker, State::Open);
        isFromHome(ask(*geocoder));
        QCOMPARE(geocoder->figures().calls, std::uint64_t{5});
        m_proxy->heal();
        m_clock.at = m_clock.at + seconds(13);
        for (int i = 0; i < 3; ++i) QCOMPARE(ask(*geocoder)->accuracy, Accuracy::Exact);
        QCOMPARE(geocoder->figures().breaker, State::Closed);
    }

    void tooManyAtOnce_areAnsweredAtHome() {
        tests::Faults faults;
        faults.silence = true;
        m_proxy->set(faults);
        const auto geocoder = geocoderAt(through(*m_proxy), seconds(2));
        int answers = 0;
        for (int i = 0; i < 10; ++i) {
            geocoder->find(known,
                           [&](const std::optional<Place>& found) { answers += found ? 1 : 0; });
        }
        // Four of them at once, six when their time is over.
        QCOMPARE(answers, 4);
        QCOMPARE(geocoder->figures().underWay, 6);
        QTRY_COMPARE_WITH_TIMEOUT(answers, 10, 30'000);
    }

    void refusedKey_restsAndSaysSoWithoutTheAddress() {
        FakeProvider provider;
        provider.react = [](const SeenRequest&) {
            return FakeProvider::Reaction{FakeProvider::Behaviour::Answer,
                                          403,
                                          R"({"errorType":"NotAuthorizedError","message":"x"})",
                                          {}};
        };
        const auto geocoder = geocoderAt(provider.baseUrl());
        isFromHome(ask(*geocoder));
        isFromHome(ask(*geocoder));
        QCOMPARE(provider.seen.size(), 1u);
        QVERIFY(m_log.all.find("403") != std::string::npos);
        QVERIFY(m_log.all.find("한남") == std::string::npos);
        m_clock.at = m_clock.at + seconds(61);
        isFromHome(ask(*geocoder));
        QCOMPARE(provider.seen.size(), 2u);
        QCOMPARE(provider.seen.front().headers.at("authorization"), "KakaoAK rest-key");
        QCOMPARE(geocoder->figures().failures, std::uint64_t{0});
    }

    void question_hasNoDoorInIt_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("query");
        QTest::newRow("house") << "서울 용산구 한남동 12-3, 101동 202호"
                               << "서울 용산구 한남동 12-3";
        QTest::newRow("lot") << "서울 용산구 한남동 12번지 파란대문"
                             << "서울 용산구 한남동 12번지";
        QTest::newRow("road") << "서울 용산구 한강대로 100 (한강로2가) 5층"
                              << "서울 용산구 한강대로 100";
        QTest::newRow("numbered quarter") << "서울 용산구 용산동2가 1"
                                          << "서울 용산구 용산동2가 1";
        QTest::newRow("no number") << "서울 용산구"
                                   << "서울 용산구";
        QTest::newRow("empty") << " ( ) "
                               << "";
    }
    void question_hasNoDoorInIt() {
        QFETCH(QString, address);
        QFETCH(QString, query);
        QCOMPARE(QString::fromStdString(outside::queryOf(address.toStdString())), query);
    }

    void answers_areReadStrictlyWhereItMatters_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<bool>("readable");
        QTest::newRow("none found") << R"({"documents":[]})" << true;
        QTest::newRow("no address") << R"({"documents":[{"x":"127.0","y":"37.5"}]})" << true;
        QTest::newRow("not JSON") << "<html>" << false;
        QTest::newRow("no documents") << R"({"meta":{}})" << false;
        QTest::newRow("documents no list") << R"({"documents":{}})" << false;
        QTest::newRow("numbers for texts") << R"({"documents":[{"x":127.0,"y":37.5}]})" << false;
        QTest::newRow("off the earth") << R"({"documents":[{"x":"200","y":"37.5"}]})" << false;
        QTest::newRow("a list") << "[1]" << false;
        QTest::newRow("a text in the list") << R"({"documents":["x"]})" << false;
    }
    void answers_areReadStrictlyWhereItMatters() {
        QFETCH(QString, body);
        QFETCH(bool, readable);
        QCOMPARE(outside::readPlaces(body.toStdString()).has_value(), readable);
    }
};

QTEST_GUILESS_MAIN(TestOutsideGeocoder)
#include "tst_outside_geocoder.moc"
