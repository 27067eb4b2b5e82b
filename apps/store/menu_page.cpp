#include "apps/store/menu_page.h"

#include <QCheckBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardPaths>
#include <QUuid>
#include <QVBoxLayout>

#include "apps/kit/choices.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::store {

namespace {

using look::ActionButton;

constexpr int priceMax = 10'000'000;
constexpr int stockMax = 1'000'000;
constexpr qint64 pictureBytesMax = 512 * 1024;
constexpr int pictureHeight = 140;

QString soldOutText(const kit::Representation& dish) {
    if (!dish.isTrue("soldOut")) return {};
    if (dish.has("soldOutUntil")) {
        return MenuPage::tr("품절 ~%1")
            .arg(look::momentText(look::instantOf(dish.text("soldOutUntil")),
                                  QDateTime::currentDateTimeUtc()));
    }
    return MenuPage::tr("품절");
}

look::Card dishCard(const QModelIndex& index) {
    const auto dish = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.icon = QStringLiteral("bowl");
    card.title = dish.text("name");
    card.right = look::wonText(dish.number("price"));
    QStringList more{dish.text("category"), dish.text("station")};
    more.removeAll(QString());
    if (dish.has("count") && !dish.text("count").isEmpty()) {
        more << MenuPage::tr("남음 %1").arg(dish.text("count"));
    }
    card.lines = {more.join(QStringLiteral(" · "))};
    if (const QString state = soldOutText(dish); !state.isEmpty()) {
        card.badge = {state, QStringLiteral("pause"), look::Tone::Bad};
        card.dim = true;
    }
    return card;
}

template <class Field>
Field* named(Field* field, const QString& name, const char* objectName) {
    field->setAccessibleName(name);
    field->setObjectName(QString::fromLatin1(objectName));
    return field;
}

}  // namespace

MenuPage::MenuPage(kit::Workplace& work, Shop& shop, QWidget* parent)
    : QWidget(parent), m_work(work), m_shop(shop), m_list(new QListView), m_title(new QLabel) {
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    across->setSpacing(look::space::wide);
    auto* left = new QVBoxLayout;
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("메뉴"));
    look::setType(title, look::Type::Title);
    head->addWidget(title);
    head->addStretch(1);
    auto* add = new ActionButton(tr("새 음식(&N)"));
    add->setObjectName(QStringLiteral("newDish"));
    connect(add, &QPushButton::clicked, this, &MenuPage::beginNew);
    head->addWidget(add);
    left->addLayout(head);
    m_list->setObjectName(QStringLiteral("dishes"));
    m_list->setModel(&m_shop.dishes());
    m_list->setItemDelegate(new look::CardDelegate(dishCard, 1, m_list));
    look::dressCardList(*m_list, tr("음식 목록"));
    left->addWidget(m_list, 1);
    across->addLayout(left, 2);

    auto* card = new QFrame;
    card->setProperty("card", true);
    auto* whole = new QVBoxLayout(card);
    whole->setContentsMargins(1, 1, 1, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget;
    scroll->setWidget(inner);
    whole->addWidget(scroll);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(look::space::large, look::space::large, look::space::large,
                               look::space::large);
    column->setSpacing(look::space::medium);
    look::setType(m_title, look::Type::Title);
    m_title->setTextFormat(Qt::PlainText);
    column->addWidget(m_title);
    buildSoldOut(*column);
    buildForm(*column);
    buildPicture(*column);
    column->addStretch(1);
    across->addWidget(card, 3);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &MenuPage::showChosen);
    connect(&m_shop, &Shop::dishesChanged, this, &MenuPage::showChosen);
    beginNew();
}

void MenuPage::buildSoldOut(QVBoxLayout& column) {
    m_soldOutState = new QLabel;
    look::setType(m_soldOutState, look::Type::Strong);
    column.addWidget(m_soldOutState);
    m_selling = new QWidget;
    auto* row = new QHBoxLayout(m_selling);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& text, const char* name, const QByteArray& body) {
        auto* one = new ActionButton(text);
        one->setObjectName(QString::fromLatin1(name));
        connect(one, &QPushButton::clicked, this, [this, body] { sellOut(body); });
        row->addWidget(one);
    };
    button(tr("오늘 품절(&T)"), "soldOutToday",
           kit::Body().set("soldOut", true).set("soldOutUntil", "tomorrow").json());
    button(tr("1시간 품절(&H)"), "soldOutHour",
           kit::Body().set("soldOut", true).set("soldOutMinutes", 60).json());
    button(tr("계속 품절(&K)"), "soldOut", kit::Body().set("soldOut", true).json());
    row->addStretch(1);
    column.addWidget(m_selling);
    m_reopen = new ActionButton(tr("다시 팔기(&R)"), ActionButton::Rank::Leading);
    m_reopen->setObjectName(QStringLiteral("reopen"));
    connect(m_reopen, &QPushButton::clicked, this,
            [this] { sellOut(kit::Body().set("soldOut", false).json()); });
    auto* back = new QHBoxLayout;
    back->addWidget(m_reopen);
    back->addStretch(1);
    column.addLayout(back);
}

