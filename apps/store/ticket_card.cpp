#include "apps/store/ticket_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/status_badge.h"
#include "apps/look/wording.h"

namespace delivery::store {

namespace {

using look::ActionButton;

constexpr int stripHeight = 6;

QLabel* words(look::Type type, bool wraps = true) {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(wraps);
    look::setType(label, type);
    return label;
}

QString stepWords(const QString& verb, int minutes) {
    if (verb == QLatin1String("accept")) return TicketCard::tr("%1분 접수").arg(minutes);
    if (verb == QLatin1String("start")) return TicketCard::tr("요리 시작");
    if (verb == QLatin1String("finish")) return TicketCard::tr("요리 완료");
    if (verb == QLatin1String("acknowledge")) return TicketCard::tr("취소 확인");
    return {};
}

QString whereTo(const kit::Representation& ticket) {
    if (ticket.isTrue("pickup")) return TicketCard::tr("포장");
    const QString area = ticket.text("area");
    return area.isEmpty() ? TicketCard::tr("배달") : TicketCard::tr("배달 %1").arg(area);
}

QString endWords(const kit::Representation& ticket) {
    const QString by = ticket.text("cancelledBy");
    QString said;
    if (by == QLatin1String("customer")) {
        said = TicketCard::tr("손님이 취소했습니다");
    } else if (ticket.text("cancelReason") == QLatin1String("StoreSilent")) {
        said = TicketCard::tr("답하지 않아 취소되었습니다");
    } else if (ticket.text("cancelReason") == QLatin1String("NoRider")) {
        said = TicketCard::tr("라이더가 없어 취소되었습니다");
    } else {
        said = TicketCard::tr("주문이 취소되었습니다");
    }
    const QString reason = ticket.text("reason");
    return reason.isEmpty() ? said : said + QLatin1Char('\n') + reason;
}

}  // namespace

TicketCard::TicketCard(QWidget* parent)
    : QFrame(parent),
      m_slot(words(look::Type::Heading, false)),
      m_number(words(look::Type::Title, false)),
      m_clock(new look::StatusBadge),
      m_end(words(look::Type::Heading)),
      m_dishes(new QWidget),
      m_dishRows(new QVBoxLayout(m_dishes)),
      m_note(words(look::Type::Strong)),
      m_paid(words(look::Type::Body)),
      m_paper(new look::StatusBadge),
      m_promise(new QWidget),
      m_minutesText(words(look::Type::Heading, false)),
      m_fewer(new ActionButton(QStringLiteral("−5"))),
      m_more(new ActionButton(QStringLiteral("+5"))),
      m_change(new ActionButton(tr("시간 바꾸기"))),
      m_next(new ActionButton(QString(), ActionButton::Rank::Leading)),
      m_refuse(new ActionButton(tr("거절"))),
      m_print(new ActionButton(tr("출력"), ActionButton::Rank::Quiet)) {
    build();
    connect(m_fewer, &QPushButton::clicked, this, [this] { stepMinutes(-5); });
    connect(m_more, &QPushButton::clicked, this, [this] { stepMinutes(5); });
    connect(m_change, &QPushButton::clicked, this, &TicketCard::changePromise);
    connect(m_next, &QPushButton::clicked, this,
            [this] { emit stepWanted(nextStep(m_showing.ticket)); });
    connect(m_refuse, &QPushButton::clicked, this, [this] {
        const bool fresh = columnOf(m_showing.ticket) == Column::New;
        emit stepWanted(fresh ? QStringLiteral("reject") : QStringLiteral("cancel"));
    });
    connect(m_print, &QPushButton::clicked, this, &TicketCard::printWanted);
}

void TicketCard::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::medium, look::space::medium + stripHeight,
                               look::space::medium, look::space::medium);
    column->setSpacing(look::space::small);
    auto* head = new QHBoxLayout;
    m_slot->setAlignment(Qt::AlignCenter);
    m_slot->setMinimumWidth(28);
    head->addWidget(m_slot);
    head->addWidget(m_number);
    head->addStretch(1);
    head->addWidget(m_clock);
    m_clock->show({});
    column->addLayout(head);
    column->addWidget(m_end);
    m_dishRows->setContentsMargins(0, 0, 0, 0);
    m_dishRows->setSpacing(look::space::hair);
    column->addWidget(m_dishes);
    column->addWidget(m_note);
    column->addWidget(m_paid);
    column->addWidget(m_paper);
    auto* promise = new QHBoxLayout(m_promise);
    promise->setContentsMargins(0, 0, 0, 0);
    m_minutesText->setAlignment(Qt::AlignCenter);
    m_fewer->setObjectName(QStringLiteral("fewer"));
    m_more->setObjectName(QStringLiteral("more"));
    m_fewer->setAccessibleName(tr("5분 적게"));
    m_more->setAccessibleName(tr("5분 많게"));
    promise->addWidget(m_fewer);
    promise->addWidget(m_minutesText, 1);
    promise->addWidget(m_more);
    column->addWidget(m_promise);
    m_change->setObjectName(QStringLiteral("change"));
    m_change->setToolTip(tr("고른 주문은 T를 눌러도 됩니다"));
    column->addWidget(m_change);
    m_next->setMinimumHeight(look::bigTargetHeight);
    m_next->setObjectName(QStringLiteral("next"));
    m_refuse->setObjectName(QStringLiteral("refuse"));
    m_print->setObjectName(QStringLiteral("print"));
    look::setType(m_next, look::Type::Heading);
    column->addWidget(m_next);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_refuse);
    foot->addStretch(1);
    foot->addWidget(m_print);
    column->addLayout(foot);
}

