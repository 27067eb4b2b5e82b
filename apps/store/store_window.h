#pragma once
/// The store's window: the board, and what belongs to the shop behind it, on one workplace.

#include "apps/kit/workplace.h"
#include "apps/look/bell.h"
#include "apps/look/notifier.h"
#include "apps/look/preferences.h"
#include "apps/look/shell.h"
#include "apps/store/alarm.h"
#include "apps/store/board.h"
#include "apps/store/shop.h"

namespace delivery::look {
class PreferencesPage;
}

namespace delivery::store {

class BoardPage;

/// GUI thread. Workplace, preferences, bell and notifier must outlive it.
class StoreWindow : public look::Shell {
    Q_OBJECT

  public:
    StoreWindow(kit::Workplace& work, look::Preferences& preferences, look::Bell& bell,
                look::Notifier& notifier, QWidget* parent = nullptr);
    ~StoreWindow() override;

    [[nodiscard]] BoardPage* boardPage() const { return m_page; }
    [[nodiscard]] const Alarm& alarm() const { return m_alarm; }
    [[nodiscard]] Board& board() { return m_board; }
    [[nodiscard]] Shop& shop() { return m_shop; }

  private:
    void addSettings();
    void wireAlarm();
    void wireShop();
    void callForHands(qlonglong order, bool takenBack);
    void comeForward();

    kit::Workplace& m_work;
    look::Preferences& m_preferences;
    look::Bell& m_bell;
    look::Notifier& m_notifier;
    Board m_board;
    Alarm m_alarm;
    Shop m_shop;
    BoardPage* m_page;
    look::PreferencesPage* m_settings;
    int m_boardAt = 0;
};

}  // namespace delivery::store
