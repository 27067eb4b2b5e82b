#include "tests/exhaustive/search.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "tests/exhaustive/town.h"
#include "tests/sim/dice.h"

namespace delivery::exhaustive {

namespace {

using Number = std::uint32_t;
constexpr Number nobody = ~Number{0};

/// 128 bits of a text: two different places must not pass for one.
struct Mark {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    bool operator==(const Mark&) const = default;
};
struct MarkHash {
    std::size_t operator()(const Mark& mark) const { return mark.low; }
};

Mark markOf(const std::string& text) {
    std::uint64_t high = 0xcbf29ce484222325ULL;
    std::uint64_t low = 0x84222325cbf29ce4ULL;
    for (const char letter : text) {
        high = (high ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
        low = sim::spread(low ^ static_cast<unsigned char>(letter));
    }
    return {high, low};
}

/// Nothing is under way any more: it is over, or it waits for a person and a timer is armed.
bool isAtRest(const Place& place) {
    const bool still = place.underWay.empty() && place.strays.empty();
    if (!place.isPlaced()) return still;
    const bool waits = !place.order.isOver() && !place.rows.timers.empty();
    const bool over = place.order.isOver() && place.rows.timers.empty();
    return still && place.rows.effects.empty() && (waits || over);
}

class Search {
  public:
    Search(Scene scene, std::optional<Planted> planted, const Bounds& bounds)
        : m_town(scene, planted), m_bounds(bounds) {}

    Found run() {
        const Place& beginning = m_town.beginning();
        m_known.emplace(markOf(textOf(beginning)), 0);
        m_nodes.push_back({nobody, 0, 0, isAtRest(beginning)});
        m_standing.push_back({0, beginning});
        m_found.complete = true;
        for (Number next = 0; next < m_nodes.size() && !m_found.violation; ++next) look(next);
        m_found.places = static_cast<std::int64_t>(m_nodes.size());
        if (m_found.complete && !m_found.violation) lookWhetherAllEnds();
        return std::move(m_found);
    }

  private:
    struct Node {
        Number from;
        std::uint16_t move;
        std::uint16_t depth;
        bool rests;
    };

    /// The place itself: replayed from the nearest one that is still at hand.
    const Place& placeOf(Number number) {
        std::vector<Number> way;
        for (Number at = number; at != nobody; at = m_nodes[at].from) way.push_back(at);
        std::ranges::reverse(way);
        std::size_t common = 0;
        while (common < way.size() && common < m_standing.size() &&
               m_standing[common].first == way[common]) {
            ++common;
        }
        m_standing.resize(common);
        for (std::size_t i = common; i < way.size(); ++i) {
            Place place = m_standing.back().second;
            const auto moves = movesFrom(place, m_town.scene());
            static_cast<void>(m_town.make(place, moves[m_nodes[way[i]].move]));
            m_standing.emplace_back(way[i], std::move(place));
        }
        return m_standing.back().second;
    }

    void look(Number number) {
        const Place here = placeOf(number);
        const Node node = m_nodes[number];
        if (node.depth >= m_bounds.movesMax) {
            m_found.complete = false;
            return;
        }
        const std::vector<Move> moves = movesFrom(here, m_town.scene());
        for (std::size_t i = 0; i < moves.size() && !m_found.violation; ++i) {
            Place there = here;
            Town::Made made = m_town.make(there, moves[i]);
            m_found.movesMade += 1;
            if (made.violation) {
                m_found.violation = std::move(made.violation);
                m_found.way = wayTo(number);
                m_found.way.push_back(line(moves[i], made));
                return;
            }
            const auto arrived = note(there, number, i, node.depth);
            if (arrived && heals(moves[i])) m_healing.emplace_back(number, *arrived);
        }
    }

    /// The number of the place that was reached; nothing where the bounds left it out.
    std::optional<Number> note(const Place& there, Number from, std::size_t move,
                               std::uint16_t depth) {
        const auto [known, isNew] =
            m_known.emplace(markOf(textOf(there)), static_cast<Number>(m_nodes.size()));
        if (!isNew) return known->second;
        if (std::ssize(m_nodes) >= m_bounds.placesMax) {
            m_known.erase(known);
            m_found.complete = false;
            return std::nullopt;
        }
        m_nodes.push_back({from, static_cast<std::uint16_t>(move),
                           static_cast<std::uint16_t>(depth + 1), isAtRest(there)});
        m_found.depth = std::max(m_found.depth, depth + 1);
        return known->second;
    }

    /// L1: when nothing goes wrong any more, every place leads to rest by itself.
    void lookWhetherAllEnds() {
        std::vector<std::vector<Number>> back(m_nodes.size());
        for (const auto& [from, to] : m_healing) back[to].push_back(from);
        std::vector<bool> ends(m_nodes.size(), false);
        std::vector<Number> open;
        for (Number i = 0; i < m_nodes.size(); ++i) {
            if (!m_nodes[i].rests) continue;
            ends[i] = true;
            open.push_back(i);
        }
        while (!open.empty()) {
            const Number at = open.back();
            open.pop_back();
            for (const Number from : back[at]) {
                if (ends[from]) continue;
                ends[from] = true;
                open.push_back(from);
            }
        }
        const auto stuck = std::ranges::find(ends, false);
        if (stuck == ends.end()) return;
        m_found.violation = {"L1", "from here nothing ends by itself", watched.value()};
        m_found.way = wayTo(static_cast<Number>(stuck - ends.begin()));
    }

    std::vector<std::string> wayTo(Number number) {
        std::vector<Number> numbers;
        for (Number at = number; m_nodes[at].from != nobody; at = m_nodes[at].from) {
            numbers.push_back(at);
        }
        std::vector<std::string> lines;
        Place place = m_town.beginning();
        for (auto at = numbers.rbegin(); at != numbers.rend(); ++at) {
            const auto moves = movesFrom(place, m_town.scene());
            const Move& move = moves[m_nodes[*at].move];
            const Town::Made made = m_town.make(place, move);
            lines.push_back(line(move, made));
        }
        return lines;
    }

    [[nodiscard]] std::string line(const Move& move, const Town::Made& made) const {
        const std::string what = describe(move, m_town.scene());
        return made.answer.empty() ? what : what + " (" + made.answer + ")";
    }

    Town m_town;
    Bounds m_bounds;
    Found m_found;
    std::vector<Node> m_nodes;
    std::unordered_map<Mark, Number, MarkHash> m_known;
    std::vector<std::pair<Number, Number>> m_healing;
    /// The way to the place looked at last, place by place.
    std::vector<std::pair<Number, Place>> m_standing;
};

}  // namespace

std::string name(Scene scene) { return scene == Scene::Offered ? "offered" : "from-nothing"; }

Found search(Scene scene, std::optional<Planted> planted, const Bounds& bounds) {
    return Search(scene, planted, bounds).run();
}

void printFound(std::ostream& out, Scene scene, std::optional<Planted> planted,
                const Found& found) {
    out << name(scene);
    if (planted) out << ", planted " << name(*planted);
    out << ": " << found.places << " places, " << found.movesMade << " moves, " << found.depth
        << " deep, " << (found.complete ? "complete" : "bounded") << '\n';
    if (!found.violation) return;
    out << "invariant " << found.violation->invariant << " is broken: " << found.violation->what
        << '\n';
    int number = 0;
    for (const std::string& line : found.way) out << "  " << ++number << ". " << line << '\n';
}

}  // namespace delivery::exhaustive
