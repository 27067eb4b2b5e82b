#include "apps/customer/dish_panel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

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
        made.choices = new QComboBox(m_options);
        made.choices->setAccessibleName(made.name);
        made.choices->setMinimumHeight(look::targetHeight);
        const bool required = group.isTrue("required");
        if (!required) made.choices->addItem(tr("선택 안 함"));
        for (const auto& choice : group.list("choices")) {
            made.choices->addItem(choiceText(choice), QVariant::fromValue(choice));
        }
        form->addRow(required ? tr("%1 (필수)").arg(made.name) : made.name, made.choices);
        connect(made.choices, &QComboBox::currentIndexChanged, this, &DishPanel::refresh);
        m_groups.append(made);
    }
    m_column->insertWidget(3, m_options);
}

void DishPanel::refresh() {
    const CartLine line = chosen();
    m_add->setWords(tr("%1 담기(&A)").arg(look::wonText(line.price * line.qty)));
}

CartLine DishPanel::chosen() const {
    CartLine line{
        m_dish.number("id"), m_dish.text("name"), m_dish.number("price"), m_qty->value(), {}};
    for (const Group& group : m_groups) {
        const QVariant chosen = group.choices->currentData();
        if (!chosen.isValid()) continue;
        const auto choice = chosen.value<kit::Representation>();
        line.options.append({group.name, choice.text("choice"), choice.number("price")});
        line.price += choice.number("price");
    }
    return line;
}

}  // namespace delivery::customer
