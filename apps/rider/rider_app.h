#pragma once
/// The rider's app: the entrance that leads to the rider's window.

#include "apps/look/entrance.h"

namespace delivery::rider {

class RiderWindow;

/// GUI thread.
class RiderApp : public look::Entrance {
    Q_OBJECT

  public:
    /// Files of the accounts lie in the folder.
    RiderApp(look::Preferences& preferences, QString folder, kit::LiveRules rules = {},
             QObject* parent = nullptr);

    [[nodiscard]] RiderWindow* window() const;

  protected:
    [[nodiscard]] std::unique_ptr<look::Shell> makeWindow() override;
};

}  // namespace delivery::rider
