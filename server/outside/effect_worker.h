#pragma once
/// Performs what the outbox owes to the payment provider, under each effect's own key, and brings
/// the results back as commands.
///
/// An effect leaves the outbox only by the command that records what became of it, in that
/// command's own commit. So nothing here needs to survive: after a crash everything that is owed is
/// simply due and is done again under the same key.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "effect/breaker.h"
#include "server/outside/outbox.h"
#include "server/outside/payment_provider.h"
#include "server/outside/vault.h"
#include "server/shift/log.h"
#include "server/shift/shift.h"

#include <QObject>
#include <QTimer>

namespace delivery::outside {

struct EffectSettings {
    /// Calls under way at once, for each of charge, query and refund.
    int atOnceMax = 32;
    effect::BreakerPolicy charge = effect::chargeBreaker();
    effect::BreakerPolicy query = effect::queryBreaker();
    effect::BreakerPolicy refund = effect::refundBreaker();
    /// Results that the desk could not take are handed in again after this, or later if it says so.
    Span submitAgain = milliseconds(250);
    /// Between two looks while effects wait for a place.
    Span lookAgain = milliseconds(10);
    /// An unfinished refund is an alarm after this.
    Span refundAlarmAfter = minutes(10);
    /// For the breakers' and schedules' spread; tests hand in a constant. libsodium where empty.
    std::function<std::uint64_t()> random;
};

/// For health and metrics.
struct OperationFigures {
    effect::Breaker::State breaker = effect::Breaker::State::Closed;
    Span opensIn;
    int underWay = 0;
    std::uint64_t calls = 0;
    std::uint64_t failures = 0;
};
struct EffectFigures {
    OperationFigures charge;
    OperationFigures query;
    OperationFigures refund;
    /// Effects that were due at the last look and could not be begun yet.
    std::size_t waiting = 0;
    /// Rows of the last look that cannot be read: each is set aside and made again from its order.
    std::size_t unreadable = 0;
    /// The outbox itself could not be read at the last look.
    bool outboxFails = false;
};

/// Lives on the thread that constructs it. Everything handed in must outlive it.
class EffectWorker : public QObject {
    Q_OBJECT
  public:
    EffectWorker(Outbox& outbox, PaymentProvider& provider, const Vault& vault,
                 const shift::Clock& clock, shift::Log& log, EffectSettings settings,
                 QObject* parent = nullptr);
    ~EffectWorker() override;

    /// From now on what is due is done.
    void start();
    /// Something may have become due: looks at once, or right after the look that is under way.
    void wake();
    /// Begins nothing more and brings no result back; what is owed stays in the outbox.
    void stop();
    [[nodiscard]] EffectFigures figures() const;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace delivery::outside
