#pragma once
/// Reads the command line, lets the verb act, and says how it went as an exit code.

namespace delivery::terminal {

/// Needs a QCoreApplication. 0 done, 1 refused, 2 usage, 3 cannot reach the server.
[[nodiscard]] int run(int argc, char** argv);

}  // namespace delivery::terminal
