#include "apps/customer/cart_page.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/icons.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

CartPage::CartPage(kit::Workplace& work, Cart& cart, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_cart(cart),
      m_store(new QLabel(this)),
      m_none(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    auto* title = new QLabel(tr("장바구니"), this);
    look::setType(title, look::Type::Title);
    column->addWidget(title);
    m_store->setTextFormat(Qt::PlainText);
    look::setType(m_store, look::Type::Heading);
    column->addWidget(m_store);
    m_none->setText(tr("장바구니가 비어 있습니다. 가게에서 음식을 골라 담아 주세요."));
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    column->addWidget(m_none, 1);
    auto* across = new QHBoxLayout;
    across->setSpacing(look::space::wide);
    across->addWidget(makeLines(), 3);
    m_wishes = makeWish();
    across->addWidget(m_wishes, 2);
    column->addLayout(across, 1);
    connect(&m_cart, &Cart::changed, this, &CartPage::showSums);
    connect(&m_cart, &QAbstractItemModel::rowsInserted, this, &CartPage::showLines);
    connect(&m_cart, &QAbstractItemModel::rowsRemoved, this, &CartPage::showLines);
    connect(&m_cart, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& index, const QModelIndex&, const QList<int>& roles) {
                // A new quantity is shown where it stands, so that whoever types keeps the focus.
                if (roles == QList<int>{Cart::QtyRole} && index.row() < m_qtys.size()) {
                    m_qtys[index.row()]->setValue(m_cart.lines()[index.row()].qty);
                } else {
                    showLines();
                }
            });
    connect(&m_work, &kit::Workplace::decided, this,
            [this](const QString& id, const kit::CommandSubject&, const kit::Representation& body) {
                if (id != m_sent) return;
                m_sent.clear();
                m_cart.clear();
                m_points->setValue(0);
                m_note->clear();
                showSums();
                emit ordered(body.number("id"));
            });
    connect(&m_work, &kit::Workplace::refused, this,
            [this](const QString& id, const kit::CommandSubject&, const kit::Problem& problem) {
                if (id == m_sent) hearRefused(problem);
            });
    connect(&m_work, &kit::Workplace::keptForLater, this, [this](const QString& id) {
        if (id != m_sent) return;
        emit told(
            tr("서버에 아직 닿지 않았습니다. 주문은 이 컴퓨터에 보관되어 있고, 연결되면 한 번만 "
               "보냅니다."));
    });
    showLines();
}

QWidget* CartPage::makeLines() {
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget;
    m_lines = new QVBoxLayout(inner);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->addStretch(1);
    scroll->setWidget(inner);
    return scroll;
}

QWidget* CartPage::makeWish() {
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* card = new QFrame;
    card->setProperty("card", true);
    scroll->setWidget(card);
    auto* form = new QFormLayout(card);
    form->setContentsMargins(look::space::large, look::space::large, look::space::large,
                             look::space::large);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(look::space::small);
    auto* ways = new QWidget(card);
    auto* way = new QHBoxLayout(ways);
    way->setContentsMargins(0, 0, 0, 0);
    m_deliver = new QRadioButton(tr("배달(&D)"), ways);
    m_pickup = new QRadioButton(tr("포장(&T)"), ways);
    m_deliver->setChecked(true);
    way->addWidget(m_deliver);
    way->addWidget(m_pickup);
    way->addStretch(1);
    form->addRow(ways);
    m_address = new QComboBox(card);
    m_address->setEditable(true);
    m_address->setObjectName(QStringLiteral("address"));
    m_address->lineEdit()->setPlaceholderText(tr("예: 서울 용산구 용산동 1-1"));
    m_address->lineEdit()->setAccessibleName(tr("배달 주소"));
    m_address->setAccessibleName(tr("배달 주소"));
    m_address->setMinimumHeight(look::targetHeight);
    form->addRow(tr("배달 주소(&S)"), m_address);
    m_note = new QLineEdit(card);
    m_note->setPlaceholderText(tr("예: 젓가락은 빼 주세요"));
    m_note->setAccessibleName(tr("요청 사항"));
    m_note->setMaxLength(200);
    form->addRow(tr("요청 사항(&N)"), m_note);
    m_points = new QSpinBox(card);
    m_points->setRange(0, 0);
    m_points->setGroupSeparatorShown(true);
    m_points->setAccessibleName(tr("쓸 포인트"));
    m_points->setMinimumHeight(look::targetHeight);
    form->addRow(tr("쓸 포인트(&P)"), m_points);
    m_balanceText = new QLabel(card);
    look::setType(m_balanceText, look::Type::Caption);
    form->addRow(m_balanceText);
    m_card = new QComboBox(card);
    m_card->setAccessibleName(tr("결제 카드"));
    m_card->setMinimumHeight(look::targetHeight);
    form->addRow(tr("결제 카드(&C)"), m_card);
    m_sums = new QLabel(card);
    m_sums->setTextFormat(Qt::PlainText);
    m_sums->setWordWrap(true);
    form->addRow(m_sums);
    m_order = new look::ActionButton(tr("주문하기(&O)"), look::ActionButton::Rank::Leading, card);
    m_order->setObjectName(QStringLiteral("order"));
    m_order->setMinimumHeight(look::bigTargetHeight);
    form->addRow(m_order);
    connect(m_order, &QPushButton::clicked, this, &CartPage::place);
    connect(m_pickup, &QRadioButton::toggled, this, &CartPage::showSums);
    connect(m_points, &QSpinBox::valueChanged, this, &CartPage::showSums);
    return scroll;
}

