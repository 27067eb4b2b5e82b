#pragma once
/// Everything that this client knows of its orders: one apply for whatever road the news came by;
/// what is older than what is known is dropped.

#include <QObject>
#include <QString>
#include <QStringList>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "apps/kit/representation.h"

namespace delivery::kit {

/// By which road a representation came.
enum class Road {
    Reply,    ///< the answer to a command: right, but without its history
    Push,     ///< MQTT or WebSocket
    Changes,  ///< whoever looks now asked for it: /changes, a list
};

/// How new a representation is. What happens beside an order (a rating, an end that was seen) moves
/// only the time.
struct Stamp {
    std::int64_t version = 0;
    /// As the server prints it, so that text order is time order.
    QString changedAt = {};
    auto operator<=>(const Stamp& other) const {
        if (const auto by = version <=> other.version; by != 0) return by;
        return changedAt.compare(other.changedAt) <=> 0;
    }
    bool operator==(const Stamp&) const = default;
};
[[nodiscard]] Stamp stampOf(const Representation& order);

/// Which resource a book holds: each role looks at an order through its own.
enum class Resource { Orders, Tickets, Deliveries };
/// "/orders", "/foodCookings", "/deliveries".
[[nodiscard]] QString pathOf(Resource resource);
/// "customer", "store" or "rider".
[[nodiscard]] Resource resourceOf(const QString& role);

/// Lives on the thread of its creator.
class OrderBook : public QObject {
    Q_OBJECT

  public:
    explicit OrderBook(Resource resource, QObject* parent = nullptr);

    enum class Effect {
        Added,
        Changed,
        Removed,
        Old,      ///< something newer is known
        Same,     ///< exactly this is known
        Unclear,  ///< it says that there is news, and not which: gapFound
        Foreign,  ///< not one of this book's
    };
    Effect apply(const Representation& order, Road road);
    /// Everything that a reply may hold: one order, or a collection of them.
    void applyAll(const Representation& reply, Road road);
    /// The user signed out.
    void forgetAll();
    /// The server may have been put back to an earlier day, where numbers and versions are given
    /// out a second time: what is known stays to be seen, and any news takes its place.
    void doubtAll();
    /// Everything that there is has been told since then: what is still doubted is not there.
    void forgetDoubted();

    [[nodiscard]] Resource resource() const { return m_resource; }
    [[nodiscard]] std::optional<Representation> find(std::int64_t id) const;
    /// Lowest first.
    [[nodiscard]] std::vector<std::int64_t> ids() const;
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

  signals:
    void added(qint64 id);
    void changed(qint64 id);
    /// It is not in the book any more.
    void removed(qint64 id);
    void gapFound();

  private:
    struct Entry {
        Stamp stamp;
        Road road = Road::Push;
        Representation order;
        bool isDoubted = false;
    };
    Effect applyGone(std::int64_t id, const Stamp& stamp);

    Resource m_resource;
    std::map<std::int64_t, Entry> m_entries;
    /// What went away, so that late news does not bring it back.
    std::map<std::int64_t, Stamp> m_gone;
};

}  // namespace delivery::kit
