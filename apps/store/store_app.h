#pragma once
/// The store's app: the entrance that leads to the board.

#include "apps/look/entrance.h"

namespace delivery::store {

class StoreWindow;

/// GUI thread.
class StoreApp : public look::Entrance {
    Q_OBJECT

  public:
    /// Files of the accounts lie in the folder.
    StoreApp(look::Preferences& preferences, QString folder, kit::LiveRules rules = {},
             QObject* parent = nullptr);

    [[nodiscard]] StoreWindow* window() const;

  protected:
    [[nodiscard]] std::unique_ptr<look::Shell> makeWindow() override;
};

}  // namespace delivery::store
