#pragma once
/// The customer's app: the entrance that leads to the customer's window.

#include "apps/look/entrance.h"

namespace delivery::customer {

class CustomerWindow;

/// GUI thread.
class CustomerApp : public look::Entrance {
    Q_OBJECT

  public:
    /// Files of the accounts lie in the folder.
    CustomerApp(look::Preferences& preferences, QString folder, kit::LiveRules rules = {},
                QObject* parent = nullptr);

    [[nodiscard]] CustomerWindow* window() const;

  protected:
    [[nodiscard]] std::unique_ptr<look::Shell> makeWindow() override;
};

}  // namespace delivery::customer
