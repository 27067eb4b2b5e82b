/// The API's description names exactly what the door answers.

#include <QtTest>

#include <algorithm>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "server/door/door.h"
#include "server/door/resources.h"

using namespace delivery;
using nlohmann::json;

namespace {

using Names = std::set<std::pair<std::string, std::string>>;

Names described(const json& document) {
    Names names;
    for (const auto& [path, operations] : document.at("paths").items()) {
        for (const auto& [method, operation] : operations.items()) {
            std::string upper = method;
            std::transform(upper.begin(), upper.end(), upper.begin(),
                           [](char c) { return static_cast<char>(c - 'a' + 'A'); });
            names.insert({upper, path});
        }
    }
    return names;
}

}  // namespace

class TestDoorOpenapi : public QObject {
    Q_OBJECT

    const json document = json::parse(door::openApiDocument());

  private slots:
    void everyRoute_isDescribed_andNothingElse() {
        Names routes;
        for (const door::RouteName& route : door::routeNames()) {
            routes.insert({route.method, route.path});
        }
        const Names described_ = described(document);
        for (const auto& [method, path] : routes) {
            QVERIFY2(described_.contains({method, path}), (method + " " + path).c_str());
        }
        for (const auto& [method, path] : described_) {
            QVERIFY2(routes.contains({method, path}), (method + " " + path).c_str());
        }
    }

    void everyPlaceOfAPath_isAParameter() {
        for (const auto& [path, operations] : document.at("paths").items()) {
            const auto places = std::count(path.begin(), path.end(), '{');
            for (const auto& [method, operation] : operations.items()) {
                const json parameters = operation.value("parameters", json::array());
                const auto named = std::count_if(
                    parameters.begin(), parameters.end(),
                    [](const json& one) { return one.value("in", std::string{}) == "path"; });
                QVERIFY2(named == places, (method + " " + path).c_str());
            }
        }
    }

    void everyReference_leadsSomewhere() {
        const json flat = document.flatten();
        for (const auto& [where, target] : flat.items()) {
            if (!where.ends_with("$ref")) continue;
            const std::string text = target;
            QVERIFY2(document.contains(json::json_pointer(text.substr(1))), text.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestDoorOpenapi)
#include "tst_door_openapi.moc"
