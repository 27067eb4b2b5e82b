#include "apps/store/store_app.h"

#include "apps/store/store_window.h"

namespace delivery::store {

StoreApp::StoreApp(look::Preferences& preferences, QString folder, kit::LiveRules rules,
                   QObject* parent)
    : Entrance({QStringLiteral("kr.baedal.store"), [] { return tr("배달상점 사장님"); },
                kit::Resource::Tickets, QStringLiteral("store"), look::SignInPage::Offers::SignIn},
               preferences, std::move(folder), rules, parent) {}

StoreWindow* StoreApp::window() const { return static_cast<StoreWindow*>(shell()); }

std::unique_ptr<look::Shell> StoreApp::makeWindow() {
    return std::make_unique<StoreWindow>(*work(), preferences(), bell(), notifier());
}

}  // namespace delivery::store
