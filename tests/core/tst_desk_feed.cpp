/// What the page feed remembers goes with its batch: when the batch fails, so does every pause and
/// quarantine in it.

#include <QtTest>

#include "tests/core/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

constexpr LedgerFault diskFull{FaultCode::DiskFull, Aftermath::TransactionGone};
constexpr LedgerFault pageRefused{FaultCode::Busy, Aftermath::TransactionLives};

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
