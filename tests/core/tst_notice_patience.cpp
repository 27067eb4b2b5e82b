// Until when a message is worth sending, and how long anybody asks what became of it.

#include <QTest>

#include "notice/notice.h"

using namespace delivery;

class TestNoticePatience : public QObject {
    Q_OBJECT

  private slots:
    void message_whenItWaited_isSentOrNot_data() {
        QTest::addColumn<qint64>("ageMs");
        QTest::addColumn<bool>("outdone");
        QTest::addColumn<bool>("moot");
        QTest::addColumn<QString>("why");
        QTest::newRow("at once") << 0LL << false << false << "";
        QTest::newRow("at once, a newer one waits") << 0LL << true << false << "";
        QTest::newRow("nearly a minute") << 59'999LL << true << false << "";
        QTest::newRow("a minute, outdone") << 60'000LL << true << false << "outdone";
        QTest::newRow("a minute, the newest") << 60'000LL << false << false << "";
        QTest::newRow("nearly ten minutes") << 599'999LL << false << false << "";
        QTest::newRow("ten minutes") << 600'000LL << false << false << "stale";
        QTest::newRow("hours, outdone") << 9'000'000LL << true << false << "stale";
        QTest::newRow("passed") << 0LL << false << true << "moot";
    }
    void message_whenItWaited_isSentOrNot() {
        QFETCH(qint64, ageMs);
        QFETCH(bool, outdone);
        QFETCH(bool, moot);
        const auto why = notice::whyNotSent(milliseconds(ageMs), outdone, moot, {});
        QTEST(QString::fromStdString(why.value_or("")), "why");
    }

    void looks_growRareAndEnd() {
        Span age{};
        Span last{};
        int looks = 0;
        while (const auto wait = notice::untilNextLook(age)) {
            QVERIFY(*wait >= last);
            last = *wait;
            age = age + *wait;
            QVERIFY(++looks < 20);
        }
        QVERIFY(looks > 5);
        QVERIFY(age >= hours(1) && age < hours(2));
    }

    void keys_nameOneChangeAndOnePerson() {
        notice::Message message;
        message.orderId = OrderId{17};
        message.storeId = StoreId{1};
        message.change = 4;
        QCOMPARE(notice::effectId(message), std::string("message/17/4/customer"));
        QCOMPARE(notice::keyIn(notice::effectId(message)), notice::keyOf(message));
        message.subject = notice::Subject::PromiseChanged;
        QCOMPARE(notice::effectId(message), std::string("message/17/4/customer"));
        message.subject = notice::Subject::OrderUnheard;
        QCOMPARE(notice::effectId(message), std::string("message/17/4/owner"));
        message.orderId = std::nullopt;
        message.subject = notice::Subject::DevicesGone;
        QCOMPARE(notice::effectId(message), std::string("message/store-1/4/owner"));
        QCOMPARE(notice::keyIn("charge/17/1"), std::string());
    }
};

QTEST_APPLESS_MAIN(TestNoticePatience)
#include "tst_notice_patience.moc"
