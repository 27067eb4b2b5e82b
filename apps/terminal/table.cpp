#include "apps/terminal/table.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "apps/terminal/display_width.h"

namespace delivery::terminal {
namespace {

constexpr int cellColumnsMax = 48;

QString padded(const QString& cell, int columns, Table::Side side) {
    const QString space(columns - displayWidth(cell), u' ');
    return side == Table::Side::Left ? cell + space : space + cell;
}

QString withoutEnd(QString line) {
    while (line.endsWith(u' ')) line.chop(1);
    return line;
}

}  // namespace

Table::Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

void Table::addRow(QStringList cells) {
    assert(static_cast<std::size_t>(cells.size()) == m_columns.size());
    for (QString& cell : cells) cell = cutToWidth(cell.simplified(), cellColumnsMax);
    m_rows.push_back(std::move(cells));
}

QStringList Table::lines() const {
    std::vector<int> widths;
    QStringList titles;
    for (const Column& column : m_columns) {
        widths.push_back(displayWidth(column.title));
        titles << column.title;
    }
    for (const QStringList& row : m_rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            int& width = widths[static_cast<std::size_t>(i)];
            width = std::max(width, displayWidth(row[i]));
        }
    }
    const auto lineOf = [&](const QStringList& cells) {
        QStringList parts;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            const auto column = static_cast<std::size_t>(i);
            parts << padded(cells[i], widths[column], m_columns[column].side);
        }
        return withoutEnd(parts.join("  "));
    };
    QStringList lines{lineOf(titles)};
    for (const QStringList& row : m_rows) lines << lineOf(row);
    return lines;
}

}  // namespace delivery::terminal
