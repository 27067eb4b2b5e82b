#pragma once
/// A small city around a real desk on a ledger in memory: a store, its dishes, two customers and
/// two riders.

#include <cassert>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QtGlobal>

#include "desk/desk.h"
#include "record/record.h"
#include "tests/support/memory_ledger.h"

namespace delivery::tests {

inline Actor customer(const std::string& id) { return {UserId{id}, Role::Customer, std::nullopt}; }
inline Actor courier(const std::string& id) { return {UserId{id}, Role::Rider, std::nullopt}; }
inline Actor owner(StoreId store = StoreId{1}) { return {UserId{"store1"}, Role::Store, store}; }
inline Actor admin() { return {UserId{"admin"}, Role::Admin, std::nullopt}; }

/// Commands run one by one at a clock that only the test moves.
class DeskCity {
  public:
    explicit DeskCity(const desk::Settings& settings = {});
    ~DeskCity();

    desk::Envelope envelope(const Actor& actor, desk::Command command, std::string id = {},
                            std::string fingerprint = "same");
    desk::BatchResult run(const std::vector<desk::Envelope>& batch);
    desk::Answer ask(const Actor& actor, desk::Command command, std::string id = {});
    /// The refusal of a command that must be refused.
    Refusal refusal(const Actor& actor, desk::Command command);
    desk::Answer must(const Actor& actor, desk::Command command);

    static desk::PlaceOrder wish(const std::string& who = "song", int qty = 1,
                                 FoodId food = FoodId{1});
    OrderId place(const desk::PlaceOrder& wished = wish(), std::string id = {});
    void approve(OrderId id, Won amount = Won{10'000});
    OrderId paid(const desk::PlaceOrder& wished = wish());
    OrderId cooked();

    template <class State>
    State state(const std::string& kind, const std::string& id) {
        auto known = stateNow(kind, id);
        return known ? std::get<State>(std::move(*known)) : State{};
    }
    order::Order order(OrderId id);
    order::Status status(OrderId id);
    points::Account points(const std::string& who);
    std::optional<int> stock(FoodId id);
    std::vector<std::string> effects();
    std::vector<desk::TimerRow> timers();
    /// Moves the clock and fires what came due, as the shift does.
    void pass(Span span);
    /// Fires the one timer that is due first, as far as one is due now.
    void fireOne();
    /// The machine goes down and comes up after a while, on the same disk.
    void restart(Span away = {});
    std::int64_t position();
    std::vector<desk::PageRow> scan(const std::string& page, const std::string& index,
                                    const std::string& partition);

    MemoryLedger& ledger() { return m_ledger; }
    desk::CommandDesk& desk() { return *m_desk; }

    Instant now{1'800'000'000'000};
    std::map<desk::ReplyKey, desk::Reply> finalised;

  private:
    void open();
    std::optional<record::AnyState> stateNow(const std::string& kind, const std::string& id);
    /// The timer that is due first until then, and when by the machine's clock.
    std::optional<std::pair<desk::TimerRow, Instant>> nextTimer(Instant until);

    MemoryLedger m_ledger;
    desk::Settings m_settings;
    std::unique_ptr<desk::CommandDesk> m_desk;
    std::int64_t m_ids = 0;
    std::int64_t m_orders = 0;
    std::uint64_t m_random = 0;
};

}  // namespace delivery::tests
