#include "apps/customer/order_view.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "apps/customer/receipt.h"
#include "apps/kit/body.h"
#include "apps/kit/place.h"
#include "apps/look/action_button.h"
#include "apps/look/order_face.h"
#include "apps/look/status_badge.h"
#include "apps/look/theme.h"
#include "apps/look/timeline.h"
#include "apps/look/wording.h"

namespace delivery::customer {

namespace {

using look::ActionButton;

QString whoText(const kit::Representation& step, const kit::Representation& order) {
    const QString event = step.text("event");
    if (event.startsWith(QLatin1String("Order")) && step.text("by") == order.text("customerId")) {
        return OrderView::tr("나");
    }
    if (event.startsWith(QLatin1String("Delivery"))) return OrderView::tr("라이더");
    if (event.startsWith(QLatin1String("Payment"))) return OrderView::tr("결제");
    if (event.startsWith(QLatin1String("Cook")) || event == QLatin1String("OrderAccepted") ||
        event == QLatin1String("PromiseChanged") || event == QLatin1String("OrderRejected")) {
        return order.text("storeName");
    }
    return {};
}

QLabel* wordsIn(QVBoxLayout* column, look::Type type) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    look::setType(label, type);
    column->addWidget(label);
    return label;
}

/// Why it ended, for whoever ordered it; nothing where they know.
QString endWords(const kit::Representation& order) {
    const QString code = order.text("cancelReason");
    QStringList said{order.text("reason")};
    if (code == QLatin1String("StoreSilent")) {
        said << OrderView::tr("가게가 제때 응답하지 않아 자동으로 취소되었습니다");
    } else if (code == QLatin1String("NoRider")) {
        said << OrderView::tr("배달할 라이더를 찾지 못해 자동으로 취소되었습니다");
    } else if (code == QLatin1String("NotOrderable")) {
        said << OrderView::tr("지금 팔지 않는 음식이어서 취소되었습니다");
    } else if (code == QLatin1String("StoreAsked")) {
        said << OrderView::tr("가게가 취소했습니다");
    } else if (code == QLatin1String("AdminAsked")) {
        said << OrderView::tr("관리자가 취소했습니다");
    }
    said.removeAll(QString());
    return said.join(QLatin1Char('\n'));
}

}  // namespace

OrderView::OrderView(kit::Workplace& work, QWidget* parent)
    : QFrame(parent),
      m_work(work),
      m_status(new look::StatusBadge),
      m_refund(new look::StatusBadge),
      m_timeline(new look::Timeline),
      m_map(new look::MapView),
      m_cancel(new ActionButton(tr("주문 취소(&X)"))),
      m_pay(new ActionButton(tr("지금 결제(&P)"), ActionButton::Rank::Leading)),
      m_confirm(new ActionButton(tr("배송확인(&C)"), ActionButton::Rank::Leading)),
      m_rating(new QWidget),
      m_stars(new QSpinBox),
      m_words(new QLineEdit),
      m_rate(new ActionButton(tr("평가 남기기(&E)"), ActionButton::Rank::Leading)),
      m_receipt(new ActionButton(tr("영수증(&V)"))),
      m_reorder(new ActionButton(tr("다시 담기(&G)"))) {
    setProperty("card", true);
    build();
    constexpr int followMs = 10'000;
    m_follow.setInterval(followMs);
    connect(&m_follow, &QTimer::timeout, this, &OrderView::readDelivery);
    connect(m_cancel, &QPushButton::clicked, this, &OrderView::cancel);
    connect(m_pay, &QPushButton::clicked, this, [this] {
        act(QStringLiteral("pay"), {QStringLiteral("PUT"), m_order.linkPath("pay"), "{}"});
    });
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        act(QStringLiteral("confirm"), {QStringLiteral("PUT"), m_order.linkPath("confirm"), "{}"});
    });
    connect(m_rate, &QPushButton::clicked, this, &OrderView::rate);
    connect(m_receipt, &QPushButton::clicked, this, &OrderView::saveReceipt);
    connect(m_reorder, &QPushButton::clicked, this, [this] { emit reorderWanted(m_order); });
    connect(&m_work.pending(), &kit::PendingCommands::changedFor, this, [this](qint64 order) {
        if (order == orderId()) showButtons();
    });
    connect(
        &m_work, &kit::Workplace::refused, this,
        [this](const QString&, const kit::CommandSubject& subject, const kit::Problem& problem) {
            if (subject.order == 0 || subject.order != orderId()) return;
            emit refused(problem.sentence());
        });
    clear();
}

