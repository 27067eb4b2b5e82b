#include "apps/terminal/password_prompt.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace delivery::terminal {
namespace {

/// Shows nothing that is typed until it goes out of scope. Signals come as letters meanwhile, so
/// that no Ctrl-C leaves the terminal dumb.
class Hushed {
  public:
    Hushed() {
        if (tcgetattr(STDIN_FILENO, &m_before) != 0) return;
        termios now = m_before;
        now.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        m_isHushed = tcsetattr(STDIN_FILENO, TCSAFLUSH, &now) == 0;
    }
    Hushed(const Hushed&) = delete;
    Hushed& operator=(const Hushed&) = delete;
    ~Hushed() {
        if (m_isHushed) tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    [[nodiscard]] bool isHushed() const { return m_isHushed; }

  private:
    termios m_before{};
    bool m_isHushed = false;
};

}  // namespace

std::optional<QString> askPassword(const QString& prompt) {
    constexpr std::size_t bytesMax = 1024;
    constexpr char interrupt = '\x03';
    if (isatty(STDIN_FILENO) == 0) return std::nullopt;
    const Hushed hushed;
    if (!hushed.isHushed()) return std::nullopt;
    std::fputs(prompt.toUtf8().constData(), stderr);
    std::fflush(stderr);
    std::string typed;
    char letter = 0;
    bool isGivenUp = false;
    while (typed.size() < bytesMax) {
        if (::read(STDIN_FILENO, &letter, 1) != 1 || letter == interrupt) {
            isGivenUp = true;
            break;
        }
        if (letter == '\n') break;
        typed += letter;
    }
    std::fputc('\n', stderr);
    if (isGivenUp || typed.empty()) return std::nullopt;
    return QString::fromStdString(typed);
}

}  // namespace delivery::terminal
