#pragma once
/// Publishes what is news: in order, each at least once, from where it was when the server or the
/// broker went away.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "server/announce/follower.h"
#include "server/announce/mqtt_line.h"
#include "server/shift/shift.h"

#include <QObject>
#include <QTimer>

namespace delivery::announce {

struct AnnouncerFigures {
    /// How far the broker has everything, and how far the log is.
    std::int64_t announcedUpTo = 0;
    std::int64_t logEnd = 0;
    std::uint64_t published = 0;
};

/// The topic that a message goes to.
[[nodiscard]] std::string topicOf(const Announcement& announcement);

/// Lives on the main thread; the log is read by the shift's readers. Commands never wait for it,
/// and it waits for the broker: little is read that could not be published soon.
class MqttAnnouncer : public QObject {
    Q_OBJECT
  public:
    /// The row that holds how far it has come.
    static constexpr const char* cursorName = "announcer";

    /// All of them must outlive it; the shift must be stopped before it goes.
    MqttAnnouncer(shift::Shift& shift, MqttLine& line, shift::Log& log, QObject* parent = nullptr);
    ~MqttAnnouncer() override;

    /// After the shift's start. Where no cursor is kept, or it does not read (an alarm), it begins
    /// at the log's end.
    void start();
    /// Keeps how far it has come; before the shift's stop.
    void stop();
    /// The log has grown up to here.
    void wake(std::int64_t logEnd);
    [[nodiscard]] AnnouncerFigures figures() const { return {m_confirmed, m_logEnd, m_published}; }

  private:
    struct WayBack;
    struct Sent {
        std::uint64_t number = 0;
        std::string topic;
        std::string text;
        bool published = false;
        bool delivered = false;
    };
    /// When everything up to this number is delivered, the broker has the log up to this position.
    struct Mark {
        std::uint64_t number = 0;
        std::int64_t upTo = 0;
    };
    struct Beginning {
        std::int64_t logEnd = 0;
        std::optional<std::int64_t> cursor;
    };

    void askBeginning();
    void begin(const Beginning& beginning);
    void follow();
    void stopFollowing();
    void heard(const News& news);
    void publishMore();
    void delivered(std::uint64_t number);
    void passMarks();
    void pulse();
    void keepCursor();

    shift::Shift& m_shift;
    MqttLine& m_line;
    shift::Log& m_log;
    std::shared_ptr<WayBack> m_back;
    /// One for each time that the line is up; what an earlier one still says is not heard.
    std::shared_ptr<WayBack> m_hearing;
    std::unique_ptr<Follower> m_follower;
    QTimer m_pulse;
    bool m_begun = false;
    std::int64_t m_logEnd = 0;
    std::int64_t m_confirmed = 0;
    std::int64_t m_kept = -1;
    std::uint64_t m_lastNumber = 0;
    std::uint64_t m_published = 0;
    int m_underWay = 0;
    /// In the log's order: under way first, then those that wait for a place.
    std::deque<Sent> m_window;
    std::deque<Mark> m_marks;
};

}  // namespace delivery::announce
