#include "tests/apps/three_windows.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QRadioButton>
#include <QtTest>

#include "apps/customer/cart_page.h"
#include "apps/customer/customer_window.h"
#include "apps/customer/order_view.h"
#include "apps/customer/orders_page.h"
#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/rider/rider_window.h"
#include "apps/store/board_page.h"
#include "apps/store/reason_dialog.h"
#include "apps/store/store_window.h"
#include "apps/store/ticket_card.h"

namespace delivery::tests {

namespace {

template <class Condition>
bool comes(Condition condition) {
    return QTest::qWaitFor(condition, ThreeWindows::patienceMs);
}

bool press(QWidget* button) {
    if (button == nullptr ||
        !comes([button] { return button->isVisible() && button->isEnabled(); }))
        return false;
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
}

QString stateIn(const kit::OrderBook& book, qlonglong order) {
    const auto known = book.find(order);
    return known ? known->text("state") : QString();
}

}  // namespace

ThreeWindows::ThreeWindows(RealCity& city)
    : m_city(city),
      m_ofCustomer(preferencesOf("customer")),
      m_ofStore(preferencesOf("store")),
      m_ofRider(preferencesOf("rider")),
      m_customer(std::make_unique<customer::CustomerApp>(*m_ofCustomer, m_folder.path())),
      m_store(std::make_unique<store::StoreApp>(*m_ofStore, m_folder.path())),
      m_rider(std::make_unique<rider::RiderApp>(*m_ofRider, m_folder.path())) {}

ThreeWindows::~ThreeWindows() = default;

std::unique_ptr<look::Preferences> ThreeWindows::preferencesOf(const char* name) const {
    return std::make_unique<look::Preferences>(
        m_folder.filePath(QString::fromLatin1(name) + QStringLiteral(".ini")),
        QSettings::IniFormat);
}

bool ThreeWindows::open() {
    const QString server = QStringLiteral("http://127.0.0.1:%1").arg(m_city.port());
    const QString password = QStringLiteral("demo1234");
    m_customer->start({server, QStringLiteral("song"), password});
    m_store->start({server, QStringLiteral("store1"), password});
    m_rider->start({server, QStringLiteral("rider1"), password});
    return comes([this] {
        return m_customer->window() != nullptr && m_store->window() != nullptr &&
               m_rider->window() != nullptr && areLive();
    });
}

bool ThreeWindows::areLive() const {
    for (const look::Shell* window : {m_customer->shell(), m_store->shell(), m_rider->shell()}) {
        if (window->freshness()->line() != look::Line::Live) return false;
    }
    return true;
}

look::ActionButton* ThreeWindows::button(QWidget& in, const char* name) const {
    return in.findChild<look::ActionButton*>(QString::fromLatin1(name));
}

QWidget* ThreeWindows::orderView() const {
    return m_customer->window()->findChild<customer::OrderView*>();
}

bool ThreeWindows::chooseRow(QListView* list, const QString& title) const {
    if (list == nullptr) return false;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const QModelIndex index = list->model()->index(row, 0);
        if (index.data(kit::TitleRole).toString() != title) continue;
        list->scrollTo(index);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
        return true;
    }
    return false;
}

qlonglong ThreeWindows::order(const QString& dish, bool pickup) {
    customer::CustomerWindow& window = *m_customer->window();
    const auto* view = window.findChild<customer::OrderView*>();
    const qlonglong before = view->orderId();
    window.goTo(0);
    if (auto* back = window.findChild<QPushButton*>(QStringLiteral("back"));
        back != nullptr && back->isVisible()) {
        QTest::mouseClick(back, Qt::LeftButton);
    }
    auto* shops = window.findChild<QListView*>(QStringLiteral("shops"));
    if (!comes([&] { return chooseRow(shops, QStringLiteral("용산반점")); })) return 0;
    auto* dishes = window.findChild<QListView*>(QStringLiteral("dishes"));
    if (!comes([&] { return chooseRow(dishes, dish); })) return 0;
    if (!press(button(window, "add"))) return 0;
    window.goTo(1);
    auto* cart = window.findChild<customer::CartPage*>();
    const auto ways = cart->findChildren<QRadioButton*>();
    for (QRadioButton* way : ways) {
        const bool isPickup = way->text().contains(QStringLiteral("포장"));
        if (isPickup == pickup) way->setChecked(true);
    }
    window.findChild<QComboBox*>(QStringLiteral("address"))
        ->setEditText(QStringLiteral("서울 용산구 용산동 1-1"));
    const auto hasCard = [cart] {
        const auto boxes = cart->findChildren<QComboBox*>();
        return std::any_of(boxes.cbegin(), boxes.cend(), [](const QComboBox* box) {
            return box->currentData().toString().startsWith(QLatin1String("card-"));
        });
    };
    if (!comes(hasCard) || !press(button(*cart, "order"))) return 0;
    if (!comes([&] { return view->orderId() > 0 && view->orderId() != before; })) return 0;
    return view->orderId();
}

bool ThreeWindows::pressAsCustomer(qlonglong order, const char* name) {
    m_customer->window()->showOrder(order);
    const auto* view = m_customer->window()->findChild<customer::OrderView*>();
    return comes([&] { return view->orderId() == order; }) && press(button(*orderView(), name));
}

bool ThreeWindows::pressAsRider(const char* name) {
    return press(button(*m_rider->window(), name));
}

bool ThreeWindows::stepAsStore(qlonglong order) {
    store::BoardPage& board = *m_store->window()->boardPage();
    if (!comes([&] { return board.cardOf(order) != nullptr; })) return false;
    return press(button(*board.cardOf(order), "next"));
}

bool ThreeWindows::refuseAsStore(qlonglong order, const QString& reason) {
    store::BoardPage& board = *m_store->window()->boardPage();
    if (!comes([&] { return board.cardOf(order) != nullptr; })) return false;
    if (!press(button(*board.cardOf(order), "refuse"))) return false;
    auto* dialog = m_store->window()->findChild<store::ReasonDialog*>();
    if (dialog == nullptr) return false;
    dialog->findChild<QLineEdit*>(QStringLiteral("ownReason"))->setText(reason);
    return press(button(*dialog, "reasonDone"));
}

bool ThreeWindows::cook(qlonglong order) {
    return waitFor(order, "Paid") && stepAsStore(order) && waitFor(order, "Accepted") &&
           stepAsStore(order) && waitFor(order, "Cooking") && stepAsStore(order) &&
           waitFor(order, "Cooked");
}

bool ThreeWindows::pick(qlonglong order) {
    rider::RiderWindow& window = *m_rider->window();
    auto* list = window.findChild<QListView*>(QStringLiteral("nearby"));
    const auto rowOf = [&] {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data(kit::IdRole).toLongLong() == order) return index;
        }
        return QModelIndex();
    };
    if (!comes([&] { return list->isVisible() && rowOf().isValid(); })) return false;
    list->setCurrentIndex(rowOf());
    return press(button(window, "pick")) && comes([&] {
               const auto* next = button(window, "next");
               return next->isVisible() && next->isEnabled();
           });
}

QString ThreeWindows::customerSees(qlonglong order) const {
    return stateIn(m_customer->work()->book(), order);
}
QString ThreeWindows::storeSees(qlonglong order) const {
    return stateIn(m_store->work()->book(), order);
}
QString ThreeWindows::riderSees(qlonglong order) const {
    return stateIn(m_rider->work()->book(), order);
}

bool ThreeWindows::waitFor(qlonglong order, const char* state) const {
    return comes([&] { return customerSees(order) == QLatin1String(state); });
}

}  // namespace delivery::tests
