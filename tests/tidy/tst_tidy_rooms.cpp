/// Who may include what: the table of docs/ARCHITECTURE.md, read off every source file. System
/// headers compile without being linked, so the link graph alone does not keep rooms apart.

#include <QRegularExpression>
#include <QtTest>
#include <map>
#include <set>

#include "tests/tidy/sources.h"

using namespace delivery::tests;

namespace {

struct Room {
    /// Rooms of ours, and "std", "posix", "qt", "tl", or the first part of a library's header.
    std::set<QString> may;
};

const std::set<QString> core{"core",   "order", "shop", "points", "saga",  "share",
                             "effect", "page",  "desk", "record", "place", "notice"};

std::set<QString> with(std::set<QString> base, const std::set<QString>& more) {
    base.insert(more.begin(), more.end());
    return base;
}

const std::map<QString, Room>& table() {
    const std::set<QString> pure = with(core, {"std", "tl"});
    const std::set<QString> lib = with(pure, {"wire"});
    static const std::map<QString, Room> rooms{
        {"libdelivery/core", {{"core", "std", "tl"}}},
        {"libdelivery/order", {{"core", "order", "std", "tl"}}},
        {"libdelivery/shop", {{"core", "order", "shop", "std", "tl"}}},
        {"libdelivery/points", {{"core", "points", "std", "tl"}}},
        {"libdelivery/saga", {{"core", "order", "shop", "points", "saga", "std", "tl"}}},
        {"libdelivery/share", {pure}},
        {"libdelivery/effect", {{"core", "effect", "std", "tl"}}},
        {"libdelivery/place", {{"core", "place", "std", "tl"}}},
        {"libdelivery/notice", {{"core", "order", "notice", "std", "tl"}}},
        {"libdelivery/page", {{"core", "order", "shop", "points", "notice", "page", "std", "tl"}}},
        {"libdelivery/desk", {pure}},
        {"libdelivery/record", {with(pure, {"nlohmann", "sodium.h"})}},
        {"libdelivery/wire", {with(lib, {"nlohmann"})}},
        {"server/shift", {with(lib, {"server/shift", "posix"})}},
        {"server/ledger",
         {{"core", "desk", "server/ledger", "std", "tl", "sqlite3.h", "sodium.h", "posix"}}},
        {"server/door",
         {with(lib, {"server/shift", "server/door", "boost", "qt", "sodium.h", "posix"})}},
        {"server/announce",
         {with(lib, {"server/shift", "server/announce", "qt", "mqtt", "sodium.h", "posix",
                     "mosquitto.h", "mosquitto_broker.h", "mosquitto_plugin.h"})}},
        {"server/outside",
         {with(lib, {"server/shift", "server/outside", "boost", "qt", "nlohmann", "sodium.h",
                     "posix"})}},
        {"server/sandbox",
         {{"core", "server/sandbox", "server/door", "qt", "std", "tl", "sqlite3.h", "nlohmann",
           "sodium.h", "CLI", "posix"}}},
        {"apps/kit", {with(lib, {"apps/kit", "qt", "mqtt", "sqlite3.h", "nlohmann", "posix"})}},
        {"apps/look",
         {{"core", "apps/kit", "apps/look", "qt", "std", "tl", "notifications_proxy.h"}}},
        {"apps/customer", {{"core", "apps/kit", "apps/look", "apps/customer", "qt", "std", "tl"}}},
        {"apps/store", {{"core", "apps/kit", "apps/look", "apps/store", "qt", "std", "tl"}}},
        {"apps/rider", {{"core", "apps/kit", "apps/look", "apps/rider", "qt", "std", "tl"}}},
        {"apps/terminal",
         {with(lib, {"apps/kit", "apps/terminal", "qt", "nlohmann", "CLI", "posix"})}},
    };
    return rooms;
}

QString classOf(const QString& header, bool quoted) {
    if (quoted) {
        const QString first = header.section('/', 0, 0);
        if (first == "server" || first == "apps" || first == "tests")
            return header.section('/', 0, 1);
        return first;
    }
    static const QRegularExpression plain("^[a-z0-9_]+$");
    static const QRegularExpression qt("^Q[A-Z][A-Za-z]*$|^Qt[A-Z][A-Za-z]*/.*|^QtTest$");
    static const QRegularExpression posix(
        "^(sys/.*|unistd\\.h|fcntl\\.h|termios\\.h|signal\\.h|errno\\.h|pwd\\.h|netinet/.*|arpa/"
        ".*|poll\\.h|langinfo\\.h)$");
    if (plain.match(header).hasMatch()) return "std";
    if (qt.match(header).hasMatch()) return "qt";
    if (posix.match(header).hasMatch()) return "posix";
    return header.section('/', 0, 0);
}

}  // namespace

class TestTidyRooms : public QObject {
    Q_OBJECT

  private slots:
    void everyIncludeIsAllowedInItsRoom() {
        static const QRegularExpression include("^\\s*#include\\s+([<\"])([^>\"]+)[>\"]");
        QStringList wrong;
        int looked = 0;
        for (const auto& file : allSources()) {
            const auto room = table().find(roomOf(file.path));
            if (room == table().end()) continue;
            for (const QString& line : file.lines) {
                const auto match = include.match(line);
                if (!match.hasMatch()) continue;
                ++looked;
                const QString what = classOf(match.captured(2), match.captured(1) == "\"");
                // What a build step generates or moc makes stands beside its file.
                const bool generated =
                    match.captured(2).endsWith(".moc") || match.captured(2).endsWith("_sql.h");
                if (!generated && !room->second.may.contains(what)) {
                    wrong << file.path + " includes " + match.captured(2) + " (" + what + ")";
                }
            }
        }
        QVERIFY(looked > 200);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyRoomIsInTheTable() {
        QStringList unknown;
        for (const auto& file : allSources()) {
            const QString room = roomOf(file.path);
            const bool composition = room == "server" || room == "server/compose";
            if (room.startsWith("tests") || room.startsWith("bench") || composition) continue;
            if (!table().contains(room)) unknown << file.path;
        }
        QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join('\n')));
    }
};

QTEST_APPLESS_MAIN(TestTidyRooms)
#include "tst_tidy_rooms.moc"
