#pragma once
/// Says where a rider is, as seldom as is enough: over MQTT, else over HTTP.

#include <QObject>
#include <cstdint>
#include <optional>

#include "apps/kit/live_feed.h"
#include "apps/kit/session.h"
#include "apps/kit/surroundings.h"

namespace delivery::kit {

struct Whereabouts {
    double latitude = 0;
    double longitude = 0;
};

/// Which of many fixes are worth telling. Pure.
class PositionThinner {
  public:
    static constexpr std::int64_t atLeastMs = 5'000;
    static constexpr std::int64_t atMostMs = 60'000;
    static constexpr double movedMeters = 25;

    /// A rider who moved is told at most every five seconds, one who stands every minute.
    [[nodiscard]] bool isWorthTelling(const Whereabouts& fix, std::int64_t now) const;
    void told(const Whereabouts& fix, std::int64_t now) {
        m_last = fix;
        m_at = now;
    }

  private:
    std::optional<Whereabouts> m_last;
    std::int64_t m_at = 0;
};

/// Lives on the thread of its creator. Session and feed must outlive it.
class PositionReporter : public QObject {
    Q_OBJECT

  public:
    PositionReporter(Session& session, LiveFeed& feed, Surroundings surroundings,
                     QObject* parent = nullptr);

    /// A new fix. Nothing is kept: an old place is worth nothing.
    void report(const Whereabouts& fix);
    [[nodiscard]] int sent() const { return m_sent; }

  private:
    Session& m_session;
    LiveFeed& m_feed;
    Surroundings m_surroundings;
    PositionThinner m_thinner;
    bool m_isAsking = false;
    int m_sent = 0;
};

}  // namespace delivery::kit
