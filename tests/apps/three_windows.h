#pragma once
/// The three windows side by side in one process, on one real city: by clicking what people click.

#include <QTemporaryDir>
#include <memory>

#include "apps/customer/customer_app.h"
#include "apps/rider/rider_app.h"
#include "apps/store/store_app.h"
#include "tests/support/real_city.h"

class QListView;

namespace delivery::look {
class ActionButton;
}

namespace delivery::tests {

/// The city must outlive it. What waits longer than patience is false or 0.
class ThreeWindows {
  public:
    static constexpr int patienceMs = 60'000;

    explicit ThreeWindows(RealCity& city);
    ~ThreeWindows();
    ThreeWindows(const ThreeWindows&) = delete;
    ThreeWindows& operator=(const ThreeWindows&) = delete;

    /// song, store1 and rider1; true when all three hear what happens.
    bool open();
    bool areLive() const;

    customer::CustomerApp& customer() { return *m_customer; }
    store::StoreApp& store() { return *m_store; }
    rider::RiderApp& rider() { return *m_rider; }

    /// Through shops, menu and cart; the new order's number.
    qlonglong order(const QString& dish, bool pickup = false);
    /// A button of the customer's view of that order, or of the rider's window.
    bool pressAsCustomer(qlonglong order, const char* button);
    bool pressAsRider(const char* button);
    /// The large button of the order's card.
    bool stepAsStore(qlonglong order);
    /// The other one, with a reason typed.
    bool refuseAsStore(qlonglong order, const QString& reason);
    /// Chooses the offer and picks it.
    bool pick(qlonglong order);
    /// From paid to cooked.
    bool cook(qlonglong order);

    /// As each window has it now; empty where it does not.
    QString customerSees(qlonglong order) const;
    QString storeSees(qlonglong order) const;
    QString riderSees(qlonglong order) const;
    bool waitFor(qlonglong order, const char* state) const;

    [[nodiscard]] look::ActionButton* button(QWidget& in, const char* name) const;

  private:
    [[nodiscard]] QWidget* orderView() const;
    bool chooseRow(QListView* list, const QString& title) const;
    std::unique_ptr<look::Preferences> preferencesOf(const char* name) const;

    RealCity& m_city;
    QTemporaryDir m_folder;
    std::unique_ptr<look::Preferences> m_ofCustomer;
    std::unique_ptr<look::Preferences> m_ofStore;
    std::unique_ptr<look::Preferences> m_ofRider;
    std::unique_ptr<customer::CustomerApp> m_customer;
    std::unique_ptr<store::StoreApp> m_store;
    std::unique_ptr<rider::RiderApp> m_rider;
};

}  // namespace delivery::tests
