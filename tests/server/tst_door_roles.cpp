/// Every route asked by every principal: nobody gets past a route that is not theirs, whatever they
/// ask for.

#include <QtTest>

#include <algorithm>
#include <set>
#include <vector>

#include "server/door/routes.h"
#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

/// Who may use a route at all: C, S, R, A, and '*' where nobody has to be signed in. Written by
/// hand from the requirements.
struct Row {
    std::string method;
    std::string path;
    std::string who;
    /// What those get who may. Nothing that is named exists and nothing that is sent means
    /// anything, so that 400 and 404 are as far as a path with a place or a body leads.
    std::set<int> answers;
};
const std::set<int> found{200};
const std::set<int> nothingThere{400, 404};
const std::set<int> idle{204};

/// The rows of a resource under each of its names.
void under(std::vector<Row>& rows, const std::vector<std::string>& names,
           const std::vector<Row>& sketches) {
    for (const std::string& name : names) {
        for (const Row& sketch : sketches)
            rows.push_back({sketch.method, name + sketch.path, sketch.who, sketch.answers});
    }
}

void ordersAndMoney(std::vector<Row>& rows) {
    under(rows, {"/orders"},
          {{"GET", "", "CA", found},
           {"POST", "", "CA", nothingThere},
           {"GET", "/{id}", "CA", nothingThere},
           {"DELETE", "/{id}", "CA", nothingThere},
           {"PATCH", "/{id}", "CA", nothingThere},
           {"GET", "/{id}/why", "CA", nothingThere},
           {"PUT", "/{id}/confirm", "C", nothingThere},
           {"PUT", "/{id}/rate", "C", nothingThere}});
    under(rows, {"/myPages"}, {{"GET", "", "CA", found}, {"GET", "/{id}", "CA", nothingThere}});
    under(rows, {"/payments", "/pays"},
          {{"GET", "", "CA", found},
           {"GET", "/{id}", "CA", nothingThere},
           {"PUT", "/{id}/pay", "C", nothingThere},
           {"PUT", "/{id}/retry", "A", nothingThere}});
    under(rows, {"/points"}, {{"GET", "", "CA", found}});
    under(rows, {"/cards"},
          {{"GET", "", "CA", found},
           {"DELETE", "/{id}", "C", idle},
           {"GET", "/register", "C", {503}},
           {"GET", "/register/{ticket}", "*", {410}},
           {"GET", "/registered/{state}", "*", {410}},
           {"GET", "/unregistered/{state}", "*", {410}}});
    rows.push_back({"POST", "/webhooks/payments", "*", found});
}

void workOfStoresAndRiders(std::vector<Row>& rows) {
    under(rows, {"/foodCookings", "/storeOrders"},
          {{"GET", "", "SA", found},
           {"GET", "/{id}", "SA", nothingThere},
           {"PUT", "/{id}/accept", "S", nothingThere},
           {"PUT", "/{id}/promise", "S", nothingThere},
           {"PUT", "/{id}/reject", "S", nothingThere},
           {"PUT", "/{id}/start", "S", nothingThere},
           {"PUT", "/{id}/finish", "S", nothingThere},
           {"PUT", "/{id}/cancel", "S", nothingThere},
           {"PUT", "/{id}/acknowledge", "S", nothingThere}});
    under(rows, {"/deliveries", "/deliveryLists"},
          {{"GET", "", "CSRA", found},
           {"GET", "/{id}", "CSRA", nothingThere},
           {"GET", "/{id}/why", "RA", nothingThere},
           {"PUT", "/{id}/pick", "R", nothingThere},
           {"PUT", "/{id}/release", "R", nothingThere},
           {"PUT", "/{id}/collect", "R", nothingThere},
           {"PUT", "/{id}/deliver", "R", nothingThere}});
    under(rows, {"/riders"},
          {{"GET", "", "RA", found},
           {"GET", "/{id}", "RA", nothingThere},
           {"PUT", "/{id}", "R", nothingThere},
           {"PATCH", "/{id}", "R", nothingThere}});
    rows.push_back({"GET", "/foodCounts", "SA", found});
    rows.push_back({"GET", "/riderCounts", "SRA", found});
}

void shops(std::vector<Row>& rows) {
    under(rows, {"/foods", "/menus"},
          {{"GET", "", "CSRA", found},
           {"POST", "", "SA", nothingThere},
           {"GET", "/{id}", "CSRA", nothingThere},
           {"PUT", "/{id}", "SA", nothingThere},
           {"PATCH", "/{id}", "SA", nothingThere},
           {"DELETE", "/{id}", "SA", nothingThere},
           {"GET", "/{id}/picture", "*", nothingThere},
           {"PUT", "/{id}/picture", "SA", {415}},
           {"DELETE", "/{id}/picture", "SA", nothingThere}});
    rows.push_back({"GET", "/topMenus", "CSRA", found});
    under(rows, {"/stores"},
          {{"GET", "", "CSRA", found},
           {"POST", "", "A", nothingThere},
           {"GET", "/{id}", "CSRA", nothingThere},
           {"PUT", "/{id}", "SA", nothingThere},
           {"PATCH", "/{id}", "SA", nothingThere},
           {"GET", "/{id}/sales", "SA", nothingThere},
           {"PUT", "/{id}/busy", "SA", nothingThere},
           {"PUT", "/{id}/autoAccept", "SA", nothingThere},
           {"PUT", "/{id}/pause", "SA", nothingThere},
           {"PUT", "/{id}/resume", "SA", nothingThere}});
    under(rows, {"/reviews"},
          {{"GET", "", "CSRA", found},
           {"GET", "/{id}", "CSRA", nothingThere},
           {"PUT", "/{id}/answer", "S", nothingThere}});
    rows.push_back({"GET", "/places", "CSRA", nothingThere});
}

