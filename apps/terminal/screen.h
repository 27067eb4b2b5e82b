#pragma once
/// Where the terminal client writes: what was asked for on standard output, what is said about it
/// on standard error.

#include <QString>
#include <cstdio>

#include "apps/kit/problem.h"
#include "apps/kit/representation.h"
#include "apps/terminal/table.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {

class Screen {
  public:
    struct Look {
        Language language = Language::Korean;
        /// Standard output carries the server's JSON and nothing else.
        bool json = false;
    };
    explicit Screen(Look look, std::FILE* out = stdout, std::FILE* err = stderr);

    [[nodiscard]] Language language() const { return m_look.language; }
    [[nodiscard]] bool isJson() const { return m_look.json; }
    /// The one of the two that the user reads.
    [[nodiscard]] QString say(const char* korean, const char* english) const;
    [[nodiscard]] QString won(std::int64_t amount) const;

    void line(const QString& text) const;
    void table(const Table& table) const;
    /// One line of JSON.
    void json(const kit::Representation& said) const;
    /// To standard error.
    void note(const QString& text) const;
    void problem(const kit::Problem& problem) const;
    /// False when some of what was asked for is lost: a full disk behind a redirection, say.
    [[nodiscard]] bool isWritten() const;

  private:
    Look m_look;
    std::FILE* m_out;
    std::FILE* m_err;
};

/// Text without what would move a terminal's cursor or change its colours: it comes from other
/// people.
[[nodiscard]] QString harmless(QString text);

}  // namespace delivery::terminal
