#pragma once
/// Reads the command line, lets the verb act, and says how it went as an exit code.

namespace delivery::terminal {

/// What the environment asks for, in the order in which it is asked; Korean where it says nothing.
[[nodiscard]] bool isEnglishPlace();

/// Needs a QCoreApplication. 0 done, 1 refused, 2 usage, 3 not answered or not decided yet.
[[nodiscard]] int run(int argc, char** argv, bool inEnglish);

}  // namespace delivery::terminal
