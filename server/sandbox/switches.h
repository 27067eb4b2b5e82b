#pragma once
/// The switches by which a test makes an outside service misbehave, one per operation, each for a
/// number of calls.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

namespace delivery::sandbox {

enum class Mode { Ok, Slow, Decline, Down, ChargeThenHang, ErrorAfterCharge, WrongAmount };

struct Switch {
    Mode mode = Mode::Ok;
    std::int64_t delayMs = 0;
    std::int64_t count = -1;  ///< calls left in this mode; below zero: for good
};

class Switchboard {
  public:
    /// The first operation is meant when a request names none.
    explicit Switchboard(std::vector<std::string> operations);

    /// {"mode":…,"op":…,"delayMs":…,"count":…}; the error is a sentence for the caller. "down" is
    /// for all operations, and any other mode ends it.
    [[nodiscard]] tl::expected<void, std::string> set(const std::string& body);
    /// What holds for this call; uses up one of a counted mode.
    Switch take(const std::string& operation);
    bool down() const { return m_down; }
    nlohmann::json show() const;

  private:
    std::vector<std::string> m_operations;
    std::map<std::string, Switch> m_switches;
    bool m_down = false;
};

}  // namespace delivery::sandbox