void TicketCard::show(const Showing& showing, const QDateTime& now) {
    const bool another = showing.ticket.number("id") != orderId();
    const bool promisedAnew = showing.ticket.text("readyBy") != m_showing.ticket.text("readyBy");
    const bool selectedChanged = showing.selected != m_showing.selected;
    m_showing = showing;
    // What a person has set stays, however often the ticket is shown again.
    if (another || promisedAnew) m_minutesTouched = false;
    proposeMinutes(now);
    showHead();
    showDishes();
    showFoot();
    showButtons();
    tick(now);
    if (another || selectedChanged) update();
    setAccessibleName(tr("주문 %1, %2").arg(orderId()).arg(m_clock->face().word));
}

void TicketCard::tick(const QDateTime& now) {
    const int proposedBefore = m_minutes;
    proposeMinutes(now);
    if (m_minutes != proposedBefore) showMinutes();
    const Urgency urgency = urgencyOf(m_showing.ticket, now);
    // A new one flashes, half a second on and off; what is being answered does not.
    const bool lit = needsSomebody(m_showing.ticket) && m_showing.pending.isEmpty() &&
                     now.toMSecsSinceEpoch() / 500 % 2 == 0;
    if (urgency != m_urgency || lit != m_lit) {
        m_urgency = urgency;
        m_lit = lit;
        update();
    }
    look::Face face;
    face.word = clockText(m_showing.ticket, now);
    face.icon = urgency == Urgency::Late ? QStringLiteral("alert") : QStringLiteral("clock");
    face.tone = urgency == Urgency::Late   ? look::Tone::Bad
                : urgency == Urgency::Soon ? look::Tone::Waiting
                                           : look::Tone::Plain;
    if (face.word != m_clock->face().word || face.tone != m_clock->face().tone) {
        m_clock->show(face);
    }
}

void TicketCard::setSelected(bool selected) {
    if (m_showing.selected == selected) return;
    m_showing.selected = selected;
    update();
}

void TicketCard::stepMinutes(int by) {
    m_minutes = steppedMinutes(m_minutes + by);
    m_minutesTouched = true;
    showButtons();
}

void TicketCard::changePromise() {
    if (m_minutesTouched && mayPromise(m_showing.ticket)) {
        emit stepWanted(QStringLiteral("promise"));
    }
}

/// Until somebody sets a time: what the shop usually takes, or what is left of the promise.
void TicketCard::proposeMinutes(const QDateTime& now) {
    if (m_minutesTouched) return;
    m_minutes = mayPromise(m_showing.ticket) ? minutesToPromise(m_showing.ticket, now)
                                             : m_showing.cookMinutes;
}

void TicketCard::showHead() {
    m_slot->setText(m_showing.slot > 0 ? QString::number(m_showing.slot) : QString());
    m_slot->setVisible(m_showing.slot > 0);
    m_slot->setToolTip(tr("숫자 %1을 누르면 고릅니다").arg(m_showing.slot));
    m_number->setText(QStringLiteral("#%1").arg(orderId()));
    const bool takenBack = isTakenBack(m_showing.ticket);
    m_end->setVisible(takenBack);
    if (takenBack) m_end->setText(endWords(m_showing.ticket));
}

void TicketCard::showDishes() {
    const QByteArray now = m_showing.ticket.at("lines").oneLine();
    if (now == m_dishesShown) return;
    m_dishesShown = now;
    while (QLayoutItem* item = m_dishRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Dish& dish : dishesOn(m_showing.ticket)) {
        auto* name = words(look::Type::Title);
        name->setText(QStringLiteral("%1 × %2").arg(dish.qty).arg(dish.name));
        m_dishRows->addWidget(name);
        for (const QString& option : dish.options) {
            auto* line = words(look::Type::Body);
            line->setIndent(look::space::wide);
            line->setText(QStringLiteral("· ") + option);
            m_dishRows->addWidget(line);
        }
    }
}

