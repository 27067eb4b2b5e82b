#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include <QTest>

#include "record/hex.h"
#include "record/record.h"
#include "record/shapes_page.h"
#include "record/shapes_replies.h"
#include "record/shapes_rows.h"
#include "tests/core/record_breaking.h"
#include "tests/core/record_samples.h"

using namespace delivery;
using tests::Json;

namespace {

const std::array<std::string, 7> streamKinds{"order", "food",   "store", "points",
                                             "rider", "review", "ack"};

/// One counted value of every case and two hundred drawn ones come back as they were; the counted
/// ones broken in every small way are Faults.
template <class T, class Decode>
void comesBack(const T& value, const Decode& decode) {
    const std::string body = record::encode(value);
    QVERIFY(Json::accept(body));
    const auto back = decode(body);
    QVERIFY2(back, back ? "" : back.error().text.c_str());
    QCOMPARE(record::encode(T{*back}), body);
}
template <class Decode>
void breaksQuietly(const std::string& body, const Decode& decode) {
    const auto read = [&](const std::string& bytes) {
        const auto value = decode(bytes);
        if (!value && value.error().code != FaultCode::Unreadable) qFatal("not Unreadable");
        return value.has_value();
    };
    const auto wronglyRead = tests::readAlthoughBroken(body, read);
    QVERIFY2(!wronglyRead, wronglyRead.value_or("").c_str());
    QVERIFY(tests::refusedWithOneMemberLess(body, read) > 0);
}
template <class T, class Decode>
void drawnComeBack(const Decode& decode) {
    QVERIFY(rc::check("any value comes back", [&](std::uint64_t seed) {
        tests::Drawn drawn(seed);
        T value{};
        tests::fill(drawn, value);
        const std::string body = record::encode(value);
        const auto back = decode(body);
        RC_ASSERT(back.has_value());
        RC_ASSERT(record::encode(T{*back}) == body);
    }));
}
template <class Row, class Decode>
void rowIsKept(const Decode& decode) {
    tests::Counted counted;
    Row row;
    tests::fill(counted, row);
    comesBack(row, decode);
    breaksQuietly(record::encode(row), decode);
    drawnComeBack<Row>(decode);
}

/// The counted states of one kind of stream.
template <class State>
std::vector<record::AnyState> everyState() {
    std::vector<record::AnyState> all;
    if constexpr (record::Listed<State>) {
        tests::Counted counted;
        State state;
        tests::fill(counted, state);
        all.emplace_back(std::move(state));
    } else {
        tests::EveryCase<State>::visit(
            [&](const std::string&, State state) { all.emplace_back(std::move(state)); });
    }
    return all;
}

template <class State>
void stateIsKept(const std::string& kind) {
    const auto decode = [&](const std::string& body) { return record::decodeState(kind, body); };
    for (const record::AnyState& state : everyState<State>()) {
        QCOMPARE(streamKinds.at(state.index()), kind);
        comesBack(state, decode);
        breaksQuietly(record::encode(state), decode);
    }
    QVERIFY(rc::check("any state comes back", [&](std::uint64_t seed) {
        tests::Drawn drawn(seed);
        State state;
        tests::fill(drawn, state);
        const std::string body = record::encode(record::AnyState{state});
        const auto back = decode(body);
        RC_ASSERT(back.has_value());
        RC_ASSERT(record::encode(*back) == body);
    }));
}

}  // namespace

class TestRecordRows : public QObject {
    Q_OBJECT

  private slots:
    void statesOfEveryStream_whenWritten_areReadBackTheSame() {
        stateIsKept<order::State>("order");
        stateIsKept<shop::FoodState>("food");
        stateIsKept<shop::StoreState>("store");
        stateIsKept<points::Account>("points");
        stateIsKept<rider::Rider>("rider");
        stateIsKept<shop::ReviewState>("review");
        stateIsKept<shop::AcknowledgementState>("ack");
    }
    void stateOfAnotherKind_isAFault() {
        const std::string food = record::encode(record::AnyState{shop::FoodState{shop::NoFood{}}});
        QVERIFY(record::decodeState("food", food));
        QVERIFY(!record::decodeState("order", food));
        QVERIFY(!record::decodeState("foods", food));
    }

