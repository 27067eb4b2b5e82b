#pragma once
/// Exchanges what a customer's browser brought from the provider's page for a card that can be
/// charged, its keys sealed at once.
///
/// No effect of the outbox: nothing is owed to anybody. The same call under the same key is
/// repeated for as long as a browser waits; whoever never hears begins again, and a key that nobody
/// kept is one that nobody can charge.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "effect/breaker.h"
#include "server/outside/effect_worker.h"
#include "server/outside/payment_provider.h"
#include "server/outside/vault.h"
#include "server/shift/log.h"
#include "server/shift/shift.h"

#include <QObject>

namespace delivery::outside {

struct SealedNewCard {
    SealedCard keys;
    std::string masked;
    std::string issuer;  ///< the card company, in Korean
};

enum class NoCard {
    Refused,  ///< the provider will not make one of this
    NotSent,  ///< certainly nothing happened there
    Unknown,  ///< not heard of in time
};

struct CardIssuerSettings {
    /// Registering is rare; so few calls under way are a flood.
    int atOnceMax = 16;
    effect::BreakerPolicy breaker = effect::queryBreaker();
    /// Between two tries, and how long tries are begun at all.
    Span again = seconds(1);
    Span patience = seconds(16);
    /// For the breaker's spread; tests hand in a constant. libsodium where empty.
    std::function<std::uint64_t()> random;
};

/// Lives on the thread that constructs it. Everything handed in must outlive it. What is under way
/// when it goes is not answered.
class CardIssuer : public QObject {
    Q_OBJECT
  public:
    using Answered = std::function<void(tl::expected<SealedNewCard, NoCard>)>;

    CardIssuer(CardProvider& provider, const Vault& vault, const shift::Clock& clock,
               shift::Log& log, CardIssuerSettings settings, QObject* parent = nullptr);
    ~CardIssuer() override;

    /// Answers later, once.
    void issue(const CardCall& call, Answered answered);
    [[nodiscard]] OperationFigures figures() const;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// The Korean name of a card company's code (Toss Payments docs, "카드사 코드"); empty for a code
/// that we do not know.
[[nodiscard]] std::string cardCompany(const std::string& code);

}  // namespace delivery::outside
