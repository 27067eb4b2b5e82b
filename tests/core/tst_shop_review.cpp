#include <QtTest>

#include "decision_text.h"
#include "shop/acknowledgement.h"
#include "shop/review.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

constexpr Instant confirmedAt{1'700'000'000'000};
constexpr StoreId ours{1};

ReviewWritten review(int stars = 5, Span after = hours(1), std::string customer = "song") {
    return {
        OrderId{3},         CustomerId{std::move(customer)}, ours, {FoodId{7}}, stars, std::nullopt,
        confirmedAt + after};
}
WriteReview write(ReviewWritten written, std::optional<Instant> confirmed = confirmedAt) {
    return {std::move(written), confirmed, days(7)};
}
const PersonalRef thanks{PersonalId{"p1"}, "hash"};
AnswerReview answer(StoreId by = ours) { return {by, thanks, confirmedAt + days(30)}; }
const ReviewAnswered answered{thanks, confirmedAt + days(1)};

struct Print {
    std::string operator()(const ReviewWritten& e) const {
        return "ReviewWritten " + std::to_string(e.stars);
    }
    std::string operator()(const ReviewAnswered& e) const {
        return "ReviewAnswered " + e.text.id.text();
    }
    std::string operator()(const EndAcknowledged& e) const {
        return "EndAcknowledged " + e.orderId.text() + " by " + e.by.text();
    }
};

struct ReviewRow {
    const char* name;
    ReviewState state;
    ReviewCommand command;
    const char* then;
};

const std::vector<ReviewRow>& reviewRows() {
    static const std::vector<ReviewRow> rows{
        {"none, one star", NoReview{}, write(review(1)), "ReviewWritten 1"},
        {"none, five stars", NoReview{}, write(review(5)), "ReviewWritten 5"},
        {"none, no star before not confirmed", NoReview{}, write(review(0), std::nullopt),
         "StarsOutOfRange maximum=5 minimum=1 wanted=0"},
        {"none, six stars", NoReview{}, write(review(6)),
         "StarsOutOfRange maximum=5 minimum=1 wanted=6"},
        {"none, not confirmed", NoReview{}, write(review(), std::nullopt),
         "NotConfirmed orderId=3"},
        {"none, on the last moment", NoReview{}, write(review(4, days(7))), "ReviewWritten 4"},
        {"none, too late", NoReview{}, write(review(4, days(7) + milliseconds(1))),
         "RatingClosed orderId=3"},
        {"none, answer", NoReview{}, answer(), "UnknownReview"},
        {"written, write", Review{review(), {}}, write(review()), "AlreadyRated orderId=3"},
        {"written, write too late", Review{review(), {}}, write(review(4, days(8))),
         "AlreadyRated orderId=3"},
        {"written, write by another", Review{review(), {}}, write(review(1, hours(1), "kim")),
         "NotYours orderId=3"},
        {"written, answer", Review{review(), {}}, answer(), "ReviewAnswered p1"},
        {"written, answer by another", Review{review(), answered}, answer(StoreId{2}),
         "NotYours orderId=3"},
        {"answered, answer", Review{review(), answered}, answer(), "AlreadyAnswered orderId=3"},
    };
    return rows;
}

struct AcknowledgementRow {
    const char* name;
    AcknowledgementState state;
    AcknowledgementCommand command;
    const char* then;
};

AcknowledgeEnd acknowledge(bool cancelled) {
    return {OrderId{3}, UserId{"store1"}, confirmedAt, cancelled};
}

const std::vector<AcknowledgementRow>& acknowledgementRows() {
    const Acknowledged seen{UserId{"store1"}, confirmedAt};
    static const std::vector<AcknowledgementRow> rows{
        {"ended, acknowledge", NotAcknowledged{}, acknowledge(true), "EndAcknowledged 3 by store1"},
        {"not ended, acknowledge", NotAcknowledged{}, acknowledge(false),
         "NothingToAcknowledge orderId=3"},
        {"acknowledged, acknowledge", seen, acknowledge(true), "nothing"},
        {"acknowledged, acknowledge what has not ended", seen, acknowledge(false), "nothing"},
    };
    return rows;
}

}  // namespace

class TestShopReview : public QObject {
    Q_OBJECT

  private slots:
    void review_decides_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const ReviewRow& it : reviewRows()) QTest::newRow(it.name) << row++;
    }
    void review_decides() {
        QFETCH(int, row);
        const ReviewRow& it = reviewRows()[static_cast<std::size_t>(row)];
        QCOMPARE(QString::fromStdString(text(decide(it.state, it.command), Print{})),
                 QString::fromUtf8(it.then));
    }
    void review_everyPairHasARow() {
        QVERIFY((everyPairHasARow<ReviewState, ReviewCommand>(reviewRows())));
    }
    void review_evolves() {
        const ReviewState written = evolve(NoReview{}, review(4));
        QCOMPARE(std::get<Review>(written).written.stars, 4);
        const ReviewState replied = evolve(written, answered);
        QVERIFY(std::get<Review>(replied).answer->text == thanks);
    }
    void review_whenRecordedDoesNotFit_isAMisfit() {
        const std::vector<std::pair<ReviewState, ReviewEvent>> misfits{
            {NoReview{}, answered},
            {NoReview{}, review(0)},
            {NoReview{}, review(6)},
            {Review{review(), {}}, review()},
            {Review{review(), answered}, answered}};
        for (const auto& [state, event] : misfits) {
            const auto next = evolveRecorded(state, event);
            QVERIFY(!next);
            QCOMPARE(next.error().code, FaultCode::Misfit);
        }
    }

    void acknowledgement_decides_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const AcknowledgementRow& it : acknowledgementRows()) QTest::newRow(it.name) << row++;
    }
    void acknowledgement_decides() {
        QFETCH(int, row);
        const AcknowledgementRow& it = acknowledgementRows()[static_cast<std::size_t>(row)];
        QCOMPARE(QString::fromStdString(text(decide(it.state, it.command), Print{})),
                 QString::fromUtf8(it.then));
    }
    void acknowledgement_everyPairHasARow() {
        QVERIFY((
            everyPairHasARow<AcknowledgementState, AcknowledgementCommand>(acknowledgementRows())));
    }
    void acknowledgement_evolves() {
        const EndAcknowledged event{OrderId{3}, UserId{"store1"}, confirmedAt};
        const AcknowledgementState seen = evolve(NotAcknowledged{}, event);
        QCOMPARE(std::get<Acknowledged>(seen).by, UserId{"store1"});
        QVERIFY(evolveRecorded(NotAcknowledged{}, event));
        QCOMPARE(evolveRecorded(seen, event).error().code, FaultCode::Misfit);
    }

    void rating_isRoundedDownToHundredths() {
        QCOMPARE((Rating{14, 3}.averageHundredths()), 466);
        QCOMPARE((Rating{}.averageHundredths()), 0);
    }
};

QTEST_APPLESS_MAIN(TestShopReview)
#include "tst_shop_review.moc"
