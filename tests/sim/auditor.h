#pragma once
/// Checks the invariants from outside: over the raw log, the rows, the replies and the provider's
/// ledger, with a small model of its own. The first thing that it finds broken stays found.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "desk/ledger.h"
#include "desk/reply.h"
#include "tests/sim/clients.h"
#include "tests/sim/disk.h"
#include "tests/sim/order_model.h"
#include "tests/sim/provider.h"
#include "tests/sim/violation.h"
#include "tests/sim/world.h"

namespace delivery::sim {

class Auditor {
  public:
    Auditor(World& world, Disk& disk, const Provider& provider, const Clients& clients)
        : m_world(world), m_disk(disk), m_provider(provider), m_clients(clients) {}

    // --- what it is told of, at the moment at which it happens

    /// A batch is on the disk. Answers the events that it brought.
    [[nodiscard]] std::vector<desk::EventRow> looked(Instant serverNow);
    /// The provider has moved money.
    void moved(const Movement& movement);
    /// A client has heard a reply.
    void heard(const Sent& sent, const desk::Reply& reply, bool otherBody);
    /// A jump of the server's clock has been taken out of its timers.
    void rebased(Span jump) { m_jumpsTaken = m_jumpsTaken + jump; }
    /// So many commands wait for the desk.
    void queued(std::size_t waiting);
    /// Somebody else found something broken.
    void told(Violation violation) {
        if (!m_violation) m_violation = std::move(violation);
    }
    /// A server has opened the disk again.
    void reopened();

    // --- checkpoints: everything, not only what was touched

    /// The log, the replies and the states as they are now.
    void checkEverything();
    /// The pages, against pages that are folded anew.
    void checkPagesAnew();
    /// The city is at rest: every order is over, and the books agree with the provider's.
    void checkRest();

    [[nodiscard]] const std::optional<Violation>& violation() const { return m_violation; }
    [[nodiscard]] const OrderModel* order(std::int64_t id) const;
    [[nodiscard]] const std::map<std::int64_t, OrderModel>& orders() const { return m_orders; }
    /// Orders that are not over.
    [[nodiscard]] const std::set<std::int64_t>& living() const { return m_living; }
    [[nodiscard]] std::int64_t pointsOf(const std::string& customer) const;
    /// The provider's movements of one order, by the order's keys and names.
    [[nodiscard]] std::vector<Movement> movementsOf(const OrderModel& order) const;

  private:
    struct PointsModel {
        std::int64_t balance = 0;
        std::map<std::int64_t, std::int64_t> earned, spent, revoked, returned;
    };
    /// The clock by which timers of one context count, as the auditor reckons it.
    struct ContextClock {
        Span stoodFor;
        std::optional<Instant> standsSince;
    };
    struct ArmedTimer {
        Instant due;
        std::string waitsFor;
    };
    struct StreamModel {
        std::int64_t version = 0;
        desk::Bytes tail;
    };
    /// What a batch touched.
    struct Touched {
        std::set<std::int64_t> orders;
        std::set<std::string> customers;
        std::set<std::string> riders;
    };

    void broken(std::string invariant, std::string what, std::int64_t orderId = 0);
    [[nodiscard]] bool isBroken() const { return m_violation.has_value(); }

    void followLog(const desk::EventRow& row);
    void followCause(const desk::EventRow& row);
    void followOrder(const desk::EventRow& row, Touched& touched);
    void followFence(const desk::EventRow& row, std::int64_t fence);
    void followPoints(const desk::EventRow& row, Touched& touched);
    void followStock(const desk::EventRow& row, Touched& touched);
    void followRider(const desk::EventRow& row, Touched& touched);
    void followTimers(const TimerIntent& intent);
    void followClocks(desk::LedgerReader& reader);
    void followRights(const desk::EventRow& row, const OrderModel& before, const OrderModel& after);

    void checkOrder(desk::LedgerReader& reader, const OrderModel& order);
    void checkMoney(const OrderModel& order);
    void checkPoints(const OrderModel& order);
    void checkStock(const OrderModel& order);
    void checkOwed(desk::LedgerReader& reader, const OrderModel& order);
    void checkBalance(desk::LedgerReader& reader, const std::string& customer);
    void checkRider(const std::string& rider);
    void checkPages(desk::LedgerReader& reader, const Touched& touched);
    void checkBooks(desk::LedgerReader& reader);
    void checkReply(desk::LedgerReader& reader, const desk::ReplyKey& key);
    void checkLogKept(desk::LedgerReader& reader, std::int64_t afterPosition);
    void checkStates(const tests::LedgerRows& rows);
    void checkRebuiltPages(const tests::LedgerRows& rows);
    void checkProvider();

    World& m_world;
    Disk& m_disk;
    const Provider& m_provider;
    const Clients& m_clients;
    std::optional<Violation> m_violation;

    std::int64_t m_position = 0;
    Instant m_time;
    std::map<std::int64_t, desk::Bytes> m_hashes;
    std::map<desk::StreamKey, StreamModel> m_streams;
    std::map<std::int64_t, OrderModel> m_orders;
    std::map<std::string, PointsModel> m_points;
    /// (order, dish) → taken and not yet returned.
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> m_stock;
    /// Pages that stood at the log's end after the last batch.
    std::set<std::string> m_standing;
    std::map<std::string, std::set<std::int64_t>> m_holding;
    std::map<std::string, std::set<std::int64_t>> m_heldByOrders;
    std::map<std::pair<desk::StreamKey, std::string>, ArmedTimer> m_timers;
    std::map<std::string, ContextClock> m_clocks;
    Instant m_serverNow;
    /// The server's clock at the batch that is looked at, or, after a crash, at the last one
    /// before.
    Instant m_seenBefore;
    bool m_isReopened = false;
    Span m_jumpsTaken;
    std::set<std::int64_t> m_living;
    std::map<std::int64_t, std::string> m_causes;
    bool m_moneyTouched = false;
    std::set<std::string> m_chargeKeys;
    std::set<std::string> m_refundKeys;
    std::map<std::string, int> m_movementsByKey;
    std::map<desk::ReplyKey, desk::Bytes> m_heard;
    std::map<desk::ReplyKey, Instant> m_heardAt;
};

}  // namespace delivery::sim
