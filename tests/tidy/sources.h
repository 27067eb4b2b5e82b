#pragma once
/// Every source file of the project with its lines, comments and string contents taken out where a
/// rule asks for code.

#include <QString>
#include <QStringList>
#include <vector>

namespace delivery::tests {

struct SourceFile {
    QString path;       ///< from the project's root, with '/'
    QStringList lines;  ///< as written
    QStringList code;   ///< without comments and without what stands in string literals
};

[[nodiscard]] std::vector<SourceFile> allSources();

/// "libdelivery/order", "server/door", "apps/kit", "server" for main.cpp, "tests/core".
[[nodiscard]] QString roomOf(const QString& path);

}  // namespace delivery::tests
