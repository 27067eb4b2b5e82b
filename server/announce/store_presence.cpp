#include "server/announce/store_presence.h"

#include <functional>
#include <mutex>
#include <utility>

#include "record/record.h"
#include "server/shift/sides.h"

namespace delivery::announce {

namespace {

/// More users than this are asked for again.
constexpr std::size_t usersMax = 10'000;
constexpr int askAgainMs = 1'000;

}  // namespace

/// The way from the shift's threads.
struct StorePresence::WayBack {
    std::mutex mutex;
    QObject* home = nullptr;

    void post(std::function<void()> work) {
        const std::lock_guard lock(mutex);
        if (home == nullptr) return;
        QMetaObject::invokeMethod(home, std::move(work), Qt::QueuedConnection);
    }
};

StorePresence::StorePresence(shift::Shift& shift, shift::Log& log, PresenceSettings settings,
                             QObject* parent)
    : QObject(parent),
      m_shift(shift),
      m_log(log),
      m_settings(settings),
      m_back(std::make_shared<WayBack>()) {
    m_back->home = this;
}

StorePresence::~StorePresence() {
    const std::lock_guard lock(m_back->mutex);
    m_back->home = nullptr;
}

void StorePresence::userIs(const UserId& user, bool isThere) {
    const auto known = m_users.find(user.text());
    if (known != m_users.end()) {
        if (known->second) listenerIs(*known->second, "broker " + user.text(), isThere);
        return;
    }
    const bool isAsked = m_asked.contains(user.text());
    m_asked[user.text()] = isThere;
    if (isAsked) return;
    const bool taken = m_shift.read([this, back = m_back, user](desk::LedgerReader& reader) {
        std::optional<StoreId> store;
        std::optional<Fault> fault;
        // Nobody can tell whose device it is where the account cannot be read: it is nobody's
        // until the next start.
        const auto account =
            shift::readableSide(reader, {"account", user.text()}, record::decodeAccount);
        if (!account) fault = account.error();
        if (account && *account && (*account)->role == Role::Store) store = (*account)->store;
        back->post([this, user, store, fault] {
            if (!fault) return resolved(user, store);
            m_log.line(shift::Level::Warning, "announce",
                       "whose device it is cannot be read: " + fault->text);
            askAgain(user);
        });
    });
    if (!taken) askAgain(user);
}

void StorePresence::askAgain(const UserId& user) {
    QTimer::singleShot(askAgainMs, this, [this, user] {
        const auto asked = m_asked.extract(user.text());
        if (!asked.empty()) userIs(user, asked.mapped());
    });
}

void StorePresence::resolved(const UserId& user, std::optional<StoreId> store) {
    const auto asked = m_asked.extract(user.text());
    if (m_users.size() >= usersMax) m_users.clear();
    m_users[user.text()] = store;
    if (!asked.empty() && store) listenerIs(*store, "broker " + user.text(), asked.mapped());
}

StorePresence::Known& StorePresence::known(StoreId store) {
    auto& place = m_stores[store];
    if (!place) {
        place = std::make_unique<Known>();
        place->timer.setSingleShot(true);
        connect(&place->timer, &QTimer::timeout, this, [this, store] { tellDesk(store); });
    }
    return *place;
}

void StorePresence::listenerIs(StoreId store, const std::string& name, bool isThere) {
    if (!isThere && !m_stores.contains(store)) return;
    Known& one = known(store);
    const bool wasAlone = one.listeners.empty();
    if (isThere) {
        one.listeners.insert(name);
    } else {
        one.listeners.erase(name);
    }
    const bool isAlone = one.listeners.empty();
    if (isAlone == wasAlone) return;
    one.isBack = !isAlone;
    if (one.isBack) {
        // Also where nothing was paused in this life: an earlier one may have done it.
        one.timer.start(0);
    } else if (m_settings.pauses) {
        one.timer.start(static_cast<int>(m_settings.grace.milliseconds));
    } else {
        one.timer.stop();
    }
}

void StorePresence::tellDesk(StoreId store) {
    const bool isBack = known(store).isBack;
    if (!isBack) {
        m_log.line(shift::Level::Warning, "announce",
                   "the last device of store " + store.text() + " is gone");
    }
    desk::Envelope envelope =
        shift::systemEnvelope(isBack ? desk::Command{desk::NoteDeviceBack{store}}
                                     : desk::Command{desk::NoteDevicesGone{store}});
    envelope.keepReply = false;
    m_shift.submit(std::move(envelope),
                   [this, back = m_back, store, isBack](const shift::Outcome& outcome) {
                       if (outcome.kind == shift::Outcome::Kind::Done ||
                           outcome.kind == shift::Outcome::Kind::Stopping) {
                           return;
                       }
                       back->post([this, store, isBack] {
                           Known& one = known(store);
                           // What came meanwhile has a timer of its own.
                           if (one.isBack == isBack && !one.timer.isActive()) {
                               one.timer.start(static_cast<int>(m_settings.again.milliseconds));
                           }
                       });
                   });
}

std::size_t StorePresence::storesAlone() const {
    std::size_t count = 0;
    for (const auto& [store, one] : m_stores) count += one->listeners.empty() ? 1 : 0;
    return count;
}

}  // namespace delivery::announce
