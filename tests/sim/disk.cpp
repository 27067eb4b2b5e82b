#include "tests/sim/disk.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "tests/sim/passing_transaction.h"

namespace delivery::sim {

using tests::Aftermath;
using tests::LedgerFault;
using tests::LedgerOperation;

namespace {

bool isFiring(const desk::CommandWrites& writes) {
    return std::ranges::any_of(writes.streams, [](const desk::StreamAppend& append) {
        return !append.events.empty() && append.events.front().cause.starts_with("timer:");
    });
}

TimerIntent intentOf(const desk::CommandWrites& writes) {
    TimerIntent intent;
    for (const desk::StreamAppend& append : writes.streams) {
        if (append.stream.kind != "order" || append.events.empty()) continue;
        intent.cause = append.events.front().cause;
        intent.at = append.events.front().at;
        intent.fired = append.stream;
    }
    intent.armed = writes.timers;
    intent.disarmed = writes.timersDisarmed;
    return intent;
}

}  // namespace

class DiskTransaction : public PassingTransaction {
  public:
    DiskTransaction(Disk& disk, std::unique_ptr<desk::Transaction> inner)
        : PassingTransaction(std::move(inner)), m_disk(disk) {}

    Expected<std::vector<desk::EventRow>> append(desk::CommandWrites writes) override {
        TimerIntent intent = intentOf(writes);
        bendTimers(writes);
        forgetTheUnknown(writes);
        bendEffects(writes);
        bendTime(writes);
        bendReplies(writes);
        bendEvents(writes);
        const std::string_view swallowed = swallowedType();
        auto rows = swallowed.empty() ? inner().append(std::move(writes))
                                      : appendWithout(swallowed, std::move(writes));
        if (rows) m_intents.push_back(std::move(intent));
        return rows;
    }

    Expected<void> writePage(const desk::PageWrites& writes) override {
        const bool shown = writes.page == "customer" || writes.page == "store";
        if (has(Bug::StalePage) && shown && m_disk.m_dice.permille(25)) {
            desk::PageWrites stale = writes;
            stale.put.clear();
            return inner().writePage(stale);
        }
        return inner().writePage(writes);
    }

    Expected<std::optional<desk::TimerRow>> timer(const desk::StreamKey& stream,
                                                  const std::string& kind) override {
        auto found = inner().timer(stream, kind);
        const bool early = has(Bug::FireEarly) || has(Bug::IgnorePause);
        if (early && found && found->has_value()) (*found)->due = Instant{};
        return found;
    }

    Expected<void> commit() override {
        if (std::exchange(m_disk.m_dropNextCommit, false)) return {};
        auto done = inner().commit();
        const bool landed = std::exchange(m_disk.m_landed, false);
        if (done) m_disk.bendWhatLies();
        if (done || landed) {
            for (TimerIntent& intent : m_intents) m_disk.m_intents.push_back(std::move(intent));
        }
        return done;
    }

  private:
    [[nodiscard]] bool has(Bug bug) const { return m_disk.m_world.has(bug); }

    [[nodiscard]] bool rarely(Bug bug, int permille) {
        return has(bug) && m_disk.m_dice.permille(permille);
    }
    /// Streams with such an event in the making are not written.
    [[nodiscard]] std::string_view swallowedType() const {
        if (has(Bug::SwallowPoints)) return "PointsReturned";
        if (has(Bug::KeepStock)) return "StockReturned";
        if (has(Bug::KeepHolding)) return "DeliveryLetGo";
        if (has(Bug::PickWithoutHolding)) return "DeliveryHeld";
        return {};
    }

    void bendReplies(desk::CommandWrites& writes) {
        for (desk::ReplyRow& reply : writes.replies) {
            if (rarely(Bug::LeaveProvisional, 30)) reply.final = false;
        }
    }
    void bendEvents(desk::CommandWrites& writes) {
        for (auto& append : writes.streams) {
            for (desk::EventRow& event : append.events) {
                if (rarely(Bug::LoseCause, 10)) event.cause.clear();
                const bool earns = event.type == "PointsEarned";
                if (!earns || !rarely(Bug::EarnTooMuch, 100)) continue;
                const std::size_t digits = event.body.find("\"amount\":") + 9;
                std::string more = event.body.substr(0, digits);
                more.push_back('1');
                more += event.body.substr(digits);
                event.body = std::move(more);
            }
        }
    }

    void bendTimers(desk::CommandWrites& writes) {
        if (!writes.timers.empty() && rarely(Bug::DropTimer, 50)) writes.timers.pop_back();
        if (!writes.timersDisarmed.empty() && rarely(Bug::KeepTimer, 100)) {
            writes.timersDisarmed.pop_back();
        }
        if (!has(Bug::FireTwice) || !isFiring(writes) || !m_disk.m_dice.percent(25)) return;
        std::string kind;
        for (const auto& append : writes.streams) {
            if (append.events.empty()) continue;
            kind = append.events.front().cause.substr(std::string("timer:").size());
        }
        std::erase_if(writes.timers, [&](const auto& timer) { return timer.kind == kind; });
        std::erase_if(writes.timersDisarmed,
                      [&](const auto& disarmed) { return disarmed.second == kind; });
    }

    void forgetTheUnknown(desk::CommandWrites& writes) {
        if (!has(Bug::ForgetTheUnknown)) return;
        for (const auto& append : writes.streams) {
            const bool ends = std::ranges::any_of(append.events, [](const auto& event) {
                return event.type == "OrderCancelled" || event.type == "OrderExpired";
            });
            if (ends) writes.timersDisarmed.emplace_back(append.stream, "PaymentEscalation");
        }
    }

