#include "apps/rider/duty_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/status_badge.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::rider {

namespace {

QString wordsOf(kit::PositionWish::Kind kind) {
    switch (kind) {
        case kit::PositionWish::Kind::Fixed:
            return DutyBar::tr("내 위치: 지도에서 정한 곳");
        case kit::PositionWish::Kind::Track:
            return DutyBar::tr("내 위치: 경로 재생");
        case kit::PositionWish::Kind::Desktop:
            return DutyBar::tr("내 위치: 이 컴퓨터의 위치 서비스");
        case kit::PositionWish::Kind::Receiver:
            return DutyBar::tr("내 위치: GPS 수신기");
    }
    return {};
}

}  // namespace

DutyBar::DutyBar(Duty& duty, OwnPlace& place, QWidget* parent)
    : QFrame(parent),
      m_duty(duty),
      m_place(place),
      m_state(new look::StatusBadge),
      m_today(new QLabel),
      m_where(new QLabel),
      m_placing(new look::ActionButton(tr("내 위치 정하기(&L)"))),
      m_switch(new look::ActionButton(tr("근무 시작(&D)"), look::ActionButton::Rank::Leading)) {
    setProperty("card", true);
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(look::space::large, look::space::medium, look::space::medium,
                               look::space::medium);
    across->setSpacing(look::space::large);
    auto* words = new QVBoxLayout;
    words->setSpacing(look::space::hair);
    auto* first = new QHBoxLayout;
    first->setSpacing(look::space::medium);
    look::setType(m_today, look::Type::Strong);
    first->addWidget(m_state);
    first->addWidget(m_today);
    first->addStretch(1);
    words->addLayout(first);
    look::setType(m_where, look::Type::Caption);
    m_where->setWordWrap(true);
    m_where->setTextFormat(Qt::PlainText);
    words->addWidget(m_where);
    across->addLayout(words, 1);
    m_placing->setObjectName(QStringLiteral("placing"));
    m_placing->setCheckable(true);
    m_placing->setBig();
    m_placing->setToolTip(tr("누른 다음 지도에서 지금 있는 곳을 누르세요"));
    across->addWidget(m_placing);
    m_switch->setObjectName(QStringLiteral("duty"));
    m_switch->setBig();
    m_switch->setMinimumWidth(150);
    across->addWidget(m_switch);
    connect(m_placing, &QPushButton::toggled, this, [this](bool on) {
        showPlace();
        emit placingChanged(on);
    });
    connect(m_switch, &QPushButton::clicked, this,
            [this] { m_duty.set(!m_duty.isOn(), m_place.place()); });
    connect(&m_duty, &Duty::changed, this, &DutyBar::show);
    connect(&m_place, &OwnPlace::changed, this, &DutyBar::showPlace);
    connect(&m_place, &OwnPlace::wishChanged, this, &DutyBar::showPlace);
    show();
    showPlace();
}

bool DutyBar::isPlacing() const { return m_placing->isChecked(); }

void DutyBar::stopPlacing() { m_placing->setChecked(false); }

void DutyBar::show() {
    const bool on = m_duty.isOn();
    if (!m_duty.isKnown()) {
        m_state->show({tr("확인하는 중"), QStringLiteral("clock"), look::Tone::Plain});
    } else if (on) {
        m_state->show({tr("근무 중"), QStringLiteral("play"), look::Tone::Ready});
    } else {
        m_state->show({tr("쉬는 중"), QStringLiteral("moon"), look::Tone::Done});
    }
    m_today->setText(tr("오늘 %1건 · %2")
                         .arg(m_duty.deliveriesToday())
                         .arg(look::wonText(m_duty.earnedToday())));
    m_today->setVisible(m_duty.isKnown());
    m_switch->setWords(on ? tr("근무 마치기(&D)") : tr("근무 시작(&D)"));
    m_switch->setRank(on ? look::ActionButton::Rank::Plain : look::ActionButton::Rank::Leading);
    m_switch->setAllowed(m_duty.isKnown());
    m_switch->setPending(m_duty.isPending());
}

void DutyBar::showPlace() {
    if (isPlacing()) {
        m_where->setText(tr("지도에서 지금 있는 곳을 눌러 주세요."));
    } else if (!m_place.whyLost().isEmpty()) {
        m_where->setText(m_place.whyLost());
    } else {
        m_where->setText(wordsOf(m_place.wish().kind));
    }
}

}  // namespace delivery::rider
