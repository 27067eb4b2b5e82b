#pragma once
/// Rows under titles, lined up by the columns that their letters take.

#include <QString>
#include <QStringList>
#include <vector>

namespace delivery::terminal {

class Table {
  public:
    enum class Side { Left, Right };
    struct Column {
        QString title;
        Side side = Side::Left;
    };
    explicit Table(std::vector<Column> columns);

    /// As many cells as there are columns; a cell is one line, cut where it is very long.
    void addRow(QStringList cells);
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    /// The titles, then the rows.
    [[nodiscard]] QStringList lines() const;

  private:
    std::vector<Column> m_columns;
    std::vector<QStringList> m_rows;
};

}  // namespace delivery::terminal
