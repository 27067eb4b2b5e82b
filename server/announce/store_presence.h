#pragma once
/// Knows which stores have a device that hears them, and tells the desk when a store's last one has
/// been away for longer than the grace, and when one is back.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/ids.h"
#include "core/instant.h"
#include "server/shift/log.h"
#include "server/shift/shift.h"

#include <QObject>
#include <QTimer>

namespace delivery::announce {

struct PresenceSettings {
    /// Without it stores are resumed, never paused.
    bool pauses = true;
    Span grace = seconds(60);
    /// What the desk could not take is handed in again after this.
    Span again = seconds(1);
};

/// Lives on the main thread. A store that never had a device in this life of the server is not
/// known here, and nothing is done to it.
class StorePresence : public QObject {
    Q_OBJECT
  public:
    /// The shift must be stopped before this goes.
    StorePresence(shift::Shift& shift, shift::Log& log, PresenceSettings settings,
                  QObject* parent = nullptr);
    ~StorePresence() override;

    /// A user's first device came to the broker, or the last one went. Whose store they are is
    /// looked up.
    void userIs(const UserId& user, bool isThere);
    /// One of a store's listeners, under a name of its own.
    void listenerIs(StoreId store, const std::string& name, bool isThere);

    /// How many known stores have no device.
    [[nodiscard]] std::size_t storesAlone() const;

  private:
    struct WayBack;
    struct Known {
        std::set<std::string> listeners;
        QTimer timer;
        /// What the desk is to be told when the timer is over.
        bool isBack = false;
    };

    void askAgain(const UserId& user);
    void resolved(const UserId& user, std::optional<StoreId> store);
    void tellDesk(StoreId store);
    Known& known(StoreId store);

    shift::Shift& m_shift;
    shift::Log& m_log;
    PresenceSettings m_settings;
    std::shared_ptr<WayBack> m_back;
    std::map<StoreId, std::unique_ptr<Known>> m_stores;
    /// Users of the broker as they are now, until it is known whose they are.
    std::map<std::string, bool> m_asked;
    /// The store of each user that was asked for; nothing for customers and riders.
    std::map<std::string, std::optional<StoreId>> m_users;
};

}  // namespace delivery::announce