void MenuPage::buildForm(QVBoxLayout& column) {
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_name = named(new QLineEdit, tr("이름"), "name");
    m_price = named(new QSpinBox, tr("값"), "price");
    m_price->setRange(0, priceMax);
    m_price->setSingleStep(500);
    m_price->setGroupSeparatorShown(true);
    m_price->setSuffix(tr("원"));
    m_price->setMinimumHeight(look::targetHeight);
    m_category = named(new QLineEdit, tr("갈래"), "category");
    m_station = named(new QLineEdit, tr("자리"), "kitchenStation");
    m_station->setPlaceholderText(tr("면, 튀김 …"));
    m_description = named(new QPlainTextEdit, tr("설명"), "description");
    m_description->setMaximumHeight(72);
    m_description->setTabChangesFocus(true);
    auto* stock = new QWidget;
    auto* row = new QHBoxLayout(stock);
    row->setContentsMargins(0, 0, 0, 0);
    m_limited = named(new QCheckBox(tr("수를 정함")), tr("남은 수를 정함"), "limited");
    m_stock = named(new QSpinBox, tr("남은 수"), "stock");
    m_stock->setRange(0, stockMax);
    m_stock->setMinimumHeight(look::targetHeight);
    row->addWidget(m_limited);
    row->addWidget(m_stock);
    row->addStretch(1);
    connect(m_limited, &QCheckBox::toggled, m_stock, &QWidget::setEnabled);
    m_choices = named(new QPlainTextEdit, tr("고르는 것"), "choices");
    m_choices->setPlaceholderText(tr("맵기* = 순한맛:0 | 매운맛:500"));
    m_choices->setMaximumHeight(96);
    m_choices->setTabChangesFocus(true);
    form->addRow(tr("이름"), m_name);
    form->addRow(tr("값"), m_price);
    form->addRow(tr("갈래"), m_category);
    form->addRow(tr("자리"), m_station);
    form->addRow(tr("설명"), m_description);
    form->addRow(tr("남은 수"), stock);
    form->addRow(tr("고르는 것"), m_choices);
    auto* how = new QLabel(
        tr("한 줄에 하나씩, *은 꼭 골라야 하는 것, [2]는 둘까지, 값은 쌍점 뒤에 적습니다."));
    how->setWordWrap(true);
    form->addRow(QString(), how);
    column.addLayout(form);
    m_save = new ActionButton(tr("저장(&S)"), ActionButton::Rank::Leading);
    m_save->setObjectName(QStringLiteral("saveDish"));
    m_remove = new ActionButton(tr("메뉴에서 빼기(&X)"), ActionButton::Rank::Quiet);
    m_remove->setObjectName(QStringLiteral("removeDish"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(m_save);
    column.addLayout(buttons);
    connect(m_save, &QPushButton::clicked, this, &MenuPage::save);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        // Two steps on one button instead of a dialog.
        if (!m_removeAsked) {
            m_removeAsked = true;
            m_remove->setWords(tr("정말 뺄까요?(&X)"));
            return;
        }
        m_shop.removeDish(m_dish);
        beginNew();
    });
}

void MenuPage::buildPicture(QVBoxLayout& column) {
    m_picture = new QLabel;
    m_picture->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_upload = new ActionButton(tr("사진 올리기(&U)"));
    m_upload->setObjectName(QStringLiteral("upload"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_picture);
    row->addStretch(1);
    row->addWidget(m_upload);
    column.addLayout(row);
    connect(m_upload, &QPushButton::clicked, this, &MenuPage::choosePicture);
}

void MenuPage::beginNew() {
    m_list->setCurrentIndex({});
    m_dish = 0;
    m_shown.clear();
    m_title->setText(tr("새 음식"));
    for (QLineEdit* field : {m_name, m_category, m_station}) field->clear();
    m_price->setValue(0);
    m_description->clear();
    m_choices->clear();
    m_limited->setChecked(false);
    m_stock->setValue(0);
    m_stock->setEnabled(false);
    m_selling->setVisible(false);
    m_reopen->setVisible(false);
    m_soldOutState->setVisible(false);
    m_remove->setVisible(false);
    m_upload->setVisible(false);
    m_picture->setVisible(false);
}

void MenuPage::showChosen() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid()) return;
    const kit::Representation& dish = m_shop.dishes().at(current.row());
    const QString state = soldOutText(dish);
    m_soldOutState->setText(state);
    m_soldOutState->setVisible(!state.isEmpty());
    m_selling->setVisible(state.isEmpty());
    m_reopen->setVisible(dish.isTrue("soldOut"));
    // What somebody is typing is left alone until the dish itself has changed.
    if (dish.oneLine() == m_shown && dish.number("id") == m_dish) return;
    m_shown = dish.oneLine();
    m_dish = dish.number("id");
    m_title->setText(dish.text("name"));
    m_name->setText(dish.text("name"));
    m_price->setValue(static_cast<int>(dish.number("price")));
    m_category->setText(dish.text("category"));
    m_station->setText(dish.text("station"));
    m_description->setPlainText(dish.text("description"));
    m_choicesShown = kit::choicesText(dish);
    m_choices->setPlainText(m_choicesShown);
    const bool limited = !dish.text("count").isEmpty();
    m_limited->setChecked(limited);
    m_stock->setEnabled(limited);
    m_stock->setValue(static_cast<int>(dish.number("count")));
    m_removeAsked = false;
    m_remove->setWords(tr("메뉴에서 빼기(&X)"));
    m_remove->setVisible(true);
    m_upload->setVisible(true);
    showPicture();
}

