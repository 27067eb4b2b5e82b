/// What the page feed remembers goes with its batch: when the batch fails, so does every pause and
/// quarantine in it.

#include <QtTest>

#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

constexpr LedgerFault diskFull{FaultCode::DiskFull, Aftermath::TransactionGone};
constexpr LedgerFault pageRefused{FaultCode::Misfit, Aftermath::TransactionLives};

desk::PageCursor failedPage(DeskCity& city) {
    const auto cursors = *(*city.ledger().reader())->pageCursors();
    for (const desk::PageCursor& cursor : cursors) {
        if (cursor.quarantined) return cursor;
    }
    return {};
}

}  // namespace

class TestDeskFeed : public QObject {
    Q_OBJECT

  private slots:
    void quarantineOfAFailedBatch_isForgottenWithIt() {
        DeskCity city;
        city.ledger().failNext(LedgerOperation::WritePage, pageRefused);
        city.ledger().failNext(LedgerOperation::Commit, diskFull);
        QVERIFY(city.run({city.envelope(customer("song"), DeskCity::wish())}).fault.has_value());
        city.paid();
        const auto cursors = *(*city.ledger().reader())->pageCursors();
        for (const desk::PageCursor& cursor : cursors) {
            QVERIFY2(!cursor.quarantined, cursor.page.c_str());
            QCOMPARE(cursor.position, city.position());
        }
    }

    void passingFault_failsTheBatchAndQuarantinesNothing_data() {
        QTest::addColumn<int>("code");
        QTest::newRow("a lock, or no memory") << static_cast<int>(FaultCode::Busy);
        QTest::newRow("no room") << static_cast<int>(FaultCode::DiskFull);
        QTest::newRow("the disk") << static_cast<int>(FaultCode::DiskBroken);
        QTest::newRow("no right") << static_cast<int>(FaultCode::NotAllowed);
    }
    void passingFault_failsTheBatchAndQuarantinesNothing() {
        QFETCH(int, code);
        DeskCity city;
        const std::int64_t before = city.position();
        city.ledger().failNext(LedgerOperation::WritePage,
                               {static_cast<FaultCode>(code), Aftermath::TransactionLives});
        QVERIFY(city.run({city.envelope(customer("song"), DeskCity::wish())}).fault.has_value());
        QCOMPARE(city.position(), before);
        QVERIFY(city.desk().quarantined().empty());
        city.paid();
        QVERIFY(failedPage(city).page.empty());
    }

    void passingFaultInTheCatchUp_quarantinesNothing() {
        DeskCity city;
        city.must(admin(), desk::PauseContext{"store", true});
        city.paid();
        city.must(admin(), desk::PauseContext{"store", false});
        city.ledger().failNext(LedgerOperation::WritePage,
                               {FaultCode::Busy, Aftermath::TransactionLives});
        QVERIFY(!city.desk().catchUp(100));
        while (!city.desk().catchUp(100).value()) {
        }
        QVERIFY(city.desk().quarantined().empty());
    }

    void quarantinedPage_isNamedAndCatchesUpAfterARestart() {
        DeskCity city;
        city.ledger().failNext(LedgerOperation::WritePage, pageRefused);
        const OrderId id = city.paid();
        const std::string page = failedPage(city).page;
        QVERIFY(!page.empty());
        QVERIFY(!failedPage(city).lastError.empty());
        QCOMPARE(city.desk().quarantined().size(), std::size_t{1});
        QVERIFY(city.desk().quarantined().contains("page " + page));
        city.must(owner(), desk::AcceptOrder{id, 20});
        QVERIFY(failedPage(city).position < city.position());

        desk::CommandDesk again(city.ledger(), {});
        QVERIFY(again.open());
        QVERIFY(again.quarantined().empty());
        while (!again.catchUp(100).value()) {
        }
        QVERIFY(failedPage(city).page.empty());
        const auto cursors = *(*city.ledger().reader())->pageCursors();
        for (const desk::PageCursor& cursor : cursors) {
            QCOMPARE(cursor.position, city.position());
            QCOMPARE(cursor.lastError, std::string());
        }
    }

    void quarantinedPage_whoseFaultStays_isNamedAgainAfterARestart() {
        DeskCity city;
        city.ledger().failNext(LedgerOperation::WritePage, pageRefused);
        city.paid();
        const std::string page = failedPage(city).page;
        desk::CommandDesk again(city.ledger(), {});
        QVERIFY(again.open());
        city.ledger().failNext(LedgerOperation::WritePage, pageRefused);
        while (!again.catchUp(100).value()) {
        }
        QCOMPARE(failedPage(city).page, page);
        QVERIFY(again.quarantined().contains("page " + page));
    }

    void quarantinedPage_catchesUpWhenItsContextIsResumed() {
        DeskCity city;
        city.ledger().failNext(LedgerOperation::WritePage, pageRefused);
        city.paid();
        for (const auto& page : page::allPages()) {
            if (page->name() == failedPage(city).page) {
                city.must(admin(), desk::PauseContext{page->context(), false});
            }
        }
        while (!city.desk().catchUp(100).value()) {
        }
        QVERIFY(city.desk().quarantined().empty());
        QVERIFY(failedPage(city).page.empty());
    }

    void pauseOfAFailedBatch_isForgottenWithIt() {
        DeskCity city;
        const OrderId id = city.paid();
        city.ledger().failNext(LedgerOperation::Commit, diskFull);
        const auto failed = city.run({city.envelope(admin(), desk::PauseContext{"store", true})});
        QVERIFY(failed.fault.has_value());
        city.must(owner(), desk::AcceptOrder{id, 20});
        QCOMPARE(city.status(id), order::Status::Accepted);
    }
};

QTEST_APPLESS_MAIN(TestDeskFeed)
#include "tst_desk_feed.moc"
