#include "apps/kit/surroundings.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTimer>
#include <ctime>
#include <utility>

namespace delivery::kit {

std::int64_t machineUptime() {
    timespec now{};
    // Unlike the monotonic clock this one goes on while the machine sleeps.
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::int64_t{now.tv_sec} * 1'000 + now.tv_nsec / 1'000'000;
}

Surroundings realSurroundings() {
    return {
        .utcMilliseconds = [] { return QDateTime::currentMSecsSinceEpoch(); },
        .random = [] { return QRandomGenerator::system()->generate64(); },
        .after =
            [](std::chrono::milliseconds wait, QObject* context, std::function<void()> then) {
                QTimer::singleShot(wait, context, std::move(then));
            },
    };
}

double fraction(std::uint64_t random) {
    // 53 bits are what a double holds exactly, so that the result never rounds up to 1.
    return static_cast<double>(random >> 11U) / 9007199254740992.0;
}

}  // namespace delivery::kit
