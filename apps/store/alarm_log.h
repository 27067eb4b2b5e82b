#pragma once
/// What rang, when, and who answered: a file of lines that a shopkeeper can show when somebody says
/// that nothing was heard.

#include <QDateTime>
#include <QFile>
#include <QString>
#include <QStringList>

namespace delivery::store {

/// GUI thread. A file that cannot be written is said by whyNotKept() and stops nothing.
class AlarmLog {
  public:
    static constexpr int linesMax = 2000;
    /// An empty path keeps nothing.
    explicit AlarmLog(const QString& path);

    enum class What { Armed, Played, Acknowledged };
    void note(What what, qlonglong order, const QDateTime& at);

    /// Newest last: "2026-11-21T10:00:00.000Z armed 17".
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QString whyNotKept() const { return m_why.isEmpty() ? m_whyLong : m_why; }

  private:
    void shorten();

    QString m_path;
    /// Why the last line is missing, and why the file grows past its bound.
    QString m_why;
    QString m_whyLong;
    int m_written = 0;
};

}  // namespace delivery::store
