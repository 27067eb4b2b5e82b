#pragma once
/// Keeps the order book true while the program runs: by MQTT, else by WebSocket, else by asking;
/// changes over by itself, both ways.

#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <cstdint>
#include <optional>

#include "apps/kit/broker_ear.h"
#include "apps/kit/catch_up.h"
#include "apps/kit/message_counter.h"
#include "apps/kit/order_book.h"
#include "apps/kit/session.h"
#include "apps/kit/socket_ear.h"
#include "apps/kit/surroundings.h"

namespace delivery::wire {
struct Envelope;
}

namespace delivery::kit {

struct LiveRules {
    std::chrono::milliseconds tick{1'000};
    /// Without any other road.
    std::chrono::milliseconds askEvery{5'000};
    /// With one: for what nobody noticed.
    std::chrono::milliseconds askAnywayEvery{60'000};
    std::chrono::milliseconds brokerWaitFirst{1'000};
    std::chrono::milliseconds brokerWaitMax{30'000};
    /// The server has no broker at the moment: asked again after this.
    std::chrono::milliseconds brokerAbsentWait{15'000};
    /// A pass for the broker is not used when it is older.
    std::chrono::milliseconds passAgeMax{300'000};
    /// Before the session ends a new one is opened, if the password is at hand.
    std::chrono::milliseconds renewBefore{3'600'000};
    /// MQTT gets so long before WebSocket is tried.
    std::chrono::milliseconds brokerHeadStart{1'000};
    /// False: MQTT is not tried at all.
    bool usesBroker = true;
};

/// Lives on the thread of its creator. Session, gateway and book must outlive it.
class LiveFeed : public QObject {
    Q_OBJECT
    Q_PROPERTY(Way way READ way NOTIFY wayChanged)
    Q_PROPERTY(qint64 ageMilliseconds READ ageMilliseconds NOTIFY aged)

  public:
    enum class Way {
        Off,
        Searching,  ///< nothing answers
        Asking,     ///< /changes every few seconds
        Socket,
        Broker,
    };
    Q_ENUM(Way)

    LiveFeed(Session& session, const Gateway& gateway, OrderBook& book, Surroundings surroundings,
             LiveRules rules = {}, QObject* parent = nullptr);

    void start();
    void stop();
    /// Now, whatever the rules say: the user asked, or a rider went on duty.
    void refresh() { m_catchUp.want(); }

    [[nodiscard]] Way way() const { return m_way; }
    /// How long ago everything that is shown was surely so; nothing before the first time.
    [[nodiscard]] std::optional<std::int64_t> age() const;
    /// The same, -1 before the first time.
    [[nodiscard]] qint64 ageMilliseconds() const { return age().value_or(-1); }
    [[nodiscard]] const CatchUp& catchUp() const { return m_catchUp; }

    /// Says where this rider is, if the broker is there; true when it went out.
    bool publishPosition(double latitude, double longitude);

  signals:
    void wayChanged(delivery::kit::LiveFeed::Way way);
    /// Every second.
    void aged(qint64 ageMilliseconds);
    /// A notice as /notificationLogs shows it.
    void noticed(const delivery::kit::Representation& notice);
    /// The book was brought up to date by asking.
    void caughtUp();
    /// The session is over and the password is not at hand.
    void signInNeeded();

  private:
    void look();
    void tryBroker();
    void tryBrokerLater(std::chrono::milliseconds wait);
    void useBroker(const BrokerPlace& place);
    void trySocket();
    void roadOpened();
    void hear(MessageCounter& counter, const wire::Envelope& envelope);
    void missed();
    void prove(std::int64_t at);
    void answered(std::int64_t askedAt);
    void refused(int status);
    void chooseWay();
    void renewIfEnding();
    void changeRoads();
    void tryRoadsAnew();
    [[nodiscard]] std::int64_t now() const { return m_surroundings.uptimeMilliseconds(); }

    Session& m_session;
    const Gateway& m_gateway;
    OrderBook& m_book;
    Surroundings m_surroundings;
    LiveRules m_rules;
    CatchUp m_catchUp;
    SocketEar m_socketEar;
    BrokerEar m_brokerEar;
    MessageCounter m_socketCounter;
    MessageCounter m_brokerCounter;
    QTimer m_tick;
    Way m_way = Way::Off;
    bool m_isOn = false;

    std::optional<BrokerPlace> m_place;
    std::int64_t m_placeSince = 0;
    bool m_asksForPlace = false;
    std::int64_t m_brokerNotBefore = 0;
    std::int64_t m_brokerOpenedAt = 0;
    int m_brokerFailures = 0;
    std::int64_t m_socketNotBefore = 0;

    /// Until when everything is known; only while nothing is missing since then.
    std::optional<std::int64_t> m_freshAt;
    /// When something was last missed, or a road was opened: an answer to a question that left
    /// earlier does not mend it.
    std::int64_t m_missedAt = 0;
    bool m_isSound = false;
    std::int64_t m_answeredAt = 0;
    bool m_hasAnswer = false;
    std::int64_t m_renewedAt = 0;
    int m_epoch = 0;
};

}  // namespace delivery::kit
