#pragma once
/// The one way in which server rooms log. main.cpp binds it to spdlog; nothing personal and no
/// secret goes through it.

#include <string_view>

namespace delivery::shift {

enum class Level { Debug, Notice, Warning, Alarm };

/// Any thread.
class Log {
  public:
    virtual ~Log() = default;
    /// order is the order's number in text, or empty; cause names the command, timer or effect.
    virtual void line(Level level, std::string_view room, std::string_view text,
                      std::string_view order = {}, std::string_view cause = {}) = 0;
};

}  // namespace delivery::shift
