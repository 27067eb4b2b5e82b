/// Style as a test: banned calls by room, door signs on headers. Long files and functions are
/// printed, not failed.

#include <QRegularExpression>
#include <QtTest>

#include "tests/tidy/sources.h"

using namespace delivery::tests;

namespace {

struct Ban {
    const char* where;  ///< a pattern of paths
    const char* except;
    const char* what;  ///< a pattern of code
    const char* why;
};

constexpr Ban bans[] = {
    {"^libdelivery/", "^libdelivery/(record|wire)/", "\\bthrow\\b", "errors are values"},
    {"^libdelivery/", "^libdelivery/(record|wire)/",
     "system_clock|steady_clock|\\btime\\s*\\(|gettimeofday|<chrono>", "the clock is handed in"},
    {"^libdelivery/", "^$", "\\brand\\s*\\(|random_device|mt19937|_distribution\\b|<random>",
     "random numbers are handed in"},
    {"^libdelivery/", "^$", "unordered_(map|set)", "iteration order must not depend on a hash"},
    {"^libdelivery/", "^libdelivery/(record|wire)/",
     "std::(cout|cerr)|\\bprintf|\\bqDebug|spdlog|<iostream>|<fstream>", "no logging, no I/O"},
    {"^libdelivery/", "^$", "std::(thread|mutex|atomic|jthread|condition_variable)", "no threads"},
    {"^(libdelivery|server|apps|tests)/", "^tests/tidy/", "\\bSIGNAL\\s*\\(|\\bSLOT\\s*\\(",
     "connect by member pointer"},
    {"^(libdelivery|server|apps|tests)/", "^$",
     "\\b(u|nano)?sleep\\s*\\(|msleep\\s*\\(|sleep_for|sleep_until|qSleep|qWait\\s*\\(\\s*[1-9]",
     "nothing sleeps: wait for a condition with a deadline"},
    {"^(libdelivery|server|apps)/", "^$", "processEvents\\s*\\(",
     "nobody spins an event loop inside another"},
    // kit's headers hold sockets, so that no include is needed to reach them.
    {"^apps/", "^apps/kit/",
     "\\bQ(Network|Tcp|Udp|Ssl|AbstractSocket|WebSocket|Host|Dns|LocalS)\\w*",
     "only kit speaks to a network"},
    {"^apps/", "^$", "\\bQMutex\\b|std::mutex", "apps share nothing between threads"},
    {"^(libdelivery|server|apps)/", "^server/(ledger|sandbox|main|compose)|^apps/kit/", "sqlite3_",
     "only the ledger speaks SQL"},
    {"^tests/", "^tests/tidy/", "\\bQSKIP\\b|\\bQEXPECT_FAIL\\b", "a skipped test is no test"},
    {"^(libdelivery|server)/", "^libdelivery/(order|shop|desk|points)/|^server/sandbox/",
     "order::decide\\s*\\(", "the desk is the one caller of decide"},
};

}  // namespace

class TestTidyStyle : public QObject {
    Q_OBJECT

  private slots:
    void noBannedCalls() {
        QStringList wrong;
        for (const auto& file : allSources()) {
            for (const Ban& ban : bans) {
                if (!QRegularExpression(ban.where).match(file.path).hasMatch()) continue;
                if (QRegularExpression(ban.except).match(file.path).hasMatch()) continue;
                const QRegularExpression what(ban.what);
                for (qsizetype i = 0; i < file.code.size(); ++i) {
                    if (what.match(file.code[i]).hasMatch()) {
                        wrong << QString("%1:%2: %3 (%4)")
                                     .arg(file.path)
                                     .arg(i + 1)
                                     .arg(file.code[i].trimmed(), ban.why);
                    }
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyHeaderOpensWithItsDoorSign() {
        QStringList wrong;
        for (const auto& file : allSources()) {
            if (!file.path.endsWith(".h")) continue;
            const bool signedDoor = file.lines.size() > 1 && file.lines[0] == "#pragma once" &&
                                    file.lines[1].startsWith("/// ");
            if (!signedDoor) wrong << file.path;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    /// tl::expected does not ask to be looked at by itself.
    void everyResultMustBeLookedAt() {
        const QRegularExpression result(
            "^\\s*((static|virtual|inline) )*(Expected|tl::expected|Decided|Step|Cleared)<[^={};]*"
            "\\b\\w+\\(");
        QStringList wrong;
        for (const auto& file : allSources()) {
            if (!file.path.endsWith(".h") || file.path.startsWith("tests/")) continue;
            for (qsizetype i = 1; i < file.code.size(); ++i) {
                const bool isMarked = file.code[i - 1].contains("[[nodiscard]]");
                if (result.match(file.code[i]).hasMatch() && !isMarked) {
                    wrong << QString("%1:%2: %3")
                                 .arg(file.path)
                                 .arg(i + 1)
                                 .arg(file.code[i].trimmed());
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void nothingIsLeftToDo() {
        const QRegularExpression marks("\\b(TODO|FIXME|XXX|HACK)\\b");
        QStringList wrong;
        for (const auto& file : allSources()) {
            if (file.path.startsWith("tests/tidy/")) continue;
            for (const QString& line : file.lines) {
                if (marks.match(line).hasMatch()) wrong << file.path + ": " + line.trimmed();
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void whatGrewLong_isPrinted() {
        int functionStart = -1;
        for (const auto& file : allSources()) {
            if (file.lines.size() > 500) {
                qInfo().noquote() << file.path << file.lines.size() << "lines";
            }
            // clang-format puts a function's closing brace at the column of its first line.
            functionStart = -1;
            for (qsizetype i = 0; i < file.code.size(); ++i) {
                const QString& line = file.code[i];
                if (!line.isEmpty() && line[0].isLetter()) functionStart = static_cast<int>(i);
                if (line == "}" && functionStart >= 0) {
                    if (i - functionStart > 70) {
                        qInfo().noquote() << file.path + ":" + QString::number(functionStart + 1)
                                          << i - functionStart << "lines in one function";
                    }
                    functionStart = -1;
                }
            }
        }
        QVERIFY(!allSources().empty());
    }
};

QTEST_APPLESS_MAIN(TestTidyStyle)
#include "tst_tidy_style.moc"
