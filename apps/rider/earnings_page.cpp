#include "apps/rider/earnings_page.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"
#include "apps/rider/nearby.h"

namespace delivery::rider {

namespace {

enum Span { Today, Latest };

QDateTime endOf(const kit::Representation& delivery) {
    const QDateTime delivered = look::instantOf(delivery.text("deliveredAt"));
    return delivered.isValid() ? delivered : look::instantOf(delivery.text("changedAt"));
}

using look::Card;

Card pastCard(const QModelIndex& index) {
    const auto delivery = index.data(kit::RepresentationRole).value<kit::Representation>();
    Card card;
    card.badge = look::faceOfState(delivery.text("state"));
    card.icon = card.badge.icon;
    card.iconTone = card.badge.tone;
    card.title = EarningsPage::tr("%1 → %2").arg(delivery.text("storeName"), delivery.text("area"));
    card.lines = {EarningsPage::tr("주문 %1").arg(delivery.number("id")) + QStringLiteral(" · ") +
                      kit::dishesOf(delivery),
                  look::momentText(endOf(delivery), QDateTime::currentDateTimeUtc()) +
                      QStringLiteral(" · ") + feeText(delivery)};
    return card;
}

/// One figure on a card, large, with its name below.
QLabel* figureIn(QHBoxLayout* across, const QString& name) {
    auto* card = new QFrame;
    card->setProperty("card", true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(look::space::large, look::space::medium, look::space::large,
                               look::space::medium);
    auto* number = new QLabel(QStringLiteral("–"));
    look::setType(number, look::Type::Display);
    auto* label = new QLabel(name);
    look::setType(label, look::Type::Caption);
    column->addWidget(number);
    column->addWidget(label);
    across->addWidget(card, 1);
    return number;
}

}  // namespace

EarningsPage::EarningsPage(kit::Workplace& work, Duty& duty, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_duty(duty),
      m_span(new QComboBox),
      m_list(new QListView),
      m_none(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    column->setSpacing(look::space::large);
    auto* title = new QLabel(tr("내 배달"));
    look::setType(title, look::Type::Title);
    column->addWidget(title);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(look::space::large);
    m_deliveries = figureIn(figures, tr("오늘 배달"));
    m_deliveries->setObjectName(QStringLiteral("deliveriesToday"));
    m_earned = figureIn(figures, tr("오늘 수입"));
    m_earned->setObjectName(QStringLiteral("earnedToday"));
    m_taken = figureIn(figures, tr("지금까지 맡은 배달"));
    column->addLayout(figures);
    m_span->addItem(tr("오늘"), Today);
    m_span->addItem(tr("최근 100건"), Latest);
    m_span->setAccessibleName(tr("보여 줄 기간"));
    m_span->setMinimumHeight(look::targetHeight);
    m_span->setMaximumWidth(240);
    column->addWidget(m_span);
    m_list->setObjectName(QStringLiteral("past"));
    m_list->setModel(&m_past);
    m_list->setItemDelegate(new look::CardDelegate(pastCard, 2, m_list));
    look::dressCardList(*m_list, tr("내 배달 목록"));
    column->addWidget(m_list, 1);
    m_none->setText(tr("아직 없습니다."));
    m_none->setAlignment(Qt::AlignCenter);
    column->addWidget(m_none, 1);
    connect(m_span, &QComboBox::activated, this, &EarningsPage::refresh);
    connect(&m_duty, &Duty::changed, this, &EarningsPage::showToday);
    showToday();
    showPast({});
}

void EarningsPage::refresh() {
    m_duty.refresh();
    m_work.read(
        QStringLiteral("/deliveries?view=past&size=100&sort=id,desc"), kit::Reader::Pages::First,
        this, [this](const kit::Representation& page) { showPast(page); },
        [this](const QString& why) { emit failed(why); });
    m_work.read(QStringLiteral("/riderCounts"), kit::Reader::Pages::First, this,
                [this](const kit::Representation& page) {
                    std::int64_t count = 0;
                    for (const auto& one : page.embedded()) count += one.number("count");
                    m_taken->setText(tr("%1건").arg(count));
                });
}

void EarningsPage::showToday() {
    if (!m_duty.isKnown()) return;
    m_deliveries->setText(tr("%1건").arg(m_duty.deliveriesToday()));
    m_earned->setText(look::wonText(m_duty.earnedToday()));
}

void EarningsPage::showPast(const kit::Representation& page) {
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QString today = look::dayText(now, now);
    const bool onlyToday = m_span->currentData().toInt() == Today;
    std::vector<kit::Representation> shown;
    for (const auto& delivery : page.embedded()) {
        if (!onlyToday || look::dayText(endOf(delivery), now) == today) shown.push_back(delivery);
    }
    m_past.show(shown);
    m_list->setVisible(!shown.empty());
    m_none->setVisible(shown.empty());
}

}  // namespace delivery::rider
