#pragma once
/// Orders of the book that pass a filter, as rows: a customer's orders, a store's tickets, a
/// rider's offers and holdings.

#include <QString>
#include <functional>

#include "apps/kit/order_book.h"
#include "apps/kit/pending_commands.h"
#include "apps/kit/thing_list_model.h"

namespace delivery::kit {

using OrderFilter = std::function<bool(const Representation&)>;

/// Not over yet.
[[nodiscard]] OrderFilter underWay();
/// Not over, or ended by somebody else and not seen by anyone at the store.
[[nodiscard]] OrderFilter openTickets();
/// What this rider may pick now.
[[nodiscard]] OrderFilter offers();
/// What this rider has in hand.
[[nodiscard]] OrderFilter holdings();

[[nodiscard]] ThingListModel::Before newestFirst();
[[nodiscard]] ThingListModel::Before oldestFirst();
/// By the way to the store, unknown last, then oldest first.
[[nodiscard]] ThingListModel::Before nearestFirst();

/// Lives on the thread of its creator. The book must outlive it, and so must what is pending.
class OrderListModel : public ThingListModel {
    Q_OBJECT

  public:
    /// An empty filter takes everything.
    explicit OrderListModel(const OrderBook& book, OrderFilter filter = {},
                            Before before = newestFirst(), QObject* parent = nullptr);

    /// Marks rows for which something is being sent.
    void showPending(const PendingCommands& pending);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

  private:
    void look(std::int64_t id);

    const OrderBook& m_book;
    OrderFilter m_filter;
    const PendingCommands* m_pending = nullptr;
};

}  // namespace delivery::kit
