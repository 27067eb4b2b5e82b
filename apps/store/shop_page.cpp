#include "apps/store/shop_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/status_badge.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"
#include "apps/store/hours.h"
#include "apps/store/section.h"

namespace delivery::store {

namespace {

using look::ActionButton;

constexpr int ordersInWorkMax = 100;
constexpr int noteLettersMax = 100;

template <class Field>
Field* named(Field* field, const QString& name, const char* objectName) {
    field->setAccessibleName(name);
    field->setObjectName(QString::fromLatin1(objectName));
    field->setMinimumHeight(look::targetHeight);
    return field;
}

/// For so many minutes; 0: until somebody says otherwise.
QComboBox* spells(const QString& name, const char* objectName) {
    auto* box = named(new QComboBox, name, objectName);
    box->addItem(ShopPage::tr("30분 동안"), 30);
    box->addItem(ShopPage::tr("1시간 동안"), 60);
    box->addItem(ShopPage::tr("2시간 동안"), 120);
    box->addItem(ShopPage::tr("오늘 하루 (12시간)"), 720);
    box->addItem(ShopPage::tr("다시 바꿀 때까지"), 0);
    return box;
}

QHBoxLayout* across(std::initializer_list<QWidget*> widgets) {
    auto* row = new QHBoxLayout;
    for (QWidget* widget : widgets) row->addWidget(widget);
    row->addStretch(1);
    return row;
}

}  // namespace

ShopPage::ShopPage(Shop& shop, QWidget* parent)
    : QWidget(parent), m_shop(shop), m_state(new look::StatusBadge), m_why(new QLabel) {
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
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("가게"));
    look::setType(title, look::Type::Title);
    head->addWidget(title);
    head->addWidget(m_state);
    m_state->show({});
    m_why->setTextFormat(Qt::PlainText);
    head->addWidget(m_why);
    head->addStretch(1);
    column->addLayout(head);
    column->addWidget(buildPause());
    column->addWidget(buildBusy());
    column->addWidget(buildAutomatic());
    column->addWidget(buildHours());
    column->addWidget(buildSpecialDays());
    column->addStretch(1);
    connect(&m_shop, &Shop::storeChanged, this, &ShopPage::show);
    show();
}

QWidget* ShopPage::buildPause() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("주문 그만 받기"), inside);
    m_reason = named(new QComboBox, tr("까닭"), "pauseReason");
    m_reason->setEditable(true);
    m_reason->addItems({tr("주문이 많이 밀렸습니다"), tr("재료가 떨어졌습니다"),
                        tr("잠시 자리를 비웁니다"), tr("오늘은 일찍 닫습니다")});
    m_reason->setMinimumWidth(320);
    m_pauseFor = spells(tr("얼마 동안 받지 않을지"), "pauseFor");
    m_pause = new ActionButton(tr("그만 받기(&P)"), ActionButton::Rank::Leading);
    m_pause->setObjectName(QStringLiteral("pause"));
    m_resume = new ActionButton(tr("다시 받기(&R)"), ActionButton::Rank::Leading);
    m_resume->setObjectName(QStringLiteral("resume"));
    inside->addLayout(across({m_reason, m_pauseFor, m_pause, m_resume}));
    connect(m_pause, &QPushButton::clicked, this, &ShopPage::pause);
    connect(m_resume, &QPushButton::clicked, this,
            [this] { m_shop.change(QStringLiteral("resume"), "{}"); });
    return card;
}

QWidget* ShopPage::buildBusy() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("바쁠 때: 약속에 분을 더하기"), inside);
    m_extra = named(new QComboBox, tr("더할 분"), "busyExtra");
    for (const int minutes : {5, 10, 15, 20, 30}) {
        m_extra->addItem(tr("+%1분").arg(minutes), minutes);
    }
    m_extra->setCurrentIndex(1);
    m_busyFor = spells(tr("얼마 동안 바쁠지"), "busyFor");
    m_busy = new ActionButton(tr("바쁨으로 하기(&B)"));
    m_busy->setObjectName(QStringLiteral("busy"));
    m_calm = new ActionButton(tr("이제 한가함(&M)"));
    m_calm->setObjectName(QStringLiteral("calm"));
    inside->addLayout(across({m_extra, m_busyFor, m_busy, m_calm}));
    connect(m_busy, &QPushButton::clicked, this,
            [this] { beBusy(m_extra->currentData().toInt()); });
    connect(m_calm, &QPushButton::clicked, this, [this] { beBusy(0); });
    return card;
}

