// A provider that slows down: how long people wait with the breaker and without, and whether any
// order or any won goes astray.

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "bench/crowd.h"
#include "bench/figure.h"
#include "tests/support/real_city.h"

namespace delivery::bench {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int usualSeconds = 60;
constexpr int delayMs = 8'000;
constexpr int settleMsMax = 240'000;

struct Run {
    std::size_t asked = 0;
    std::size_t answered = 0;
    std::size_t inTime = 0;
    double longestMs = 0;
    double medianMs = 0;
    double p99Ms = 0;
    /// Captures beyond one, and orders that were answered and are not there or never settle.
    int chargedTwice = 0;
    int lost = 0;
    double settledAfterMs = 0;
};

QByteArray configuration(bool withBreaker) {
    // So many calls never come together within its window.
    return withBreaker ? QByteArray() : QByteArray("\n[breaker_charge]\ncalls_min = 100000\n");
}

double at(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(last * share)];
}

void weigh(const std::vector<Placed>& all, const Crowd& crowd, Run& run) {
    std::vector<double> waits;
    for (const Placed& one : all) {
        run.asked += 1;
        run.answered += one.status / 100 == 2 ? 1 : 0;
        run.inTime += one.status / 100 == 2 && one.took <= crowd.inTime ? 1 : 0;
        waits.push_back(one.took.count());
    }
    std::ranges::sort(waits);
    run.medianMs = at(waits, 0.5);
    run.p99Ms = at(waits, 0.99);
    run.longestMs = waits.empty() ? 0 : waits.back();
}

/// Waits until no order of these is on its way to the provider any more; what is left is lost.
int settle(tests::BlockingHttp& song, std::vector<qint64> open) {
    const auto until = Clock::now() + std::chrono::milliseconds(settleMsMax);
    while (!open.empty() && Clock::now() < until) {
        std::erase_if(open, [&](qint64 id) {
            const auto answer = song.get("/orders/" + QByteArray::number(id));
            if (answer.status != 200) return false;
            const std::string state = answer.json().at("state");
            return state != "PaymentRequested" && state != "PaymentDeferred";
        });
    }
    return static_cast<int>(open.size());
}

int capturesTooMany(tests::RealCity& city) {
    std::map<std::int64_t, int> captures;
    for (const auto& row : city.sandbox()->get("/sandbox/ledger").json()) {
        if (row.at("kind") == "capture") captures[row.at("orderId").get<std::int64_t>()] += 1;
    }
    int tooMany = 0;
    for (const auto& [order, times] : captures) tooMany += times - 1;
    return tooMany;
}

Run runOnce(bool withBreaker, const Crowd& crowd) {
    tests::RealCity city(configuration(withBreaker));
    auto song = city.as("song");
    auto sandbox = city.sandbox();
    sandbox->put("/sandbox/payment",
                 json{{"mode", "slow"}, {"op", "charge"}, {"delayMs", delayMs}});
    const std::vector<Placed> all = placeOrders(city.port(), {song->token()}, crowd);
    Run run;
    weigh(all, crowd, run);
    sandbox->put("/sandbox/payment", json{{"mode", "ok"}, {"op", "all"}});
    const auto healed = Clock::now();
    std::vector<qint64> orders;
    for (const Placed& one : all) {
        if (one.order != 0) orders.push_back(one.order);
    }
    run.lost = settle(*song, orders);
    run.settledAfterMs = Milliseconds(Clock::now() - healed).count();
    run.chargedTwice = capturesTooMany(city);
    return run;
}

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::vector<Figure> breaker(const Wanted& wanted) {
    Crowd crowd;
    crowd.lasts = std::chrono::seconds(wanted.seconds.value_or(usualSeconds));
    const Run without = runOnce(false, crowd);
    const Run with = runOnce(true, crowd);
    const auto figure = [&](const char* name, const char* unit, auto of) {
        return Figure{std::string("breaker.") + name, of(with), unit, of(without)};
    };
    return {
        figure("orders", "count", [](const Run& r) { return static_cast<double>(r.asked); }),
        figure("availability", "%", [](const Run& r) { return percent(r.answered, r.asked); }),
        figure("answered_in_time", "%", [](const Run& r) { return percent(r.inTime, r.asked); }),
        figure("wait_median", "ms", [](const Run& r) { return r.medianMs; }),
        figure("wait_p99", "ms", [](const Run& r) { return r.p99Ms; }),
        figure("wait_longest", "ms", [](const Run& r) { return r.longestMs; }),
        figure("settled_after_recovery", "ms", [](const Run& r) { return r.settledAfterMs; }),
        figure("charged_twice", "count", [](const Run& r) { return double(r.chargedTwice); }),
        figure("orders_lost", "count", [](const Run& r) { return double(r.lost); }),
    };
}

}  // namespace delivery::bench
