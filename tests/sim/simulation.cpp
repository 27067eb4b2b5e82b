#include "tests/sim/simulation.h"

#include <algorithm>

#include "tests/sim/city.h"
#include "tests/sim/dice.h"

namespace delivery::sim {

namespace {

/// Small enough that pages can be rebuilt again and again, large enough that people meet.
constexpr std::int64_t ordersPerCity = 250;
/// In one of so many cities people listen to what is announced.
constexpr std::int64_t citiesPerListening = 4;
/// From so many orders on an empty cell of the table says that something was never tried.
constexpr std::int64_t ordersForCoverage = 20'000;

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
        City city(spread(wanted.seed ^ spread(number)), wanted.bug,
                  (report.city - 1) % citiesPerListening == 0);
        city.live(static_cast<int>(std::min(left, ordersPerCity)));
        for (const auto& [name, count] : city.tally()) report.tally[name] += count;
        report.tally["cities"] += 1;
        report.coverage.add(city.coverage());
        report.violation = city.violation();
        if (report.violation) report.trace = city.trace(report.violation->orderId);
    }
    const bool enough = wanted.orders >= ordersForCoverage && !wanted.bug && !report.violation;
    if (enough) report.uncovered = report.coverage.empty();
    return report;
}

void printFigures(std::ostream& out, const Report& report) {
    for (const auto& [name, value] : report.tally) {
        printFigure(out, name, value, name.starts_with("money.") ? "won" : "count");
    }
    for (const auto& [cell, times] : report.coverage.cells()) {
        printFigure(out, "coverage." + cell.first + "/" + cell.second, times, "count");
    }
    printFigure(out, "coverage.empty", std::ssize(report.uncovered), "count");
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
