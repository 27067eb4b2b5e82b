#pragma once
/// Makes one move at one place and looks at everything that came of it, by a model of its own.

#include <optional>
#include <string>

#include "tests/exhaustive/desk_run.h"
#include "tests/exhaustive/moves.h"
#include "tests/exhaustive/place.h"
#include "tests/sim/violation.h"

namespace delivery::exhaustive {

class Town {
  public:
    Town(Scene scene, std::optional<Planted> planted);

    [[nodiscard]] const Place& beginning() const { return m_beginning; }
    [[nodiscard]] Scene scene() const { return m_scene; }

    /// The place afterwards; what was broken on the way, and what was answered, in words.
    struct Made {
        std::optional<sim::Violation> violation;
        std::string answer;
    };
    [[nodiscard]] Made make(Place& place, const Move& move) const;

  private:
    void settle();
    void placeOffered();
    [[nodiscard]] Made ask(Place& place, const Wish& wish) const;
    [[nodiscard]] Made submit(Place& place, desk::Command command) const;
    [[nodiscard]] Made query(Place& place, const std::string& effectId, bool dead) const;
    [[nodiscard]] Made hear(Place& place, const outside::Owed& owed,
                            const effect::ProviderAnswer& answer) const;
    [[nodiscard]] Made send(Place& place, const std::string& effectId, bool inVain) const;
    [[nodiscard]] Made arrive(Place& place, const saga::Call& call, bool declines,
                              std::optional<effect::ProviderAnswer>& answer) const;
    [[nodiscard]] Made decided(Place& place, const desk::Envelope& envelope) const;
    [[nodiscard]] std::optional<sim::Violation> repeats(const Place& before, const Place& after,
                                                        const desk::Envelope& envelope,
                                                        const Ran& first) const;

    Scene m_scene;
    std::optional<Planted> m_planted;
    Place m_beginning;
};

/// Takes events into the place's model; then everything is looked at.
[[nodiscard]] std::optional<sim::Violation> follow(Place& place,
                                                   const std::vector<desk::EventRow>& events);
[[nodiscard]] std::optional<sim::Violation> look(const Place& place);

}  // namespace delivery::exhaustive
