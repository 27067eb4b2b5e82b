#include "server/sandbox/switches.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace delivery::sandbox {
namespace {

constexpr std::array<std::pair<std::string_view, Mode>, 7> modeNames{{
    {"ok", Mode::Ok},
    {"slow", Mode::Slow},
    {"decline", Mode::Decline},
    {"down", Mode::Down},
    {"charge-then-hang", Mode::ChargeThenHang},
    {"error-after-charge", Mode::ErrorAfterCharge},
    {"wrong-amount", Mode::WrongAmount},
}};

/// What "slow" means when nobody says how slow: slower than the 2 s that a customer waits for a
/// payment.
constexpr std::int64_t slowMsDefault = 3'000;
constexpr std::int64_t delayMsMax = 600'000;

std::optional<Mode> modeOf(const nlohmann::json& name) {
    if (!name.is_string()) return std::nullopt;
    const auto found = std::find_if(modeNames.begin(), modeNames.end(), [&](const auto& one) {
        return one.first == name.get_ref<const std::string&>();
    });
    return found == modeNames.end() ? std::nullopt : std::optional{found->second};
}

std::string_view nameOf(Mode mode) {
    return std::find_if(modeNames.begin(), modeNames.end(),
                        [&](const auto& one) { return one.second == mode; })
        ->first;
}

}  // namespace

Switchboard::Switchboard(std::vector<std::string> operations)
    : m_operations(std::move(operations)) {
    for (const std::string& operation : m_operations) m_switches[operation] = Switch{};
}

tl::expected<void, std::string> Switchboard::set(const std::string& body) {
    const nlohmann::json asked = nlohmann::json::parse(body, nullptr, false);
    if (!asked.is_object()) return tl::unexpected(std::string("a JSON object is expected"));
    Switch wanted;
    std::optional<Mode> mode;
    std::string operation = m_operations.front();
    for (const auto& [name, value] : asked.items()) {
        if (name == "mode") {
            mode = modeOf(value);
        } else if (name == "op" && value.is_string()) {
            operation = value.get<std::string>();
        } else if (name == "delayMs" && value.is_number_integer() &&
                   value.get<std::int64_t>() >= 0 && value.get<std::int64_t>() <= delayMsMax) {
            wanted.delayMs = value.get<std::int64_t>();
        } else if (name == "count" && value.is_number_integer() && value.get<std::int64_t>() != 0) {
            wanted.count = value.get<std::int64_t>();
        } else {
            return tl::unexpected("unknown or out of range: " + name);
        }
    }
    if (!mode) return tl::unexpected(std::string("mode is missing or unknown"));
    if (operation != "all" && !m_switches.contains(operation)) {
        return tl::unexpected("unknown op: " + operation);
    }
    wanted.mode = *mode;
    if (wanted.mode == Mode::Slow && wanted.delayMs == 0) wanted.delayMs = slowMsDefault;
    m_down = wanted.mode == Mode::Down;
    if (m_down) wanted = Switch{};
    for (auto& [name, present] : m_switches) {
        if (m_down || operation == "all" || operation == name) present = wanted;
    }
    return {};
}

Switch Switchboard::take(const std::string& operation) {
    Switch& present = m_switches.at(operation);
    const Switch taken = present;
    if (present.count > 0 && --present.count == 0) present = Switch{};
    return taken;
}

nlohmann::json Switchboard::show() const {
    nlohmann::json shown{{"down", m_down}};
    for (const auto& [name, present] : m_switches) {
        const Mode mode = m_down ? Mode::Down : present.mode;
        shown[name] = {
            {"mode", nameOf(mode)}, {"delayMs", present.delayMs}, {"count", present.count}};
    }
    shown["mode"] = shown[m_operations.front()]["mode"];
    return shown;
}

}  // namespace delivery::sandbox