void TicketCard::showFoot() {
    const QString note = m_showing.ticket.text("options");
    m_note->setText(tr("요청: %1").arg(note));
    m_note->setVisible(!note.isEmpty());
    const kit::Representation payment = m_showing.ticket.at("payment");
    m_paid->setText(QStringLiteral("%1 · %2 · %3")
                        .arg(look::wonText(payment.number("amount")),
                             look::faceOfState(payment.text("state")).word,
                             whereTo(m_showing.ticket)));
    look::Face paper;
    if (!m_showing.paper.isEmpty()) {
        paper = {m_showing.paper, QStringLiteral("printer"), look::Tone::Waiting};
    }
    m_paper->show(paper);
}

void TicketCard::showButtons() {
    const QString verb = nextStep(m_showing.ticket);
    const QStringList& pending = m_showing.pending;
    const bool busy = !pending.isEmpty();
    const bool fresh = verb == QLatin1String("accept");
    showMinutes();
    m_next->setVisible(!verb.isEmpty());
    m_next->setWords(stepWords(verb, m_minutes));
    m_next->setPending(pending.contains(verb));
    m_next->setAllowed(!busy);
    const QStringList links = m_showing.ticket.links();
    const bool refusable =
        links.contains(fresh ? QStringLiteral("reject") : QStringLiteral("cancel"));
    m_refuse->setVisible(refusable);
    m_refuse->setWords(fresh ? tr("거절") : tr("취소"));
    m_refuse->setPending(pending.contains(QStringLiteral("reject")) ||
                         pending.contains(QStringLiteral("cancel")));
    m_refuse->setAllowed(!busy);
}

void TicketCard::showMinutes() {
    const QStringList& pending = m_showing.pending;
    const bool busy = !pending.isEmpty();
    const bool promised = mayPromise(m_showing.ticket);
    m_promise->setVisible(promised || nextStep(m_showing.ticket) == QLatin1String("accept"));
    m_minutesText->setText(look::minutesText(m_minutes));
    m_fewer->setAllowed(!busy && m_minutes > steppedMinutes(0));
    m_more->setAllowed(!busy && steppedMinutes(m_minutes + 5) > m_minutes);
    m_fewer->setAccessibleName(tr("5분 적게"));
    m_more->setAccessibleName(tr("5분 많게"));
    m_change->setVisible(promised && m_minutesTouched);
    m_change->setPending(pending.contains(QStringLiteral("promise")));
    m_change->setAllowed(!busy);
}

look::Tone TicketCard::tone() const {
    if (isTakenBack(m_showing.ticket)) return look::Tone::Bad;
    if (m_urgency == Urgency::Late) return look::Tone::Bad;
    if (m_urgency == Urgency::Soon) return look::Tone::Waiting;
    const auto column = columnOf(m_showing.ticket);
    if (!column) return look::Tone::Plain;
    switch (*column) {
        case Column::New:
            return look::Tone::Waiting;
        case Column::Accepted:
        case Column::Cooking:
            return look::Tone::Active;
        case Column::Cooked:
            return look::Tone::Ready;
        case Column::Leaving:
            return look::Tone::Plain;
    }
    return look::Tone::Plain;
}

void TicketCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const look::Theme& t = look::theme();
    const look::TonePair& pair = t.tone(tone());
    const QRectF whole = QRectF(rect()).adjusted(1, 1, -1, -1);
    // On the plates of high contrast only their own ink can be read.
    const bool takenOver = isTakenBack(m_showing.ticket) && !t.highContrast;
    painter.setPen(Qt::NoPen);
    painter.setBrush(takenOver ? pair.plate : t.surface);
    painter.drawRoundedRect(whole, look::cornerRadius, look::cornerRadius);
    painter.save();
    painter.setClipRect(QRectF(whole.left(), whole.top(), whole.width(), stripHeight));
    painter.setBrush(m_lit ? t.accent : pair.ink);
    painter.drawRoundedRect(whole, look::cornerRadius, look::cornerRadius);
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    if (m_showing.selected) {
        painter.setPen(QPen(t.accent, 3));
    } else {
        const bool loud = tone() == look::Tone::Bad || m_lit;
        painter.setPen(QPen(loud ? pair.ink : t.line, loud || t.highContrast ? 2 : 1));
    }
    painter.drawRoundedRect(whole, look::cornerRadius, look::cornerRadius);
    if (m_showing.slot > 0) {
        painter.setPen(QPen(t.ink, 1.5));
        painter.drawRoundedRect(QRectF(m_slot->geometry()).adjusted(1, 1, -1, -1), 5, 5);
    }
}

void TicketCard::mousePressEvent(QMouseEvent* event) {
    emit pressed();
    QFrame::mousePressEvent(event);
}

}  // namespace delivery::store
