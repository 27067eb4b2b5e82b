#include "apps/kit/live_feed.h"

#include <QLoggingCategory>
#include <algorithm>
#include <utility>

#include "wire/envelope.h"
#include "wire/topics.h"

namespace delivery::kit {
namespace {

Q_LOGGING_CATEGORY(liveLog, "delivery.kit.live", QtWarningMsg)

using std::chrono::milliseconds;

/// A connection to the broker that did not last so long counts as a failed try: somebody else may
/// use the same name, and both would throw each other out for ever.
constexpr std::int64_t lastingMs = 10'000;
constexpr std::int64_t renewEveryMs = 300'000;

}  // namespace

LiveFeed::LiveFeed(Session& session, const Gateway& gateway, OrderBook& book,
                   Surroundings surroundings, LiveRules rules, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_gateway(gateway),
      m_book(book),
      m_surroundings(std::move(surroundings)),
      m_rules(rules),
      m_catchUp(session, book, m_surroundings),
      m_socketEar(gateway, m_surroundings) {
    connect(&m_catchUp, &CatchUp::caughtUp, this, &LiveFeed::answered);
    connect(&m_catchUp, &CatchUp::failed, this, [this](int status, const QString& why) {
        qCInfo(liveLog) << "changes:" << status << why;
        refused(status);
    });
    connect(&m_book, &OrderBook::gapFound, this, &LiveFeed::missed);

    connect(&m_socketEar, &SocketEar::opened, this, &LiveFeed::roadOpened);
    connect(&m_socketEar, &SocketEar::closed, this, [this](const QString& why) {
        qCInfo(liveLog) << "socket:" << why;
        chooseWay();
    });
    connect(&m_socketEar, &SocketEar::heard, this,
            [this](const wire::Envelope& envelope) { hear(m_socketCounter, envelope); });
    connect(&m_socketEar, &SocketEar::proved, this, &LiveFeed::prove);

    connect(&m_brokerEar, &BrokerEar::opened, this, [this] {
        m_brokerOpenedAt = now();
        roadOpened();
    });
    connect(&m_brokerEar, &BrokerEar::closed, this, [this](const QString& why, bool isRefused) {
        qCInfo(liveLog) << "broker:" << why << (isRefused ? "(refused)" : "");
        if (isRefused) m_place.reset();
        const bool lasted = m_brokerOpenedAt != 0 && now() - m_brokerOpenedAt > lastingMs;
        m_brokerOpenedAt = 0;
        m_brokerFailures = lasted ? 0 : std::min(m_brokerFailures + 1, 16);
        const milliseconds bound =
            std::min(m_rules.brokerWaitMax, m_rules.brokerWaitFirst * (1 << m_brokerFailures));
        const double share = 0.5 + fraction(m_surroundings.random()) / 2;
        tryBrokerLater(milliseconds{
            static_cast<milliseconds::rep>(static_cast<double>(bound.count()) * share)});
        m_socketNotBefore = 0;
        trySocket();
        chooseWay();
    });
    connect(&m_brokerEar, &BrokerEar::heard, this,
            [this](const wire::Envelope& envelope) { hear(m_brokerCounter, envelope); });
    connect(&m_brokerEar, &BrokerEar::proved, this, &LiveFeed::prove);

    connect(&m_session, &Session::opened, this, &LiveFeed::changeRoads);
    connect(&m_session, &Session::closed, this, [this] {
        stop();
        m_book.forgetAll();
        m_catchUp.beginAnew();
        m_freshAt.reset();
    });
    m_tick.setInterval(m_rules.tick);
    connect(&m_tick, &QTimer::timeout, this, &LiveFeed::look);
}

void LiveFeed::start() {
    if (m_isOn) return;
    m_isOn = true;
    m_missedAt = now();
    m_answeredAt = now();
    m_tick.start();
    chooseWay();
    m_catchUp.want();
    tryRoadsAnew();
}

void LiveFeed::tryRoadsAnew() {
    m_brokerNotBefore = 0;
    m_brokerFailures = 0;
    m_socketNotBefore = m_rules.usesBroker ? now() + m_rules.brokerHeadStart.count() : 0;
    look();
}

void LiveFeed::stop() {
    if (!m_isOn) return;
    m_isOn = false;
    ++m_epoch;
    m_asksForPlace = false;
    m_isSound = false;
    m_tick.stop();
    m_socketEar.close();
    m_brokerEar.close();
    m_place.reset();
    chooseWay();
}

std::optional<std::int64_t> LiveFeed::age() const {
    return m_freshAt ? std::optional(now() - *m_freshAt) : std::nullopt;
}

/// Once a second: whatever is away is tried, and what nobody noticed is asked for.
void LiveFeed::look() {
    tryBroker();
    trySocket();
    const bool hasRoad = m_brokerEar.isOpen() || m_socketEar.isOpen();
    const milliseconds every = hasRoad ? m_rules.askAnywayEvery : m_rules.askEvery;
    if (!m_catchUp.isUnderWay() && now() - m_answeredAt >= every.count()) m_catchUp.want();
    renewIfEnding();
    chooseWay();
    emit aged(ageMilliseconds());
}

void LiveFeed::tryBroker() {
    if (!m_isOn || !m_rules.usesBroker || m_asksForPlace || now() < m_brokerNotBefore) return;
    if (m_brokerEar.isOpen() || m_brokerEar.isOpening()) return;
    if (m_place && now() - m_placeSince < m_rules.passAgeMax.count()) return useBroker(*m_place);
    m_asksForPlace = true;
    m_session.askBroker(this, [this, epoch = m_epoch](
                                  const tl::expected<std::optional<BrokerPlace>, Fault>& place) {
        if (epoch != m_epoch) return;
        m_asksForPlace = false;
        if (!place || !*place) {
            m_socketNotBefore = 0;
            trySocket();
            return tryBrokerLater(place ? m_rules.brokerAbsentWait : m_rules.brokerWaitFirst);
        }
        m_place = **place;
        m_placeSince = now();
        useBroker(*m_place);
    });
}

void LiveFeed::tryBrokerLater(milliseconds wait) { m_brokerNotBefore = now() + wait.count(); }

void LiveFeed::useBroker(const BrokerPlace& place) {
    if (!m_session.grant()) return;
    BrokerWish wish = brokerWish(*m_session.grant(), place);
    wish.authorityFile = m_gateway.authorityFile();
    m_brokerEar.open(wish);
}

/// Only while MQTT is away.
void LiveFeed::trySocket() {
    if (!m_isOn || m_brokerEar.isOpen() || !m_session.grant()) return;
    if (now() < m_socketNotBefore) return;
    if (m_socketEar.isOpen() || m_socketEar.isOpening()) return;
    m_socketEar.open(m_session.grant()->token);
}

void LiveFeed::roadOpened() {
    // What happened before the road was open came by no road.
    missed();
    chooseWay();
}

void LiveFeed::hear(MessageCounter& counter, const wire::Envelope& envelope) {
    if (!m_isOn) return;
    if (envelope.kind == wire::Envelope::Kind::Resync) return missed();
    const auto verdict = counter.hear(envelope.to, envelope.epoch, envelope.number);
    if (verdict == MessageCounter::Verdict::Lost) missed();
    const auto body = Representation::parse(QByteArray::fromRawData(
        envelope.body.data(), static_cast<qsizetype>(envelope.body.size())));
    if (!body) return;
    if (envelope.kind == wire::Envelope::Kind::Order) {
        m_book.apply(*body, Road::Push);
    } else if (verdict != MessageCounter::Verdict::Repeated) {
        emit noticed(*body);
    }
}

void LiveFeed::missed() {
    if (!m_isOn) return;
    m_missedAt = now();
    m_isSound = false;
    m_catchUp.want();
}

void LiveFeed::prove(std::int64_t at) {
    if (m_isSound) m_freshAt = std::max(m_freshAt.value_or(at), at);
}

void LiveFeed::answered(std::int64_t askedAt) {
    m_answeredAt = now();
    m_hasAnswer = true;
    if (!m_isOn) return;
    m_freshAt = std::max(m_freshAt.value_or(askedAt), askedAt);
    if (askedAt >= m_missedAt) {
        m_isSound = true;
        // From here on the broker alone is enough.
        if (m_brokerEar.isOpen()) m_socketEar.close();
    }
    chooseWay();
    emit caughtUp();
}

void LiveFeed::refused(int status) {
    m_hasAnswer = false;
    chooseWay();
    if ((status != 401 && status != 403) || m_session.grant()) return;
    stop();
    emit signInNeeded();
}

void LiveFeed::chooseWay() {
    Way way = Way::Searching;
    if (!m_isOn) {
        way = Way::Off;
    } else if (m_brokerEar.isOpen()) {
        way = Way::Broker;
    } else if (m_socketEar.isOpen()) {
        way = Way::Socket;
    } else if (m_hasAnswer) {
        way = Way::Asking;
    }
    if (way == m_way) return;
    const bool lostRoad = way == Way::Asking || way == Way::Searching;
    m_way = way;
    // Whatever the last road had still on its way is asked for.
    if (lostRoad && m_isOn) missed();
    emit wayChanged(way);
}

void LiveFeed::renewIfEnding() {
    const auto& grant = m_session.grant();
    if (!grant || !grant->expiresAtUtcMilliseconds || !m_session.hasPassword()) return;
    const std::int64_t left = *grant->expiresAtUtcMilliseconds - m_surroundings.utcMilliseconds();
    const bool isRecent = m_renewedAt != 0 && now() - m_renewedAt < renewEveryMs;
    if (left > m_rules.renewBefore.count() || isRecent) return;
    m_renewedAt = now();
    m_session.renew();
}

/// A new session has a name and a token of its own; the roads of the old one would end with it.
void LiveFeed::changeRoads() {
    if (!m_isOn) return;
    ++m_epoch;
    m_asksForPlace = false;
    m_place = m_session.grant() ? m_session.grant()->broker : std::nullopt;
    m_placeSince = now();
    m_brokerEar.close();
    m_socketEar.close();
    tryRoadsAnew();
}

bool LiveFeed::publishPosition(double latitude, double longitude) {
    if (!m_brokerEar.isOpen() || !m_session.grant()) return false;
    const RiderId rider{m_session.grant()->userId.toStdString()};
    const QByteArray place = "{\"lat\":" + QByteArray::number(latitude, 'f', 6) +
                             ",\"lng\":" + QByteArray::number(longitude, 'f', 6) + "}";
    m_brokerEar.publish(QString::fromStdString(wire::positionTopic(rider)), place);
    return true;
}

}  // namespace delivery::kit