QWidget* ShopPage::buildAutomatic() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("자동 접수"), inside);
    m_ordersMax = named(new QSpinBox, tr("몇 건까지 자동으로 접수할지"), "ordersMax");
    m_ordersMax->setRange(1, ordersInWorkMax);
    m_ordersMax->setValue(5);
    m_ordersMax->setSuffix(tr("건까지"));
    m_promise = named(new QComboBox, tr("약속할 시간"), "promise");
    m_promise->addItem(tr("요리 평균으로 약속"), 0);
    for (int minutes = 10; minutes <= 60; minutes += 5) {
        m_promise->addItem(tr("%1분 약속").arg(minutes), minutes);
    }
    m_automatic = new ActionButton(tr("자동으로 접수(&U)"));
    m_automatic->setObjectName(QStringLiteral("automatic"));
    m_byHand = new ActionButton(tr("손으로 접수(&H)"));
    m_byHand->setObjectName(QStringLiteral("byHand"));
    m_automaticNow = new QLabel;
    m_automaticNow->setWordWrap(true);
    inside->addLayout(across({m_ordersMax, m_promise, m_automatic, m_byHand}));
    inside->addWidget(m_automaticNow);
    connect(m_automatic, &QPushButton::clicked, this, [this] { accept(m_ordersMax->value()); });
    connect(m_byHand, &QPushButton::clicked, this, [this] { accept(0); });
    return card;
}

QWidget* ShopPage::buildHours() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("영업시간"), inside);
    auto* how = new QLabel(
        tr("쉬는 시간은 쉼표로 나눕니다: 11:00-15:00, 17:00-21:00. 비워 두면 쉬는 날입니다."));
    how->setWordWrap(true);
    inside->addWidget(how);
    m_always = new QCheckBox(tr("하루 24시간 엽니다(&A)"));
    m_always->setObjectName(QStringLiteral("always"));
    m_always->setMinimumHeight(look::targetHeight);
    inside->addWidget(m_always);
    auto* form = new QFormLayout;
    for (int weekday = 0; weekday < 7; ++weekday) {
        auto* field =
            named(new QLineEdit, tr("%1요일 영업시간").arg(weekdayName(weekday)), "hours");
        field->setPlaceholderText(tr("쉬는 날"));
        field->setMaximumWidth(420);
        m_week.append(field);
        form->addRow(weekdayName(weekday), field);
    }
    inside->addLayout(form);
    m_saveHours = new ActionButton(tr("영업시간 저장(&S)"));
    m_saveHours->setObjectName(QStringLiteral("saveHours"));
    inside->addLayout(across({m_saveHours}));
    connect(m_always, &QCheckBox::toggled, this, [this](bool always) {
        for (QLineEdit* field : std::as_const(m_week)) field->setEnabled(!always);
    });
    connect(m_saveHours, &QPushButton::clicked, this, &ShopPage::saveHours);
    return card;
}

QWidget* ShopPage::buildSpecialDays() {
    QVBoxLayout* inside = nullptr;
    QFrame* card = section(tr("쉬는 날과 다른 날"), inside);
    m_days = new QVBoxLayout;
    inside->addLayout(m_days);
    m_date = named(new QDateEdit(look::todayIn(QDateTime::currentDateTimeUtc()).addDays(1)),
                   tr("날짜"), "date");
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    m_date->setMinimumWidth(140);
    m_dateHours = named(new QLineEdit, tr("그날의 영업시간"), "dateHours");
    m_dateHours->setPlaceholderText(tr("비우면 쉬는 날"));
    m_dateNote = named(new QLineEdit, tr("그날의 까닭"), "dateNote");
    m_dateNote->setPlaceholderText(tr("설날"));
    m_dateNote->setMaxLength(noteLettersMax);
    auto* add = new ActionButton(tr("더하기(&D)"));
    add->setObjectName(QStringLiteral("addDay"));
    inside->addLayout(across({m_date, m_dateHours, m_dateNote, add}));
    connect(add, &QPushButton::clicked, this, &ShopPage::addSpecialDay);
    return card;
}

void ShopPage::show() {
    const kit::Representation& store = m_shop.store();
    m_state->show(faceOfShop(store));
    const bool paused = store.isTrue("paused");
    QString why = store.text("pauseReason");
    if (store.isTrue("pausedBySystem")) why = tr("이 가게의 기기가 모두 꺼져 있었습니다");
    m_why->setText(why);
    m_why->setVisible(paused && !why.isEmpty());
    m_pause->setVisible(!paused);
    m_resume->setVisible(paused);
    m_calm->setVisible(store.isTrue("busy"));
    const kit::Representation automatic = store.at("autoAccept");
    const bool isAutomatic = automatic.has("ordersMax");
    m_byHand->setVisible(isAutomatic);
    m_automaticNow->setVisible(isAutomatic);
    m_automaticNow->setText(tr("지금 자동 접수 중: %1건까지, 하고 있는 것 %2건, 약속 %3")
                                .arg(automatic.text("ordersMax"), automatic.text("inWork"),
                                     automatic.has("cookMinutes")
                                         ? look::minutesText(automatic.number("cookMinutes"))
                                         : tr("요리 평균")));
    showHours();
    showSpecialDays();
}