void CartPage::readShop() {
    const std::int64_t asked = m_cart.storeId();
    if (asked == 0) return;
    m_work.read(QStringLiteral("/stores/%1").arg(asked), kit::Reader::Pages::First, this,
                [this](const kit::Representation& shop) {
                    m_shop = shop;
                    showSums();
                });
}

std::optional<std::int64_t> CartPage::deliveryFee() const {
    if (m_pickup->isChecked()) return 0;
    const bool known = m_cart.storeId() != 0 && m_shop.number("id") == m_cart.storeId();
    if (!known || !m_shop.list("feeBands").empty()) return std::nullopt;
    return m_shop.number("deliveryFee");
}

void CartPage::refresh() {
    readShop();
    m_work.read(QStringLiteral("/customers/") + kit::segment(m_work.account().user),
                kit::Reader::Pages::First, this, [this](const kit::Representation& me) {
                    const QString typed = m_address->currentText();
                    m_address->clear();
                    for (const auto& address : me.list("addresses")) {
                        m_address->addItem(address.text("text"));
                    }
                    if (!typed.isEmpty()) m_address->setEditText(typed);
                    const QVariant chosen = m_card->currentData();
                    m_card->clear();
                    for (const auto& card : me.list("cards")) {
                        m_card->addItem(card.text("masked"), card.text("id"));
                    }
                    m_card->setCurrentIndex(qMax(0, m_card->findData(chosen)));
                    if (m_card->count() == 0) {
                        m_card->addItem(tr("등록한 카드가 없습니다"), QString());
                    }
                    m_balance = me.number("points");
                    showSums();
                });
}

void CartPage::showLines() {
    if (m_cart.storeId() != 0 && m_shop.number("id") != m_cart.storeId()) readShop();
    while (m_lines->count() > 1) {
        QLayoutItem* item = m_lines->takeAt(0);
        delete item->widget();
        delete item;
    }
    m_qtys.clear();
    for (int row = 0; row < m_cart.rowCount(); ++row) {
        const CartLine& line = m_cart.lines()[row];
        auto* card = new QFrame;
        card->setProperty("card", true);
        auto* across = new QHBoxLayout(card);
        auto* words = new QVBoxLayout;
        auto* name = new QLabel(line.name, card);
        name->setTextFormat(Qt::PlainText);
        name->setWordWrap(true);
        look::setType(name, look::Type::Heading);
        words->addWidget(name);
        const QString options = m_cart.index(row).data(Cart::OptionsRole).toString();
        auto* price = new QLabel(
            options.isEmpty() ? look::wonText(line.price)
                              : QStringLiteral("%1 · %2").arg(options, look::wonText(line.price)),
            card);
        price->setTextFormat(Qt::PlainText);
        price->setWordWrap(true);
        words->addWidget(price);
        across->addLayout(words, 1);
        auto* qty = new QSpinBox(card);
        qty->setRange(1, qtyMax);
        qty->setValue(line.qty);
        qty->setMinimumHeight(look::targetHeight);
        qty->setAccessibleName(tr("%1 수량").arg(line.name));
        across->addWidget(qty);
        m_qtys.append(qty);
        auto* drop = new look::ActionButton(QString(), look::ActionButton::Rank::Quiet, card);
        drop->setIcon(look::icon(QStringLiteral("trash")));
        drop->setAccessibleName(tr("%1 빼기").arg(line.name));
        drop->setToolTip(tr("빼기"));
        across->addWidget(drop);
        // The row is rebuilt by what these do: they must be through before they are gone.
        connect(
            qty, &QSpinBox::editingFinished, this,
            [this, row, qty] {
                if (row < m_qtys.size() && m_qtys[row] == qty &&
                    m_cart.lines()[row].qty != qty->value()) {
                    m_cart.setQty(row, qty->value());
                }
            },
            Qt::QueuedConnection);
        connect(
            drop, &QPushButton::clicked, this,
            [this, row] {
                if (row < m_cart.rowCount()) m_cart.remove(row);
            },
            Qt::QueuedConnection);
        m_lines->insertWidget(m_lines->count() - 1, card);
    }
    const bool none = m_cart.rowCount() == 0;
    m_none->setVisible(none && m_sent.isEmpty());
    m_wishes->setVisible(!none);
    m_store->setText(none ? QString() : m_cart.storeName());
    m_store->setVisible(!none);
    showSums();
}

