/// What the strict reader takes and what it refuses; times; the status of every refusal.

#include <QtTest>

#include <set>

#include "wire/instants.h"
#include "wire/status.h"
#include "wire/strict_json.h"

using namespace delivery;

class TestWireStrict : public QObject {
    Q_OBJECT

  private slots:
    void body_isTakenOrRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("taken");
        const auto deep = [](int levels) {
            QByteArray text = "1";
            for (int i = 1; i < levels; ++i) text = "[" + text + "]";
            return "{\"a\":" + text + "}";
        };
        QTest::newRow("nothing") << QByteArray{} << true;
        QTest::newRow("empty object") << QByteArray{"{}"} << true;
        QTest::newRow("spaces") << QByteArray{" { \"a\" : 1 } \n"} << true;
        QTest::newRow("korean") << QByteArray{"{\"주소\":\"서울 용산구\"}"} << true;
        QTest::newRow("escapes") << QByteArray{R"({"a":"\ud55c\n"})"} << true;
        QTest::newRow("emoji pair") << QByteArray{R"({"a":"\ud83d\ude00"})"} << true;
        QTest::newRow("degrees") << QByteArray{R"({"lat":37.5326,"lng":-0.5})"} << true;
        QTest::newRow("8 levels") << deep(8) << true;
        QTest::newRow("9 levels") << deep(9) << false;
        QTest::newRow("100,000 levels") << QByteArray(100'000, '[') << false;
        QTest::newRow("1,000 characters")
            << "{\"a\":\"" + QByteArray("한").repeated(1000) + "\"}" << true;
        QTest::newRow("1,001 characters")
            << "{\"a\":\"" + QByteArray("한").repeated(1001) + "\"}" << false;
        QTest::newRow("long key") << "{\"" + QByteArray(1001, 'k') + "\":1}" << false;
        QTest::newRow("list at the top") << QByteArray{"[1]"} << false;
        QTest::newRow("number at the top") << QByteArray{"1"} << false;
        QTest::newRow("duplicate key") << QByteArray{R"({"qty":1,"qty":2})"} << false;
        QTest::newRow("duplicate key inside") << QByteArray{R"({"a":[{"b":1,"b":1}]})"} << false;
        QTest::newRow("duplicate by escape") << QByteArray{R"({"a":1,"\u0061":1})"} << false;
        QTest::newRow("fraction") << QByteArray{R"({"qty":1.5})"} << false;
        QTest::newRow("whole fraction") << QByteArray{R"({"qty":1.0})"} << false;
        QTest::newRow("exponent") << QByteArray{R"({"qty":1e2})"} << false;
        QTest::newRow("exponent of degrees") << QByteArray{R"({"lat":3e1})"} << false;
        QTest::newRow("beyond 64 bits") << QByteArray{R"({"a":9223372036854775808})"} << false;
        QTest::newRow("far beyond") << "{\"a\":1" + QByteArray(400, '0') + "}" << false;
        QTest::newRow("leading zero") << QByteArray{R"({"a":01})"} << false;
        QTest::newRow("NaN") << QByteArray{R"({"a":NaN})"} << false;
        QTest::newRow("comment") << QByteArray{"{/**/\"a\":1}"} << false;
        QTest::newRow("trailing comma") << QByteArray{R"({"a":1,})"} << false;
        QTest::newRow("trailing text") << QByteArray{"{} {}"} << false;
        QTest::newRow("cut off") << QByteArray{R"({"a":)"} << false;
        QTest::newRow("byte order mark") << QByteArray{"\xEF\xBB\xBF{}"} << false;
        QTest::newRow("broken UTF-8") << QByteArray{"{\"a\":\"\xED\x95\"}"} << false;
        QTest::newRow("overlong UTF-8") << QByteArray{"{\"a\":\"\xC0\xAF\"}"} << false;
        QTest::newRow("surrogate in UTF-8") << QByteArray{"{\"a\":\"\xED\xA0\x80\"}"} << false;
        QTest::newRow("lone surrogate") << QByteArray{R"({"a":"\ud83d"})"} << false;
        QTest::newRow("zero byte") << QByteArray{R"({"a":"\u0000"})"} << false;
        QTest::newRow("escape character") << QByteArray{R"({"a":"\u001b"})"} << false;
    }
    void body_isTakenOrRefused() {
        QFETCH(QByteArray, text);
        QFETCH(bool, taken);
        const auto read = wire::JsonBody::read(text.toStdString());
        QCOMPARE(read.has_value(), taken);
        if (!read) {
            QVERIFY(!read.error().korean.empty());
            QVERIFY(!read.error().english.empty());
        }
    }

    void number_thatIsRefused_hearsWhy_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("why");
        const QString large = "너무 큽니다";
        const QString whole = "정수여야 합니다";
        const QString plain = "지수 없이 16자";
        QTest::newRow("beyond 64 bits") << QByteArray{R"({"a":9223372036854775808})"} << large;
        QTest::newRow("below 64 bits") << QByteArray{R"({"a":-9223372036854775809})"} << large;
        QTest::newRow("twenty digits") << QByteArray{R"({"a":99999999999999999999})"} << large;
        QTest::newRow("beyond every double") << "{\"a\":1" + QByteArray(400, '0') + "}" << large;
        QTest::newRow("degrees beyond all") << QByteArray{R"({"lat":1e308})"} << large;
        QTest::newRow("degrees beyond every double") << QByteArray{R"({"lng":-1e999})"} << large;
        QTest::newRow("fraction") << QByteArray{R"({"qty":1.5})"} << whole;
        QTest::newRow("exponent") << QByteArray{R"({"qty":1e2})"} << whole;
        QTest::newRow("exponent of degrees") << QByteArray{R"({"lat":3e1})"} << plain;
        QTest::newRow("endless degrees") << QByteArray{R"({"lat":37.53260000000000001})"} << plain;
    }
    void number_thatIsRefused_hearsWhy() {
        QFETCH(QByteArray, text);
        QFETCH(QString, why);
        const auto read = wire::JsonBody::read(text.toStdString());
        QVERIFY(!read);
        const QString said = QString::fromStdString(read.error().korean);
        QVERIFY2(said.contains(why), qPrintable(said));
        QVERIFY(!read.error().field.empty());
    }

