#include "apps/customer/me_page.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTabWidget>
#include <QVBoxLayout>

#include "apps/kit/body.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/card_delegate.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

namespace {

using look::Card;

using look::ActionButton;

Card addressCard(const QModelIndex& index) {
    const auto address = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.icon = QStringLiteral("pin");
    card.title = address.text("text");
    card.lines = {address.has("lat") ? MePage::tr("지도에 표시됨")
                                     : MePage::tr("동네의 중심으로 계산")};
    return card;
}

Card bankCard(const QModelIndex& index) {
    const auto bank = index.data(kit::RepresentationRole).value<kit::Representation>();
    look::Card card;
    card.icon = QStringLiteral("card");
    card.iconTone = look::Tone::Active;
    card.title = bank.text("masked");
    card.lines = {bank.text("issuer")};
    return card;
}

Card pointCard(const QModelIndex& index) {
    const auto row = index.data(kit::RepresentationRole).value<kit::Representation>();
    const auto amount = row.number("amount");
    look::Card card;
    card.icon = QStringLiteral("coin");
    card.iconTone = amount < 0 ? look::Tone::Waiting : look::Tone::Ready;
    const QString what = row.text("what");
    card.title = what == QLatin1String("PointsEarned")  ? MePage::tr("적립")
                 : what == QLatin1String("PointsSpent") ? MePage::tr("사용")
                 : what == QLatin1String("PointsReturned") ? MePage::tr("사용한 포인트 돌려받음")
                 : what == QLatin1String("PointsRevoked") ? MePage::tr("적립 취소")
                                                          : what;
    card.right = (amount > 0 ? QStringLiteral("+") : QString()) + look::wonText(amount);
    card.lines = {
        MePage::tr("주문 %1").arg(row.number("orderId")) + QStringLiteral(" · ") +
        look::momentText(look::instantOf(row.text("at")), QDateTime::currentDateTimeUtc())};
    return card;
}

QListView* listOf(kit::ThingListModel& model, look::CardDelegate::CardOf cardOf,
                  const QString& name) {
    auto* list = new QListView;
    list->setModel(&model);
    list->setItemDelegate(new look::CardDelegate(std::move(cardOf), 1, list));
    look::dressCardList(*list, name);
    return list;
}

QVBoxLayout* columnIn(QWidget* page) {
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, look::space::large, 0, 0);
    column->setSpacing(look::space::medium);
    return column;
}

}  // namespace

MePage::MePage(kit::Workplace& work, QWidget* parent) : QWidget(parent), m_work(work) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    auto* title = new QLabel(tr("내 정보"), this);
    look::setType(title, look::Type::Title);
    column->addWidget(title);
    auto* tabs = new QTabWidget(this);
    tabs->setAccessibleName(tr("내 정보의 항목"));
    tabs->addTab(makeProfile(), tr("프로필"));
    tabs->addTab(makeAddresses(), tr("주소"));
    tabs->addTab(makeCards(), tr("카드"));
    tabs->addTab(makePoints(), tr("포인트"));
    column->addWidget(tabs, 1);
    connect(&m_work, &kit::Workplace::decided, this,
            [this](const QString&, const kit::CommandSubject& subject) {
                if (subject.order == 0) refresh();
            });
    connect(
        &m_work, &kit::Workplace::refused, this,
        [this](const QString&, const kit::CommandSubject& subject, const kit::Problem& problem) {
            if (subject.order == 0 && subject.verb != QLatin1String("place")) {
                emit refused(problem.sentence());
            }
        });
}

QWidget* MePage::makeProfile() {
    auto* page = new QWidget;
    auto* column = columnIn(page);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    m_name = new QLineEdit(page);
    m_name->setAccessibleName(tr("이름"));
    m_mobile = new QLineEdit(page);
    m_mobile->setAccessibleName(tr("휴대전화"));
    form->addRow(tr("이름(&N)"), m_name);
    form->addRow(tr("휴대전화(&M)"), m_mobile);
    column->addLayout(form);
    auto* buttons = new QHBoxLayout;
    m_save = new ActionButton(tr("저장(&S)"), ActionButton::Rank::Leading, page);
    auto* signOut = new ActionButton(tr("로그아웃(&O)"), ActionButton::Rank::Plain, page);
    buttons->addWidget(m_save);
    buttons->addStretch(1);
    buttons->addWidget(signOut);
    column->addLayout(buttons);
    column->addStretch(1);
    connect(m_save, &QPushButton::clicked, this, &MePage::saveProfile);
    connect(signOut, &QPushButton::clicked, this, &MePage::signOutWanted);
    return page;
}

