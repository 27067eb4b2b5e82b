// delivery-exhaustive: every interleaving around one order, or the shortest way to what breaks.

#include <charconv>
#include <iostream>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/exhaustive/search.h"

namespace {

constexpr int exitBroken = 1;
constexpr int exitUsage = 2;

constexpr std::string_view usage =
    "usage: delivery-exhaustive [--scene from-nothing|offered] [--places N] [--moves N] "
    "[--bug NAME]\n"
    "       delivery-exhaustive --list-bugs\n";

struct Arguments {
    delivery::exhaustive::Scene scene = delivery::exhaustive::Scene::FromNothing;
    delivery::exhaustive::Bounds bounds;
    std::optional<delivery::exhaustive::Planted> planted;
};

template <class Number>
bool read(std::string_view text, Number& value) {
    const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
    return done.ec == std::errc{} && done.ptr == text.data() + text.size() && value > 0;
}

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
    using namespace delivery::exhaustive;
    Arguments arguments;
    if (words.size() % 2 != 0) return std::nullopt;
    for (std::size_t i = 0; i < words.size(); i += 2) {
        const std::string_view value = words[i + 1];
        if (words[i] == "--scene" && (value == "offered" || value == "from-nothing")) {
            arguments.scene = value == "offered" ? Scene::Offered : Scene::FromNothing;
        } else if (words[i] == "--bug" && plantedNamed(value)) {
            arguments.planted = plantedNamed(value);
        } else if (words[i] != "--places" || !read(value, arguments.bounds.placesMax)) {
            if (words[i] != "--moves" || !read(value, arguments.bounds.movesMax)) return {};
        }
    }
    return arguments;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace delivery::exhaustive;
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    if (words == std::vector<std::string_view>{"--list-bugs"}) {
        for (const Planted planted : allPlanted()) std::cout << name(planted) << '\n';
        return 0;
    }
    const std::optional<Arguments> arguments = parse(words);
    if (!arguments) {
        std::cerr << usage;
        return exitUsage;
    }
    const Found found = search(arguments->scene, arguments->planted, arguments->bounds);
    printFound(std::cout, arguments->scene, arguments->planted, found);
    return found.violation ? exitBroken : 0;
}
