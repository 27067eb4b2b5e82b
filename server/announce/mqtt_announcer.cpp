#include "server/announce/mqtt_announcer.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <utility>

#include "record/record.h"
#include "server/shift/sides.h"
#include "wire/topics.h"

namespace delivery::announce {

namespace {

/// News are taken while fewer messages than this wait.
constexpr std::size_t windowMax = 1'000;
/// How often the cursor is kept, and what had to wait is tried again. A crash repeats what was
/// announced in this time; clients drop it by its version.
constexpr int pulseMs = 1'000;

}  // namespace

/// The way from the shift's threads to the announcer.
struct MqttAnnouncer::WayBack {
    std::mutex mutex;
    QObject* home = nullptr;
    std::atomic<bool> hasRoom = true;

    /// False when it is closed.
    bool post(std::function<void()> work) {
        const std::lock_guard lock(mutex);
        if (home == nullptr) return false;
        QMetaObject::invokeMethod(home, std::move(work), Qt::QueuedConnection);
        return true;
    }
    void close() {
        const std::lock_guard lock(mutex);
        home = nullptr;
    }
};

std::string noticeTopicOf(const Announcement& announcement) {
    switch (announcement.role) {
        case Role::Store:
            return wire::notificationTopic(StoreId{std::stoll(announcement.id)});
        case Role::Rider:
            return wire::notificationTopic(RiderId{announcement.id});
        case Role::Admin:
            return wire::adminNotificationTopic();
        case Role::Customer:
        case Role::System:
            break;
    }
    return wire::notificationTopic(UserId{announcement.id});
}

std::string topicOf(const Announcement& announcement) {
    if (announcement.isNotice) return noticeTopicOf(announcement);
    if (announcement.role == Role::Store) {
        return wire::storeOrderTopic(StoreId{std::stoll(announcement.id)}, announcement.order);
    }
    if (announcement.role == Role::Rider) {
        return wire::offerTopic(RiderId{announcement.id}, announcement.order);
    }
    return wire::userOrderTopic(UserId{announcement.id}, announcement.order);
}

MqttAnnouncer::MqttAnnouncer(shift::Shift& shift, MqttLine& line, shift::Log& log, QObject* parent)
    : QObject(parent),
      m_shift(shift),
      m_line(line),
      m_log(log),
      m_back(std::make_shared<WayBack>()) {
    m_back->home = this;
    connect(&m_pulse, &QTimer::timeout, this, &MqttAnnouncer::pulse);
    connect(&m_line, &MqttLine::cameUp, this, &MqttAnnouncer::follow);
    connect(&m_line, &MqttLine::wentDown, this, &MqttAnnouncer::stopFollowing);
    connect(&m_line, &MqttLine::delivered, this, &MqttAnnouncer::delivered);
}

MqttAnnouncer::~MqttAnnouncer() {
    stopFollowing();
    m_back->close();
}

void MqttAnnouncer::start() {
    askBeginning();
    m_pulse.start(pulseMs);
}

void MqttAnnouncer::askBeginning() {
    (void)m_shift.read([this, back = m_back](desk::LedgerReader& reader) {
        // One that cannot be read is an alarm, and the log's end is as good a beginning as any:
        // whoever connects to a server that has just started asks for what is new anyway.
        const auto cursor =
            shift::readableSide(reader, {"cursor", cursorName}, record::decodeCursor);
        const auto end = reader.lastPosition();
        if (!cursor || !end) {
            // The next pulse asks again.
            const std::string why = cursor ? end.error().text : cursor.error().text;
            back->post([this, why] { m_log.line(shift::Level::Warning, "announce", why); });
            return;
        }
        Beginning beginning{*end, std::nullopt};
        if (*cursor) beginning.cursor = (*cursor)->position;
        back->post([this, beginning] { begin(beginning); });
    });
}

void MqttAnnouncer::begin(const Beginning& beginning) {
    if (std::exchange(m_begun, true)) return;
    m_logEnd = std::max(m_logEnd, beginning.logEnd);
    m_confirmed = std::min(beginning.cursor.value_or(beginning.logEnd), beginning.logEnd);
    m_kept = beginning.cursor.value_or(-1);
    // A first cursor is kept at once: what comes after it is not to be left out by a crash.
    keepCursor();
    follow();
}

void MqttAnnouncer::wake(std::int64_t logEnd) {
    m_logEnd = std::max(m_logEnd, logEnd);
    if (m_follower) m_follower->wake(m_logEnd);
}

/// What the broker did not acknowledge before is read and published again, under another epoch.
void MqttAnnouncer::follow() {
    if (!m_begun || !m_line.isUp() || m_follower) return;
    m_hearing = std::make_shared<WayBack>();
    m_hearing->home = this;
    m_follower =
        std::make_unique<Follower>(m_shift, m_log, [this, hearing = m_hearing](const News& news) {
            if (!hearing->hasRoom) return false;
            return hearing->post([this, hearing, news] {
                // Posted before the line went down: read again since then.
                if (hearing == m_hearing) heard(news);
            });
        });
    m_follower->start(m_confirmed);
    m_follower->wake(m_logEnd);
}

void MqttAnnouncer::stopFollowing() {
    if (m_hearing) m_hearing->close();
    m_hearing.reset();
    m_follower.reset();
    m_window.clear();
    m_marks.clear();
    m_underWay = 0;
}

void MqttAnnouncer::heard(const News& news) {
    for (const Announcement& one : news.announcements) {
        m_window.push_back({++m_lastNumber, topicOf(one), one.text});
    }
    m_marks.push_back({m_lastNumber, news.upTo});
    m_hearing->hasRoom = m_window.size() < windowMax;
    passMarks();
    publishMore();
}

void MqttAnnouncer::publishMore() {
    for (Sent& sent : m_window) {
        if (sent.published) continue;
        if (m_underWay >= MqttLine::inFlightMax) return;
        // The window is gone when the line went down over it.
        if (!m_line.publish(sent.number, sent.topic, sent.text)) return;
        sent.published = true;
        m_underWay += 1;
        m_published += 1;
    }
}

void MqttAnnouncer::delivered(std::uint64_t number) {
    if (m_window.empty() || number < m_window.front().number) return;
    const std::size_t place = number - m_window.front().number;
    if (place >= m_window.size() || m_window[place].delivered) return;
    m_window[place].delivered = true;
    m_underWay -= 1;
    while (!m_window.empty() && m_window.front().delivered) m_window.pop_front();
    passMarks();
    publishMore();
    const bool hasRoom = m_window.size() < windowMax;
    if (m_hearing && hasRoom && !m_hearing->hasRoom.exchange(true)) m_follower->wake(m_logEnd);
}

void MqttAnnouncer::passMarks() {
    const std::uint64_t waiting = m_window.empty() ? m_lastNumber + 1 : m_window.front().number;
    while (!m_marks.empty() && m_marks.front().number < waiting) {
        m_confirmed = std::max(m_confirmed, m_marks.front().upTo);
        m_marks.pop_front();
    }
}

void MqttAnnouncer::pulse() {
    if (!m_begun) return askBeginning();
    keepCursor();
    // Pages that were paused catch up without a commit, and a reader that was busy is asked again.
    if (m_follower) m_follower->wake(m_logEnd);
}

void MqttAnnouncer::keepCursor() {
    if (!m_begun || m_confirmed == m_kept) return;
    m_kept = m_confirmed;
    desk::Envelope envelope = shift::systemEnvelope(desk::MoveCursor{cursorName, m_confirmed});
    envelope.keepReply = false;
    m_shift.submit(std::move(envelope), [this, back = m_back](const shift::Outcome& outcome) {
        if (outcome.kind == shift::Outcome::Kind::Done) return;
        // Under load or with a full disk: the next pulse tries again, and a crash repeats a little
        // more.
        back->post([this] { m_kept = -1; });
    });
}

void MqttAnnouncer::stop() {
    m_pulse.stop();
    keepCursor();
}

}  // namespace delivery::announce