void people(std::vector<Row>& rows) {
    under(rows, {"/customers", "/customerInfos"},
          {{"GET", "", "CA", found},
           {"POST", "", "*", nothingThere},
           {"GET", "/{id}", "CA", nothingThere},
           {"PUT", "/{id}", "CA", nothingThere},
           {"PATCH", "/{id}", "CA", nothingThere},
           {"DELETE", "/{id}", "CA", {204, 404}}});
    under(rows, {"/customers/{id}/addresses"},
          {{"GET", "", "CA", nothingThere},
           {"POST", "", "C", nothingThere},
           {"DELETE", "/{address}", "C", nothingThere}});
    rows.push_back({"GET", "/notificationLogs", "CSRA", found});
    rows.push_back({"GET", "/changes", "CSR", found});
    // An upgrade is asked for otherwise.
    rows.push_back({"GET", "/live", "CSR", {426}});
    rows.push_back({"POST", "/auth/login", "*", nothingThere});
    rows.push_back({"POST", "/auth/logout", "CSRA", nothingThere});
    rows.push_back({"GET", "/auth/session", "CSRA", found});
}

void operators(std::vector<Row>& rows) {
    under(rows, {"/accounts"},
          {{"GET", "", "A", found},
           {"POST", "", "A", nothingThere},
           {"GET", "/{id}", "A", nothingThere},
           {"PUT", "/{id}", "A", nothingThere},
           {"PATCH", "/{id}", "A", nothingThere}});
    under(rows, {"/contexts"},
          {{"GET", "", "A", found},
           {"GET", "/{id}", "A", nothingThere},
           {"PUT", "/{id}", "A", nothingThere},
           {"PUT", "/{id}/pause", "A", nothingThere},
           {"PUT", "/{id}/resume", "A", nothingThere}});
    rows.push_back({"GET", "/escalations", "A", found});
    rows.push_back({"GET", "/sessions", "A", found});
    rows.push_back({"POST", "/backups", "A", nothingThere});
    under(rows, {"/actuator/health"},
          {{"GET", "", "*", found},
           {"GET", "/liveness", "*", found},
           {"GET", "/readiness", "*", found}});
    rows.push_back({"GET", "/metrics", "*", found});
    rows.push_back({"GET", "/openapi.json", "*", found});
}

std::vector<Row> everyRow() {
    std::vector<Row> rows;
    ordersAndMoney(rows);
    workOfStoresAndRiders(rows);
    shops(rows);
    people(rows);
    operators(rows);
    return rows;
}

/// "/orders/{id}/why" for an order that there is not.
QByteArray targetOf(const std::string& path) {
    static const QRegularExpression place("\\{[a-z]+\\}");
    const bool ofPeople = path.starts_with("/customers") || path.starts_with("/customerInfos") ||
                          path.starts_with("/riders") || path.starts_with("/accounts");
    return QString::fromStdString(path).replace(place, ofPeople ? "nobody" : "999").toUtf8();
}

}  // namespace

class TestDoorRoles : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorStage> stage;
    const std::vector<std::pair<char, std::string>> everyone{
        {'C', "song"}, {'S', "store1"}, {'R', "rider1"}, {'A', "admin"}};

  private slots:
    void initTestCase() {
        stage = std::make_unique<DoorStage>();
        for (const auto& [letter, user] : everyone) (void)stage->tokenOf(user);
    }

    void everyRoute_hasItsRow_andNothingElse() {
        std::set<std::pair<std::string, std::string>> rows, routes;
        for (const Row& row : everyRow()) {
            const bool fresh = rows.emplace(row.method, row.path).second;
            QVERIFY2(fresh, (row.method + " " + row.path).c_str());
        }
        for (const door::RouteName& route : door::routeNames())
            routes.emplace(route.method, route.path);
        for (const auto& [method, path] : routes)
            QVERIFY2(rows.contains({method, path}), (method + " " + path).c_str());
        for (const auto& [method, path] : rows)
            QVERIFY2(routes.contains({method, path}), (method + " " + path).c_str());
        QVERIFY(rows.size() > 130);
    }

    void route_isForThoseWhoMay_data() {
        QTest::addColumn<int>("row");
        int index = 0;
        for (const Row& row : everyRow())
            QTest::newRow((row.method + " " + row.path).c_str()) << index++;
    }
    void route_isForThoseWhoMay() {
        QFETCH(int, row);
        const Row asked = everyRow().at(static_cast<std::size_t>(row));
        const QByteArray method = QByteArray::fromStdString(asked.method);
        const QByteArray target = targetOf(asked.path);
        const QByteArray body = method == "GET" ? QByteArray{} : QByteArray{R"({"x":1})"};
        const bool open = asked.who == "*";
        const std::int64_t before = stage->position();
        const int unknown = stage->call(method, target, body).status;
        QVERIFY2(open ? asked.answers.contains(unknown) : unknown == 401,
                 std::to_string(unknown).c_str());
        for (const auto& [letter, user] : everyone) {
            const Got got = stage->as(user, method, target, body);
            const bool may = open || asked.who.find(letter) != std::string::npos;
            const std::string what = user + " " + std::to_string(got.status);
            QVERIFY2(may ? asked.answers.contains(got.status) : got.status == 403, what.c_str());
        }
        QCOMPARE(stage->position(), before);
    }
};

QTEST_GUILESS_MAIN(TestDoorRoles)
#include "tst_door_roles.moc"
