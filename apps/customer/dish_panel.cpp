#include "apps/customer/dish_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

namespace {

QString choiceText(const kit::Representation& choice) {
    const auto price = choice.number("price");
    return price == 0 ? choice.text("choice")
                      : QStringLiteral("%1 (+%2)").arg(choice.text("choice"), look::wonText(price));
}

}  // namespace

DishPanel::DishPanel(QWidget* parent)
    : QFrame(parent),
      m_name(new QLabel(this)),
      m_description(new QLabel(this)),
      m_facts(new QLabel(this)),
      m_column(new QVBoxLayout(this)),
      m_qty(new QSpinBox(this)),
      m_add(new look::ActionButton(tr("장바구니에 담기(&A)"), look::ActionButton::Rank::Leading,
                                   this)) {
    setProperty("card", true);
    m_column->setContentsMargins(look::space::large, look::space::large, look::space::large,
                                 look::space::large);
    m_column->setSpacing(look::space::medium);
    look::setType(m_name, look::Type::Title);
    for (QLabel* label : {m_name, m_description, m_facts}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        m_column->addWidget(label);
    }
    m_qty->setRange(1, qtyMax);
    m_qty->setMinimumHeight(look::targetHeight);
    m_qty->setAccessibleName(tr("수량"));
    m_qty->setObjectName(QStringLiteral("qty"));
    m_add->setObjectName(QStringLiteral("add"));
    auto* form = new QFormLayout;
    form->addRow(tr("수량(&Q)"), m_qty);
    m_column->addLayout(form);
    m_column->addStretch(1);
    m_column->addWidget(m_add);
    connect(m_qty, &QSpinBox::valueChanged, this, &DishPanel::refresh);
    connect(m_add, &QPushButton::clicked, this, [this] { emit wanted(chosen()); });
    clear();
}

void DishPanel::show(const kit::Representation& dish, bool shopTakesOrders) {
    m_dish = dish;
    m_name->setText(dish.text("name"));
    m_description->setText(dish.text("description"));
    m_description->setVisible(!m_description->text().isEmpty());
    m_qty->setValue(1);
    const bool soldOut = dish.isTrue("soldOut");
    QStringList facts;
    if (soldOut) facts << tr("품절");
    if (dish.has("count") && !dish.text("count").isEmpty()) {
        facts << tr("남은 수량 %1개").arg(dish.number("count"));
    }
    facts << look::ratingText(dish.fractional("score"), dish.number("ratings"));
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_add->setAllowed(!soldOut && shopTakesOrders);
    rebuild();
    refresh();
    setVisible(true);
}

void DishPanel::clear() { setVisible(false); }

void DishPanel::rebuild() {
    delete m_options;
    m_groups.clear();
    m_options = new QWidget(this);
    auto* form = new QFormLayout(m_options);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    for (const kit::Representation& group : m_dish.list("options")) {
        Group made;
        made.name = group.text("name");
        made.isRequired = group.isTrue("required");
        made.most = static_cast<int>(std::max<std::int64_t>(1, group.number("choicesMax")));
        QWidget* const field = made.most > 1 ? boxesOf(made, group) : listOf(made, group);
        QString words = made.isRequired ? tr("%1 (필수)").arg(made.name) : made.name;
        if (made.most > 1) words = tr("%1 · %2개까지").arg(words).arg(made.most);
        form->addRow(words, field);
        m_groups.append(made);
    }
    boundTicks();
    m_column->insertWidget(3, m_options);
}

QWidget* DishPanel::listOf(Group& group, const kit::Representation& said) {
    group.choices = new QComboBox(m_options);
    group.choices->setAccessibleName(group.name);
    group.choices->setMinimumHeight(look::targetHeight);
    if (!group.isRequired) group.choices->addItem(tr("선택 안 함"));
    for (const auto& choice : said.list("choices")) {
        group.choices->addItem(choiceText(choice), QVariant::fromValue(choice));
    }
    connect(group.choices, &QComboBox::currentIndexChanged, this, &DishPanel::refresh);
    return group.choices;
}

QWidget* DishPanel::boxesOf(Group& group, const kit::Representation& said) {
    auto* const column = new QWidget(m_options);
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const auto& choice : said.list("choices")) {
        auto* const box = new QCheckBox(choiceText(choice), column);
        box->setAccessibleName(tr("%1: %2").arg(group.name, choice.text("choice")));
        box->setMinimumHeight(look::targetHeight);
        box->setProperty("choice", QVariant::fromValue(choice));
        box->setChecked(group.isRequired && group.boxes.isEmpty());
        layout->addWidget(box);
        group.boxes.append(box);
        connect(box, &QCheckBox::toggled, this, [this] {
            boundTicks();
            refresh();
        });
    }
    return column;
}

void DishPanel::boundTicks() {
    for (const Group& group : m_groups) {
        const auto ticked = std::count_if(group.boxes.begin(), group.boxes.end(),
                                          [](const QCheckBox* box) { return box->isChecked(); });
        for (QCheckBox* const box : group.boxes) {
            const bool isLastNeeded = group.isRequired && ticked == 1 && box->isChecked();
            box->setEnabled(!isLastNeeded && (box->isChecked() || ticked < group.most));
        }
    }
}

void DishPanel::refresh() {
    const CartLine line = chosen();
    m_add->setWords(tr("%1 담기(&A)").arg(look::wonText(line.price * line.qty)));
}

CartLine DishPanel::chosen() const {
    CartLine line{
        m_dish.number("id"), m_dish.text("name"), m_dish.number("price"), m_qty->value(), {}};
    const auto add = [&line](const QString& group, const QVariant& one) {
        if (!one.isValid()) return;
        const auto choice = one.value<kit::Representation>();
        line.options.append({group, choice.text("choice"), choice.number("price")});
        line.price += choice.number("price");
    };
    for (const Group& group : m_groups) {
        if (group.choices != nullptr) add(group.name, group.choices->currentData());
        for (const QCheckBox* box : group.boxes) {
            if (box->isChecked()) add(group.name, box->property("choice"));
        }
    }
    return line;
}

}  // namespace delivery::customer