    /// Every case of the four parts of an order, not only those that the counting chose.
    void everyPartOfAnOrder_whenWritten_isReadBackTheSame() {
        const auto decode = [](const std::string& body) {
            return record::decodeState("order", body);
        };
        const auto inOrder = [&](const auto& place) {
            return [&, place](const std::string&, auto part) {
                order::Order order;
                order.*place = std::move(part);
                comesBack(record::AnyState{order::State{order}}, decode);
            };
        };
        tests::EveryCase<order::Placement>::visit(inOrder(&order::Order::placement));
        tests::EveryCase<order::Payment>::visit(inOrder(&order::Order::payment));
        tests::EveryCase<order::Kitchen>::visit(inOrder(&order::Order::kitchen));
        tests::EveryCase<order::Courier>::visit(inOrder(&order::Order::courier));
    }

    /// Rows from before an order said whether it had reached its store.
    void oldOrder_whenRead_hadReachedItsStoreIfItsPartsSaySo_data() {
        QTest::addColumn<QString>("placement");
        QTest::addColumn<QString>("payment");
        QTest::addColumn<QString>("kitchen");
        QTest::addColumn<bool>("reached");
        const auto row = [](const char* what, const char* placement, const char* payment,
                            const char* kitchen, bool reached) {
            QTest::newRow(what) << placement << payment << kitchen << reached;
        };
        const char* waiting = R"({"is":"Waiting","reminders":0})";
        const char* cooked = R"({"is":"Cooked","startedAt":1,"at":2})";
        const char* free = R"({"is":"NoneNeeded"})";
        const char* declined = R"({"is":"Refunded","amount":1,"paymentKey":"p"})";
        row("paid", R"({"is":"Verified"})", free, waiting, true);
        row("unverified", R"({"is":"Unverified"})", free, waiting, false);
        row("refunded", R"({"is":"Verified"})", declined, waiting, false);
        row("cooked", R"({"is":"Cancelled","by":"Customer","reason":"CustomerAsked"})", declined,
            cooked, true);
        row("rejected", R"({"is":"Rejected"})", declined, waiting, true);
        row("expired", R"({"is":"Expired"})", declined, waiting, false);
        row("by the store", R"({"is":"Cancelled","by":"Store","reason":"StoreAsked"})", declined,
            waiting, true);
        row("a silent store", R"({"is":"Cancelled","by":"System","reason":"StoreSilent"})",
            declined, waiting, true);
        row("by the customer", R"({"is":"Cancelled","by":"Customer","reason":"CustomerAsked"})",
            declined, waiting, false);
    }
    void oldOrder_whenRead_hadReachedItsStoreIfItsPartsSaySo() {
        QFETCH(QString, placement);
        QFETCH(QString, payment);
        QFETCH(QString, kitchen);
        QFETCH(bool, reached);
        tests::Counted counted;
        order::Order order;
        tests::fill(counted, order);
        Json old = Json::parse(record::encode(record::AnyState{order::State{order}}));
        Json& members = old["of"];
        members.erase("reachedStore");
        members.erase("strays");
        members["placement"] = Json::parse(placement.toStdString());
        members["payment"] = Json::parse(payment.toStdString());
        members["kitchen"] = Json::parse(kitchen.toStdString());
        const auto state = record::decodeState("order", old.dump());
        QVERIFY2(state, state ? "" : state.error().text.c_str());
        const auto& read = std::get<order::Order>(std::get<order::State>(*state));
        QCOMPARE(read.reachedStore, reached);
        QVERIFY(read.strays.empty());
    }
    void oldCard_whenRead_keepsWhatItKnewOfItsStore() {
        for (const bool known : {true, false}) {
            tests::Counted counted;
            page::OrderCard card;
            tests::fill(counted, card);
            Json old = Json::parse(record::encode(page::Body{card}));
            Json& members = old["of"];
            members["order"].erase("reachedStore");
            members["order"].erase("strays");
            members["reachedStore"] = known;
            const auto body = record::decodeBody(old.dump());
            QVERIFY2(body, body ? "" : body.error().text.c_str());
            QCOMPARE(std::get<page::OrderCard>(*body).order.reachedStore, known);
            members["reachedStore"] = "perhaps";
            QVERIFY(!record::decodeBody(old.dump()));
        }
    }

    void replies_whenWritten_areReadBackTheSame() {
        const auto decode = [](const std::string& body) { return record::decodeReply(body); };
        tests::EveryCase<desk::Reply>::visit([&](const std::string&, const desk::Reply& reply) {
            comesBack(reply, decode);
            breaksQuietly(record::encode(reply), decode);
        });
        tests::EveryCase<desk::Thing>::visit([&](const std::string&, const desk::Thing& thing) {
            comesBack(desk::Reply{desk::Accepted{desk::Outcome::Created, thing}}, decode);
        });
        drawnComeBack<desk::Reply>(decode);
    }
    void refusal_whenRead_saysTheSameSentence() {
        for (const RefusalCode code : allRefusalCodes()) {
            const Refusal refusal{code, {{"food", "탕수육"}, {"state", "Cooking"}}};
            const auto back = record::decodeReply(record::encode(desk::Reply{refusal}));
            QVERIFY(back);
            QVERIFY(std::get<Refusal>(*back) == refusal);
        }
        QVERIFY(!record::decodeReply(R"({"v":1,"of":{"is":"Refusal","code":100,"facts":{}}})"));
    }

