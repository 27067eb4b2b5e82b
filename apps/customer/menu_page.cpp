#include "apps/customer/menu_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "apps/customer/dish_panel.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

namespace {

using look::Card;

Card dishCard(const QModelIndex& index) {
    const auto dish = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.icon = QStringLiteral("bowl");
    card.iconTone = look::Tone::Active;
    card.title = dish.text("name");
    card.right = look::wonText(dish.number("price"));
    if (dish.isTrue("soldOut")) {
        card.badge = {MenuPage::tr("품절"), QStringLiteral("cross"), look::Tone::Bad};
        card.dim = true;
    }
    QStringList facts{look::ratingText(dish.fractional("score"), dish.number("ratings"))};
    if (const auto orders = dish.number("orderCount"); orders > 0) {
        facts << MenuPage::tr("주문 %1건").arg(orders);
    }
    const QString description = dish.text("description");
    card.lines = description.isEmpty()
                     ? QStringList{facts.join(QStringLiteral(" · "))}
                     : QStringList{description, facts.join(QStringLiteral(" · "))};
    return card;
}

bool takesOrders(const kit::Representation& shop) {
    return shop.isTrue("open") && !shop.isTrue("paused");
}

}  // namespace

MenuPage::MenuPage(kit::Workplace& work, Cart& cart, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_cart(cart),
      m_found(new QSortFilterProxyModel(this)),
      m_title(new QLabel(this)),
      m_facts(new QLabel(this)),
      m_search(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_panel(new DishPanel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    auto* top = new QHBoxLayout;
    auto* back = new look::ActionButton(tr("가게 목록(&B)"), look::ActionButton::Rank::Plain, this);
    back->setObjectName(QStringLiteral("back"));
    top->addWidget(back);
    look::setType(m_title, look::Type::Title);
    m_title->setTextFormat(Qt::PlainText);
    top->addWidget(m_title, 1);
    column->addLayout(top);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    column->addWidget(m_facts);
    m_search->setPlaceholderText(tr("음식 이름으로 찾기"));
    m_search->setAccessibleName(tr("음식 찾기"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumHeight(look::targetHeight);
    column->addWidget(m_search);
    auto* across = new QHBoxLayout;
    across->setSpacing(look::space::large);
    m_found->setSourceModel(&m_dishes);
    m_found->setFilterRole(kit::TitleRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(QStringLiteral("dishes"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new look::CardDelegate(dishCard, 2, m_list));
    look::dressCardList(*m_list, tr("음식 목록"));
    across->addWidget(m_list, 3);
    across->addWidget(m_panel, 2);
    column->addLayout(across, 1);

    connect(back, &QPushButton::clicked, this, &MenuPage::backWanted);
    connect(m_search, &QLineEdit::textChanged, m_found,
            &QSortFilterProxyModel::setFilterFixedString);
    const auto chosen = [this](const QModelIndex& index) {
        choose(index.data(kit::RepresentationRole).value<kit::Representation>());
    };
    connect(m_list, &QListView::clicked, this, chosen);
    connect(m_list, &QListView::activated, this, chosen);
    connect(m_panel, &DishPanel::wanted, this, [this](const CartLine& line) {
        if (m_cart.add(m_shop, line)) {
            emit added(line.name);
        } else if (m_cart.lines().size() >= linesMax) {
            emit notAdded(tr("한 번에 50가지까지 담을 수 있습니다. 먼저 주문하거나 빼 주세요."));
        } else {
            emit notAdded(
                tr("장바구니에 %1의 음식이 있습니다. 한 주문에는 한 가게의 음식만 담을 수 있으니, "
                   "먼저 주문하거나 장바구니를 비워 주세요.")
                    .arg(m_cart.storeName()));
        }
    });
}

void MenuPage::show(const kit::Representation& shop, std::int64_t dishToChoose) {
    m_shop = shop;
    m_title->setText(shop.text("name"));
    QStringList facts{shop.text("address"),
                      look::ratingText(shop.fractional("score"), shop.number("ratings"))};
    if (!takesOrders(shop)) {
        const QString why = shop.text("pauseReason");
        facts << (shop.isTrue("paused") ? tr("지금은 주문을 받지 않습니다. %1").arg(why)
                                        : tr("지금은 영업 시간이 아닙니다."));
    }
    if (shop.isTrue("pickupOnly")) facts << tr("포장만 됩니다");
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_search->clear();
    m_panel->clear();
    m_dishes.show({});
    read(dishToChoose);
}

void MenuPage::read(std::int64_t dishToChoose) {
    const std::int64_t store = m_shop.number("id");
    m_work.read(
        QStringLiteral("/foods?size=100&storeId=%1").arg(store), kit::Reader::Pages::All, this,
        [this, store, dishToChoose](const kit::Representation& page) {
            if (m_shop.number("id") != store) return;
            m_dishes.show(page.embedded());
            if (const auto row = m_dishes.rowOf(QString::number(dishToChoose))) {
                m_list->setCurrentIndex(m_found->mapFromSource(m_dishes.index(*row)));
                choose(m_dishes.at(*row));
            }
        },
        [this](const QString& why) { emit failed(why); });
}

void MenuPage::choose(const kit::Representation& dish) { m_panel->show(dish, takesOrders(m_shop)); }

}  // namespace delivery::customer
