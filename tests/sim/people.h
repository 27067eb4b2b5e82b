#pragma once
/// Everybody in town: customers, stores, riders, an admin. They act on what happened, late, twice,
/// at the same moment as others, or not at all, so that timers fire.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/ledger.h"
#include "tests/sim/auditor.h"
#include "tests/sim/clients.h"
#include "tests/sim/dice.h"
#include "tests/sim/order_model.h"
#include "tests/sim/world.h"

namespace delivery::sim {

/// Told to nobody but the customer, the store and whoever holds the delivery.
inline constexpr std::string_view addressInTown = "용산동 1-1";
inline constexpr std::string_view phoneInTown = "010-5555-6666";

class People {
  public:
    People(World& world, Clients& clients, const Auditor& auditor, Dice dice)
        : m_world(world), m_clients(clients), m_auditor(auditor), m_dice(dice) {}

    /// Opens the stores, writes the menus, gives everybody an account, a card and a duty.
    void settle();
    /// So many orders are placed from now on; done is called with the last one.
    void startOrdering(int orders, std::function<void()> done);
    /// Something has happened, and whoever it concerns may do something about it.
    void see(const desk::EventRow& event);

    /// An operator pauses a context for a while.
    void pauseSomething();
    /// The operator sets everything going again that was paused or has fallen behind.
    void resumeEverything();

  private:
    struct Dish {
        std::int64_t id = 0;
        std::int64_t store = 0;
        std::int64_t price = 0;
        bool limited = false;
    };
    using Seen = void (People::*)(const OrderModel&);

    void settleStore(std::int64_t id, const std::string& name, bool pickupOnly, int minute);
    void addDish(std::int64_t store, const std::string& name, std::int64_t price, bool limited);
    void placeOne();
    void keepShop();
    void keepDuty();
    void changeHabits();
    void intrude(const OrderModel& order);

    void paid(const OrderModel& order);
    void declined(const OrderModel& order);
    void deferred(const OrderModel& order);
    void inDoubt(const OrderModel& order);
    void escalated(const OrderModel& order);
    void accepted(const OrderModel& order);
    void started(const OrderModel& order);
    void ranLate(const OrderModel& order);
    void finished(const OrderModel& order);
    void offered(const OrderModel& order);
    void picked(const OrderModel& order);
    void released(const OrderModel& order, const std::string& rider, std::int64_t fence);
    void collected(const OrderModel& order);
    void delivered(const OrderModel& order);
    void confirmed(const OrderModel& order);
    void ended(const OrderModel& order);

    void later(Span wait, const Actor& actor, desk::Command command);
    void laterBetween(Span soonest, Span latest, const Actor& actor, desk::Command command) {
        later(m_dice.between(soonest, latest), actor, std::move(command));
    }
    /// Most people do what they have to; in bad times some forget it, until a timer reminds them.
    [[nodiscard]] bool forgets(int percent) {
        return !m_world.weather.healed && m_dice.percent(percent);
    }
    [[nodiscard]] std::string someRider();

    World& m_world;
    Clients& m_clients;
    const Auditor& m_auditor;
    Dice m_dice;
    std::vector<Dish> m_dishes;
    int m_ordersLeft = 0;
    bool m_ordering = false;
    std::function<void()> m_done = [] {};
};

}  // namespace delivery::sim
