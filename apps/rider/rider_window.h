#pragma once
/// The rider's window: the work, what was earned, notices, settings, and what takes it all over.

#include "apps/kit/workplace.h"
#include "apps/look/bell.h"
#include "apps/look/notifier.h"
#include "apps/look/preferences.h"
#include "apps/look/shell.h"
#include "apps/rider/duty.h"
#include "apps/rider/hands.h"
#include "apps/rider/own_place.h"

class QStackedWidget;

namespace delivery::look {
class NoticeList;
}

namespace delivery::rider {

class EarningsPage;
class RidePage;
class Takeover;

/// GUI thread. Workplace, preferences, bell and notifier must outlive it.
class RiderWindow : public look::Shell {
    Q_OBJECT

  public:
    RiderWindow(kit::Workplace& work, look::Preferences& preferences, look::Bell& bell,
                look::Notifier& notifier, QWidget* parent = nullptr);

    /// Nothing but a loss is to be seen.
    [[nodiscard]] bool isTakenOver() const;

  private:
    void addPages();
    void wireWork();
    void wireLosses();
    void wireNotices();
    void showLosses();
    void tellOffer(const kit::Representation& offer);
    void countNotices();

    kit::Workplace& m_work;
    look::Preferences& m_preferences;
    look::Bell& m_bell;
    look::Notifier& m_notifier;
    Duty m_duty;
    OwnPlace m_place;
    Hands m_hands;
    RidePage* m_ride;
    EarningsPage* m_earnings;
    look::NoticeList* m_notices;
    Takeover* m_takeover;
    QStackedWidget* m_levels;
    int m_rideAt = 0;
    int m_earningsAt = 0;
    int m_noticesAt = 0;
};

}  // namespace delivery::rider
