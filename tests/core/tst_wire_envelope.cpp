/// What a message over MQTT or /live says, and what is not taken for one.

#include <QtTest>

#include <nlohmann/json.hpp>

#include "wire/envelope.h"

using namespace delivery::wire;
using nlohmann::json;
using Kind = Envelope::Kind;

namespace {

Envelope ofOrder(
    std::string body = R"({"id":17,"version":9,"changedAt":"t","status":"결제완료"})") {
    return {Kind::Order, "users/song", "e1", 12, std::move(body)};
}

}  // namespace

class TestWireEnvelope : public QObject {
    Q_OBJECT

  private slots:
    void order_isReadAsItWasPrinted() {
        const auto read = parseEnvelope(printEnvelope(ofOrder()));
        QVERIFY(read);
        QCOMPARE(read->kind, Kind::Order);
        QCOMPARE(read->to, std::string("users/song"));
        QCOMPARE(read->epoch, std::string("e1"));
        QCOMPARE(read->number, 12);
        QCOMPARE(json::parse(read->body), json::parse(ofOrder().body));
    }

    void notice_isToldApartFromAnOrder() {
        const auto read =
            parseEnvelope(printEnvelope({Kind::Notice, "users/song", "e1", 3, R"({"id":"n"})"}));
        QVERIFY(read);
        QCOMPARE(read->kind, Kind::Notice);
        QCOMPARE(read->body, std::string(R"({"id":"n"})"));
    }

    void resync_needsNoNumber() {
        QCOMPARE(printEnvelope({}), std::string(R"({"resync":true})"));
        QCOMPARE(parseEnvelope(R"({"resync":true})")->kind, Kind::Resync);
    }

    void tooLongBody_keepsOnlyItsStamp() {
        json body = json::parse(ofOrder().body);
        body["lines"] = std::string(20'000, 'x');
        const std::string text = printEnvelope(ofOrder(body.dump()));
        QVERIFY(text.size() <= envelopeBytesMax);
        const json read = json::parse(parseEnvelope(text)->body);
        QCOMPARE(read["id"], json(17));
        QCOMPARE(read["version"], json(9));
        QCOMPARE(read["partial"], json(true));
        QVERIFY(!read.contains("lines"));
    }

    void longestBody_fitsWhole() {
        json body = json::parse(ofOrder().body);
        const std::size_t frame = printEnvelope(ofOrder(body.dump())).size();
        body["note"] = "";
        body["note"] = std::string(envelopeBytesMax - frame - 10, 'x');
        const std::string text = printEnvelope(ofOrder(body.dump()));
        QCOMPARE(text.size(), envelopeBytesMax);
        QVERIFY(json::parse(text)["order"].contains("note"));
    }

    void unknownMembers_areLeftAlone() {
        QVERIFY(parseEnvelope(R"({"to":"a","epoch":"e","number":1,"later":{},"order":{}})"));
    }

    void whatIsNoEnvelope_isNothing_data() {
        QTest::addColumn<QByteArray>("text");
        const std::vector<const char*> texts{"",
                                             "{",
                                             "[]",
                                             "7",
                                             "{}",
                                             R"({"resync":false})",
                                             R"({"resync":1})",
                                             R"({"to":"a","epoch":"e","number":1})",
                                             R"({"to":"a","epoch":"e","number":1,"order":[]})",
                                             R"({"to":"a","epoch":"e","number":0,"order":{}})",
                                             R"({"to":"","epoch":"e","number":1,"order":{}})",
                                             R"({"to":"a","number":1,"order":{}})",
                                             R"({"epoch":"e","number":1,"order":{}})",
                                             R"({"to":"a","epoch":"e","number":1.5,"order":{}})",
                                             R"({"to":7,"epoch":"e","number":1,"order":{}})",
                                             "\xff\xfe",
                                             R"({"to":"a","epoch":"e","number":"1","order":{}})"};
        for (const char* text : texts) QTest::newRow(text) << QByteArray(text);
    }
    void whatIsNoEnvelope_isNothing() {
        QFETCH(QByteArray, text);
        QVERIFY(!parseEnvelope(
            std::string_view(text.constData(), static_cast<std::size_t>(text.size()))));
    }
};

QTEST_APPLESS_MAIN(TestWireEnvelope)
#include "tst_wire_envelope.moc"
