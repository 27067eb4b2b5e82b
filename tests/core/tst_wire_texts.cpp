/// What a text, a telephone number and a menu's options may be.

#include <QtTest>

#include "core/blank.h"
#include "wire/parse_account.h"
#include "wire/parse_order.h"
#include "wire/parse_shop.h"

using namespace delivery;
using wire::JsonBody;

namespace {

const OrderId seven{7};

/// The field that is to blame, "" when all was understood, "?" when the body itself was refused.
template <class T>
QString blamed(wire::Read<T> (*parse)(const JsonBody&), const QByteArray& text) {
    const auto body = JsonBody::read(text.toStdString());
    if (!body) return "?";
    const auto read = parse(*body);
    return read ? QString{} : QString::fromStdString(read.error().field);
}

/// Escaped, so that a test's table can be read.
QByteArray member(const char* name, const QByteArray& text) {
    return QByteArray("{\"") + name + "\":\"" + text + "\"}";
}

const QByteArray dish = R"({"name":"떡볶이","price":1,"options":)";

}  // namespace

class TestWireTexts : public QObject {
    Q_OBJECT

  private slots:
    void telephone_isANumber_data() {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<bool>("taken");
        const auto row = [](const char* number, bool taken) {
            QTest::newRow(number) << QByteArray(number) << taken;
        };
        row("010-1234-5678", true);
        row("01012345678", true);
        row("02) 123-4567", true);
        row("(031) 123 4567", true);
        row("1588-1234", true);
        row("123-4567", true);
        row("+82 10-1234-5678", true);
        row("+1 (212) 555-0100", true);
        row("00700 1234567890 12345", true);
        row("", true);
        row("123456", false);
        row("010-12", false);
        row("123456789012345678901", false);
        row("abc", false);
        row("010-1234-567x", false);
        row("010+12345678", false);
        row("010.1234.5678", false);
        row("++821012345678", false);
        row("-- () --", false);
        row(" ", false);
        row("010-1111-1111\\r\\nX: y", false);
        row("010-1111-1111\\n", false);
        row("010\\t1111-1111", false);
        row("０１０１２３４５６７８", false);
        row("010                       1234567", false);
    }
    void telephone_isANumber() {
        QFETCH(QByteArray, number);
        QFETCH(bool, taken);
        const QString blame = taken ? "" : "mobile";
        QCOMPARE(blamed(wire::parseChangeProfile, member("mobile", number)), blame);
        if (number.isEmpty()) return;
        const QByteArray rest = R"("userId":"song","password":"demo1234","name":"송",)";
        const QByteArray account = "{" + rest + member("mobile", number).mid(1);
        QCOMPARE(blamed(wire::parseSignUp, account), blame);
        const QByteArray order = R"({"foodId":1,"qty":1,)" + member("mobile", number).mid(1);
        QCOMPARE(blamed(wire::parsePlaceOrder, order), blame);
    }

    void telephone_whenEmpty_isTakenAwayAndNeverGiven() {
        const auto gone = wire::parseChangeProfile(*JsonBody::read(R"({"mobile":""})"));
        QVERIFY(gone && gone->phone == std::string{});
        QCOMPARE(blamed(wire::parsePlaceOrder, R"({"foodId":1,"qty":1,"phone":""})"),
                 QString{"phone"});
    }