QWidget* MePage::makeAddresses() {
    auto* page = new QWidget;
    auto* column = columnIn(page);
    m_addressList = listOf(m_addresses, addressCard, tr("주소 목록"));
    column->addWidget(m_addressList, 1);
    auto* add = new QHBoxLayout;
    m_newAddress = new QLineEdit(page);
    m_newAddress->setPlaceholderText(tr("새 주소. 지도에서 집을 누르면 거리가 정확해집니다."));
    m_newAddress->setAccessibleName(tr("새 주소"));
    auto* keep = new ActionButton(tr("주소 추가(&A)"), ActionButton::Rank::Leading, page);
    auto* drop = new ActionButton(tr("고른 주소 삭제(&D)"), ActionButton::Rank::Plain, page);
    add->addWidget(m_newAddress, 1);
    add->addWidget(keep);
    add->addWidget(drop);
    column->addLayout(add);
    m_map = new look::MapView(page);
    m_map->setPinMode(true);
    m_map->setMinimumHeight(220);
    column->addWidget(m_map, 1);
    connect(keep, &QPushButton::clicked, this, &MePage::addAddress);
    connect(drop, &QPushButton::clicked, this, [this] {
        removeChosen(
            m_addressList,
            QStringLiteral("/customers/%1/addresses/").arg(kit::segment(m_work.account().user)));
    });
    return page;
}

QWidget* MePage::makeCards() {
    auto* page = new QWidget;
    auto* column = columnIn(page);
    m_cardList = listOf(m_cards, bankCard, tr("카드 목록"));
    column->addWidget(m_cardList, 1);
    auto* buttons = new QHBoxLayout;
    auto* add = new ActionButton(tr("카드 등록(&R)"), ActionButton::Rank::Leading, page);
    auto* again = new ActionButton(tr("새로 고침(&F)"), ActionButton::Rank::Plain, page);
    auto* drop = new ActionButton(tr("고른 카드 삭제(&D)"), ActionButton::Rank::Plain, page);
    buttons->addWidget(add);
    buttons->addWidget(again);
    buttons->addStretch(1);
    buttons->addWidget(drop);
    column->addLayout(buttons);
    connect(add, &QPushButton::clicked, this, &MePage::registerCard);
    connect(again, &QPushButton::clicked, this, &MePage::refresh);
    connect(drop, &QPushButton::clicked, this,
            [this] { removeChosen(m_cardList, QStringLiteral("/cards/")); });
    return page;
}

QWidget* MePage::makePoints() {
    auto* page = new QWidget;
    auto* column = columnIn(page);
    m_balance = new QLabel(page);
    look::setType(m_balance, look::Type::Heading);
    column->addWidget(m_balance);
    auto* which = new QLabel(tr("최근 내역 100건"), page);
    look::setType(which, look::Type::Caption);
    column->addWidget(which);
    auto* ledger = listOf(m_ledger, pointCard, tr("포인트 내역"));
    ledger->setObjectName(QStringLiteral("ledger"));
    column->addWidget(ledger, 1);
    return page;
}

void MePage::refresh() {
    m_work.read(
        QStringLiteral("/customers/") + kit::segment(m_work.account().user),
        kit::Reader::Pages::First, this, [this](const kit::Representation& me) {
            if (!m_name->hasFocus()) m_name->setText(me.text("name"));
            if (!m_mobile->hasFocus()) m_mobile->setText(me.text("mobile"));
            m_addresses.show(me.list("addresses"));
            m_balance->setText(tr("가진 포인트 %1").arg(look::wonText(me.number("points"))));
        });
    m_work.read(QStringLiteral("/cards?size=100"), kit::Reader::Pages::First, this,
                [this](const kit::Representation& page) { m_cards.show(page.embedded()); });
    m_work.read(QStringLiteral("/points?size=100"), kit::Reader::Pages::First, this,
                [this](const kit::Representation& page) { m_ledger.show(page.embedded()); });
}

void MePage::addAddress() {
    const QString typed = m_newAddress->text().trimmed();
    if (typed.isEmpty()) {
        emit refused(tr("추가할 주소를 입력해 주세요."));
        m_newAddress->setFocus();
        return;
    }
    kit::Body body;
    body.set("address", typed);
    if (const auto pin = m_map->pin()) {
        body.set("lat", pin->latitudeE6 / 1e6).set("lng", pin->longitudeE6 / 1e6);
    }
    m_work.send({QStringLiteral("POST"),
                 QStringLiteral("/customers/%1/addresses").arg(kit::segment(m_work.account().user)),
                 body.json()},
                kit::Repeat::Undoable);
    m_newAddress->clear();
    m_map->setPin(std::nullopt);
}

void MePage::registerCard() {
    m_work.read(
        QStringLiteral("/cards/register"), kit::Reader::Pages::First, this,
        [this](const kit::Representation& page) {
            emit cardPageWanted(page.text("url"));
            emit told(tr("브라우저에서 카드를 등록한 다음 ‘새로 고침’을 눌러 주세요."));
        },
        [this](const QString& why) { emit refused(why); });
}

void MePage::removeChosen(QListView* list, const QString& path) {
    const QModelIndex index = list->currentIndex();
    if (!index.isValid()) {
        emit refused(tr("먼저 목록에서 하나를 골라 주세요."));
        return;
    }
    m_work.send(
        {QStringLiteral("DELETE"), path + kit::segment(index.data(kit::IdRole).toString()), {}},
        kit::Repeat::Undoable);
}

void MePage::saveProfile() {
    m_work.send(
        {QStringLiteral("PUT"), QStringLiteral("/customers/") + kit::segment(m_work.account().user),
         kit::Body()
             .set("name", m_name->text().trimmed())
             .set("mobile", m_mobile->text().trimmed())
             .json()},
        kit::Repeat::Undoable);
}

}  // namespace delivery::customer
