/// Every route asked by every principal: nobody gets past a route that is not theirs, whatever they
/// ask for.

#include <QtTest>

#include "server/door/routes.h"
#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

/// Letters of who may use a route at all; '*' needs nobody signed in. Written by hand from the
/// requirements.
const std::map<std::string, std::string>& allowed() {
    static const std::map<std::string, std::string> table{
        {"/orders", "CA"},         {"/payments", "CA"},
        {"/pays", "CA"},           {"/myPages", "CA"},
        {"/foodCookings", "SA"},   {"/storeOrders", "SA"},
        {"/deliveries", "CSRA"},   {"/deliveryLists", "CSRA"},
        {"/changes", "CSR"},       {"/foods", "CSRA"},
        {"/menus", "CSRA"},        {"/topMenus", "CSRA"},
        {"/stores", "CSRA"},       {"/reviews", "CSRA"},
        {"/foodCounts", "SA"},     {"/riderCounts", "SRA"},
        {"/customers", "CA"},      {"/customerInfos", "CA"},
        {"/cards", "CA"},          {"/riders", "RA"},
        {"/points", "CA"},         {"/notificationLogs", "CSRA"},
        {"/accounts", "A"},        {"/escalations", "A"},
        {"/contexts", "A"},        {"/sessions", "A"},
        {"/auth/session", "CSRA"},
    };
    return table;
}

}  // namespace

class TestDoorRoles : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;
    const std::vector<std::pair<char, std::string>> everyone{
        {'C', "song"}, {'S', "store1"}, {'R', "rider1"}, {'A', "admin"}};

  private slots:
    void initTestCase() { stage = std::make_unique<DoorStage>(); }

    void reading_isForThoseWhoMay() {
        for (const auto& [path, who] : allowed()) {
            const QByteArray target = QByteArray::fromStdString(path);
            QCOMPARE(stage->call("GET", target).status, 401);
            for (const auto& [letter, user] : everyone) {
                const int status = stage->as(user, "GET", target).status;
                const bool may = who.find(letter) != std::string::npos;
                const std::string what = user + " GET " + path + " " + std::to_string(status);
                QVERIFY2(status == (may ? 200 : 403), what.c_str());
            }
        }
    }

    void writing_isForThoseWhoMay_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("who");
        const auto row = [](const char* method, const char* path, const char* who) {
            QTest::newRow((std::string{method} + " " + path).c_str())
                << QByteArray(method) << QByteArray(path) << QByteArray(who);
        };
        row("POST", "/orders", "CA");
        row("DELETE", "/orders/999", "CA");
        row("PATCH", "/orders/999", "CA");
        row("PUT", "/orders/999/confirm", "C");
        row("PUT", "/orders/999/rate", "C");
        row("PUT", "/payments/999/pay", "C");
        row("PUT", "/pays/999/retry", "A");
        for (const char* verb :
             {"accept", "promise", "reject", "start", "finish", "cancel", "acknowledge"}) {
            row("PUT", (std::string{"/foodCookings/999/"} + verb).c_str(), "S");
            row("PUT", (std::string{"/storeOrders/999/"} + verb).c_str(), "S");
        }
        for (const char* verb : {"pick", "release", "collect", "deliver"}) {
            row("PUT", (std::string{"/deliveries/999/"} + verb).c_str(), "R");
        }
        row("POST", "/foods", "SA");
        row("PUT", "/foods/999", "SA");
        row("PATCH", "/menus/999", "SA");
        row("DELETE", "/foods/999", "SA");
        row("POST", "/stores", "A");
        row("PUT", "/stores/999", "SA");
        row("PUT", "/stores/999/pause", "SA");
        row("PUT", "/stores/999/resume", "SA");
        row("PUT", "/customers/nobody", "CA");
        row("DELETE", "/customers/nobody", "CA");
        row("POST", "/customers/nobody/addresses", "C");
        row("DELETE", "/cards/none", "C");
        row("PUT", "/riders/nobody", "R");
        row("PUT", "/reviews/999/answer", "S");
        row("POST", "/accounts", "A");
        row("POST", "/backups", "A");
        row("PUT", "/contexts/none", "A");
        row("PUT", "/contexts/none/pause", "A");
    }
    void writing_isForThoseWhoMay() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, who);
        const std::int64_t before = stage->position();
        QCOMPARE(stage->call(method, path, R"({"x":1})").status, 401);
        for (const auto& [letter, user] : everyone) {
            const int status = stage->as(user, method, path, R"({"x":1})").status;
            const bool may = who.contains(letter);
            const std::string what = user + " " + std::to_string(status);
            // Nothing of this exists, so that whoever may gets as far as a 400, a 404 or an idle
            // 204.
            const bool past = status == 400 || status == 404 || status == 204;
            QVERIFY2(may ? past : status == 403, what.c_str());
        }
        QCOMPARE(stage->position(), before);
    }
};

QTEST_GUILESS_MAIN(TestDoorRoles)
#include "tst_door_roles.moc"
