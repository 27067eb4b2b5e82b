#include "apps/rider/rider_app.h"

#include "apps/rider/rider_window.h"

namespace delivery::rider {

RiderApp::RiderApp(look::Preferences& preferences, QString folder, kit::LiveRules rules,
                   QObject* parent)
    : Entrance(
          {QStringLiteral("kr.baedal.rider"), [] { return tr("배달상점 라이더"); },
           kit::Resource::Deliveries, QStringLiteral("rider"), look::SignInPage::Offers::SignIn},
          preferences, std::move(folder), rules, parent) {}

RiderWindow* RiderApp::window() const { return static_cast<RiderWindow*>(shell()); }

std::unique_ptr<look::Shell> RiderApp::makeWindow() {
    return std::make_unique<RiderWindow>(*work(), preferences(), bell(), notifier());
}

}  // namespace delivery::rider
