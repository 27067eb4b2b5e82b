#include "apps/customer/customer_app.h"

#include "apps/customer/customer_window.h"

namespace delivery::customer {

CustomerApp::CustomerApp(look::Preferences& preferences, QString folder, kit::LiveRules rules,
                         QObject* parent)
    : Entrance({QStringLiteral("kr.baedal.customer"), [] { return tr("배달상점"); },
                kit::Resource::Orders, QStringLiteral("customer"),
                look::SignInPage::Offers::SignInAndUp},
               preferences, std::move(folder), rules, parent) {}

CustomerWindow* CustomerApp::window() const { return static_cast<CustomerWindow*>(shell()); }

std::unique_ptr<look::Shell> CustomerApp::makeWindow() {
    return std::make_unique<CustomerWindow>(*work(), preferences(), bell(), notifier());
}

}  // namespace delivery::customer