void CartPage::showSums() {
    const bool onlyPickup = m_cart.isPickupOnly();
    if (onlyPickup) m_pickup->setChecked(true);
    m_deliver->setEnabled(!onlyPickup);
    m_address->setEnabled(!m_pickup->isChecked());
    const auto usable = std::max<std::int64_t>(0, std::min(m_balance, m_cart.total()));
    m_points->setMaximum(static_cast<int>(usable));
    m_balanceText->setText(tr("가진 포인트 %1").arg(look::wonText(m_balance)));
    const std::int64_t total = m_cart.total();
    QStringList sums{tr("음식 %1").arg(look::wonText(total))};
    if (m_points->value() > 0) sums << tr("포인트 −%1").arg(look::wonText(m_points->value()));
    const std::optional<std::int64_t> fee = deliveryFee();
    if (fee > 0) sums << tr("배달비 %1").arg(look::wonText(*fee));
    if (!fee) sums << tr("배달비는 거리에 따라 주문할 때 더해집니다");
    const QString all = look::wonText(total + fee.value_or(0) - m_points->value());
    if (m_shop.number("minimumOrder") > total && !m_pickup->isChecked()) {
        sums << tr("배달은 %1부터 받는 가게입니다")
                    .arg(look::wonText(m_shop.number("minimumOrder")));
    }
    m_sums->setText(sums.join(QLatin1Char('\n')));
    m_order->setWords(fee ? tr("%1 주문하기(&O)").arg(all)
                          : tr("%1 + 배달비 주문하기(&O)").arg(all));
    m_order->setPending(!m_sent.isEmpty());
}

void CartPage::place() {
    if (!m_sent.isEmpty() || m_cart.rowCount() == 0) return;
    Wish wish;
    wish.pickup = m_pickup->isChecked();
    wish.address = m_address->currentText().trimmed();
    wish.note = m_note->text().trimmed();
    wish.usePoints = m_points->value();
    wish.cardId = m_card->currentData().toString();
    if (!wish.pickup && wish.address.isEmpty()) {
        emit refused(tr("배달 받을 주소를 입력하거나 포장을 골라 주세요."));
        m_address->setFocus();
        return;
    }
    const bool paysByCard = m_cart.total() > wish.usePoints;
    if (paysByCard && wish.cardId.isEmpty()) {
        emit refused(tr("결제할 카드가 없습니다. ‘내 정보’에서 카드를 등록해 주세요."));
        emit profileWanted();
        return;
    }
    m_sent = m_work.send(m_cart.order(wish));
    showSums();
}

void CartPage::hearRefused(const kit::Problem& problem) {
    m_sent.clear();
    if (problem.price > 0 && problem.foodId > 0) {
        m_cart.correctPrice(problem.foodId, problem.price);
        emit refused(tr("그 사이 값이 바뀌었습니다. 새 값을 확인하고 다시 주문해 주세요."));
    } else {
        emit refused(problem.sentence());
    }
    showSums();
}

}  // namespace delivery::customer
