// delivery-bench: runs one benchmark and prints its figures, each beside what it is compared with.

#include <charconv>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string_view>
#include <vector>

#include "bench/figure.h"

namespace {

using namespace delivery::bench;

constexpr int exitUsage = 2;
constexpr std::string_view usage = "usage: delivery-bench breaker|live [--seconds N] [--json]\n";

struct Benchmark {
    std::string_view name;
    std::vector<Figure> (*run)(const Wanted&);
    /// What value and baseline are, as the heads of their columns.
    const char* value;
    const char* baseline;
};
constexpr Benchmark benchmarks[] = {{"breaker", breaker, "with breaker", "without"},
                                    {"live", live, "by MQTT", "by WebSocket"}};

struct Arguments {
    const Benchmark* benchmark = nullptr;
    Wanted wanted;
    bool asJson = false;
};

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--json") {
            arguments.asJson = true;
        } else if (words[i] == "--seconds" && i + 1 < words.size()) {
            const std::string_view text = words[++i];
            int seconds = 0;
            const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
            if (read.ec != std::errc{} || seconds < 1) return std::nullopt;
            arguments.wanted.seconds = seconds;
        } else {
            for (const Benchmark& one : benchmarks) {
                if (one.name == words[i]) arguments.benchmark = &one;
            }
            if (arguments.benchmark == nullptr || arguments.benchmark->name != words[i]) return {};
        }
    }
    if (arguments.benchmark == nullptr) return std::nullopt;
    return arguments;
}

void printJson(const Figure& figure) {
    std::cout << R"({"name":")" << figure.name << R"(","value":)" << figure.value << R"(,"unit":")"
              << figure.unit << R"(","baseline":)";
    if (!figure.baseline) {
        std::cout << R"(null,"ratio":null})" << '\n';
        return;
    }
    std::cout << *figure.baseline << R"(,"ratio":)";
    if (*figure.baseline == 0) {
        std::cout << "null}\n";
    } else {
        std::cout << figure.value / *figure.baseline << "}\n";
    }
}

void printTable(const Benchmark& benchmark, const std::vector<Figure>& figures) {
    constexpr int nameWidth = 34;
    constexpr int width = 14;
    std::cout << std::left << std::setw(nameWidth) << "" << std::right << std::setw(width)
              << benchmark.baseline << std::setw(width) << benchmark.value << '\n'
              << std::fixed << std::setprecision(1);
    for (const Figure& figure : figures) {
        std::cout << std::left << std::setw(nameWidth) << figure.name + " (" + figure.unit + ")"
                  << std::right << std::setw(width) << figure.baseline.value_or(0)
                  << std::setw(width) << figure.value << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::optional<Arguments> arguments = parse({argv + 1, argv + argc});
    if (!arguments) {
        std::cerr << usage;
        return exitUsage;
    }
    const std::vector<Figure> figures = arguments->benchmark->run(arguments->wanted);
    if (!arguments->asJson) {
        printTable(*arguments->benchmark, figures);
        return 0;
    }
    for (const Figure& figure : figures) printJson(figure);
    return 0;
}
