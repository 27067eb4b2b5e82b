#include "apps/rider/takeover.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/icons.h"
#include "apps/look/theme.h"

namespace delivery::rider {

namespace {

constexpr int iconSize = 96;
constexpr int textWidth = 640;

QString reasonOf(const QString& name) {
    if (name == QLatin1String("CustomerAsked")) return Takeover::tr("손님이 취소했습니다.");
    if (name == QLatin1String("StoreAsked")) return Takeover::tr("가게가 취소했습니다.");
    if (name == QLatin1String("AdminAsked")) return Takeover::tr("관리자가 취소했습니다.");
    return {};
}

}  // namespace

Takeover::Takeover(look::Bell& bell, QWidget* parent)
    : QWidget(parent),
      m_bell(bell),
      m_icon(new QLabel),
      m_title(new QLabel),
      m_why(new QLabel),
      m_seen(new look::ActionButton(tr("확인했습니다(&O)"), look::ActionButton::Rank::Leading)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::page, look::space::page, look::space::page,
                               look::space::page);
    column->setSpacing(look::space::wide);
    column->addStretch(2);
    m_icon->setAlignment(Qt::AlignCenter);
    column->addWidget(m_icon);
    look::setType(m_title, look::Type::Display);
    look::setType(m_why, look::Type::Heading);
    for (QLabel* label : {m_title, m_why}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        column->addWidget(label);
    }
    column->addStretch(1);
    m_seen->setObjectName(QStringLiteral("seen"));
    m_seen->setBig();
    m_seen->setMaximumWidth(textWidth);
    m_seen->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(m_seen, 0, Qt::AlignHCenter);
    column->addStretch(1);
    m_seen->setMinimumWidth(textWidth / 2);
    connect(m_seen, &QPushButton::clicked, this, [this] { emit acknowledged(m_order); });
}

Takeover::~Takeover() = default;

void Takeover::show(const Loss& loss) {
    m_order = loss.order;
    m_title->setText(titleOf(loss));
    m_why->setText(sentenceOf(loss));
    setAccessibleName(m_title->text());
    dress();
    m_seen->setFocus();
    m_bell.ring(look::Sound::Cancelled);
}

void Takeover::quieten() { m_bell.stop(); }

QString Takeover::titleOf(const Loss& loss) {
    switch (loss.kind) {
        case Loss::Kind::CalledOff:
            return tr("%1번 주문이 취소되었습니다").arg(loss.order);
        case Loss::Kind::TakenBack:
            return tr("%1번 배달은 이제 맡고 있지 않습니다").arg(loss.order);
    }
    return {};
}

QString Takeover::sentenceOf(const Loss& loss) {
    if (loss.kind == Loss::Kind::TakenBack) {
        return tr("%1의 배달이 다른 라이더에게 다시 나갔습니다. 가게로 가지 않으셔도 됩니다.")
            .arg(loss.storeName);
    }
    const QString reason = reasonOf(loss.reason);
    const QString then =
        tr("%1의 배달은 여기까지입니다. 음식을 이미 받으셨다면 가게에 알려 주세요.")
            .arg(loss.storeName);
    return reason.isEmpty() ? then : reason + QLatin1Char(' ') + then;
}

void Takeover::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), look::theme().bad.plate);
}

void Takeover::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange && !m_dressing) dress();
}

void Takeover::dress() {
    m_dressing = true;
    const look::TonePair& pair = look::theme().bad;
    for (QLabel* label : {m_title, m_why}) {
        QPalette inked = label->palette();
        inked.setColor(QPalette::WindowText, pair.ink);
        label->setPalette(inked);
    }
    m_icon->setPixmap(
        look::iconPixmap(QStringLiteral("alert"), iconSize, pair.ink, devicePixelRatioF()));
    m_dressing = false;
}

}  // namespace delivery::rider
