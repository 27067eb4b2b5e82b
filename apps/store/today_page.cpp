#include "apps/store/today_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QVBoxLayout>
#include <array>

#include "apps/kit/body.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"
#include "apps/store/chart.h"
#include "apps/store/day.h"
#include "apps/store/section.h"

namespace delivery::store {

namespace {

using look::ActionButton;

constexpr int listHeight = 300;
constexpr int answerLettersMax = 1000;

look::Card ticketCard(const QModelIndex& index) {
    const auto ticket = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.badge = look::faceOfState(ticket.text("state"));
    card.title = QStringLiteral("#%1 %2").arg(ticket.text("id"), kit::dishesOf(ticket));
    card.right = look::wonText(ticket.at("payment").number("amount"));
    QString line =
        look::momentText(look::instantOf(ticket.text("placedAt")), QDateTime::currentDateTimeUtc());
    if (const auto seconds = cookSeconds(ticket)) {
        line += TodayPage::tr(" · 요리 %1").arg(look::minutesText((*seconds + 59) / 60));
    }
    if (const QString reason = ticket.text("reason"); !reason.isEmpty()) {
        line += QStringLiteral(" · ") + reason;
    } else if (ticket.text("cancelledBy") == QLatin1String("customer")) {
        line += TodayPage::tr(" · 손님이 취소");
    }
    card.lines = {line};
    return card;
}

look::Card reviewCard(const QModelIndex& index) {
    const auto review = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    const int stars = static_cast<int>(review.number("stars"));
    card.title = QString(stars, QChar(0x2605)) + QString(5 - stars, QChar(0x2606));
    card.right = look::agoText(look::instantOf(review.text("at")), QDateTime::currentDateTimeUtc());
    card.lines = {review.text("text").isEmpty() ? TodayPage::tr("글 없음") : review.text("text")};
    const bool answered = !review.text("answer").isEmpty();
    card.badge =
        answered
            ? look::Face{TodayPage::tr("답함"), QStringLiteral("check"), look::Tone::Done}
            : look::Face{TodayPage::tr("답 기다림"), QStringLiteral("clock"), look::Tone::Waiting};
    return card;
}

}  // namespace

TodayPage::TodayPage(kit::Workplace& work, Shop& shop, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_shop(shop),
      m_load(new Chart(tr("시간마다 주문"), Chart::Direction::Up)),
      m_dishes(new Chart(tr("음식마다"), Chart::Direction::Across)),
      m_cooking(new Chart(tr("시간마다 요리 시간 (최근 주문 100건)"), Chart::Direction::Up)) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll);
    auto* inner = new QWidget;
    scroll->setWidget(inner);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::wide);
    column->setSpacing(look::space::large);
    auto* title = new QLabel(tr("오늘"));
    look::setType(title, look::Type::Title);
    column->addWidget(title);
    column->addWidget(buildFigures());
    column->addWidget(buildCharts());
    auto* lists = new QHBoxLayout;
    lists->setSpacing(look::space::large);
    lists->addWidget(buildTickets(), 1);
    lists->addWidget(buildReviews(), 1);
    column->addLayout(lists);
    column->addStretch(1);
    connect(&m_shop, &Shop::salesChanged, this, &TodayPage::showSales);
    showSales();
}

QWidget* TodayPage::buildFigures() {
    auto* row = new QWidget;
    auto* grid = new QHBoxLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(look::space::medium);
    const std::array names{tr("매출"), tr("접수한 주문"), tr("들어온 주문"),
                           tr("거절"), tr("취소"),        tr("요리 평균")};
    for (const QString& name : names) {
        auto* card = new QFrame;
        card->setProperty("card", true);
        auto* inside = new QVBoxLayout(card);
        auto* caption = new QLabel(name);
        auto* figure = new QLabel(QStringLiteral("–"));
        look::setType(figure, look::Type::Title);
        inside->addWidget(caption);
        inside->addWidget(figure);
        m_figures.append(figure);
        grid->addWidget(card, 1);
    }
    return row;
}

QWidget* TodayPage::buildCharts() {
    auto* all = new QWidget;
    auto* grid = new QGridLayout(all);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(look::space::large);
    const auto put = [grid](const QString& title, Chart* chart, int row, int column, int rows) {
        QVBoxLayout* inside = nullptr;
        QFrame* card = section(title, inside);
        inside->addWidget(chart);
        inside->addStretch(1);
        grid->addWidget(card, row, column, rows, 1);
    };
    put(tr("시간마다 주문"), m_load, 0, 0, 1);
    put(tr("시간마다 요리 시간 (최근 주문 100건)"), m_cooking, 1, 0, 1);
    put(tr("음식마다"), m_dishes, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return all;
}

QWidget* TodayPage::buildTickets() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("지난 주문 (최근 100건)"), inside);
    m_ticketList = new QListView;
    m_ticketList->setObjectName(QStringLiteral("pastTickets"));
    m_ticketList->setModel(&m_tickets);
    m_ticketList->setItemDelegate(new look::CardDelegate(ticketCard, 1, m_ticketList));
    m_ticketList->setMinimumHeight(listHeight);
    look::dressCardList(*m_ticketList, tr("지난 주문 (최근 100건)"));
    inside->addWidget(m_ticketList, 1);
    m_reprint = new ActionButton(tr("주문표 다시 출력(&P)"));
    m_reprint->setObjectName(QStringLiteral("reprint"));
    m_reprint->setAllowed(false);
    inside->addWidget(m_reprint);
    connect(m_ticketList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) { m_reprint->setAllowed(now.isValid()); });
    connect(m_reprint, &QPushButton::clicked, this, [this] {
        const QModelIndex now = m_ticketList->currentIndex();
        if (now.isValid()) emit printWanted(m_tickets.at(now.row()));
    });
    return card;
}

