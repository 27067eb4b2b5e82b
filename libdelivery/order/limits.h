#pragma once
/// The numbers of an order's life, one place for each. Those in Times are settings of the server,
/// and these are their defaults; the others are fixed.

#include <cstdint>

#include "core/instant.h"
#include "core/won.h"

namespace delivery::order {

constexpr int qtyMin = 1;
constexpr int qtyMax = 99;
constexpr int linesPerOrderMax = 50;
constexpr Won orderTotalMax{10'000'000};
/// The card minimum of the payment provider; 0 needs no capture.
constexpr Won payableMin{100};
constexpr BasisPoints pointsRate{100};
constexpr int cookMinutesMin = 1;
constexpr int cookMinutesMax = 180;
/// What a rider says to have done longer ago is taken as done now.
constexpr Span doneEarlierMax = hours(12);

/// When the timers of RELIABILITY fire, and how offers widen.
struct Times {
    Span replyDeadline = seconds(2);
    Span paymentDeadline = minutes(10);
    Span paymentEscalation = minutes(10);
    Span storeReminderFirst = seconds(60);
    Span storeReminderSecond = seconds(180);
    Span storeAnswer = minutes(5);
    Span cookingOverdue = minutes(15);
    Span cookingOverdueAgain = minutes(15);
    Span cookingOverdueHourly = hours(1);
    Span offerRound = seconds(30);
    int offerRoundsMax = 20;
    Span assignDeadline = minutes(30);
    Span collectDeadline = minutes(20);
    Span deliveryOverdue = minutes(90);
    Span deliveryOverdueAgain = hours(1);
    Span confirmDeadline = hours(3);
    Span ratingDeadline = days(7);
};

constexpr std::int64_t offerRadiusFirstMeters = 2'000;
constexpr std::int64_t offerRadiusMaxMeters = 10'000;

/// Radius of an offer round: 2 km × 1.5 per round, 10 km at most.
[[nodiscard]] constexpr std::int64_t offerRadiusMeters(int round) {
    std::int64_t radius = offerRadiusFirstMeters;
    for (int i = 1; i < round && radius < offerRadiusMaxMeters; ++i) radius = radius * 3 / 2;
    return radius < offerRadiusMaxMeters ? radius : offerRadiusMaxMeters;
}

}  // namespace delivery::order
