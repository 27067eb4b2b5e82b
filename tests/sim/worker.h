#pragma once
/// Performs what the outbox owes, one life of the server long: by the real rules of outcomes,
/// breakers and schedules, on the simulated clock.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "desk/command.h"
#include "desk/ledger.h"
#include "effect/breaker.h"
#include "effect/payment_protocol.h"
#include "server/outside/outcomes.h"
#include "tests/sim/dice.h"
#include "tests/sim/provider.h"
#include "tests/sim/world.h"

namespace delivery::sim {

class Worker {
  public:
    /// Hands a command of the system to the desk; taken says whether the desk could take it.
    using Submit = std::function<void(desk::Command, std::function<void(bool taken)>)>;

    Worker(World& world, Provider& provider, Dice dice, Instant lifeBegan, Submit submit);
    /// What comes back after this end is nobody's.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Begins what is due at the server's time now; answers when the next row falls due after it.
    [[nodiscard]] std::optional<Instant> look(desk::LedgerReader& outbox, Instant now);
    /// A result was taken, so that the rows may have changed since the last look.
    [[nodiscard]] bool wantsLook() const { return m_wantsLook; }

  private:
    using Owed = outside::Owed;
    /// A call may begin; or somebody's end is worth waiting for; or nothing goes before a moment.
    struct Go {};
    struct Wait {
        bool probing = false;
    };
    using Gate = std::variant<Go, Wait, Instant>;
    struct Lane {
        effect::Breaker breaker;
        Instant notBefore;
        int underWay = 0;

        [[nodiscard]] Gate enter(Instant now);
    };
    /// A row as it looked when its call was performed, and at which look.
    struct Told {
        std::uint64_t look = 0;
        Instant due;
        int tries = 0;
    };

    void consider(const Owed& owed);
    void begin(const Owed& owed);
    void beginCharge(const Owed& owed);
    void beginQuery(const Owed& owed);
    void beginRefund(const Owed& owed);
    void askAboutRefund(const Owed& owed);
    void held(const Owed& owed, const Gate& gate);
    [[nodiscard]] Provider::Heard hearing(const Owed& owed, Lane& lane,
                                          effect::PaymentOperation operation);
    void heard(const Owed& owed, Lane& lane, effect::PaymentOperation operation, Instant began,
               const effect::ProviderAnswer& answer);
    void misbehave(const Owed& owed, const effect::Verdict& judged);
    void misjudge(const Owed& owed, effect::Verdict& judged);
    void postpone(const Owed& owed, Instant due);
    void submit(const Owed& owed, desk::Command command);
    [[nodiscard]] Instant now() const;

    World& m_world;
    Provider& m_provider;
    Dice m_dice;
    Instant m_lifeBegan;
    Submit m_submit;
    Lane m_charge;
    Lane m_query;
    Lane m_refund;
    std::uint64_t m_look = 0;
    bool m_wantsLook = true;
    std::set<std::string> m_busy;
    std::map<std::string, Told> m_told;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

}  // namespace delivery::sim
