#include "apps/rider/holding_view.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include "apps/kit/body.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"
#include "apps/rider/nearby.h"

namespace delivery::rider {

namespace {

using look::ActionButton;

const QString collectVerb = QStringLiteral("collect");
const QString deliverVerb = QStringLiteral("deliver");
const QString releaseVerb = QStringLiteral("release");

QLabel* wordsIn(QVBoxLayout* column, look::Type type) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    look::setType(label, type);
    column->addWidget(label);
    return label;
}

void say(QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

}  // namespace

HoldingView::HoldingView(kit::Workplace& work, Hands& hands, QWidget* parent)
    : QFrame(parent),
      m_work(work),
      m_hands(hands),
      m_call(new ActionButton(tr("전화 걸기(&T)"))),
      m_copyPhone(new ActionButton(tr("번호 복사(&N)"))),
      m_copyAddress(new ActionButton(tr("주소 복사(&A)"))),
      m_release(new ActionButton(tr("배달 놓기(&R)"))),
      m_next(new ActionButton(tr("음식을 받았습니다(&S)"), ActionButton::Rank::Leading)) {
    setProperty("card", true);
    build();
    connect(m_call, &QPushButton::clicked, this, [this] {
        QString number = m_delivery.text("phone");
        number.remove(QLatin1Char('-')).remove(QLatin1Char(' '));
        QDesktopServices::openUrl(QUrl(QStringLiteral("tel:") + number));
    });
    connect(m_copyPhone, &QPushButton::clicked, this,
            [this] { copy(m_delivery.text("phone"), tr("전화번호를 복사했습니다")); });
    connect(m_copyAddress, &QPushButton::clicked, this,
            [this] { copy(m_delivery.text("address"), tr("주소를 복사했습니다")); });
    connect(m_release, &QPushButton::clicked, this, &HoldingView::release);
    connect(m_next, &QPushButton::clicked, this,
            [this] { act(isCollected() ? deliverVerb : collectVerb); });
    connect(&m_work.pending(), &kit::PendingCommands::changedFor, this, [this](qint64 order) {
        if (order != orderId()) return;
        showWords();
        showSteps();
    });
    connect(
        &m_work, &kit::Workplace::refused, this,
        [this](const QString&, const kit::CommandSubject& subject, const kit::Problem& problem) {
            const bool mine = subject.verb == collectVerb || subject.verb == deliverVerb ||
                              subject.verb == releaseVerb;
            if (!mine) return;
            emit refused(problem.sentence());
        });
    clear();
}

void HoldingView::build() {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(1, 1, 1, look::space::medium);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll, 1);
    auto* inner = new QWidget;
    scroll->setWidget(inner);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(look::space::large, look::space::large, look::space::large,
                               look::space::small);
    column->setSpacing(look::space::small);
    m_step = wordsIn(column, look::Type::Strong);
    m_where = wordsIn(column, look::Type::Display);
    m_where->setObjectName(QStringLiteral("where"));
    m_way = wordsIn(column, look::Type::Heading);
    column->addSpacing(look::space::small);
    m_who = wordsIn(column, look::Type::Title);
    m_who->setObjectName(QStringLiteral("who"));
    auto* reach = new QHBoxLayout;
    reach->setSpacing(look::space::small);
    for (ActionButton* button : {m_call, m_copyPhone, m_copyAddress}) {
        reach->addWidget(button);
    }
    reach->addStretch(1);
    column->addLayout(reach);
    m_note = wordsIn(column, look::Type::Strong);
    m_dishes = wordsIn(column, look::Type::Body);
    column->addStretch(1);
    m_kept = wordsIn(column, look::Type::Strong);
    m_kept->setObjectName(QStringLiteral("kept"));
    auto* steps = new QVBoxLayout;
    steps->setContentsMargins(look::space::large, 0, look::space::large, 0);
    steps->setSpacing(look::space::small);
    m_release->setObjectName(releaseVerb);
    m_next->setObjectName(QStringLiteral("next"));
    m_next->setBig();
    // Away from the thumb's own place, and smaller.
    steps->addWidget(m_release, 0, Qt::AlignLeft);
    steps->addWidget(m_next);
    whole->addLayout(steps);
}

void HoldingView::show(const kit::Representation& delivery, const std::optional<GeoPoint>& from) {
    if (delivery.number("id") != orderId()) m_releaseAsked = 0;
    m_delivery = delivery;
    m_from = from;
    setVisible(true);
    showWords();
    showSteps();
}

