#pragma once
/// Where kit takes time and randomness from; a test hands in its own.

#include <chrono>
#include <cstdint>
#include <functional>

class QObject;

namespace delivery::kit {

/// Milliseconds since the machine started, sleep included; nobody can set it.
[[nodiscard]] std::int64_t machineUptime();

struct Surroundings {
    /// Now, in milliseconds since 1970-01-01 UTC.
    std::function<std::int64_t()> utcMilliseconds;
    /// 64 bits from the system's own source: command ids and jitter are made of them.
    std::function<std::uint64_t()> random;
    /// Calls back once, later, on the context's thread; never if the context is gone by then.
    std::function<void(std::chrono::milliseconds, QObject* context, std::function<void()>)> after;
    /// For how old something is: the wall clock may be wrong, and stands still for nobody.
    std::function<std::int64_t()> uptimeMilliseconds = machineUptime;
};

[[nodiscard]] Surroundings realSurroundings();

/// A number from 0 up to and without 1, made of 64 random bits.
[[nodiscard]] double fraction(std::uint64_t random);

}  // namespace delivery::kit
