#include "tests/sim/simulation.h"

#include <algorithm>

#include "tests/sim/city.h"
#include "tests/sim/dice.h"

namespace delivery::sim {

namespace {

/// Small enough that pages can be rebuilt again and again, large enough that people meet.
constexpr std::int64_t ordersPerCity = 250;

void printFigure(std::ostream& out, const std::string& name, std::int64_t value,
                 const std::string& unit) {
    out << R"({"name":")" << name << R"(","value":)" << value << R"(,"unit":")" << unit
        << R"(","baseline":null,"ratio":null})" << '\n';
}

}  // namespace

Report simulate(const Wanted& wanted) {
    Report report;
    for (std::int64_t left = wanted.orders; left > 0 && !report.violation; left -= ordersPerCity) {
        report.city += 1;
        const auto number = static_cast<std::uint64_t>(report.city);
        City city(spread(wanted.seed ^ spread(number)), wanted.bug);
        city.live(static_cast<int>(std::min(left, ordersPerCity)));
        for (const auto& [name, count] : city.tally()) report.tally[name] += count;
        report.tally["cities"] += 1;
        report.violation = city.violation();
        if (report.violation) report.trace = city.trace(report.violation->orderId);
    }
    return report;
}

void printFigures(std::ostream& out, const Report& report) {
    for (const auto& [name, value] : report.tally) {
        printFigure(out, name, value, name.starts_with("money.") ? "won" : "count");
    }
    printFigure(out, "violations", report.violation ? 1 : 0, "count");
}

void printViolation(std::ostream& out, const Wanted& wanted, const Report& report) {
    const Violation& violation = *report.violation;
    out << "invariant " << violation.invariant << " is broken: " << violation.what << '\n'
        << "seed " << wanted.seed << ", city " << report.city;
    if (wanted.bug) out << ", planted bug " << name(*wanted.bug);
    out << '\n';
    if (violation.orderId != 0) {
        out << "order " << violation.orderId << ":\n" << report.trace;
    }
}

}  // namespace delivery::sim
