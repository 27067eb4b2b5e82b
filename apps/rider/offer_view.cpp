#include "apps/rider/offer_view.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/theme.h"
#include "apps/rider/nearby.h"
#include "core/refusal.h"

namespace delivery::rider {

namespace {

QLabel* wordsOf(look::Type type) {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    look::setType(label, type);
    return label;
}

}  // namespace

OfferView::OfferView(kit::Workplace& work, QWidget* parent)
    : QFrame(parent),
      m_work(work),
      m_title(wordsOf(look::Type::Title)),
      m_fee(wordsOf(look::Type::Title)),
      m_ways(wordsOf(look::Type::Strong)),
      m_dishes(wordsOf(look::Type::Body)),
      m_pick(new look::ActionButton(tr("이 배달 잡기(&P)"), look::ActionButton::Rank::Leading)) {
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::large, look::space::medium, look::space::large,
                               look::space::large);
    column->setSpacing(look::space::small);
    auto* top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    m_fee->setWordWrap(false);
    top->addWidget(m_fee);
    column->addLayout(top);
    column->addWidget(m_ways);
    column->addWidget(m_dishes);
    m_pick->setObjectName(QStringLiteral("pick"));
    m_pick->setBig();
    column->addWidget(m_pick);
    connect(m_pick, &QPushButton::clicked, this, &OfferView::pick);
    connect(&m_work.pending(), &kit::PendingCommands::changedFor, this, [this](qint64 order) {
        if (order == orderId()) showButton();
    });
    connect(&m_work.feed(), &kit::LiveFeed::wayChanged, this, &OfferView::showButton);
    connect(
        &m_work, &kit::Workplace::refused, this,
        [this](const QString&, const kit::CommandSubject& subject, const kit::Problem& problem) {
            if (subject.verb == QLatin1String("pick")) hearRefusal(problem);
        });
    clear();
}

void OfferView::show(const kit::Representation& offer, const std::optional<GeoPoint>& from) {
    m_offer = offer;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_title->setText(tr("%1 → %2").arg(offer.text("storeName"), offer.text("area")));
    m_fee->setText(feeText(offer));
    QStringList ways{waysText(offer, from), waitsText(offer, now)};
    if (const auto round = offer.at("offer").number("round"); round > 1) {
        ways << tr("%1번째 제안").arg(round);
    }
    ways.removeAll(QString());
    m_ways->setText(ways.join(QStringLiteral(" · ")));
    m_dishes->setText(kit::dishesOf(offer));
    setVisible(true);
    showButton();
}

void OfferView::clear() {
    m_offer = kit::Representation();
    setVisible(false);
}

void OfferView::showButton() {
    const bool pending = m_work.isPending(orderId(), QStringLiteral("pick"));
    // A pick that arrives later would take what the rider does not think of any more.
    const bool offline = m_work.feed().way() == kit::LiveFeed::Way::Searching;
    m_pick->setAllowed(!m_offer.linkPath("pick").isEmpty() && !offline);
    m_pick->setWords(offline ? tr("연결되면 잡을 수 있습니다") : tr("이 배달 잡기(&P)"));
    m_pick->setPending(pending);
}

void OfferView::pick() {
    if (m_work.isPending(orderId(), QStringLiteral("pick"))) return;
    m_work.send({QStringLiteral("PUT"), m_offer.linkPath("pick"), "{}"}, kit::Repeat::Undoable);
    showButton();
}

void OfferView::hearRefusal(const kit::Problem& problem) {
    if (problem.code == static_cast<int>(RefusalCode::AlreadyPicked) ||
        problem.code == static_cast<int>(RefusalCode::AlreadyDelivered)) {
        emit missed(tr("다른 라이더가 더 빨랐습니다. 다음으로 가까운 배달을 보여 드립니다."));
        return;
    }
    emit missed(problem.sentence());
}

}  // namespace delivery::rider
