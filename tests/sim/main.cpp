// delivery-sim: a seeded town with faults, and an auditor who looks at everything from outside.

#include <charconv>
#include <chrono>
#include <iostream>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/sim/simulation.h"

namespace {

constexpr int exitBroken = 1;
constexpr int exitUsage = 2;

constexpr std::string_view usage =
    "usage: delivery-sim --seed N --orders N [--bug NAME] --json\n"
    "       delivery-sim --list-bugs\n";

template <class Number>
std::optional<Number> numberIn(std::string_view text) {
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

struct Arguments {
    delivery::sim::Wanted wanted;
    bool listBugs = false;
};

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--json") continue;
        if (word == "--list-bugs") {
            arguments.listBugs = true;
            continue;
        }
        if (i + 1 == words.size()) return std::nullopt;
        const std::string_view value = words[++i];
        if (word == "--seed") {
            const auto seed = numberIn<std::uint64_t>(value);
            if (!seed) return std::nullopt;
            arguments.wanted.seed = *seed;
        } else if (word == "--orders") {
            const auto orders = numberIn<std::int64_t>(value);
            if (!orders || *orders < 1) return std::nullopt;
            arguments.wanted.orders = *orders;
        } else if (word == "--bug") {
            arguments.wanted.bug = delivery::sim::bugNamed(value);
            if (!arguments.wanted.bug) return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    return arguments;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace delivery::sim;
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    const std::optional<Arguments> arguments = parse(words);
    if (!arguments) {
        std::cerr << usage;
        return exitUsage;
    }
    if (arguments->listBugs) {
        for (const Bug bug : allBugs()) std::cout << name(bug) << '\n';
        return 0;
    }
    const auto began = std::chrono::steady_clock::now();
    const Report report = simulate(arguments->wanted);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    printFigures(std::cout, report);
    std::cerr << "seed " << arguments->wanted.seed << ", " << took.count() << " s\n";
    report.coverage.print(std::cerr);
    for (const std::string& cell : report.uncovered) std::cerr << "never tried: " << cell << '\n';
    if (!report.violation) return report.uncovered.empty() ? 0 : exitBroken;
    printViolation(std::cerr, arguments->wanted, report);
    return exitBroken;
}
