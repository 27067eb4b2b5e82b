#include "apps/terminal/board.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "apps/terminal/display_width.h"
#include "apps/terminal/screen.h"

namespace delivery::terminal {
namespace {

struct Window {
    int columns = 80;
    int rows = 24;
};

Window windowOf(std::FILE* out) {
    winsize size{};
    if (::ioctl(::fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        return {};
    }
    return {size.ws_col, size.ws_row};
}

}  // namespace

bool Board::isTerminal(std::FILE* out) { return ::isatty(::fileno(out)) == 1; }

QByteArray cleared(int lines) {
    if (lines <= 0) return {};
    return "\x1b[" + QByteArray::number(lines) + "A\r\x1b[J";
}

void Board::draw(const QStringList& lines) {
    const Window window = windowOf(m_out);
    // One line less than the window has: the cursor stands below, and nothing scrolls.
    const auto shown = std::min<qsizetype>(lines.size(), std::max(1, window.rows - 1));
    QByteArray bytes = cleared(m_drawn);
    for (qsizetype i = 0; i < shown; ++i) {
        bytes += cutToWidth(harmless(lines[i]), window.columns).toUtf8() + '\n';
    }
    m_drawn = static_cast<int>(shown);
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), m_out);
    std::fflush(m_out);
}

}  // namespace delivery::terminal