QWidget* TodayPage::buildReviews() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("손님의 평 (최근 50건)"), inside);
    m_reviewList = new QListView;
    m_reviewList->setObjectName(QStringLiteral("reviews"));
    m_reviewList->setModel(&m_reviews);
    m_reviewList->setItemDelegate(new look::CardDelegate(reviewCard, 1, m_reviewList));
    m_reviewList->setMinimumHeight(listHeight - look::bigTargetHeight);
    look::dressCardList(*m_reviewList, tr("손님의 평 (최근 50건)"));
    inside->addWidget(m_reviewList, 1);
    m_review = new QLabel;
    m_review->setWordWrap(true);
    m_review->setTextFormat(Qt::PlainText);
    m_review->setVisible(false);
    inside->addWidget(m_review);
    auto* row = new QHBoxLayout;
    m_words = new QLineEdit;
    m_words->setObjectName(QStringLiteral("answerWords"));
    m_words->setAccessibleName(tr("답"));
    m_words->setPlaceholderText(tr("고른 평에 답하기"));
    m_words->setMaxLength(answerLettersMax);
    m_answer = new ActionButton(tr("답하기(&W)"), ActionButton::Rank::Leading);
    m_answer->setObjectName(QStringLiteral("answer"));
    row->addWidget(m_words, 1);
    row->addWidget(m_answer);
    inside->addLayout(row);
    connect(m_reviewList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &TodayPage::showReview);
    connect(m_words, &QLineEdit::textChanged, this, &TodayPage::showReview);
    connect(m_answer, &QPushButton::clicked, this, &TodayPage::answer);
    connect(&m_work, &kit::Workplace::decided, this,
            [this](const QString&, const kit::CommandSubject& subject) {
                if (subject.verb == QLatin1String("answer")) refresh();
            });
    showReview();
    return card;
}

void TodayPage::refresh() {
    m_shop.refresh();
    m_work.read(QStringLiteral("/foodCookings?size=100&sort=id,desc"), kit::Reader::Pages::First,
                this, [this](const kit::Representation& page) {
                    m_tickets.show(page.embedded());
                    m_cooking->show(cookingByHour(page.embedded(), m_shop.sales().text("day")));
                });
    m_work.read(QStringLiteral("/reviews?size=50&storeId=%1").arg(m_shop.id()),
                kit::Reader::Pages::First, this, [this](const kit::Representation& page) {
                    m_reviews.show(page.embedded());
                    showReview();
                });
}

void TodayPage::showSales() {
    const kit::Representation& sales = m_shop.sales();
    const auto count = [&](const char* name) { return tr("%1건").arg(sales.number(name)); };
    const qint64 seconds = sales.number("averageCookSeconds");
    const std::array words{
        look::wonText(sales.number("sales")),
        count("orders"),
        count("received"),
        count("rejected"),
        count("cancelled"),
        seconds > 0 ? look::minutesText((seconds + 59) / 60) : QStringLiteral("–")};
    for (int i = 0; i < m_figures.size(); ++i) {
        m_figures[i]->setText(words.at(static_cast<std::size_t>(i)));
    }
    m_load->show(loadByHour(sales));
    m_dishes->show(countByDish(sales));
}

void TodayPage::showReview() {
    const QModelIndex now = m_reviewList->currentIndex();
    const bool chosen = now.isValid();
    const QString answered = chosen ? m_reviews.at(now.row()).text("answer") : QString();
    m_review->setText(tr("우리 답: %1").arg(answered));
    m_review->setVisible(!answered.isEmpty());
    const bool open = chosen && !m_reviews.at(now.row()).linkPath("answer").isEmpty();
    m_words->setEnabled(open);
    m_answer->setAllowed(open && !m_words->text().trimmed().isEmpty());
}

void TodayPage::answer() {
    const QModelIndex now = m_reviewList->currentIndex();
    const kit::Representation review = m_reviews.at(now.row());
    kit::Body body;
    body.set("text", m_words->text().trimmed());
    m_work.send({QStringLiteral("PUT"), review.linkPath("answer"), body.json()});
    m_words->clear();
}

}  // namespace delivery::store
