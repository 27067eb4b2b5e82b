#pragma once
/// How things fail: Refusal is a business "no" with a fixed number, Fault is the outside world
/// breaking.

#include <map>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "core/refusal.h"

namespace delivery {

template <class T>
using Decided = tl::expected<T, Refusal>;

enum class FaultCode {
    DiskFull,         ///< nothing was written; memory is as before
    DiskBroken,       ///< an fsync or read failed: the process must stop
    Damaged,          ///< the file does not hold what was written into it
    VersionConflict,  ///< another writer was first; load again and decide again
    Misfit,           ///< an event on disk does not fit its stream: quarantine the stream
    Unreadable,       ///< bytes that no version of this program wrote
    Unreachable,      ///< certainly not sent
    OutcomeUnknown,   ///< sent, and nobody knows what became of it
    NotAllowed,       ///< configuration or environment forbids it
    Busy,             ///< a bound was reached; try later
};

/// What broke, for the log. Holds no personal data and no secret.
struct Fault {
    FaultCode code;
    std::string text;
};

template <class T>
using Expected = tl::expected<T, Fault>;

}  // namespace delivery
