// One context's pages in another database: fed by the cursor alone, whole after any failure of
// either, and nobody else's business.

#include <QtTest>
#include <memory>
#include <string>
#include <vector>

#include "desk/desk.h"
#include "server/ledger/split_ledger.h"
#include "tests/support/memory_ledger.h"

using namespace delivery;
using namespace delivery::tests;
using ledger::SplitLedger;

namespace {

const std::set<std::string> apartPages{"notices"};
constexpr LedgerFault diskBroken{FaultCode::DiskBroken, Aftermath::TransactionGone};

Actor customer(const std::string& id) { return {UserId{id}, Role::Customer, std::nullopt}; }
const Actor owner{UserId{"store1"}, Role::Store, StoreId{1}};
const Actor admin{UserId{"admin"}, Role::Admin, std::nullopt};

/// A shop on some ledger: the same calls make the same log.
class Shop {
  public:
    explicit Shop(desk::Ledger& ledger) : m_ledger(ledger) { open(); }
    void open() {
        m_desk = std::make_unique<desk::CommandDesk>(m_ledger, desk::Settings{});
        if (!m_desk->open()) qFatal("the desk did not open");
        catchUp();
    }
    void furnish() {
        shop::Profile profile;
        profile.name = "용산반점";
        profile.place = {37'530'000, 126'965'000};
        must(admin, desk::OpenStore{StoreId{1}, UserId{"store1"}, profile});
        must(owner, desk::AddDish{StoreId{1}, {"짜장", Won{2'500}, {}, std::nullopt, ""}});
        must(systemActor(),
             desk::OpenAccount{UserId{"song"}, Role::Customer, "hash", {}, "송", ""});
        must(systemActor(), desk::AddCard{CardId{"card-song"}, CustomerId{"song"}, "sealed",
                                          "sealed", "4330****1234"});
    }
    void order() {
        desk::PlaceOrder place;
        place.customerId = CustomerId{"song"};
        place.lines.push_back({FoodId{1}, 1, {}, std::nullopt});
        place.address = "서울 용산구 용산동 1-1";
        place.area = "서울 용산구 용산동";
        place.dropOff = GeoPoint{37'531'000, 126'966'000};
        must(customer("song"), place);
        const OrderId id{++m_orders};
        const std::string install = m_ledger.reader().value()->install().value();
        must(systemActor(), desk::RecordCharge{"charge/" + id.text() + "/1", id, 1,
                                               order::RecordCharge::Approved{
                                                   PaymentKey{"pay-" + id.text()}, Won{2'500},
                                                   "ds-" + install + "-" + id.text() + "-1"}});
        must(owner, desk::AcceptOrder{id, 20});
    }
    void must(const Actor& actor, desk::Command command) {
        desk::Envelope envelope;
        envelope.actor = actor;
        envelope.command = std::move(command);
        envelope.id = CommandId{"c" + std::to_string(++m_ids)};
        envelope.fingerprint = "same";
        for (auto& word : envelope.random) word = ++m_random * 0x9e3779b97f4a7c15ULL;
        m_now = m_now + seconds(1);
        const auto result = m_desk->run(std::vector{envelope}, m_now);
        if (result.fault) qFatal("%s", result.fault->text.c_str());
        const auto& answer = result.answers.front();
        const auto* refused = answer.reply ? std::get_if<Refusal>(&*answer.reply) : nullptr;
        if (refused != nullptr) qFatal("%s", sentence(*refused, Language::English).c_str());
        catchUp();
    }
    void catchUp() {
        while (!m_desk->catchUp(100).value()) {
        }
    }
    desk::CommandDesk& desk() { return *m_desk; }

  private:
    desk::Ledger& m_ledger;
    std::unique_ptr<desk::CommandDesk> m_desk;
    Instant m_now{1'800'000'000'000};
    std::int64_t m_orders = 0;
    std::int64_t m_ids = 0;
    std::uint64_t m_random = 0;
};

std::vector<std::string> rows(desk::Ledger& ledger, const std::string& page,
                              const std::string& index) {
    std::vector<std::string> found;
    const auto all = ledger.reader().value()->scan({page, index, "all", false, 0, 1'000}).value();
    for (const auto& row : all) {
        found.push_back(row.key + " " + row.body);
    }
    return found;
}

desk::PageCursor cursorOf(desk::Ledger& ledger, const std::string& page) {
    const auto all = ledger.reader().value()->pageCursors().value();
    for (const auto& cursor : all) {
        if (cursor.page == page) return cursor;
    }
    return {};
}

/// The main ledger, the other one, and what they are together.
struct Two {
    MemoryLedger main;
    MemoryLedger apart;
    std::unique_ptr<SplitLedger> split = SplitLedger::open(main, apart, apartPages).value();
};

}  // namespace

class TestLedgerSplit : public QObject {
    Q_OBJECT

    /// What the same calls leave behind where there is one ledger only.
    template <class Calls>
    static std::vector<std::string> noticesAfter(Calls calls) {
        MemoryLedger one;
        Shop shop(one);
        shop.furnish();
        calls(shop);
        return rows(one, "notices", "notices");
    }
    static std::vector<std::string> noticesOfOneLedger(int orders) {
        return noticesAfter([orders](Shop& shop) {
            for (int i = 0; i < orders; ++i) shop.order();
        });
    }

  private slots:
    void rowsOfTheContext_lieInTheOtherLedgerOnly() {
        Two two;
        Shop shop(*two.split);
        shop.furnish();
        for (int i = 0; i < 3; ++i) shop.order();
        QVERIFY(!rows(two.apart, "notices", "notices").empty());
        QVERIFY(rows(two.main, "notices", "notices").empty());
        QVERIFY(rows(two.apart, "customer", "all").empty());
        QCOMPARE(rows(two.main, "customer", "all").size(), std::size_t{3});
        QVERIFY(rows(*two.split, "notices", "notices") == noticesOfOneLedger(3));
        const auto end = two.main.reader().value()->lastPosition().value();
        QCOMPARE(cursorOf(*two.split, "notices").position, end);
        QCOMPARE(two.apart.reader().value()->lastPosition().value(), std::int64_t{0});
    }

    void otherLedgerFails_ordersGoOnAndItIsNamed() {
        Two two;
        Shop shop(*two.split);
        shop.furnish();
        two.apart.failNext(LedgerOperation::Commit, diskBroken);
        shop.order();
        shop.order();
        QVERIFY(shop.desk().quarantined().contains("page notices"));
        QCOMPARE(rows(*two.split, "customer", "all").size(), std::size_t{2});
        QVERIFY(rows(two.apart, "notices", "notices").size() < noticesOfOneLedger(2).size());
        shop.must(admin, desk::PauseContext{"notice", false});
        QVERIFY(shop.desk().quarantined().empty());
        QVERIFY(rows(*two.split, "notices", "notices") == noticesOfOneLedger(2));
    }

    void otherLedgerCannotBegin_ordersGoOnAndARestartMendsIt() {
        Two two;
        Shop shop(*two.split);
        shop.furnish();
        two.apart.failNext(LedgerOperation::WritePage, diskBroken);
        shop.order();
        QVERIFY(shop.desk().quarantined().contains("page notices"));
        shop.open();
        QVERIFY(shop.desk().quarantined().empty());
        QVERIFY(rows(*two.split, "notices", "notices") == noticesOfOneLedger(1));
    }

    void pause_isKeptWithTheBatchAndSurvivesARestart() {
        Two two;
        Shop shop(*two.split);
        shop.furnish();
        shop.must(admin, desk::PauseContext{"notice", true});
        shop.order();
        QVERIFY(cursorOf(two.main, "notices").paused);
        QVERIFY(rows(*two.split, "notices", "notices").empty());
        shop.open();
        shop.order();
        QVERIFY(rows(*two.split, "notices", "notices").empty());
        shop.must(admin, desk::PauseContext{"notice", false});
        QVERIFY(!cursorOf(*two.split, "notices").paused);
        const auto inOne = noticesAfter([](Shop& one) {
            one.must(admin, desk::PauseContext{"notice", true});
            one.order();
            one.order();
            one.must(admin, desk::PauseContext{"notice", false});
        });
        QVERIFY(rows(*two.split, "notices", "notices") == inOne);
    }

    void pauseWhileTheOtherLedgerFails_isTakenAllTheSame() {
        for (const auto operation : {LedgerOperation::SetPageCursor, LedgerOperation::Commit}) {
            Two two;
            Shop shop(*two.split);
            shop.furnish();
            two.apart.failNext(operation, diskBroken);
            shop.must(admin, desk::PauseContext{"notice", true});
            QVERIFY(cursorOf(*two.split, "notices").paused);
            shop.order();
            shop.must(admin, desk::PauseContext{"notice", false});
            const auto inOne = noticesAfter([](Shop& one) {
                one.must(admin, desk::PauseContext{"notice", true});
                one.order();
                one.must(admin, desk::PauseContext{"notice", false});
            });
            QVERIFY(rows(*two.split, "notices", "notices") == inOne);
        }
    }

    void mainLedgerPutBackFromACopy_rowsOfItsLostFutureAreForgotten() {
        Two two;
        {
            Shop shop(*two.split);
            shop.furnish();
            for (int i = 0; i < 3; ++i) shop.order();
        }
        two.split.reset();
        // The same shop with one order only, as a copy of that moment is.
        MemoryLedger copy;
        Shop shop(copy);
        shop.furnish();
        shop.order();
        auto again = SplitLedger::open(copy, two.apart, apartPages).value();
        QVERIFY(rows(*again, "notices", "notices").empty());
        Shop onBoth(*again);
        QVERIFY(rows(*again, "notices", "notices") == noticesOfOneLedger(1));
    }

    void contextMovedOutAndBack_isWholeInBothPlaces() {
        MemoryLedger main;
        MemoryLedger apart;
        Shop shop(main);
        shop.furnish();
        shop.order();
        {
            auto split = SplitLedger::open(main, apart, apartPages).value();
            Shop moved(*split);
            QVERIFY(rows(apart, "notices", "notices") == noticesOfOneLedger(1));
            moved.must(admin, desk::PauseContext{"notice", false});
        }
        Shop back(main);
        QVERIFY(rows(main, "notices", "notices") == noticesOfOneLedger(1));
        QVERIFY(back.desk().quarantined().empty());
    }

    void viewsMadeAnew_areTheSameInBothLedgers() {
        Two two;
        Shop shop(*two.split);
        shop.furnish();
        for (int i = 0; i < 2; ++i) shop.order();
        QVERIFY(shop.desk().clearPages());
        QVERIFY(rows(*two.split, "notices", "notices").empty());
        shop.catchUp();
        QVERIFY(rows(*two.split, "notices", "notices") == noticesOfOneLedger(2));
    }
};

QTEST_APPLESS_MAIN(TestLedgerSplit)
#include "tst_ledger_split.moc"