    void calls_whenWritten_areReadBackTheSame() { rowIsKept<saga::Call>(&record::decodeCall); }

    void pageBodies_whenWritten_areReadBackTheSame() {
        const auto decode = [](const std::string& body) { return record::decodeBody(body); };
        tests::EveryCase<page::Body>::visit([&](const std::string&, const page::Body& body) {
            comesBack(body, decode);
            breaksQuietly(record::encode(body), decode);
        });
        drawnComeBack<page::Body>(decode);
    }

    void sideRows_whenWritten_areReadBackTheSame() {
        rowIsKept<record::AccountRow>(&record::decodeAccount);
        rowIsKept<record::SessionRow>(&record::decodeSession);
        rowIsKept<record::AddressRow>(&record::decodeAddress);
        rowIsKept<record::PositionRow>(&record::decodePosition);
        rowIsKept<record::CursorRow>(&record::decodeCursor);
        rowIsKept<record::OwedRow>(&record::decodeOwed);
        rowIsKept<record::MessageRow>(&record::decodeMessageRow);
        rowIsKept<notice::Message>(&record::decodeMessage);
    }
    void card_whenItsSealedKeysAreAnyBytes_isReadBackTheSame() {
        std::string bytes;
        for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
        const record::CardRow card{.cardId = CardId{"card1"},
                                   .customerId = CustomerId{"song"},
                                   .sealedBillingKey = bytes,
                                   .sealedCustomerKey = "",
                                   .masked = "4330****1234"};
        const std::string body = record::encode(card);
        const auto back = record::decodeCard(body);
        QVERIFY(back);
        QCOMPARE(back->cardId.text(), card.cardId.text());
        QCOMPARE(back->customerId.text(), card.customerId.text());
        QCOMPARE(back->sealedBillingKey, bytes);
        QCOMPARE(back->sealedCustomerKey, std::string());
        QCOMPARE(back->masked, card.masked);
        breaksQuietly(body, [](const std::string& text) { return record::decodeCard(text); });
    }
    void hex_whenNotPairsOfDigits_isNothing() {
        QCOMPARE(record::hexOf(std::string("\0\xff", 2)), std::string("00ff"));
        QCOMPARE(record::bytesOf("00ff"), std::optional<std::string>(std::string("\0\xff", 2)));
        for (const char* bad : {"0", "0g", "FF", "0x", " 0"}) QVERIFY(!record::bytesOf(bad));
    }

    void textThatIsNotUtf8_whenWritten_staysReadable() {
        const record::AddressRow row{.text = "서울 \xff 용산구", .pin = std::nullopt};
        const auto back = record::decodeAddress(record::encode(row));
        QVERIFY(back);
        QCOMPARE(back->text, std::string("서울 \xef\xbf\xbd 용산구"));
    }
    void nestingWithoutEnd_isAFault() {
        QVERIFY(!record::decodeAddress(std::string(200'000, '[')));
        QVERIFY(!record::decodeAddress(R"({"v":1,"of":)" + std::string(200'000, '{')));
    }

    void personalText_whenWritten_isReadBack() {
        const std::string body = record::encodePersonal("salt", "010-1234-5678");
        const auto text = record::decodePersonalText(body);
        QVERIFY(text);
        QCOMPARE(*text, std::string("010-1234-5678"));
        breaksQuietly(body,
                      [](const std::string& bytes) { return record::decodePersonalText(bytes); });
    }
    void saltedHash_isBlake2bKeyedByTheSalt() {
        // Measured with Python's hashlib.blake2b(text, key=salt, digest_size=32).
        QCOMPARE(record::saltedHash("010-1234-5678", "salt"),
                 std::string("ace81684531efa6ba1f785d7cc1ca21e37023b590b3b5a9ea2ec0f17a01f0461"));
        QCOMPARE(record::saltedHash("", ""),
                 std::string("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"));
        QVERIFY(record::saltedHash("text", "salt1") != record::saltedHash("text", "salt2"));
        QVERIFY(record::saltedHash("text1", "salt") != record::saltedHash("text2", "salt"));
    }
};

QTEST_APPLESS_MAIN(TestRecordRows)
#include "tst_record_rows.moc"
