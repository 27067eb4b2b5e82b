#include "tests/tidy/sources.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace delivery::tests {

namespace {

/// Blanks comments and string contents, line by line. Raw strings that span lines are treated as
/// text to their end.
QStringList codeOf(const QStringList& lines) {
    QStringList code;
    bool inBlock = false;
    QString rawEnd;
    for (const QString& line : lines) {
        QString kept;
        for (qsizetype i = 0; i < line.size(); ++i) {
            if (!rawEnd.isEmpty()) {
                const qsizetype end = line.indexOf(rawEnd, i);
                if (end < 0) break;
                i = end + rawEnd.size() - 1;
                rawEnd.clear();
                continue;
            }
            if (inBlock) {
                if (line.mid(i, 2) == "*/") {
                    inBlock = false;
                    ++i;
                }
                continue;
            }
            if (line.mid(i, 2) == "//") break;
            if (line.mid(i, 2) == "/*") {
                inBlock = true;
                ++i;
                continue;
            }
            if (line.mid(i, 2) == "R\"") {
                const qsizetype open = line.indexOf('(', i);
                if (open > 0) {
                    rawEnd = ")" + line.mid(i + 2, open - i - 2) + "\"";
                    i = open;
                    continue;
                }
            }
            const bool charLiteral = line[i] == '\'' && (i == 0 || !line[i - 1].isLetterOrNumber());
            if (line[i] == '"' || charLiteral) {
                const QChar quote = line[i];
                kept += quote;
                for (++i; i < line.size() && line[i] != quote; ++i) {
                    if (line[i] == '\\') ++i;
                }
                kept += quote;
                continue;
            }
            kept += line[i];
        }
        code << kept;
    }
    return code;
}

}  // namespace

std::vector<SourceFile> allSources() {
    const QDir root(DELIVERY_SOURCE_DIR);
    std::vector<SourceFile> files;
    for (const char* folder : {"libdelivery", "server", "apps", "tests", "bench"}) {
        QDirIterator it(root.filePath(folder), {"*.h", "*.cpp"}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly)) qFatal("%s", qPrintable(file.fileName()));
            const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
            files.push_back({root.relativeFilePath(file.fileName()), lines, codeOf(lines)});
        }
    }
    return files;
}

QString roomOf(const QString& path) {
    const QStringList parts = path.split('/');
    return parts.size() > 2 ? parts[0] + "/" + parts[1] : parts[0];
}

}  // namespace delivery::tests
