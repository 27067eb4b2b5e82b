// Where the follower of the log begins: behind a position, and 0 is one, or at the end.

#include <QtTest>

#include <mutex>

#include "server/announce/follower.h"
#include "tests/server/shift_room.h"

using namespace delivery;

namespace {

/// What was heard, on whatever thread.
class Heard {
  public:
    announce::Follower::Hear hear() {
        return [this](const announce::News& news) {
            const std::lock_guard lock(m_mutex);
            for (const auto& one : news.announcements) m_orders.push_back(one.order);
            m_upTo = news.upTo;
            return true;
        };
    }
    [[nodiscard]] bool has(OrderId order) const {
        const std::lock_guard lock(m_mutex);
        return std::find(m_orders.begin(), m_orders.end(), order) != m_orders.end();
    }
    [[nodiscard]] std::int64_t upTo() const {
        const std::lock_guard lock(m_mutex);
        return m_upTo;
    }

  private:
    mutable std::mutex m_mutex;
    std::vector<OrderId> m_orders;
    std::int64_t m_upTo = -1;
};

}  // namespace

class TestAnnounceFollower : public QObject {
    Q_OBJECT

  private slots:
    void cursorAtZero_isTheLogsBeginning() {
        tests::ShiftRoom room;
        const OrderId early = room.city.paid();
        const std::int64_t end = room.city.position();
        room.open();
        Heard heard;
        announce::Follower follower(room.shift, room.log, heard.hear());
        follower.start(0);
        follower.wake(end);
        QTRY_COMPARE(heard.upTo(), end);
        QVERIFY(heard.has(early));
        room.shift.stop();
    }

    void cursorInTheMiddle_leavesOutWhatWasBefore() {
        tests::ShiftRoom room;
        const OrderId early = room.city.paid();
        const std::int64_t middle = room.city.position();
        const OrderId late = room.city.paid();
        const std::int64_t end = room.city.position();
        room.open();
        Heard heard;
        announce::Follower follower(room.shift, room.log, heard.hear());
        follower.start(middle);
        follower.wake(end);
        QTRY_COMPARE(heard.upTo(), end);
        QVERIFY(!heard.has(early));
        QVERIFY(heard.has(late));
        room.shift.stop();
    }

    void noCursor_beginsAtTheEnd() {
        // One reader: what is asked first is looked at first.
        shift::Limits limits;
        limits.readers = 1;
        tests::ShiftRoom room(limits);
        const OrderId early = room.city.paid();
        const OrderId late = room.city.place();
        room.open();
        Heard heard;
        announce::Follower follower(room.shift, room.log, heard.hear());
        follower.start(std::nullopt);
        const auto approval = room.approvalOf(late);
        Heard first;
        announce::Follower other(room.shift, room.log, first.hear());
        other.start(0);
        QTRY_VERIFY(first.has(early));
        room.submit("approve", systemActor(), approval);
        QVERIFY(room.ears.hears(1));
        follower.wake(room.city.position());
        QTRY_VERIFY(heard.has(late));
        QVERIFY(!heard.has(early));
        room.shift.stop();
    }
};

QTEST_GUILESS_MAIN(TestAnnounceFollower)
#include "tst_announce_follower.moc"
