// Everything that people are told, in both languages.

#include <set>

#include <QTest>

#include "notice/notice.h"

using namespace delivery;
using notice::Subject;

namespace {

constexpr Subject subjects[] = {Subject::OrderStatus, Subject::OrderUnheard,
                                Subject::StoreSilent, Subject::DevicesGone,
                                Subject::DevicesBack, Subject::PromiseChanged};

}  // namespace

class TestNoticeWords : public QObject {
    Q_OBJECT

  private slots:
    void headline_isAsItAlwaysWas() {
        const notice::Said said{Subject::OrderStatus, order::Status::Paid, "용산반점", "17"};
        QCOMPARE(notice::headline(said, Language::Korean),
                 std::string("용산반점 주문 17: 결제완료"));
        QCOMPARE(notice::headline(said, Language::English), std::string("용산반점 order 17: Paid"));
        const notice::Said paused{Subject::DevicesGone, {}, "용산반점", ""};
        QCOMPARE(notice::headline(paused, Language::Korean), std::string("용산반점: 새 주문 멈춤"));
    }

    void newPromise_isToldByTheKoreanClock() {
        notice::Said said{Subject::PromiseChanged, order::Status::Cooking, "용산반점", "17"};
        // 2027-01-15 08:00 UTC and 5 minutes and 59 seconds.
        said.readyBy = Instant{1'800'000'000'000} + minutes(5) + seconds(59);
        QCOMPARE(notice::headline(said, Language::Korean),
                 std::string("용산반점 주문 17: 요리 시각 바뀜 · 17:05까지"));
        QCOMPARE(notice::headline(said, Language::English),
                 std::string("용산반점 order 17: New cooking time, by 17:05"));
        QCOMPARE(notice::advice(said, Language::Korean),
                 std::string("가게가 요리를 17:05까지 하기로 했어요."));
        QCOMPARE(notice::advice(said, Language::English),
                 std::string("The store now means to have it cooked by 17:05."));
        // Past midnight in Seoul.
        said.readyBy = Instant{1'800'000'000'000} + hours(7) + minutes(9);
        QVERIFY(notice::headline(said, Language::Korean).ends_with("00:09까지"));
    }

    void everyStatus_hasWordsOfItsOwnInBothLanguages() {
        for (const Language language : {Language::Korean, Language::English}) {
            std::set<std::string> labels;
            std::set<std::string> advices;
            for (int status = 0; status <= static_cast<int>(order::Status::Expired); ++status) {
                const notice::Said said{Subject::OrderStatus, static_cast<order::Status>(status),
                                        "가", "1"};
                labels.insert(notice::label(said, language));
                advices.insert(notice::advice(said, language));
            }
            const auto count = static_cast<std::size_t>(order::Status::Expired) + 1;
            QCOMPARE(labels.size(), count);
            QCOMPARE(advices.size(), count);
        }
    }

    void everySubject_speaksKoreanAndEnglish() {
        for (const Subject subject : subjects) {
            const notice::Said said{subject, order::Status::Paid, "", ""};
            const auto korean = QString::fromStdString(notice::advice(said, Language::Korean));
            const auto english = QString::fromStdString(notice::advice(said, Language::English));
            QVERIFY(korean.toLatin1().contains('?'));
            QVERIFY(!english.toLatin1().contains('?'));
            QVERIFY(notice::label(said, Language::Korean) !=
                    notice::label(said, Language::English));
        }
    }
};

QTEST_APPLESS_MAIN(TestNoticeWords)
#include "tst_notice_words.moc"
