#include "server/outside/kakao_geocoder.h"

#include <utility>

#include <sodium.h>

#include "server/outside/kakao_answer.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrl>

namespace delivery::outside {
namespace {

using place::Place;
using Outcome = effect::Breaker::Outcome;

constexpr qint64 answerBytesMax = 256 * 1024;
/// QNetworkAccessManager opens so many connections to one host; more would wait behind them, where
/// their time runs.
constexpr int atOnceMax = 6;
constexpr int okStatus = 200;
constexpr int unauthorized = 401;
constexpr int forbidden = 403;
constexpr int tooMany = 429;
constexpr int serverErrors = 500;

}  // namespace

class KakaoGeocoder::Inside {
  public:
    Inside(KakaoGeocoder& home, KakaoSettings settings, const shift::Clock& clock, shift::Log& log)
        : m_home(home),
          m_settings(std::move(settings)),
          m_clock(clock),
          m_log(log),
          m_breaker(m_settings.breaker) {
        m_network.setProxy(QNetworkProxy::NoProxy);
    }

    void find(const std::string& address, Found found) {
        const Instant now = m_clock.now();
        const std::string query = queryOf(address);
        const bool may = !query.empty() && now >= m_notBefore && m_underWay < atOnceMax;
        if (!may || !m_breaker.allow(now)) return atHome(address, found);
        m_underWay += 1;
        m_calls += 1;
        QNetworkReply* reply = m_network.get(requestFor(query));
        QTimer::singleShot(static_cast<int>(m_settings.total.milliseconds), reply,
                           [reply] { reply->abort(); });
        QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply] {
            if (reply->bytesAvailable() > answerBytesMax) reply->abort();
        });
        QObject::connect(reply, &QNetworkReply::finished, &m_home,
                         [this, reply, now, address, found = std::move(found)] {
                             reply->deleteLater();
                             heard(*reply, now, address, found);
                         });
    }

    [[nodiscard]] OperationFigures figures() const {
        const Instant now = m_clock.now();
        return {m_breaker.state(now), m_breaker.opensIn(now), m_underWay, m_calls, m_failures};
    }

  private:
    [[nodiscard]] QNetworkRequest requestFor(const std::string& query) const {
        QByteArray base = QByteArray::fromStdString(m_settings.baseUrl);
        while (base.endsWith('/')) base.chop(1);
        const QByteArray asked = "/v2/local/search/address.json?size=1&query=" +
                                 QUrl::toPercentEncoding(QString::fromStdString(query));
        QNetworkRequest request(QUrl::fromEncoded(base + asked, QUrl::StrictMode));
        request.setRawHeader("Authorization",
                             "KakaoAK " + QByteArray::fromStdString(m_settings.restKey));
        request.setRawHeader("Accept", "application/json");
        request.setRawHeader("Accept-Encoding", "identity");
        request.setRawHeader("User-Agent", "DeliveryStore");
        // The key goes to nobody whom an answer names.
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                             QNetworkRequest::AlwaysNetwork);
        request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        return request;
    }

    void heard(QNetworkReply& reply, Instant begun, const std::string& address,
               const Found& found) {
        m_underWay -= 1;
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool whole = reply.error() != QNetworkReply::OperationCanceledError;
        auto read = status == okStatus && whole
                        ? readPlaces(reply.read(answerBytesMax).toStdString())
                        : tl::unexpected(Misheard::Unreadable);
        record(begun, outcomeOf(read.has_value(), whole ? status : 0));
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
        if (m_settings.random) return m_settings.random();
        std::uint64_t drawn = 0;
        randombytes_buf(&drawn, sizeof drawn);
        return drawn;
    }

    KakaoGeocoder& m_home;
    KakaoSettings m_settings;
    const shift::Clock& m_clock;
    shift::Log& m_log;
    effect::Breaker m_breaker;
    place::Gazetteer m_gazetteer;
    QNetworkAccessManager m_network;
    Instant m_notBefore;
    int m_underWay = 0;
    std::uint64_t m_calls = 0;
    std::uint64_t m_failures = 0;
};

KakaoGeocoder::KakaoGeocoder(KakaoSettings settings, const shift::Clock& clock, shift::Log& log,
                             QObject* parent)
    : QObject(parent), m_inside(std::make_unique<Inside>(*this, std::move(settings), clock, log)) {}

KakaoGeocoder::~KakaoGeocoder() = default;

void KakaoGeocoder::find(const std::string& address, Found found) {
    m_inside->find(address, std::move(found));
}

OperationFigures KakaoGeocoder::figures() const { return m_inside->figures(); }

}  // namespace delivery::outside
