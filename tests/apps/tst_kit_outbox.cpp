// The outbox keeps what was not answered, gives it out once at a time, and lets go of what is too
// old.

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "apps/kit/command_outbox.h"

using namespace delivery;
using namespace delivery::kit;

class TestKitOutbox : public QObject {
    Q_OBJECT

    static std::unique_ptr<CommandOutbox> opened(const QTemporaryDir& folder) {
        auto outbox = CommandOutbox::open(folder.filePath("deep/outbox.sqlite"));
        if (!outbox) qFatal("%s", outbox.error().text.c_str());
        return std::move(*outbox);
    }
    static constexpr Instant now{1'700'000'000'000};
    const Request m_order{"POST", "/orders", R"({"foodId":"짜장"})"};
    const Request m_pick{"PUT", "/deliveries/3/pick", {}};

  private slots:
    void newCommand_whenTaken_isOnDiskForOwnerOnly() {
        QTemporaryDir folder;
        const auto outbox = opened(folder);
        const auto taken = outbox->take(m_order, Repeat::SameWish, now, "id-1");
        QVERIFY(taken.has_value());
        QVERIFY(!taken->isContinued);
        const auto rows = opened(folder)->unanswered();
        QCOMPARE(rows->size(), 1U);
        QCOMPARE(rows->front().id, "id-1");
        QCOMPARE(rows->front().request, m_order);
        QCOMPARE(rows->front().storedAt, now);
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteGroup | QFileDevice::WriteOther;
        const QString path = folder.filePath("deep/outbox.sqlite");
        QVERIFY(!(QFileInfo(path).permissions() & others));
        QVERIFY(!(QFileInfo(path + ".hold").permissions() & others));
    }

    void unanswered_whenHolderIsGone_isContinuedUnderItsId() {
        QTemporaryDir folder;
        QVERIFY(opened(folder)->take(m_order, Repeat::SameWish, now, "id-1").has_value());
        const auto outbox = opened(folder);
        const auto again = outbox->take(m_order, Repeat::SameWish, now + hours(1), "id-2");
        QVERIFY(again->isContinued);
        QCOMPARE(again->command.id, "id-1");
        QCOMPARE(again->command.storedAt, now);
    }

    void unanswered_whenStillHeld_isNotTakenByAnother() {
        QTemporaryDir folder;
        const auto first = opened(folder);
        const auto second = opened(folder);
        QVERIFY(first->take(m_order, Repeat::SameWish, now, "id-1").has_value());
        const auto other = second->take(m_order, Repeat::SameWish, now, "id-2");
        QVERIFY(!other->isContinued);
        QCOMPARE(other->command.id, "id-2");
    }

    void unanswered_whenLetGo_isContinued() {
        QTemporaryDir folder;
        const auto first = opened(folder);
        const auto second = opened(folder);
        const auto taken = first->take(m_order, Repeat::SameWish, now, "id-1");
        first->letGo(taken->command.seq);
        QCOMPARE(second->take(m_order, Repeat::SameWish, now, "id-2")->command.id, "id-1");
    }

    void otherRequest_whenTaken_isNew_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("method") << "PUT"
                                << "/orders" << m_order.body;
        QTest::newRow("path") << "POST"
                              << "/orders/1" << m_order.body;
        QTest::newRow("body") << "POST"
                              << "/orders" << QByteArray(R"({"foodId":"짬뽕"})");
        QTest::newRow("no body") << "POST"
                                 << "/orders" << QByteArray();
    }
    void otherRequest_whenTaken_isNew() {
        QFETCH(QString, method);
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QTemporaryDir folder;
        QVERIFY(opened(folder)->take(m_order, Repeat::SameWish, now, "id-1").has_value());
        const auto other =
            opened(folder)->take({method, path, body}, Repeat::SameWish, now, "id-2");
        QVERIFY(!other->isContinued);
    }

    void answered_whenForgotten_isNewNextTime() {
        QTemporaryDir folder;
        const auto outbox = opened(folder);
        const auto taken = outbox->take(m_pick, Repeat::Undoable, now, "id-1");
        QVERIFY(outbox->forget(taken->command.seq).has_value());
        QVERIFY(outbox->unanswered()->empty());
        const auto again = outbox->take(m_pick, Repeat::Undoable, now, "id-2");
        QVERIFY(!again->isContinued);
        QVERIFY(again->command.seq > taken->command.seq);
    }

    void undoable_whenOldAnswerCouldBeStale_isNew() {
        QTemporaryDir folder;
        QVERIFY(opened(folder)->take(m_pick, Repeat::Undoable, now, "id-1").has_value());
        QVERIFY(opened(folder)->take(m_pick, Repeat::Undoable, now + minutes(2), "x")->isContinued);
        const auto outbox = opened(folder);
        const auto later = outbox->take(m_pick, Repeat::Undoable, now + minutes(3), "id-2");
        QVERIFY(!later->isContinued);
        QCOMPARE(outbox->unanswered()->size(), 1U);
        QCOMPARE(outbox->unanswered()->front().id, "id-2");
    }

    void stale_whenDropped_isNamed() {
        QTemporaryDir folder;
        QVERIFY(opened(folder)->take(m_order, Repeat::SameWish, now, "id-1").has_value());
        const auto outbox = opened(folder);
        QVERIFY(outbox->dropOlderThan(now)->empty());
        const auto dropped = outbox->dropOlderThan(now + milliseconds(1));
        QCOMPARE(dropped->size(), 1U);
        QCOMPARE(dropped->front().id, "id-1");
        QVERIFY(outbox->unanswered()->empty());
    }

    void file_whenNotADatabase_isAFault() {
        QTemporaryDir folder;
        QFile broken(folder.filePath("outbox.sqlite"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray(4096, 'x'));
        broken.close();
        const auto outbox = CommandOutbox::open(broken.fileName());
        QVERIFY(!outbox.has_value());
        QCOMPARE(outbox.error().code, FaultCode::Damaged);
    }

    void folder_whenItCannotBeMade_isAFault() {
        QTemporaryDir folder;
        QFile inTheWay(folder.filePath("file"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const auto outbox = CommandOutbox::open(folder.filePath("file/outbox.sqlite"));
        QVERIFY(!outbox.has_value());
        QCOMPARE(outbox.error().code, FaultCode::NotAllowed);
    }
};

QTEST_APPLESS_MAIN(TestKitOutbox)
#include "tst_kit_outbox.moc"
