// Which stores have a device, and when the desk hears of it.

#include <QtTest>

#include "server/announce/store_presence.h"
#include "tests/server/shift_room.h"

using namespace delivery;
using announce::PresenceSettings;
using announce::StorePresence;

class TestAnnouncePresence : public QObject {
    Q_OBJECT

    std::unique_ptr<tests::ShiftRoom> m_room;

    [[nodiscard]] std::optional<shop::Pause> pause() {
        return std::get<shop::Store>(m_room->city.state<shop::StoreState>("store", "1")).pause;
    }
    static PresenceSettings at(int graceMs, bool pauses = true) {
        return {pauses, milliseconds(graceMs), milliseconds(1)};
    }

  private slots:
    void init() {
        m_room = std::make_unique<tests::ShiftRoom>();
        m_room->city.must(tests::admin(), desk::OpenAccount{UserId{"store1"}, Role::Store, "hash",
                                                            StoreId{1}, "사장", ""});
    }
    void cleanup() {
        m_room->shift.stop();
        m_room.reset();
    }

    void lastListenerGone_pausesAfterTheGrace_andTheFirstBackResumes() {
        m_room->open();
        StorePresence presence(m_room->shift, m_room->log, at(1));
        presence.listenerIs(StoreId{1}, "live a", true);
        presence.listenerIs(StoreId{1}, "live b", true);
        presence.listenerIs(StoreId{1}, "live a", false);
        QVERIFY(m_room->settle());
        QVERIFY(!pause());
        QCOMPARE(presence.storesAlone(), std::size_t{0});
        presence.listenerIs(StoreId{1}, "live b", false);
        QTRY_VERIFY(pause().has_value());
        QVERIFY(pause()->bySystem && pause()->devicesGone.value_or(false));
        QCOMPARE(presence.storesAlone(), std::size_t{1});
        presence.listenerIs(StoreId{1}, "live a", true);
        QTRY_VERIFY(!pause().has_value());
        m_room->shift.stop();
    }

    void whoeverIsBackWithinTheGrace_wasNeverGone() {
        m_room->open();
        StorePresence presence(m_room->shift, m_room->log, at(3'600'000));
        presence.listenerIs(StoreId{1}, "live a", true);
        presence.listenerIs(StoreId{1}, "live a", false);
        presence.listenerIs(StoreId{1}, "live a", true);
        QVERIFY(m_room->settle());
        QVERIFY(!pause());
        QCOMPARE(m_room->log.count("is gone"), 0);
        m_room->shift.stop();
    }

    void aStoreThatNobodyKnows_isLeftAlone() {
        m_room->open();
        StorePresence presence(m_room->shift, m_room->log, at(0));
        presence.listenerIs(StoreId{1}, "live a", false);
        presence.userIs(UserId{"song"}, true);
        presence.userIs(UserId{"song"}, false);
        presence.userIs(UserId{"nobody"}, false);
        QVERIFY(m_room->settle());
        QCoreApplication::processEvents();
        QVERIFY(m_room->settle());
        QVERIFY(!pause());
        QCOMPARE(presence.storesAlone(), std::size_t{0});
        m_room->shift.stop();
    }

    void aUserOfTheBroker_isTheirStores() {
        m_room->open();
        StorePresence presence(m_room->shift, m_room->log, at(1));
        presence.userIs(UserId{"store1"}, true);
        // On /live meanwhile: one of the two is enough.
        presence.listenerIs(StoreId{1}, "live store1", true);
        presence.userIs(UserId{"store1"}, false);
        QVERIFY(m_room->settle());
        QVERIFY(!pause());
        presence.listenerIs(StoreId{1}, "live store1", false);
        QTRY_VERIFY(pause().has_value());
        presence.userIs(UserId{"store1"}, true);
        QTRY_VERIFY(!pause().has_value());
        m_room->shift.stop();
    }

    void withoutPausing_onlyResumes() {
        m_room->city.must(systemActor(), desk::NoteDevicesGone{StoreId{1}});
        QVERIFY(pause().has_value());
        m_room->open();
        StorePresence presence(m_room->shift, m_room->log, at(0, false));
        presence.listenerIs(StoreId{1}, "live a", true);
        QTRY_VERIFY(!pause().has_value());
        presence.listenerIs(StoreId{1}, "live a", false);
        QVERIFY(m_room->settle());
        QCoreApplication::processEvents();
        QVERIFY(m_room->settle());
        QVERIFY(!pause());
        m_room->shift.stop();
    }
};

QTEST_GUILESS_MAIN(TestAnnouncePresence)
#include "tst_announce_presence.moc"