void HoldingView::clear() {
    m_delivery = kit::Representation();
    m_releaseAsked = 0;
    setVisible(false);
}

QStringList HoldingView::waiting() const {
    QStringList verbs;
    for (const auto& one : m_work.pending().unansweredFor(orderId())) verbs << one.verb;
    return verbs;
}

bool HoldingView::isCollected() const {
    return !m_delivery.linkPath(deliverVerb.toLatin1().constData()).isEmpty() ||
           waiting().contains(collectVerb);
}

void HoldingView::showWords() {
    const bool collected = isCollected();
    const QString address = m_delivery.text("address");
    m_step->setText(collected ? tr("주문 %1 · 손님께 가져다주세요").arg(orderId())
                              : tr("주문 %1 · 가게에서 음식을 받으세요").arg(orderId()));
    m_where->setText(collected ? address : m_delivery.text("storeName"));
    const auto goal = placeIn(m_delivery, collected ? "dropOff" : "storePlace");
    QString way;
    if (m_from && goal)
        way = tr("여기서 %1").arg(look::distanceText(distanceMeters(*m_from, *goal)));
    say(m_way, way);
    QStringList who;
    if (!collected) who << tr("배달할 곳  %1").arg(address);
    if (const QString phone = m_delivery.text("phone"); !phone.isEmpty()) {
        who << tr("손님 전화  %1").arg(phone);
    }
    say(m_who, who.join(QLatin1Char('\n')));
    const bool hasPhone = !m_delivery.text("phone").isEmpty();
    m_call->setVisible(hasPhone);
    m_copyPhone->setVisible(hasPhone);
    m_copyAddress->setVisible(!address.isEmpty());
    const QString note = m_delivery.text("options");
    say(m_note, note.isEmpty() ? note : tr("요청: %1").arg(note));
    m_dishes->setText(kit::dishesOf(m_delivery) + QStringLiteral(" · ") + feeText(m_delivery));
}

void HoldingView::showSteps() {
    const auto unanswered = m_work.pending().unansweredFor(orderId());
    QStringList kept;
    for (const auto& one : unanswered) {
        const QString at = look::timeText(one.since);
        if (one.verb == collectVerb) kept << tr("%1 음식 받음").arg(at);
        if (one.verb == deliverVerb) kept << tr("%1 배달 완료").arg(at);
        if (one.verb == releaseVerb) kept << tr("%1 배달 놓음").arg(at);
    }
    const bool late = m_work.feed().way() == kit::LiveFeed::Way::Searching ||
                      std::any_of(unanswered.begin(), unanswered.end(),
                                  [](const auto& one) { return one.isGivenUp; });
    say(m_kept, kept.isEmpty() || !late
                    ? QString()
                    : tr("연결되면 보냅니다: %1").arg(kept.join(QStringLiteral(", "))));
    const QStringList verbs = waiting();
    const bool collected = isCollected();
    m_next->setWords(collected ? tr("배달했습니다(&S)") : tr("음식을 받았습니다(&S)"));
    m_next->setPending(verbs.contains(deliverVerb));
    m_release->setVisible(!collected);
    m_release->setPending(verbs.contains(releaseVerb));
    if (!verbs.contains(releaseVerb)) {
        m_release->setWords(m_releaseAsked == orderId() ? tr("정말 놓을까요?(&R)")
                                                        : tr("배달 놓기(&R)"));
    }
}

void HoldingView::act(const QString& verb) {
    if (waiting().contains(verb)) return;
    kit::Body body;
    body.set("fence", m_delivery.number("fence"));
    // The time is that of the tap, whenever the line lets it through.
    if (verb != releaseVerb) body.set("doneAt", look::instantText(QDateTime::currentDateTimeUtc()));
    // By its name and not by its link: the step after one that waits for the line has none yet.
    m_work.send({QStringLiteral("PUT"),
                 QStringLiteral("/deliveries/%1/%2").arg(orderId()).arg(verb), body.json()},
                verb == releaseVerb ? kit::Repeat::Undoable : kit::Repeat::SameWish);
    showWords();
    showSteps();
}

void HoldingView::release() {
    if (m_releaseAsked != orderId()) {
        m_releaseAsked = orderId();
        showSteps();
        return;
    }
    m_releaseAsked = 0;
    m_hands.noteRelease(orderId());
    act(releaseVerb);
}

void HoldingView::copy(const QString& text, const QString& sentence) {
    QGuiApplication::clipboard()->setText(text);
    emit told(sentence);
}

}  // namespace delivery::rider
