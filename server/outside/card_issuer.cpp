#include "server/outside/card_issuer.h"

#include <utility>

#include "effect/payment_protocol.h"
#include "server/outside/lane.h"
#include "server/outside/random.h"

#include <QTimer>

namespace delivery::outside {
namespace {

using effect::ProviderAnswer;
using Transport = ProviderAnswer::Transport;

/// One registration on its way.
struct Errand {
    CardCall call;
    CardIssuer::Answered answered;
    Instant since;
    /// An earlier try may have been heard: from then on nothing is certain any more.
    bool mayHaveBeenHeard = false;
};

/// Worth the same call under the same key: nobody knows, or the provider says "later".
bool isOpen(const ProviderAnswer& answer) {
    if (answer.transport != Transport::Answered) return true;
    if (answer.httpStatus >= 500 || answer.httpStatus == 429) return true;
    const auto kind = effect::codeKind(answer.code);
    return kind == effect::CodeKind::RetrySafe;
}

/// As people recognise their card: its first four digits and whatever the provider shows at its
/// end, never more than the provider itself left readable.
std::string shortened(const std::string& number) {
    constexpr std::size_t head = 4;
    constexpr std::size_t tail = 4;
    if (number.size() < head + tail) return "****";
    return number.substr(0, head) + "****" + number.substr(number.size() - tail);
}

}  // namespace

class CardIssuer::Inside {
  public:
    Inside(CardIssuer& home, CardProvider& provider, const Vault& vault, const shift::Clock& clock,
           shift::Log& log, CardIssuerSettings settings)
        : m_home(home),
          m_provider(provider),
          m_vault(vault),
          m_clock(clock),
          m_log(log),
          m_settings(std::move(settings)),
          m_lane(m_settings.breaker) {}

    void begin(const CardCall& call, Answered answered) {
        attempt(std::make_shared<Errand>(Errand{call, std::move(answered), m_clock.now(), false}));
    }

    [[nodiscard]] OperationFigures figures() const { return m_lane.figures(m_clock.now()); }

  private:
    using ErrandPtr = std::shared_ptr<Errand>;

    void attempt(const ErrandPtr& errand) {
        const Instant now = m_clock.now();
        if (!std::holds_alternative<Lane::Go>(m_lane.enter(now, m_settings.atOnceMax))) {
            return giveUp(errand);
        }
        // The provider answers on this thread, and never after its own end.
        m_provider.issueCard(errand->call, [this, alive = std::weak_ptr<int>(m_alive), errand,
                                            now](ProviderAnswer answer) {
            if (!alive.expired()) heard(errand, now, answer);
        });
    }

    void heard(const ErrandPtr& errand, Instant begun, const ProviderAnswer& answer) {
        const Instant now = m_clock.now();
        m_lane.ended(now, Span{now.utcMilliseconds - begun.utcMilliseconds},
                     effect::breakerOutcome(answer), random());
        if (answer.card) return take(errand, *answer.card);
        if (!isOpen(answer)) {
            m_log.line(shift::Level::Notice, "outside",
                       "the provider registers no card: " + answer.code);
            return errand->answered(tl::unexpected(NoCard::Refused));
        }
        if (answer.transport != Transport::Refused) errand->mayHaveBeenHeard = true;
        const Span waited{now.utcMilliseconds - errand->since.utcMilliseconds};
        // A connection that is refused will be refused again: the customer should hear it now.
        if (answer.transport == Transport::Refused || waited >= m_settings.patience) {
            return giveUp(errand);
        }
        QTimer::singleShot(static_cast<int>(m_settings.again.milliseconds), &m_home,
                           [this, errand] { attempt(errand); });
    }

    void take(const ErrandPtr& errand, const effect::ProviderCard& card) {
        if (card.customerKey != errand->call.customerKey) {
            m_log.line(shift::Level::Alarm, "outside",
                       "the provider issued a card for another customer key");
            return errand->answered(tl::unexpected(NoCard::Refused));
        }
        errand->answered(
            SealedNewCard{{m_vault.seal(card.billingKey), m_vault.seal(card.customerKey)},
                          shortened(card.number),
                          cardCompany(card.issuerCode)});
    }

    static void giveUp(const ErrandPtr& errand) {
        errand->answered(
            tl::unexpected(errand->mayHaveBeenHeard ? NoCard::Unknown : NoCard::NotSent));
    }

    [[nodiscard]] std::uint64_t random() const {
        return m_settings.random ? m_settings.random() : drawNumber();
    }

    CardIssuer& m_home;
    CardProvider& m_provider;
    const Vault& m_vault;
    const shift::Clock& m_clock;
    shift::Log& m_log;
    CardIssuerSettings m_settings;
    Lane m_lane;
    std::shared_ptr<int> m_alive = std::make_shared<int>(0);
};

CardIssuer::CardIssuer(CardProvider& provider, const Vault& vault, const shift::Clock& clock,
                       shift::Log& log, CardIssuerSettings settings, QObject* parent)
    : QObject(parent),
      m_inside(std::make_unique<Inside>(*this, provider, vault, clock, log, std::move(settings))) {}

CardIssuer::~CardIssuer() = default;

void CardIssuer::issue(const CardCall& call, Answered answered) {
    // Later, also where it is clear at once.
    QTimer::singleShot(0, this, [this, call, answered = std::move(answered)]() mutable {
        m_inside->begin(call, std::move(answered));
    });
}

OperationFigures CardIssuer::figures() const { return m_inside->figures(); }

}  // namespace delivery::outside
