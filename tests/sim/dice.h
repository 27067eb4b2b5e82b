#pragma once
/// Random numbers of our own from one seed: the same on every machine and with every library.

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "core/instant.h"

namespace delivery::sim {

/// splitmix64: spreads any number over all bits.
[[nodiscard]] constexpr std::uint64_t spread(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
}

/// xoshiro256**, filled by splitmix64. Each part of the simulator has one of its own, so that a
/// draw more in one part changes nothing in another.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) {
        for (std::uint64_t& word : m_words) word = seed = spread(seed);
    }

    [[nodiscard]] std::uint64_t next() {
        const std::uint64_t result = turned(m_words[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_words[1] << 17U;
        m_words[2] ^= m_words[0];
        m_words[3] ^= m_words[1];
        m_words[1] ^= m_words[2];
        m_words[0] ^= m_words[3];
        m_words[2] ^= shifted;
        m_words[3] = turned(m_words[3], 45);
        return result;
    }
    /// Both ends included.
    [[nodiscard]] std::int64_t between(std::int64_t lowest, std::int64_t highest) {
        assert(lowest <= highest);
        const auto count = static_cast<std::uint64_t>(highest - lowest) + 1;
        return lowest + static_cast<std::int64_t>(next() % count);
    }
    [[nodiscard]] Span between(Span shortest, Span longest) {
        return {between(shortest.milliseconds, longest.milliseconds)};
    }
    /// True so many times out of a thousand.
    [[nodiscard]] bool permille(std::int64_t times) { return between(1, 1000) <= times; }
    [[nodiscard]] bool percent(std::int64_t times) { return permille(times * 10); }
    template <class List>
    [[nodiscard]] const auto& oneOf(const List& list) {
        assert(!list.empty());
        const auto last = static_cast<std::int64_t>(list.size()) - 1;
        return list[static_cast<std::size_t>(between(0, last))];
    }
    /// A generator that goes its own way from here.
    [[nodiscard]] Dice fork() { return Dice(next()); }

  private:
    static constexpr std::uint64_t turned(std::uint64_t value, unsigned by) {
        return (value << by) | (value >> (64U - by));
    }
    std::array<std::uint64_t, 4> m_words{};
};

}  // namespace delivery::sim
