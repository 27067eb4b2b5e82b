/// Who may include what: the table of docs/ARCHITECTURE.md, held against every source file in both
/// directions. System headers compile without being linked, so the link graph alone does not keep
/// rooms apart.

#include <QDir>
#include <QFile>
#include <QHash>
#include <QLibraryInfo>
#include <QRegularExpression>
#include <QtTest>
#include <map>
#include <optional>
#include <set>

#include "tests/tidy/sources.h"

using namespace delivery::tests;

namespace {

/// What the page calls a library, by what its headers begin with.
const std::map<QString, QString>& libraries() {
    static const std::map<QString, QString> names{
        {"boost/", "Boost"},
        {"CLI/", "CLI11"},
        {"mosquitto", "mosquitto"},
        {"mqtt/", "Paho"},
        {"nlohmann/", "nlohmann/json"},
        {"sodium.h", "libsodium"},
        {"spdlog/", "spdlog"},
        {"sqlite3.h", "SQLite"},
        {"toml++/", "toml++"},
    };
    return names;
}

/// "Qt Network" of QNetworkReply: Qt's own folders say which header is whose.
QHash<QString, QString> qtHeaders() {
    QHash<QString, QString> modules;
    const QDir all(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    for (const QString& module : all.entryList({"Qt*"}, QDir::Dirs)) {
        for (const QString& header : QDir(all.filePath(module)).entryList({"Q*"}, QDir::Files))
            modules.insert(header, "Qt " + module.mid(2));
    }
    return modules;
}

/// A step of the build makes it, and it stands beside the file that includes it.
bool isGenerated(const QString& header) {
    static const QRegularExpression made("^[a-z_]+(\\.moc|_sql\\.h|_proxy\\.h)$");
    return made.match(header).hasMatch();
}

/// "core", "server/shift", "Qt Network", "SQLite", "POSIX"; nothing for what everybody may use.
std::optional<QString> nameOf(const QString& header, bool quoted) {
    static const QHash<QString, QString> qt = qtHeaders();
    static const QRegularExpression plain("^[a-z0-9_]+$");
    static const QRegularExpression posix(
        "^(sys/.*|unistd\\.h|fcntl\\.h|termios\\.h|signal\\.h|errno\\.h|pwd\\.h|netinet/.*|arpa/"
        ".*|poll\\.h|langinfo\\.h)$");
    if (quoted) {
        const QString first = header.section('/', 0, 0);
        const bool deeper = first == "server" || first == "apps" || first == "tests";
        return deeper ? header.section('/', 0, 1) : first;
    }
    if (plain.match(header).hasMatch() || header.startsWith("tl/")) return std::nullopt;
    if (posix.match(header).hasMatch()) return "POSIX";
    for (const auto& [beginning, name] : libraries()) {
        if (header.startsWith(beginning)) return name;
    }
    const QString inItsFolder = header.section('/', 0, 0);
    if (header.contains('/') && inItsFolder.startsWith("Qt")) return "Qt " + inItsFolder.mid(2);
    return qt.value(header, header);
}

/// The table: each room with the names that it may use.
std::map<QString, std::set<QString>> tableOfThePage() {
    QFile file(DELIVERY_SOURCE_DIR "/docs/ARCHITECTURE.md");
    if (!file.open(QIODevice::ReadOnly)) qFatal("docs/ARCHITECTURE.md cannot be read");
    static const QRegularExpression remark("\\([^)]*\\)");
    std::map<QString, std::set<QString>> rooms;
    const QString page = QString::fromUtf8(file.readAll());
    for (const QString& line : page.section("\n## Rooms\n", 1).section("\n## ", 0, 0).split('\n')) {
        const QStringList cells = line.split('|');
        if (cells.size() < 6 || !cells[1].contains('`')) continue;
        std::set<QString>& may = rooms[cells[1].trimmed().remove('`')];
        for (const QString& name : QString(cells[3]).remove(remark).remove('`').split(','))
            if (!name.trimmed().isEmpty()) may.insert(name.trimmed());
    }
    return rooms;
}

}  // namespace

class TestTidyRooms : public QObject {
    Q_OBJECT

    const std::map<QString, std::set<QString>> m_table = tableOfThePage();

    /// The room that a file stands in: the deepest of the table.
    QString roomIn(const QString& path) const {
        QString room;
        for (const auto& [name, ignored] : m_table) {
            if (path.startsWith(name + '/') && name.size() > room.size()) room = name;
        }
        return room;
    }

  private slots:
    void everyIncludeIsInThePagesTable_andNothingElseIs() {
        static const QRegularExpression include("^\\s*#include\\s+([<\"])([^>\"]+)[>\"]");
        QStringList wrong;
        std::map<QString, std::set<QString>> unused = m_table;
        int looked = 0;
        for (const auto& file : allSources()) {
            const QString room = roomIn(file.path);
            if (room.isEmpty()) continue;
            for (const QString& line : file.lines) {
                const auto match = include.match(line);
                if (!match.hasMatch() || isGenerated(match.captured(2))) continue;
                ++looked;
                const auto name = nameOf(match.captured(2), match.captured(1) == "\"");
                const bool own = !name || room == *name || room == "libdelivery/" + *name ||
                                 roomIn(match.captured(2)) == room;
                if (own) continue;
                unused[room].erase(*name);
                if (!m_table.at(room).contains(*name))
                    wrong << file.path + " includes " + match.captured(2) + " (" + *name + ")";
            }
        }
        for (const auto& [room, names] : unused) {
            for (const QString& name : names)
                wrong << "docs/ARCHITECTURE.md lets " + room + " use " + name + ", and it does not";
        }
        QVERIFY(looked > 200);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyRoomIsInTheTable() {
        QVERIFY(m_table.size() > 20);
        QStringList unknown;
        for (const auto& file : allSources()) {
            const QString room = roomOf(file.path);
            if (room.startsWith("tests") || room.startsWith("bench")) continue;
            if (!m_table.contains(room)) unknown << file.path;
        }
        QVERIFY2(unknown.isEmpty(), qPrintable(unknown.join('\n')));
    }

    void headers_areNamedByTheirLibrary() {
        const auto name = [](const char* header) { return nameOf(header, false).value_or("std"); };
        QCOMPARE(name("QString"), "Qt Core");
        QCOMPARE(name("QNetworkAccessManager"), "Qt Network");
        QCOMPARE(name("QTcpSocket"), "Qt Network");
        QCOMPARE(name("QtNetwork/QTcpSocket"), "Qt Network");
        QCOMPARE(name("QWebSocket"), "Qt WebSockets");
        QCOMPARE(name("QLabel"), "Qt Widgets");
        QCOMPARE(name("sqlite3.h"), "SQLite");
        QCOMPARE(name("sys/socket.h"), "POSIX");
        QCOMPARE(name("vector"), "std");
        QCOMPARE(name("curl/curl.h"), "curl/curl.h");
    }
};

QTEST_APPLESS_MAIN(TestTidyRooms)
#include "tst_tidy_rooms.moc"
