#pragma once
/// An outbox in memory that answers the worker's commands as the desk does, as far as its rows are
/// concerned.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "server/outside/outbox.h"
#include "server/outside/payment_provider.h"
#include "server/shift/shift.h"

#include <QObject>

namespace delivery::tests {

class SetClock : public shift::Clock {
  public:
    Instant at{1'800'000'000'000};
    [[nodiscard]] Instant now() const override { return at; }
    [[nodiscard]] Moment moment() const override { return {at, at}; }
};

class SilentLog : public shift::Log {
  public:
    void line(shift::Level level, std::string_view, std::string_view text, std::string_view,
              std::string_view) override {
        if (level == shift::Level::Alarm) alarms.emplace_back(text);
    }
    std::vector<std::string> alarms;
};

class FakeOutbox : public QObject, public outside::Outbox {
  public:
    explicit FakeOutbox(const SetClock& clock) : m_clock(clock) {}

    void ask(Instant upTo, int limit, Due due) override {
        asked += 1;
        post([this, upTo, limit, due] {
            if (broken) return due(tl::make_unexpected(*broken));
            outside::DueEffects found;
            found.unreadable = unreadable;
            std::multimap<Instant, const outside::Owed*> byDue;
            for (const auto& [id, row] : rows) byDue.emplace(row.due, &row);
            for (const auto& [at, row] : byDue) {
                if (at <= upTo && static_cast<int>(found.effects.size()) < limit) {
                    found.effects.push_back(*row);
                } else if (at <= upTo) {
                    found.more = true;
                } else if (!found.next) {
                    found.next = at;
                }
            }
            due(std::move(found));
        });
    }

    void submit(desk::Command command, Answered answered) override {
        post([this, command, answered] {
            shift::Outcome outcome;
            if (refuseNext > 0) {
                refuseNext -= 1;
                outcome.kind = shift::Outcome::Kind::Overload;
                outcome.retryAfter = milliseconds(1);
                return answered(outcome);
            }
            commands.push_back(command);
            std::visit([this](const auto& one) { apply(one); }, command);
            answered(outcome);
        });
    }

    void owe(outside::Owed owed) { rows[owed.effectId] = std::move(owed); }

    /// What was recorded of an order's charge, by the outcome's place in the variant.
    template <class Outcome>
    [[nodiscard]] int countCharges() const {
        int count = 0;
        for (const desk::Command& command : commands) {
            const auto* record = std::get_if<desk::RecordCharge>(&command);
            if (record != nullptr && std::holds_alternative<Outcome>(record->outcome)) ++count;
        }
        return count;
    }

    std::map<std::string, outside::Owed> rows;
    std::vector<desk::Command> commands;
    int refuseNext = 0;
    int asked = 0;
    /// Nothing at all can be read.
    std::optional<Fault> broken;
    /// Rows that are due beside the readable ones.
    std::size_t unreadable = 0;

  private:
    void post(std::function<void()> job) {
        QMetaObject::invokeMethod(this, std::move(job), Qt::QueuedConnection);
    }

    void apply(const desk::PostponeEffect& command) {
        const auto row = rows.find(command.effectId);
        if (row == rows.end()) return;
        row->second.due = command.due;
        row->second.tries += 1;
    }
    void apply(const desk::RecordRefund& command) { rows.erase(command.effectId); }
    void apply(const desk::RecordCharge& command) {
        const auto found = rows.find(command.effectId);
        if (found == rows.end()) return;
        outside::Owed& row = found->second;
        using Charge = order::RecordCharge;
        if (std::holds_alternative<Charge::NotSent>(command.outcome)) {
            if (row.tries > 0) return;
            row.tries = 1;
            row.due = m_clock.at + seconds(5);
        } else if (std::holds_alternative<Charge::Unknown>(command.outcome)) {
            become(row, saga::Call::Kind::Query, seconds(1));
        } else if (std::holds_alternative<Charge::NotFound>(command.outcome)) {
            if (!escalated) become(row, saga::Call::Kind::Charge, Span{});
        } else {
            rows.erase(found);
        }
    }
    template <class Other>
    void apply(const Other&) {
        qFatal("a command that no adapter sends");
    }

    void become(const outside::Owed& row, saga::Call::Kind kind, Span wait) {
        outside::Owed next = row;
        rows.erase(row.effectId);
        next.call.kind = kind;
        next.effectId = saga::effectId(next.call);
        next.due = m_clock.at + wait;
        next.since = m_clock.at;
        next.tries = 0;
        owe(next);
    }

    const SetClock& m_clock;

  public:
    /// The order's payment waits for a person: "not found" changes nothing.
    bool escalated = false;
};

/// Answers calls as a test says; without a say it keeps them.
class FakePort : public QObject, public outside::PaymentProvider {
  public:
    struct Seen {
        effect::PaymentOperation operation;
        std::string what;  ///< order id, or payment key
        std::string key;
        std::string billingKey;
        Heard heard;
    };

    void charge(const outside::ChargeCall& call, Heard heard) override {
        see({effect::PaymentOperation::Charge, call.providerOrderId, call.key.text(),
             call.billingKey, std::move(heard)});
    }
    void askByOrder(const std::string& providerOrderId, Heard heard) override {
        see({effect::PaymentOperation::Query, providerOrderId, {}, {}, std::move(heard)});
    }
    void askByPayment(const PaymentKey& paymentKey, Heard heard) override {
        see({effect::PaymentOperation::QueryRefund, paymentKey.text(), {}, {}, std::move(heard)});
    }
    void refund(const outside::RefundCall& call, Heard heard) override {
        see({effect::PaymentOperation::Refund,
             call.paymentKey.text(),
             call.key.text(),
             {},
             std::move(heard)});
    }

    std::vector<Seen> seen;
    /// Nothing: the call hangs, and the test may answer it later.
    std::function<std::optional<effect::ProviderAnswer>(const Seen&)> react;

  private:
    void see(Seen call) {
        seen.push_back(call);
        auto answer = react ? react(call) : std::nullopt;
        if (!answer) return;
        QMetaObject::invokeMethod(
            this, [heard = call.heard, answer = *answer] { heard(answer); }, Qt::QueuedConnection);
    }
};

}  // namespace delivery::tests