/// What somebody is typing is left alone until the store itself has changed.
void ShopPage::showHours() {
    const kit::Representation& store = m_shop.store();
    const QByteArray now = store.at("hours").oneLine() + store.text("alwaysOpen").toUtf8();
    if (now == m_hoursShown) return;
    m_hoursShown = now;
    const bool always = store.isTrue("alwaysOpen");
    m_always->setChecked(always);
    for (int weekday = 0; weekday < m_week.size(); ++weekday) {
        m_week[weekday]->setText(always ? QString() : hoursText(hoursOn(store, weekday)));
        m_week[weekday]->setEnabled(!always);
        m_week[weekday]->setPlaceholderText(always ? QStringLiteral("00:00-24:00") : tr("쉬는 날"));
    }
}

void ShopPage::showSpecialDays() {
    const kit::Representation& store = m_shop.store();
    const QByteArray now = store.at("specialDays").oneLine();
    if (now == m_daysShown) return;
    m_daysShown = now;
    while (QLayoutItem* item = m_days->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& day : store.list("specialDays")) {
        QVector<Hours> hours;
        for (const auto& one : day.list("hours")) {
            hours.append({one.text("opens"), one.text("closes")});
        }
        const QString date = day.text("date");
        auto* row = new QWidget;
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto* words = new QLabel(
            QStringLiteral("%1  %2  %3")
                .arg(date, hours.isEmpty() ? tr("쉬는 날") : hoursText(hours), day.text("note")));
        words->setTextFormat(Qt::PlainText);
        line->addWidget(words);
        auto* forget = new ActionButton(tr("지우기"), ActionButton::Rank::Quiet);
        forget->setAccessibleName(tr("%1 지우기").arg(date));
        connect(forget, &QPushButton::clicked, this, [this, date] { saveSpecialDays(date, {}); });
        line->addWidget(forget);
        line->addStretch(1);
        m_days->addWidget(row);
    }
}

void ShopPage::pause() {
    kit::Body body;
    if (const QString reason = m_reason->currentText().trimmed(); !reason.isEmpty()) {
        body.set("reason", reason);
    }
    if (const int minutes = m_pauseFor->currentData().toInt(); minutes > 0) {
        body.set("minutes", minutes);
    }
    m_shop.change(QStringLiteral("pause"), body.json());
}

void ShopPage::beBusy(int extraMinutes) {
    kit::Body body;
    body.set("extraMinutes", extraMinutes);
    const int minutes = m_busyFor->currentData().toInt();
    if (extraMinutes > 0 && minutes > 0) body.set("minutes", minutes);
    m_shop.change(QStringLiteral("busy"), body.json());
}

void ShopPage::accept(int ordersMax) {
    kit::Body body;
    body.set("ordersMax", ordersMax);
    const int minutes = m_promise->currentData().toInt();
    if (ordersMax > 0 && minutes > 0) body.set("cookMinutes", minutes);
    m_shop.change(QStringLiteral("autoAccept"), body.json());
}

void ShopPage::saveHours() {
    kit::Body body;
    if (m_always->isChecked()) {
        m_shop.changeProfile(body.set("alwaysOpen", true).json());
        return;
    }
    QVector<QVector<Hours>> week;
    for (int weekday = 0; weekday < m_week.size(); ++weekday) {
        const auto hours = hoursIn(m_week[weekday]->text());
        if (!hours) {
            m_week[weekday]->setFocus();
            emit refused(tr("%1요일의 시간을 읽을 수 없습니다. 11:00-21:00처럼 적어 주세요.")
                             .arg(weekdayName(weekday)));
            return;
        }
        week.append(*hours);
    }
    m_shop.changeProfile(body.set("hours", weekBody(week)).json());
}

void ShopPage::saveSpecialDays(const QString& withoutDate, const std::vector<kit::Body>& more) {
    std::vector<kit::Body> days = more;
    for (const auto& day : m_shop.store().list("specialDays")) {
        if (day.text("date") == withoutDate) continue;
        QVector<Hours> hours;
        for (const auto& one : day.list("hours")) {
            hours.append({one.text("opens"), one.text("closes")});
        }
        kit::Body kept;
        kept.set("date", day.text("date")).set("note", day.text("note"));
        kept.set("hours", rangesBody(hours));
        days.push_back(kept);
    }
    kit::Body body;
    m_shop.changeProfile(body.set("specialDays", days).json());
}

void ShopPage::addSpecialDay() {
    const auto hours = hoursIn(m_dateHours->text());
    if (!hours) {
        m_dateHours->setFocus();
        emit refused(tr("그날의 시간을 읽을 수 없습니다. 11:00-15:00처럼 적거나 비워 주세요."));
        return;
    }
    const QString date = m_date->date().toString(Qt::ISODate);
    kit::Body day;
    day.set("date", date).set("note", m_dateNote->text().trimmed());
    day.set("hours", rangesBody(*hours));
    saveSpecialDays(date, {day});
    m_dateHours->clear();
    m_dateNote->clear();
}

}  // namespace delivery::store
