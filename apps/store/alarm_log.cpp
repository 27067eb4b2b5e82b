#include "apps/store/alarm_log.h"

#include <QSaveFile>

namespace delivery::store {

namespace {

const char* wordOf(AlarmLog::What what) {
    switch (what) {
        case AlarmLog::What::Armed:
            return "armed";
        case AlarmLog::What::Played:
            return "played";
        case AlarmLog::What::Acknowledged:
            return "acknowledged";
    }
    return "";
}

}  // namespace

AlarmLog::AlarmLog(const QString& path) : m_path(path) { shorten(); }

void AlarmLog::note(What what, qlonglong order, const QDateTime& at) {
    if (m_path.isEmpty()) return;
    QFile file(m_path);
    const QByteArray line = at.toUTC().toString(Qt::ISODateWithMs).toUtf8() + ' ' + wordOf(what) +
                            ' ' + QByteArray::number(order) + '\n';
    const bool kept =
        file.open(QIODevice::Append | QIODevice::Text) && file.write(line) == line.size();
    m_why = kept ? QString() : file.errorString();
    if (++m_written >= linesMax) shorten();
}

QStringList AlarmLog::lines() const {
    QFile file(m_path);
    if (m_path.isEmpty() || !file.open(QIODevice::ReadOnly | QIODevice::Text)) return {};
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

void AlarmLog::shorten() {
    m_written = 0;
    const QStringList all = lines();
    if (all.size() <= linesMax) return;
    QSaveFile shorter(m_path);
    const QByteArray kept =
        all.mid(all.size() - linesMax / 2).join(QLatin1Char('\n')).toUtf8() + '\n';
    const bool done = shorter.open(QIODevice::WriteOnly | QIODevice::Text) &&
                      shorter.write(kept) == kept.size() && shorter.commit();
    m_whyLong = done ? QString() : shorter.errorString();
}

}  // namespace delivery::store
