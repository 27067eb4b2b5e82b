#include "apps/customer/shops_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

/// Shops whose name or address holds what was typed.
class FoundShops : public QSortFilterProxyModel {
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWanted(const QString& wanted) {
        m_wanted = wanted.trimmed();
        invalidateFilter();
    }

  protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        if (m_wanted.isEmpty()) return true;
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        return index.data(kit::TitleRole).toString().contains(m_wanted, Qt::CaseInsensitive) ||
               index.data(kit::AddressRole).toString().contains(m_wanted, Qt::CaseInsensitive);
    }

  private:
    QString m_wanted;
};

namespace {

using look::Card;

Card shopCard(const QModelIndex& index) {
    const auto shop = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.icon = QStringLiteral("store");
    card.iconTone = look::Tone::Ready;
    card.title = shop.text("name");
    const bool open = shop.isTrue("open") && !shop.isTrue("paused");
    if (shop.isTrue("paused")) {
        card.badge = {ShopsPage::tr("잠시 쉬는 중"), QStringLiteral("pause"), look::Tone::Waiting};
    } else if (open) {
        card.badge = {ShopsPage::tr("영업 중"), QStringLiteral("check"), look::Tone::Ready};
    } else {
        card.badge = {ShopsPage::tr("영업 종료"), QStringLiteral("moon"), look::Tone::Done};
    }
    card.dim = !open;
    QStringList facts;
    facts << look::ratingText(shop.fractional("score"), shop.number("ratings"));
    if (shop.has("distanceMeters")) facts << look::distanceText(shop.number("distanceMeters"));
    if (shop.isTrue("pickupOnly")) {
        facts << ShopsPage::tr("포장만");
    } else {
        const auto fee = shop.number("deliveryFee");
        facts << (fee == 0 ? ShopsPage::tr("배달비 무료")
                           : ShopsPage::tr("배달비 %1").arg(look::wonText(fee)));
    }
    QString hours = ShopsPage::tr("24시간");
    if (shop.text("opens") != shop.text("closes")) {
        hours = shop.text("opens") + QStringLiteral(" – ") + shop.text("closes");
    }
    facts << hours;
    const QString pause = shop.text("pauseReason");
    card.lines = {facts.join(QStringLiteral(" · ")),
                  pause.isEmpty() ? shop.text("address") : pause};
    return card;
}

Card topCard(const QModelIndex& index) {
    const auto dish = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.icon = QStringLiteral("bowl");
    card.iconTone = look::Tone::Waiting;
    card.title = QStringLiteral("%1. %2").arg(index.row() + 1).arg(dish.text("name"));
    card.right = look::wonText(dish.number("price"));
    card.lines = {ShopsPage::tr("주문 %1건").arg(dish.number("orderCount")) +
                  QStringLiteral(" · ") +
                  look::ratingText(dish.fractional("score"), dish.number("ratings"))};
    return card;
}

QLabel* headingOf(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    look::setType(label, look::Type::Title);
    return label;
}

}  // namespace

ShopsPage::ShopsPage(kit::Workplace& work, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_found(new FoundShops(this)),
      m_search(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_topList(new QListView(this)),
      m_topBy(new QComboBox(this)),
      m_none(new QLabel(this)) {
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    across->setSpacing(look::space::wide);
    auto* shops = new QVBoxLayout;
    auto* top = new QHBoxLayout;
    top->addWidget(headingOf(tr("가게"), this), 1);
    auto* refresh =
        new look::ActionButton(tr("새로 고침(&R)"), look::ActionButton::Rank::Quiet, this);
    top->addWidget(refresh);
    shops->addLayout(top);
    m_search->setPlaceholderText(tr("가게 이름이나 동네로 찾기"));
    m_search->setAccessibleName(tr("가게 찾기"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumHeight(look::targetHeight);
    shops->addWidget(m_search);
    m_found->setSourceModel(&m_shops);
    m_list->setObjectName(QStringLiteral("shops"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new look::CardDelegate(shopCard, 2, m_list));
    look::dressCardList(*m_list, tr("가게 목록"));
    shops->addWidget(m_list, 1);
    m_none->setText(tr("맞는 가게가 없습니다."));
    m_none->setAlignment(Qt::AlignCenter);
    shops->addWidget(m_none);
    across->addLayout(shops, 3);

    auto* popular = new QVBoxLayout;
    auto* popularTop = new QHBoxLayout;
    popularTop->addWidget(headingOf(tr("인기 메뉴"), this), 1);
    m_topBy->addItem(tr("주문 많은 순"), QStringLiteral("orderCount,desc"));
    m_topBy->addItem(tr("별점 높은 순"), QStringLiteral("score,desc"));
    m_topBy->setAccessibleName(tr("인기 메뉴의 순서"));
    m_topBy->setMinimumHeight(look::targetHeight);
    popularTop->addWidget(m_topBy);
    popular->addLayout(popularTop);
    m_topList->setModel(&m_top);
    m_topList->setItemDelegate(new look::CardDelegate(topCard, 1, m_topList));
    look::dressCardList(*m_topList, tr("인기 메뉴 목록"));
    popular->addWidget(m_topList, 1);
    across->addLayout(popular, 2);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found->setWanted(text);
        m_none->setVisible(m_found->rowCount() == 0 && m_shops.rowCount() > 0);
    });
    connect(refresh, &QPushButton::clicked, this, &ShopsPage::refresh);
    connect(m_topBy, &QComboBox::activated, this, &ShopsPage::refreshTop);
    const auto choose = [this](const QModelIndex& index) {
        emit shopChosen(index.data(kit::RepresentationRole).value<kit::Representation>());
    };
    connect(m_list, &QListView::clicked, this, choose);
    connect(m_list, &QListView::activated, this, choose);
    const auto chooseDish = [this](const QModelIndex& index) {
        const auto dish = index.data(kit::RepresentationRole).value<kit::Representation>();
        emit dishChosen(dish.number("storeId"), dish.number("foodId"));
    };
    connect(m_topList, &QListView::clicked, this, chooseDish);
    connect(m_topList, &QListView::activated, this, chooseDish);
    m_none->hide();
    constexpr int againMs = 20'000;
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, &ShopsPage::refresh);
}

void ShopsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
    m_again.start();
}

void ShopsPage::hideEvent(QHideEvent* event) {
    m_again.stop();
    QWidget::hideEvent(event);
}

void ShopsPage::refresh() {
    m_work.read(
        QStringLiteral("/stores?size=100"), kit::Reader::Pages::All, this,
        [this](const kit::Representation& page) { m_shops.show(page.embedded()); },
        [this](const QString& why) { emit failed(why); });
    refreshTop();
}

void ShopsPage::refreshTop() {
    m_work.read(
        QStringLiteral("/topMenus?size=20&sort=") + m_topBy->currentData().toString(),
        kit::Reader::Pages::First, this,
        [this](const kit::Representation& page) { m_top.show(page.embedded()); },
        [this](const QString& why) { emit failed(why); });
}

kit::Representation ShopsPage::shop(std::int64_t id) const {
    const auto row = m_shops.rowOf(QString::number(id));
    return row ? m_shops.at(*row) : kit::Representation();
}

}  // namespace delivery::customer
