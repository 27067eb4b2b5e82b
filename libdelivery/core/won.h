#pragma once
/// Money: whole Korean won, checked at every step. No fraction, no float, no silent conversion.

#include <cassert>
#include <compare>
#include <cstdint>

namespace delivery {

/// A fee in hundredths of a percent; 100 is 1 %.
struct BasisPoints {
    std::int64_t value = 0;
};

class Won {
  public:
    constexpr Won() = default;
    constexpr explicit Won(std::int64_t amount) : m_amount(amount) {}

    [[nodiscard]] constexpr std::int64_t amount() const { return m_amount; }
    [[nodiscard]] constexpr bool isZero() const { return m_amount == 0; }
    constexpr auto operator<=>(const Won&) const = default;

    /// Overflow is our own mistake: every amount that comes in is bounded long before
    /// (orderTotalMax).
    friend constexpr Won operator+(Won left, Won right) {
        std::int64_t sum = 0;
        const bool overflow = __builtin_add_overflow(left.m_amount, right.m_amount, &sum);
        assert(!overflow);
        return Won{sum};
    }
    friend constexpr Won operator-(Won left, Won right) {
        std::int64_t difference = 0;
        const bool overflow = __builtin_sub_overflow(left.m_amount, right.m_amount, &difference);
        assert(!overflow);
        return Won{difference};
    }
    friend constexpr Won operator*(Won one, std::int64_t times) {
        std::int64_t product = 0;
        const bool overflow = __builtin_mul_overflow(one.m_amount, times, &product);
        assert(!overflow);
        return Won{product};
    }
    constexpr Won operator-() const { return Won{0} - *this; }
    constexpr Won& operator+=(Won other) { return *this = *this + other; }
    constexpr Won& operator-=(Won other) { return *this = *this - other; }

  private:
    std::int64_t m_amount = 0;
};

/// The part of an amount that a fee takes, rounded down to the won. The amount is not negative.
[[nodiscard]] constexpr Won feeRoundedDown(Won amount, BasisPoints fee) {
    assert(amount >= Won{0});
    return Won{(amount * fee.value).amount() / 10'000};
}

namespace literals {
constexpr Won operator""_won(unsigned long long amount) {
    return Won{static_cast<std::int64_t>(amount)};
}
}  // namespace literals

}  // namespace delivery
