#pragma once
/// What lies in the server's database file, looked at past the server.

#include <sqlite3.h>

#include <QProcess>
#include <QStringList>

namespace delivery::tests {

/// Every row of a query, one text for each; blobs are read as text, so ask for their hex().
inline QStringList rowsOf(const QString& file, const QByteArray& sql) {
    sqlite3* database = nullptr;
    if (sqlite3_open_v2(qPrintable(file), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
        qFatal("%s", sqlite3_errmsg(database));
    }
    QStringList rows;
    const auto collect = [](void* to, int columns, char** values, char**) {
        QStringList row;
        for (int i = 0; i < columns; ++i) row << QString::fromUtf8(values[i]);
        static_cast<QStringList*>(to)->append(row.join(' '));
        return 0;
    };
    if (sqlite3_exec(database, sql, collect, &rows, nullptr) != SQLITE_OK) {
        qFatal("%s: %s", sql.constData(), sqlite3_errmsg(database));
    }
    sqlite3_close(database);
    return rows;
}

/// Every row of what pages keep, in order.
inline QStringList pagesOf(const QString& file) {
    QStringList rows;
    for (const char* sql : {
             "SELECT 'row', page, key, hex(entries), hex(body) FROM page_row ORDER BY page, key",
             "SELECT 'index', page, lookup, part, sort, row_key FROM page_index "
             "ORDER BY page, lookup, part, sort, row_key",
             "SELECT 'count', page, lookup, part, entries FROM page_count "
             "ORDER BY page, lookup, part",
             "SELECT 'cursor', page, paused, quarantined FROM page_cursor ORDER BY page",
         }) {
        rows += rowsOf(file, sql);
    }
    return rows;
}

/// The exit code of deliveryd --rebuild-views, -1 without one.
inline int rebuildViews(const QString& data) {
    QProcess process;
    process.start(QStringLiteral(DELIVERY_BIN_DIR "/deliveryd"),
                  {"--rebuild-views", "--data", data});
    if (!process.waitForFinished(60'000)) return -1;
    if (process.exitCode() != 0) qWarning() << process.readAllStandardError();
    return process.exitCode();
}

}  // namespace delivery::tests
