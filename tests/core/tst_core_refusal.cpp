/// Every refusal says, in both languages, one readable thing that names what to do; facts fill it,
/// missing facts do not tear it.

#include <QtTest>

#include <QDirIterator>
#include <QFile>

#include <cctype>
#include <set>

#include "core/refusal.h"

using namespace delivery;

namespace {

/// Places that the sentences know; a fact under another name would silently never be shown.
const std::map<std::string, std::string> everyFact{
    {"food", "짜장"},     {"store", "용산반점"}, {"status", "요리시작됨"}, {"state", "Cooking"},
    {"left", "3"},        {"price", "2500"},     {"option", "맛"},         {"orderId", "7"},
    {"balance", "120"},   {"maximum", "99"},     {"minimum", "1"},         {"opensAt", "10:00"},
    {"context", "store"}, {"total", "9000"},     {"reason", "재료 준비"},  {"until", "13:00"},
};

bool isReadable(const std::string& text) {
    for (const char torn : {'{', '}', '[', ']'}) {
        if (text.find(torn) != std::string::npos) return false;
    }
    return !text.empty() && text.back() == '.' && text.find("  ") == std::string::npos &&
           text.find("()") == std::string::npos;
}

/// A line up to its comment: naming a code there is neither saying nor expecting it.
QByteArray withoutComment(const QByteArray& line) {
    const qsizetype comment = line.indexOf("//");
    return comment < 0 ? line : line.left(comment) + '\n';
}
/// All of the sources below these folders, but for files of these names and for comments.
std::string textBelow(const QStringList& folders, const QStringList& leftOut) {
    QByteArray text;
    for (const QString& folder : folders) {
        QDirIterator files(QStringLiteral(DELIVERY_SOURCE_DIR "/") + folder,
                           {"*.cpp", "*.h", "*.txt"}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const QString name = files.fileName();
            if (leftOut.contains(name) || name == "CMakeLists.txt") continue;
            if (!file.open(QIODevice::ReadOnly)) continue;
            while (!file.atEnd()) text += withoutComment(file.readLine());
        }
    }
    return text.toStdString();
}
bool hasWord(const std::string& text, const std::string& word) {
    const auto isLetter = [&](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        if ((at == 0 || !isLetter(at - 1)) && !isLetter(at + word.size())) return true;
    }
    return false;
}

}  // namespace

class TestCoreRefusal : public QObject {
    Q_OBJECT

  private slots:
    void everyCode_hasItsOwnNameAndNumber() {
        std::set<std::string_view> names;
        std::set<int> numbers;
        for (const RefusalCode code : allRefusalCodes()) {
            QVERIFY(!name(code).empty());
            QVERIFY(names.insert(name(code)).second);
            QVERIFY(numbers.insert(static_cast<int>(code)).second);
        }
        QCOMPARE(allRefusalCodes().size(), std::size_t{76});
    }

    /// A code that nothing says, or that no test expects, is a sentence that nobody will ever read
    /// or a "no" that nobody has seen.
    void everyCode_isSaidSomewhere_andExpectedByATest() {
        const std::string said =
            textBelow({"libdelivery", "server"}, {"refusal.cpp", "status.cpp", "refusal.h"});
        // The names that tst_order_decide writes are of what its table does not reach.
        const std::string expected =
            textBelow({"tests"}, {"tst_core_refusal.cpp", "tst_order_decide.cpp"});
        for (const RefusalCode code : allRefusalCodes()) {
            const std::string codeName{name(code)};
            QVERIFY2(hasWord(said, codeName), (codeName + " is never said").c_str());
            QVERIFY2(hasWord(expected, codeName), (codeName + " is expected by no test").c_str());
        }
    }

    void everyCode_isReadableWithoutFacts() {
        for (const RefusalCode code : allRefusalCodes()) {
            for (const Language language : {Language::Korean, Language::English}) {
                const std::string text = sentence({code}, language);
                QVERIFY2(isReadable(text), text.c_str());
            }
        }
    }

    void everyCode_isReadableWithEveryFact() {
        for (const RefusalCode code : allRefusalCodes()) {
            for (const Language language : {Language::Korean, Language::English}) {
                const std::string text = sentence({code, everyFact}, language);
                QVERIFY2(isReadable(text), text.c_str());
            }
        }
    }

    void everyCode_saysWhatToDo() {
        for (const RefusalCode code : allRefusalCodes()) {
            // What is wrong, and then what to do about it: two sentences at least.
            const std::string english = sentence({code}, Language::English);
            QVERIFY2(english.find(". ") != std::string::npos, english.c_str());
            const std::string korean = sentence({code}, Language::Korean);
            QVERIFY2(korean.find(". ") != std::string::npos, korean.c_str());
            QVERIFY2(english.front() >= 'A' && english.front() <= 'Z', english.c_str());
        }
    }

    void facts_fillTheirPlaces() {
        const Refusal changed{RefusalCode::PriceChanged, {{"food", "짜장"}, {"price", "3000"}}};
        QCOMPARE(
            sentence(changed, Language::Korean),
            std::string{
                "짜장의 가격이 바뀌었습니다 (지금 3000원). 가격을 확인하고 다시 주문해 주세요."});
        QCOMPARE(
            sentence(changed, Language::English),
            std::string{"The price of 짜장 has changed (it is 3000 won now). Check it and order "
                        "again."});
    }

    void particle_followsTheLastSyllable_data() {
        QTest::addColumn<QByteArray>("food");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("consonant") << QByteArray{"짬뽕"} << QByteArray{"짬뽕은 품절"};
        QTest::newRow("vowel") << QByteArray{"만두"} << QByteArray{"만두는 품절"};
        QTest::newRow("digit with consonant")
            << QByteArray{"세트 1"} << QByteArray{"세트 1은 품절"};
        QTest::newRow("digit with vowel") << QByteArray{"세트 2"} << QByteArray{"세트 2는 품절"};
        QTest::newRow("latin") << QByteArray{"Latte"} << QByteArray{"Latte은(는) 품절"};
        QTest::newRow("broken bytes")
            << QByteArray{"\xEC\xA7"} << QByteArray{"\xEC\xA7은(는) 품절"};
    }
    void particle_followsTheLastSyllable() {
        QFETCH(QByteArray, food);
        QFETCH(QByteArray, beginning);
        const Refusal soldOut{RefusalCode::SoldOut, {{"food", food.toStdString()}}};
        const std::string text = sentence(soldOut, Language::Korean);
        QVERIFY2(QByteArray::fromStdString(text).startsWith(beginning), text.c_str());
    }

    void factsWithBraces_areNotFilledAgain() {
        const Refusal soldOut{RefusalCode::SoldOut, {{"food", "{store}"}, {"store", "x"}}};
        QVERIFY(sentence(soldOut, Language::English).find("{store} is sold out") == 0);
    }

    void wireNumbers_neverChange() {
        QCOMPARE(static_cast<int>(RefusalCode::UnknownOrder), 101);
        QCOMPARE(static_cast<int>(RefusalCode::TooLateToCancel), 212);
        QCOMPARE(static_cast<int>(RefusalCode::AlreadyPicked), 215);
        QCOMPARE(static_cast<int>(RefusalCode::PriceChanged), 404);
        QCOMPARE(static_cast<int>(RefusalCode::NoCard), 505);
        QCOMPARE(static_cast<int>(RefusalCode::NoLines), 607);
        QCOMPARE(static_cast<int>(RefusalCode::ContextPaused), 702);
    }
};

QTEST_APPLESS_MAIN(TestCoreRefusal)
#include "tst_core_refusal.moc"
