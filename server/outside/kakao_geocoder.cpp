#include "server/outside/kakao_geocoder.h"

#include <utility>

#include "server/outside/http_calls.h"
#include "server/outside/kakao_answer.h"
#include "server/outside/random.h"

#include <QUrl>

namespace delivery::outside {
namespace {

using place::Place;
using Outcome = effect::Breaker::Outcome;

/// Whoever comes while so many are under way is not worth another wait: the gazetteer answers.
constexpr int atOnceMax = 6;
constexpr int okStatus = 200;
constexpr int unauthorized = 401;
constexpr int forbidden = 403;
constexpr int tooMany = 429;
constexpr int serverErrors = 500;

}  // namespace

class KakaoGeocoder::Inside {
  public:
    Inside(KakaoSettings settings, const shift::Clock& clock, shift::Log& log)
        : m_settings(std::move(settings)),
          m_clock(clock),
          m_log(log),
          m_breaker(m_settings.breaker),
          m_calls(m_settings.baseUrl, m_settings.total) {}

    void find(const std::string& address, Found found) {
        const Instant now = m_clock.now();
        const std::string query = queryOf(address);
        const bool may = !query.empty() && now >= m_notBefore && m_underWay < atOnceMax;
        if (!may || !m_breaker.allow(now)) return atHome(address, found);
        m_underWay += 1;
        m_begun += 1;
        const std::string path =
            "/v2/local/search/address.json?size=1&query=" +
            QUrl::toPercentEncoding(QString::fromStdString(query)).toStdString();
        m_calls.get(path, {{"Authorization", "KakaoAK " + m_settings.restKey}}, m_settings.total,
                    [this, now, address, found = std::move(found)](const HttpSeen& seen) {
                        heard(seen, now, address, found);
                    });
    }

    [[nodiscard]] OperationFigures figures() const {
        const Instant now = m_clock.now();
        return {m_breaker.state(now), m_breaker.opensIn(now), m_underWay, m_begun, m_failures};
    }

  private:
    void heard(const HttpSeen& seen, Instant begun, const std::string& address,
               const Found& found) {
        m_underWay -= 1;
        const bool whole = seen.transport == effect::ProviderAnswer::Transport::Answered;
        auto read = whole && seen.status == okStatus ? readPlaces(seen.body)
                                                     : tl::unexpected(Misheard::Unreadable);
        record(begun, outcomeOf(read.has_value(), whole ? seen.status : 0));
        if (read && *read) return found(std::move(*read));
        // Somebody lives in a house that the map does not know: its district is known here.
        atHome(address, found);
    }

    Outcome outcomeOf(bool wasRead, int status) {
        if (wasRead) return Outcome::Success;
        if (status < unauthorized || status >= serverErrors) return Outcome::Failure;
        if (status == unauthorized || status == forbidden || status == tooMany) {
            m_notBefore = m_clock.now() + m_settings.rest;
            m_log.line(shift::Level::Warning, "outside",
                       "the geocoder answers " + std::to_string(status) +
                           "; the gazetteer takes its place for a while");
        }
        return Outcome::Ignored;
    }

    void record(Instant begun, Outcome outcome) {
        const Instant now = m_clock.now();
        m_failures += outcome == Outcome::Failure ? 1 : 0;
        m_breaker.record(now, outcome, Span{now.utcMilliseconds - begun.utcMilliseconds}, random());
    }

    void atHome(const std::string& address, const Found& found) const {
        found(m_gazetteer.find(std::string_view{address}));
    }

    [[nodiscard]] std::uint64_t random() const {
        return m_settings.random ? m_settings.random() : drawNumber();
    }

    KakaoSettings m_settings;
    const shift::Clock& m_clock;
    shift::Log& m_log;
    effect::Breaker m_breaker;
    place::Gazetteer m_gazetteer;
    Instant m_notBefore;
    int m_underWay = 0;
    std::uint64_t m_begun = 0;
    std::uint64_t m_failures = 0;
    HttpCalls m_calls;
};

KakaoGeocoder::KakaoGeocoder(KakaoSettings settings, const shift::Clock& clock, shift::Log& log,
                             QObject* parent)
    : QObject(parent), m_inside(std::make_unique<Inside>(std::move(settings), clock, log)) {}

KakaoGeocoder::~KakaoGeocoder() = default;

void KakaoGeocoder::find(const std::string& address, Found found) {
    m_inside->find(address, std::move(found));
}

OperationFigures KakaoGeocoder::figures() const { return m_inside->figures(); }

}  // namespace delivery::outside
