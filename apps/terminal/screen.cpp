#include "apps/terminal/screen.h"

#include <QRegularExpression>

#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

void write(std::FILE* where, const QString& text) {
    const QByteArray bytes = harmless(text).toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), where);
    // A script that reads along sees each line when it is said.
    std::fflush(where);
}

/// "그 음식은 품절입니다." and "탕수육은 품절입니다. 다른 …": the same sentence with its fact.
bool sharesEnd(const QString& title, const QString& detail) {
    static const QRegularExpression aside(QStringLiteral(" \\([^)]*\\)"));
    QString first = detail.section(QStringLiteral(". "), 0, 0);
    first.remove(aside);
    QString end = title.section(u' ', -1);
    while (end.endsWith(u'.')) end.chop(1);
    return !end.isEmpty() && first.endsWith(end);
}

}  // namespace

QString harmless(QString text) {
    for (QChar& letter : text) {
        if (letter.category() == QChar::Other_Control && letter != u'\n') {
            letter = QChar::ReplacementCharacter;
        }
    }
    return text;
}

Screen::Screen(Look look, std::FILE* out, std::FILE* err) : m_look(look), m_out(out), m_err(err) {}

QString Screen::say(const char* korean, const char* english) const {
    return QString::fromUtf8(m_look.language == Language::Korean ? korean : english);
}

QString Screen::won(std::int64_t amount) const { return wonText(amount, m_look.language); }

void Screen::line(const QString& text) const { write(m_out, text); }

void Screen::table(const Table& table) const {
    for (const QString& row : table.lines()) line(row);
}

void Screen::json(const kit::Representation& said) const {
    const QByteArray bytes = said.oneLine() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), m_out);
    std::fflush(m_out);
}

void Screen::note(const QString& text) const { write(m_err, text); }

bool Screen::isWritten() const { return std::fflush(m_out) == 0 && std::ferror(m_out) == 0; }

void Screen::problem(const kit::Problem& problem) const {
    // The detail often is the title with its facts filled in: before the full stop, or, of a
    // refusal of the business, in its middle.
    QString start = problem.title;
    while (start.endsWith(u'.')) start.chop(1);
    const bool titleIsRepeated = problem.detail.startsWith(start) ||
                                 (problem.code != 0 && sharesEnd(problem.title, problem.detail));
    QString reason = titleIsRepeated ? problem.detail : problem.title;
    if (!titleIsRepeated && !problem.detail.isEmpty())
        reason += QStringLiteral("\n  ") + problem.detail;
    QString facts = QStringLiteral("HTTP %1").arg(problem.status);
    if (problem.code != 0) facts += say(", 번호 %1", ", number %1").arg(problem.code);
    if (!problem.state.isEmpty()) facts += say(", 상태 %1", ", state %1").arg(problem.state);
    note(say("거절됨: ", "Refused: ") + reason + QStringLiteral(" (") + facts + u')');
}

}  // namespace delivery::terminal