void OrderView::build() {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(1, 1, 1, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll, 1);
    auto* inner = new QWidget;
    scroll->setWidget(inner);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(look::space::large, look::space::large, look::space::large,
                               look::space::large);
    column->setSpacing(look::space::medium);
    m_title = wordsIn(column, look::Type::Title);
    auto* badges = new QHBoxLayout;
    badges->addWidget(m_status);
    badges->addWidget(m_refund);
    badges->addStretch(1);
    column->addLayout(badges);
    m_promise = wordsIn(column, look::Type::Heading);
    column->addWidget(m_timeline);
    m_map->setMinimumHeight(220);
    column->addWidget(m_map, 1);
    m_lines = wordsIn(column, look::Type::Body);
    auto* rating = new QHBoxLayout(m_rating);
    rating->setContentsMargins(0, 0, 0, 0);
    m_stars->setRange(1, 5);
    m_stars->setValue(5);
    m_stars->setPrefix(QStringLiteral("★ "));
    m_stars->setMinimumHeight(look::targetHeight);
    m_stars->setAccessibleName(tr("별점"));
    m_words->setPlaceholderText(tr("맛은 어떠셨나요? (쓰지 않아도 됩니다)"));
    m_words->setAccessibleName(tr("평가 글"));
    m_words->setMinimumHeight(look::targetHeight);
    m_words->setMaxLength(1000);
    rating->addWidget(m_stars);
    rating->addWidget(m_words, 1);
    rating->addWidget(m_rate);
    column->addWidget(m_rating);

    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(look::space::large, look::space::small, look::space::large,
                                look::space::medium);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_pay->setObjectName(QStringLiteral("pay"));
    m_confirm->setObjectName(QStringLiteral("confirm"));
    m_rate->setObjectName(QStringLiteral("rate"));
    for (ActionButton* button : {m_reorder, m_receipt, m_cancel, m_pay, m_confirm}) {
        buttons->addWidget(button);
    }
    buttons->insertStretch(2, 1);
    whole->addLayout(buttons);
}

void OrderView::hideEvent(QHideEvent* event) {
    m_follow.stop();
    QFrame::hideEvent(event);
}

void OrderView::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    if (orderId() > 0) readDelivery();
}

void OrderView::show(const kit::Representation& order) {
    const bool another = order.number("id") != orderId();
    const bool newer = another || order.number("version") != m_order.number("version") ||
                       order.text("changedAt") != m_order.text("changedAt");
    m_order = order;
    if (another) {
        m_cancelAsked = 0;
        m_delivery = kit::Representation();
        m_timeline->show({});
        m_words->clear();
        m_stars->setValue(5);
    }
    setVisible(true);
    showWords();
    showMap();
    showButtons();
    if (newer) {
        readTimeline();
        readDelivery();
    }
}

void OrderView::clear() {
    m_order = kit::Representation();
    m_delivery = kit::Representation();
    m_follow.stop();
    setVisible(false);
}

void OrderView::showWords() {
    m_title->setText(tr("%1 · 주문 %2").arg(m_order.text("storeName")).arg(orderId()));
    m_status->show(look::faceOfState(m_order.text("state")));
    m_refund->show(look::faceOfRefund(m_order.text("refund")));
    const QDateTime readyBy = look::instantOf(m_order.text("readyBy"));
    const QString state = m_order.text("state");
    QString promise;
    if (state == QLatin1String("PaymentDeferred")) {
        promise = tr("결제 회사와 연결되면 자동으로 결제합니다. 카드는 한 번만 결제됩니다.");
    } else if (state == QLatin1String("PaymentDeclined")) {
        promise = tr("카드가 거절되었습니다. 다른 카드로 다시 결제할 수 있습니다.");
    } else if (readyBy.isValid() &&
               (state == QLatin1String("Accepted") || state == QLatin1String("Cooking"))) {
        promise = tr("%1까지 요리됩니다").arg(look::timeText(readyBy));
    } else if (readyBy.isValid()) {
        promise = tr("%1까지 요리하기로 약속했습니다").arg(look::timeText(readyBy));
    } else {
        promise = endWords(m_order);
    }
    m_promise->setText(promise);
    m_promise->setVisible(!promise.isEmpty());
    QStringList lines;
    for (const auto& line : m_order.list("lines")) {
        QStringList options;
        for (const auto& option : line.list("options")) options << option.text("choice");
        QString words = QStringLiteral("%1 × %2").arg(line.text("foodName"), line.text("qty"));
        if (!options.isEmpty())
            words += QStringLiteral(" (%1)").arg(options.join(QStringLiteral(", ")));
        lines << words + QStringLiteral("  ") +
                     look::wonText(line.number("price") * line.number("qty"));
    }
    if (const auto fee = m_order.number("deliveryFee"); fee > 0) {
        lines << tr("배달비  %1").arg(look::wonText(fee));
    }
    if (const auto points = m_order.number("pointsSpent"); points > 0) {
        lines << tr("포인트  −%1").arg(look::wonText(points));
    }
    lines << tr("결제 금액  %1").arg(look::wonText(m_order.number("payable")));
    lines << (m_order.isTrue("pickup") ? tr("포장")
                                       : tr("배달 주소  %1").arg(m_order.text("address")));
    m_lines->setText(lines.join(QLatin1Char('\n')));
}

void OrderView::readDelivery() {
    if (m_order.isTrue("pickup")) return;
    const qlonglong asked = orderId();
    m_work.read(QStringLiteral("/deliveries/%1").arg(asked), kit::Reader::Pages::First, this,
                [this, asked](const kit::Representation& delivery) {
                    if (asked != orderId()) return;
                    m_delivery = delivery;
                    showMap();
                    m_delivery.has("riderPlace") ? m_follow.start() : m_follow.stop();
                });
}