    void names_areOneLine_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"송\\n", "\\t송", "송\\r\\nX: y", "송\\u2028손님", "송\\u2029"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }
    void names_areOneLine() {
        QFETCH(QByteArray, text);
        QCOMPARE(blamed(wire::parseChangeProfile, member("name", text)), QString{"name"});
        QCOMPARE(blamed(wire::parseAddAddress, member("text", text)), QString{"text"});
        QCOMPARE(blamed(wire::parseChangeStore, member("name", text)), QString{"name"});
        QCOMPARE(blamed(wire::parseChangeStore, member("address", text)), QString{"address"});
        const auto body = JsonBody::read(member("category", text).toStdString());
        const auto change = wire::parseChangeDish(FoodId{1}, *body, false);
        QCOMPARE(QString::fromStdString(change.error().field), QString{"category"});
    }

    void whatPeopleWrite_mayHaveLines() {
        const auto lines = [](const char* name) {
            return *JsonBody::read(member(name, "첫째 줄\\n둘째 줄").toStdString());
        };
        QVERIFY(wire::parseCancelOrder(seven, lines("reason")));
        QVERIFY(wire::parseRejectOrder(seven, lines("reason")));
        QVERIFY(wire::parseAnswerReview(seven, lines("text")));
        QVERIFY(wire::parsePauseStore(StoreId{1}, lines("reason")));
        QVERIFY(wire::parseChangeDish(FoodId{1}, lines("description"), false));
        QCOMPARE(blamed(wire::parsePlaceOrder, R"({"foodId":1,"qty":1,"options":"문 앞\n벨"})"),
                 QString{});
        // Nobody is shown a password.
        QCOMPARE(blamed(wire::parseChangeProfile, member("password", "demo\\t1234")), QString{});
    }

    void whatTurnsTheText_isRefused_data() {
        QTest::addColumn<QByteArray>("letter");
        for (const char* letter :
             {"\\u202a", "\\u202b", "\\u202c", "\\u202d", "\\u202e", "\\u2066", "\\u2067",
              "\\u2068", "\\u2069", "\\u0080", "\\u0085", "\\u009f", "\\u007f"}) {
            QTest::newRow(letter) << QByteArray(letter);
        }
    }
    void whatTurnsTheText_isRefused() {
        QFETCH(QByteArray, letter);
        for (const char* name : {"name", "options", "reason", "address"}) {
            const auto read = JsonBody::read(member(name, "가" + letter + "나").toStdString());
            QVERIFY(!read);
            QCOMPARE(QString::fromStdString(read.error().field), QString{name});
        }
    }

    void theirNeighbours_areTaken() {
        for (const char* letter : {"\\u2027", "\\u202f", "\\u2065", "\\u206a", "\\u00a0", "\\u00a1",
                                   "\\u200e", "\\u2019", "\\u20a9", "한글", "😀", "£"}) {
            QCOMPARE(blamed(wire::parseChangeProfile, member("name", QByteArray("가") + letter)),
                     QString{});
        }
    }

    void fillers_sayNothing() {
        for (const char* filler : {"\\u3164", "\\u115f", "\\u1160", "\\uffa0", "\\u200c",
                                   "\\u3164 \\u3164", "\\u200b"}) {
            QCOMPARE(blamed(wire::parseAddAddress, member("text", filler)), QString{"text"});
            QCOMPARE(blamed(wire::parseChangeProfile, member("name", filler)), QString{"name"});
            const auto body = *JsonBody::read(member("reason", filler).toStdString());
            QCOMPARE(wire::parseRejectOrder(seven, body).error().refusal->code,
                     RefusalCode::ReasonNeeded);
        }
        QVERIFY(isBlank("\u3164\u115f"));
        QVERIFY(!isBlank("\u3164가"));
    }

    void options_mustMakeSense_data() {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QByteArray>("named");
        const QByteArray size = R"({"name":"양","choices":[{"choice":"보통"}]})";
        QTest::newRow("required without choices")
            << QByteArray(R"([{"name":"맵기","required":true,"choices":[]}])")
            << "options[0].choices" << QByteArray("'맵기'");
        QTest::newRow("required, choices left out")
            << "[" + size + R"(,{"name":"맵기","required":true}])"
            << "options[1].choices" << QByteArray("'맵기'");
        QTest::newRow("a choice twice")
            << QByteArray(
                   R"([{"name":"토핑","choices":[{"choice":"김"},{"choice":"떡"},{"choice":"김"}]}])")
            << "options[0].choices[2].choice" << QByteArray("'토핑'");
        QTest::newRow("a group twice") << "[" + size + "," + size + "]"
                                       << "options[1].name" << QByteArray("'양'");
        QTest::newRow("nothing required of nothing")
            << QByteArray(R"([{"name":"맵기","choices":[]}])") << "" << QByteArray();
        QTest::newRow("the same choice in two groups")
            << "[" + size + R"(,{"name":"맵기","required":true,"choices":[{"choice":"보통"}]}])"
            << "" << QByteArray();
    }
    void options_mustMakeSense() {
        QFETCH(QByteArray, options);
        QFETCH(QString, field);
        QFETCH(QByteArray, named);
        QCOMPARE(blamed(wire::parseAddDish, dish + options + "}"), field);
        const auto body = *JsonBody::read(("{\"options\":" + options + "}").toStdString());
        const auto change = wire::parseChangeDish(FoodId{1}, body, false);
        QCOMPARE(change.has_value(), field.isEmpty());
        if (change) return;
        QVERIFY(QByteArray::fromStdString(change.error().korean).contains(named));
        QVERIFY(QByteArray::fromStdString(change.error().english).contains(named));
    }

    void storesPin_liesInKorea_data() {
        QTest::addColumn<QByteArray>("pin");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* pin, const char* field) {
            QTest::newRow(pin) << QByteArray(pin) << QString(field);
        };
        row(R"({"lat":37.5326,"lng":126.9900})", "");
        row(R"({"lat":33.1125,"lng":126.2678})", "");
        row(R"({"lat":37.2426,"lng":131.8669})", "");
        row(R"({"lat":37.9667,"lng":124.6167})", "");
        row(R"({"lat":0,"lng":0})", "lat");
        row(R"({"lat":126.9,"lng":37.5})", "lat");
        row(R"({"lat":35.6812,"lng":139.7671})", "lat");
        row(R"({"lat":32.9999,"lng":127})", "lat");
        row(R"({"lat":37.5,"lng":-126.9})", "lat");
    }
    void storesPin_liesInKorea() {
        QFETCH(QByteArray, pin);
        QFETCH(QString, field);
        QCOMPARE(blamed(wire::parseChangeStore, pin), field);
        const QByteArray rest = R"({"name":"반점","address":"서울","owner":"store9",)";
        QCOMPARE(blamed(wire::parseOpenStore, rest + pin.mid(1)), field);
    }
};

QTEST_APPLESS_MAIN(TestWireTexts)
#include "tst_wire_texts.moc"