    void sameContent_hasTheSameCanonicalText() {
        const auto canonical = [](const char* text) {
            return wire::JsonBody::read(text)->canonical();
        };
        QCOMPARE(canonical(R"({"a":1,"b":[{"c":"x"}]})"),
                 canonical(" {\"b\" : [ {\"c\":\"\\u0078\"} ],\n\"a\":\"1\"}"));
        QVERIFY(canonical(R"({"a":1})") != canonical(R"({"a":2})"));
        QVERIFY(canonical(R"({"a":"01"})") != canonical(R"({"a":"1"})"));
        QCOMPARE(canonical(""), canonical("{}"));
    }

    void times_goThereAndBack_data() {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("epoch") << qint64{0} << "1970-01-01T00:00:00.000Z";
        QTest::newRow("leap day") << qint64{1709164799999} << "2024-02-28T23:59:59.999Z";
        QTest::newRow("next") << qint64{1709164800000} << "2024-02-29T00:00:00.000Z";
        QTest::newRow("new year") << qint64{1735689600001} << "2025-01-01T00:00:00.001Z";
        QTest::newRow("far") << qint64{253402300799999} << "9999-12-31T23:59:59.999Z";
    }
    void times_goThereAndBack() {
        QFETCH(qint64, ms);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(wire::printInstant({ms})), text);
        const auto back = wire::parseInstant(text.toStdString());
        QVERIFY(back);
        QCOMPARE(back->utcMilliseconds, ms);
    }

    void brokenTimes_areNotUnderstood() {
        for (const char* text :
             {"", "2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z",
              "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00+09:00",
              "2024-01-01T00:00:00.1Z", "1969-12-31T23:59:59Z", "2O24-01-01T00:00:00Z"}) {
            QVERIFY2(!wire::parseInstant(text), text);
        }
        QVERIFY(wire::parseInstant("2024-01-01T00:00:00Z"));
    }

    void everyRefusal_hasAStatusOfTheList() {
        const std::set<int> known{400, 401, 403, 404, 409, 422, 503};
        for (const RefusalCode code : allRefusalCodes()) {
            QVERIFY2(known.contains(wire::httpStatusOf(code)), std::string{name(code)}.c_str());
            // Only a reused key is unprocessable.
            QCOMPARE(wire::httpStatusOf(code) == 422, code == RefusalCode::CommandIdReused);
            const int family = static_cast<int>(code) / 100;
            if (family == 2) QCOMPARE(wire::httpStatusOf(code), 409);
            if (family == 6) QCOMPARE(wire::httpStatusOf(code), 400);
        }
        QCOMPARE(wire::httpStatusOf(RefusalCode::NotYours), 404);
        QCOMPARE(wire::httpStatusOf(RefusalCode::WrongRole), 403);
        QCOMPARE(wire::httpStatusOf(RefusalCode::PriceChanged), 409);
        QCOMPARE(wire::httpStatusOf(RefusalCode::ContextPaused), 503);
    }
};

QTEST_APPLESS_MAIN(TestWireStrict)
#include "tst_wire_strict.moc"
