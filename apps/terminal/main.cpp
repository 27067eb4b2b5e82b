// The terminal client of 배달상점.

#include <langinfo.h>

#include <QCoreApplication>
#include <clocale>
#include <cstdlib>
#include <string_view>

#include "apps/terminal/command_line.h"

int main(int argc, char** argv) {
    // Asked before the next lines answer it for us.
    const bool inEnglish = delivery::terminal::isEnglishPlace();
    // Korean goes in and out as UTF-8 even where the environment names no language.
    std::setlocale(LC_ALL, "");
    if (std::string_view(nl_langinfo(CODESET)) != "UTF-8") setenv("LC_ALL", "C.UTF-8", 1);
    QCoreApplication::setApplicationName(QStringLiteral("delivery"));
    const QCoreApplication application(argc, argv);
    return delivery::terminal::run(argc, argv, inEnglish);
}