void MenuPage::showPicture() {
    const kit::Representation& dish = m_shop.dishes().at(m_list->currentIndex().row());
    const QString path = dish.linkPath("picture");
    m_picture->setVisible(!path.isEmpty());
    if (path.isEmpty() || path == m_pictureShown) return;
    m_work.session().ask(
        {QStringLiteral("GET"), path, {}}, {}, this, [this, path](const kit::Outcome& outcome) {
            QPixmap picture;
            if (!outcome || !picture.loadFromData(outcome->body)) return;
            m_pictureShown = path;
            m_picture->setPixmap(picture.scaledToHeight(pictureHeight, Qt::SmoothTransformation));
        });
}

std::optional<QByteArray> MenuPage::dishBody() {
    const QString name = m_name->text().trimmed();
    if (name.isEmpty()) {
        m_name->setFocus();
        emit refused(tr("음식의 이름을 적어 주세요."));
        return std::nullopt;
    }
    const auto choices = kit::choicesIn(m_choices->toPlainText());
    if (!choices) {
        m_choices->setFocus();
        emit refused(
            tr("고르는 것을 읽을 수 없습니다. 맵기 = 순한맛:0 | 매운맛:500처럼 적어 주세요."));
        return std::nullopt;
    }
    kit::Body body;
    body.set("name", name).set("price", m_price->value());
    body.set("category", m_category->text().trimmed()).set("station", m_station->text().trimmed());
    body.set("description", m_description->toPlainText().trimmed());
    if (m_limited->isChecked()) {
        body.set("count", m_stock->value());
    } else {
        body.setNull("count");
    }
    // What nobody touched is left as it is, however it was written.
    const bool touched = m_choices->toPlainText() != m_choicesShown;
    if (m_dish == 0 || touched) body.set("options", *choices);
    return body.json();
}

void MenuPage::save() {
    const auto body = dishBody();
    if (!body) return;
    if (m_dish == 0) {
        m_shop.addDish(*body);
        emit told(tr("%1 올렸습니다").arg(m_name->text().trimmed()));
        beginNew();
    } else {
        m_shop.changeDish(m_dish, *body);
    }
}

void MenuPage::sellOut(const QByteArray& body) {
    if (m_dish != 0) m_shop.changeDish(m_dish, body);
}

void MenuPage::choosePicture() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto* dialog =
        new QFileDialog(this, tr("사진 고르기"), folder, tr("사진 (*.jpg *.jpeg *.png *.webp)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MenuPage::sendPicture);
    dialog->open();
}

void MenuPage::sendPicture(const QString& file) {
    QFile picture(file);
    if (!picture.open(QIODevice::ReadOnly)) {
        emit refused(tr("사진을 읽을 수 없습니다: %1").arg(picture.errorString()));
        return;
    }
    if (picture.size() > pictureBytesMax) {
        emit refused(tr("사진은 512 KiB까지입니다. 줄여서 올려 주세요."));
        return;
    }
    // Not kept for later: half a megabyte does not belong into the outbox, and asking again is
    // safe.
    m_work.session().ask(
        {QStringLiteral("PUT"), QStringLiteral("/foods/%1/picture").arg(m_dish), picture.readAll()},
        {{"Content-Type", "application/octet-stream"},
         {"Idempotency-Key", QUuid::createUuid().toByteArray(QUuid::WithoutBraces)}},
        this, [this](const kit::Outcome& outcome) {
            if (!outcome) {
                emit refused(tr("사진을 올리지 못했습니다. 연결을 확인하고 다시 올려 주세요."));
            } else if (!outcome->isDone()) {
                const kit::Problem problem = kit::problemOf(*outcome);
                emit refused(problem.sentence());
            } else {
                emit told(tr("사진을 올렸습니다"));
                m_shop.refreshDishes();
            }
        });
}

}  // namespace delivery::store
