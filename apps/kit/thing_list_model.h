#pragma once
/// A list of representations, sorted, that changes row by row: the base of every model of kit.

#include <QAbstractListModel>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "apps/kit/representation.h"
#include "apps/kit/roles.h"

namespace delivery::kit {

/// Lives on the thread of its creator. Also a model by itself, of any collection that was read:
/// the menu, the stores.
class ThingListModel : public QAbstractListModel {
    Q_OBJECT

  public:
    /// True if a stands before b. Equals stay in the order in which they came.
    using Before = std::function<bool(const Representation& a, const Representation& b)>;
    explicit ThingListModel(Before before = {}, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] const Representation& at(int row) const;
    /// The row of the thing with this id; nothing when it is not in the list.
    [[nodiscard]] std::optional<int> rowOf(const QString& id) const;

    /// Puts one in its place, or changes it there.
    void put(const Representation& thing);
    void take(const QString& id);
    /// A collection as it is now: what is not in it goes, what stays is changed only where it
    /// differs. Without an order of its own the list follows the collection's.
    void show(const std::vector<Representation>& things);

  protected:
    /// What stands beside the truth changed.
    void touch(const QString& id, int role);

  private:
    struct Row {
        QString id;
        Representation thing;
        QByteArray bytes;
    };
    void moveRow(int from, int to);
    void insertRow(int at, Row row);
    void change(int row, Row now);
    [[nodiscard]] int placeFor(const Representation& thing, int except) const;

    Before m_before;
    std::vector<Row> m_rows;
};

}  // namespace delivery::kit