    void bendEffects(desk::CommandWrites& writes) {
        if (!writes.effectsDone.empty() && rarely(Bug::KeepEffect, 50)) writes.effectsDone.clear();
        if (!has(Bug::DropEffect) || writes.effects.empty()) return;
        if (m_disk.m_dice.permille(50)) writes.effects.pop_back();
    }

    void bendTime(desk::CommandWrites& writes) {
        if (!has(Bug::TurnClockBack) || !m_disk.m_dice.permille(10)) return;
        for (auto& append : writes.streams) {
            for (auto& event : append.events) event.at = event.at - hours(1);
        }
    }

    /// The stream stays as it was; the desk is told that it was written.
    Expected<std::vector<desk::EventRow>> appendWithout(std::string_view type,
                                                        desk::CommandWrites writes) {
        std::vector<desk::StreamAppend> kept;
        std::vector<bool> swallowed;
        const std::vector<desk::StreamAppend> all = writes.streams;
        for (const auto& append : all) {
            const bool returns = std::ranges::any_of(
                append.events, [&](const auto& event) { return event.type == type; });
            swallowed.push_back(returns);
            if (!returns) kept.push_back(append);
        }
        writes.streams = kept;
        auto rows = inner().append(std::move(writes));
        if (!rows) return rows;
        const std::int64_t last = rows->empty() ? 0 : rows->back().position;
        std::vector<desk::EventRow> told;
        std::size_t next = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::int64_t version = all[i].expectedVersion;
            for (const auto& event : all[i].events) {
                told.push_back(swallowed[i] ? event : (*rows)[next++]);
                if (!swallowed[i]) continue;
                told.back().stream = all[i].stream;
                told.back().version = ++version;
                told.back().position = last;
            }
        }
        return told;
    }

    Disk& m_disk;
    std::vector<TimerIntent> m_intents;
};

Disk::Disk(World& world, Dice dice) : m_world(world), m_dice(dice), m_rows("simulate") {
    m_rows.setFaultSource([this](LedgerOperation operation) { return draw(operation); });
}

Expected<std::unique_ptr<desk::Transaction>> Disk::begin() {
    auto inner = m_rows.begin();
    if (!inner) return inner;
    return std::make_unique<DiskTransaction>(*this, std::move(*inner));
}

/// Right after a commit: the last event is changed where it lies, or is not there.
void Disk::bendWhatLies() {
    const bool alters = m_world.has(Bug::AlterEvent);
    if ((!alters && !m_world.has(Bug::LoseEvent)) || !m_atWork || !m_dice.permille(5)) return;
    tests::LedgerRows rows = m_rows.snapshot();
    if (rows.events.empty()) return;
    const auto last = std::prev(rows.events.end());
    if (alters) {
        last->second.body += " ";
    } else {
        rows.positions.erase({last->second.stream, last->second.version});
        rows.events.erase(last);
    }
    m_rows.restore(std::move(rows));
}

/// What a crash takes with it that it must not.
void Disk::bendAtCrash() {
    const bool timers = m_world.has(Bug::ForgetTimers);
    if (!timers && !m_world.has(Bug::ForgetOutbox)) return;
    tests::LedgerRows rows = m_rows.snapshot();
    if (timers) {
        rows.timers.clear();
        rows.timersByDue.clear();
    } else {
        rows.effects.clear();
        rows.effectsByDue.clear();
    }
    m_rows.restore(std::move(rows));
}

std::optional<LedgerFault> Disk::drawAtCommit() {
    if (!m_dice.permille(6)) return std::nullopt;
    if (m_dice.percent(30)) {
        m_world.strike("disk.full");
        return LedgerFault{FaultCode::DiskFull, Aftermath::TransactionGone};
    }
    m_powerFailed = true;
    if (m_dice.percent(50)) {
        m_world.strike("crash.beforeCommit");
        return LedgerFault{FaultCode::DiskBroken, Aftermath::TransactionGone};
    }
    m_world.strike("crash.afterCommit");
    m_landed = true;
    return LedgerFault{FaultCode::DiskBroken, Aftermath::Landed};
}

std::optional<LedgerFault> Disk::draw(LedgerOperation operation) {
    if (!m_atWork || m_world.weather.healed) return std::nullopt;
    const bool writes =
        operation == LedgerOperation::Append || operation == LedgerOperation::Commit;
    if (m_world.weather.diskFull && writes) {
        m_world.strike("disk.full");
        return LedgerFault{FaultCode::DiskFull, Aftermath::TransactionGone};
    }
    switch (operation) {
        case LedgerOperation::Commit:
            return drawAtCommit();
        case LedgerOperation::Append:
            if (!m_dice.permille(2)) return std::nullopt;
            m_world.strike("disk.full");
            return LedgerFault{FaultCode::DiskFull, Aftermath::TransactionGone};
        case LedgerOperation::WritePage:
            if (m_dice.between(1, 10'000) > 2) return std::nullopt;
            m_world.strike("disk.page");
            return LedgerFault{FaultCode::Busy, Aftermath::TransactionLives};
        case LedgerOperation::Read:
            if (m_dice.between(1, 20'000) > 2) return std::nullopt;
            m_world.strike("disk.read");
            return LedgerFault{FaultCode::Busy, Aftermath::TransactionLives};
        case LedgerOperation::Begin:
        case LedgerOperation::SetPageCursor:
            break;
    }
    return std::nullopt;
}

}  // namespace delivery::sim
