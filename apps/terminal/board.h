#pragma once
/// Lines that are drawn again in the same place of a terminal.

#include <QByteArray>
#include <QStringList>
#include <cstdio>

namespace delivery::terminal {

class Board {
  public:
    explicit Board(std::FILE* out = stdout) : m_out(out) {}

    /// True if what is written there is looked at by a person.
    [[nodiscard]] static bool isTerminal(std::FILE* out = stdout);

    /// Takes the place of what was drawn last; cut to the window.
    void draw(const QStringList& lines);

  private:
    std::FILE* m_out;
    int m_drawn = 0;
};

/// What moves the cursor back over so many lines and clears them.
[[nodiscard]] QByteArray cleared(int lines);

}  // namespace delivery::terminal