void OrderView::showMap() {
    const auto shop = kit::placeOf(m_delivery.at("storePlace"));
    const auto home = kit::placeOf(m_delivery.at("dropOff"));
    const auto rider = kit::placeOf(m_delivery.at("riderPlace"));
    QVector<look::Marker> markers;
    if (shop) {
        markers.append({QStringLiteral("store"), *shop, QStringLiteral("store"), look::Tone::Ready,
                        m_order.text("storeName")});
    }
    if (home) {
        markers.append({QStringLiteral("home"), *home, QStringLiteral("home"), look::Tone::Plain,
                        tr("배달지")});
    }
    if (rider) {
        markers.append({QStringLiteral("rider"), *rider, QStringLiteral("scooter"),
                        look::Tone::Active, m_delivery.text("riderName")});
    }
    m_map->setVisible(!markers.isEmpty() && !m_order.isTrue("pickup"));
    m_map->setMarkers(markers);
    m_map->setWay(rider && home ? QVector<GeoPoint>{*rider, *home} : QVector<GeoPoint>{});
}

void OrderView::showButtons() {
    const QStringList links = m_order.links();
    const QStringList pending = m_work.pending().verbsFor(orderId());
    const auto dress = [&](ActionButton* button, const QString& verb, bool offered) {
        button->setVisible(offered || pending.contains(verb));
        button->setAllowed(offered);
        button->setPending(pending.contains(verb));
    };
    const bool cancellable = links.contains(QStringLiteral("cancel"));
    dress(m_cancel, QStringLiteral("cancel"), cancellable);
    if (!pending.contains(QStringLiteral("cancel"))) {
        m_cancel->setWords(m_cancelAsked == orderId()
                               ? tr("정말 취소할까요? %1 돌려받기(&X)")
                                     .arg(look::wonText(m_order.number("payable")))
                               : tr("주문 취소(&X)"));
    }
    dress(m_pay, QStringLiteral("pay"), links.contains(QStringLiteral("pay")));
    dress(m_confirm, QStringLiteral("confirm"), links.contains(QStringLiteral("confirm")));
    const bool rateable = links.contains(QStringLiteral("rate"));
    m_rating->setVisible(rateable || pending.contains(QStringLiteral("rate")));
    m_rate->setAllowed(rateable);
    m_rate->setPending(pending.contains(QStringLiteral("rate")));
    m_receipt->setVisible(hasReceipt(m_order));
}

void OrderView::readTimeline() {
    const qlonglong asked = orderId();
    m_work.read(QStringLiteral("/myPages/%1").arg(asked), kit::Reader::Pages::First, this,
                [this, asked](const kit::Representation& page) {
                    if (asked == orderId()) showTimeline(page);
                });
}

void OrderView::showTimeline(const kit::Representation& page) {
    QVector<look::TimelineStep> steps;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const auto& step : page.list("timeline")) {
        look::TimelineStep one;
        one.face = look::faceOfState(step.text("state"));
        one.when = look::momentText(look::instantOf(step.text("at")), now);
        one.who = whoText(step, page);
        one.why = step.text("why");
        if (const QDateTime by = look::instantOf(step.text("readyBy")); by.isValid()) {
            one.why = tr("%1까지 요리하기로 바뀌었습니다").arg(look::timeText(by));
        }
        // Several events may leave the status as it was: one line for it is enough, the one with
        // which it began.
        if (!steps.isEmpty() && steps.last().face.word == one.face.word && one.why.isEmpty()) {
            continue;
        }
        steps.append(one);
    }
    m_timeline->show(steps);
}

void OrderView::act(const QString& verb, const kit::Request& request) {
    if (m_work.isPending(orderId(), verb)) return;
    m_work.send(request);
    showButtons();
}

void OrderView::cancel() {
    // Two steps on one button instead of a dialog: the second says what comes back.
    if (m_cancelAsked != orderId()) {
        m_cancelAsked = orderId();
        showButtons();
        return;
    }
    m_cancelAsked = 0;
    act(QStringLiteral("cancel"), {QStringLiteral("DELETE"), m_order.linkPath("cancel"), {}});
}

void OrderView::rate() {
    kit::Body body;
    body.set("stars", m_stars->value());
    if (const QString words = m_words->text().trimmed(); !words.isEmpty()) body.set("text", words);
    act(QStringLiteral("rate"), {QStringLiteral("PUT"), m_order.linkPath("rate"), body.json()});
}

void OrderView::saveReceipt() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(this, tr("영수증 저장"), folder, tr("PDF 문서 (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(tr("영수증-%1.pdf").arg(orderId()));
    connect(dialog, &QFileDialog::fileSelected, this, [this, order = m_order](const QString& file) {
        if (writeReceipt(order, file)) {
            emit told(tr("영수증을 저장했습니다: %1").arg(file));
        } else {
            emit refused(tr("영수증을 저장할 수 없습니다. 다른 폴더를 골라 주세요: %1").arg(file));
        }
    });
    dialog->open();
}

}  // namespace delivery::customer
