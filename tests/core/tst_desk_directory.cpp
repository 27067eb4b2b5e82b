/// The directory of accounts: who is entered, who is struck out, and how a database comes by one
/// that has accounts and none yet.

#include <QtTest>

#include <algorithm>

#include "desk/directory.h"
#include "tests/support/desk_city.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

/// The names in a role's directory; the kept number has to agree.
std::vector<std::string> namesIn(DeskCity& city, std::optional<Role> role) {
    const auto reader = city.ledger().reader();
    const std::string directory = desk::directoryOf(role);
    std::vector<std::string> names;
    const auto rows = (*reader)->sidesPage(directory, 0, 1'000).value();
    for (const auto& row : rows) names.push_back(row.key);
    const auto counters = (*reader)->counters().value();
    const auto kept = counters.find(directory);
    const std::int64_t number = kept == counters.end() ? 0 : kept->second;
    if (number != static_cast<std::int64_t>(names.size())) qFatal("the kept number is wrong");
    return names;
}
bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

class TestDeskDirectory : public QObject {
    Q_OBJECT

  private slots:
    void openedAccount_isEnteredUnderItsRole() {
        DeskCity city;
        const auto before = namesIn(city, std::nullopt);
        city.must(admin(),
                  desk::OpenAccount{UserId{"rider77"}, Role::Rider, "hash", {}, "라이더", ""});
        QVERIFY(has(namesIn(city, Role::Rider), "rider77"));
        QVERIFY(!has(namesIn(city, Role::Customer), "rider77"));
        QCOMPARE(namesIn(city, std::nullopt).size(), before.size() + 1);
        // Another name or telephone number is the same account.
        desk::ChangeProfile change;
        change.userId = UserId{"rider77"};
        change.name = "다른 이름";
        city.must(admin(), change);
        QCOMPARE(namesIn(city, std::nullopt).size(), before.size() + 1);
    }

    void forgottenCustomer_isStruckOutOnce() {
        DeskCity city;
        const auto before = namesIn(city, std::nullopt);
        QVERIFY(has(namesIn(city, Role::Customer), "kim"));
        city.must(customer("kim"), desk::ForgetCustomer{CustomerId{"kim"}});
        city.must(customer("kim"), desk::ForgetCustomer{CustomerId{"kim"}});
        QVERIFY(!has(namesIn(city, Role::Customer), "kim"));
        QCOMPARE(namesIn(city, std::nullopt).size(), before.size() - 1);
    }

    void databaseWithoutADirectory_getsOneAtOpening() {
        MemoryLedger old;
        desk::CommandWrites writes;
        // More than are looked at in one go, and one that nobody can read.
        for (int i = 0; i < 700; ++i) {
            const std::string name = "user" + std::to_string(i);
            record::AccountRow account;
            account.userId = UserId{name};
            account.role = i % 7 == 0 ? Role::Store : Role::Customer;
            writes.sides.push_back({"account", name, name, record::encode(account)});
        }
        writes.sides.push_back({"account", "broken", "broken", "?"});
        auto transaction = old.begin();
        QVERIFY((*transaction)->append(std::move(writes)));
        QVERIFY((*transaction)->commit());
        transaction->reset();
        for (int start = 0; start < 2; ++start) {
            desk::CommandDesk desk(old, {});
            QVERIFY(desk.open());
            const auto reader = old.reader();
            const auto counters = (*reader)->counters().value();
            QCOMPARE(counters.at(desk::directoryOf(std::nullopt)), std::int64_t{701});
            QCOMPARE(counters.at(desk::directoryOf(Role::Store)), std::int64_t{100});
            QCOMPARE(counters.at(desk::directoryOf(Role::Customer)), std::int64_t{600});
            QCOMPARE((*reader)->sidesPage(desk::directoryOf(Role::Customer), 0, 1'000)->size(),
                     std::size_t{600});
        }
    }

    void databaseWithoutAnybody_isLeftAlone() {
        MemoryLedger empty;
        desk::CommandDesk desk(empty, {});
        QVERIFY(desk.open());
        QVERIFY(!(*empty.reader())->counters()->contains(desk::directoryOf(std::nullopt)));
    }
};

QTEST_APPLESS_MAIN(TestDeskDirectory)
#include "tst_desk_directory.moc"
