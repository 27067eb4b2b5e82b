#pragma once
/// Pages: what people look at, folded from the log. A page is pure: an event and its own rows in,
/// row changes out.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/index.h"
#include "notice/notice.h"
#include "order/order.h"
#include "order/postings.h"
#include "order/rider.h"
#include "points/points.h"
#include "shop/acknowledgement.h"
#include "shop/food.h"
#include "shop/review.h"
#include "shop/store.h"

namespace delivery::page {

/// One event of any stream, as the log holds it. Compiled once (ADR 30).
struct AnyEvent : std::variant<order::Event, shop::FoodEvent, shop::StoreEvent, points::Event,
                               rider::Event, shop::ReviewEvent, shop::AcknowledgementEvent> {
    using variant::variant;
    AnyEvent();
    AnyEvent(const AnyEvent&);
    AnyEvent(AnyEvent&&) noexcept;
    AnyEvent& operator=(const AnyEvent&);
    AnyEvent& operator=(AnyEvent&&) noexcept;
    ~AnyEvent();
};
struct Logged {
    std::string streamKind;
    std::string streamId;
    std::int64_t version = 0;
    std::int64_t position = 0;
    Instant at;
    std::string actor;  ///< user id
    AnyEvent event;
};

// --- what rows hold

/// What happened, when, by whom, and what the customer sees since then.
struct TimelineEntry {
    Instant at;
    std::string event;  ///< "OrderAccepted"
    order::Status status = order::Status::PaymentRequested;
    std::string actor;
    /// The free text that explains it (a reason), by reference.
    std::optional<PersonalRef> why;
    /// By the word of who did it, where that reached the server later.
    std::optional<Instant> doneAt = std::nullopt;
    /// What the store promises since then, where it changed its promise.
    std::optional<Instant> readyBy = std::nullopt;
};
/// One order as customer, store or rider look at it.
struct OrderCard {
    order::Order order;
    std::int64_t version = 0;
    std::int64_t position = 0;
    Instant changedAt;
    std::vector<TimelineEntry> timeline;
    bool endAcknowledged = false;
    /// Stars of the review, 0 while not rated.
    int stars = 0;
};
/// What a page remembers of an order whose later events it must count; found by key only.
struct OrderMemo {
    CustomerId customerId;
    StoreId storeId;
    std::vector<order::Line> lines;
    std::optional<RiderId> rider;
};
struct FoodCard {
    shop::Food food;
    shop::Rating rating;
    /// Orders whose cooking has finished.
    std::int64_t orderCount = 0;
};
struct StoreCard {
    shop::Store store;
    shop::Rating rating;
};
struct PointsCard {
    CustomerId customerId;
    points::Account account;
};
struct PointsLine {
    CustomerId customerId;
    OrderId orderId;
    Instant at;
    std::string what;  ///< "PointsEarned", …
    Won amount;        ///< signed: what it did to the balance
    Won balanceAfter;
};
struct ReviewCard {
    shop::Review review;
    Instant changedAt;
};
/// One notice to one user, store or rider of one change.
struct NoticeCard {
    /// A customer's or rider's user id, or the store's number.
    UserId userId;
    Role role = Role::Customer;
    /// 0 where it is about the store itself.
    OrderId orderId;
    order::Status status = order::Status::PaymentRequested;
    std::string storeName;
    Instant at;
    /// The free text that explains it (a reason), by reference.
    std::optional<PersonalRef> why;
    /// What somebody must hear although the status stayed as it was: "StoreReminded",
    /// "CookingRanLate", "PromiseChanged", "DeliveryRanLate", "DeliveryUnassignable".
    std::optional<std::string> alert = std::nullopt;
    /// The version of the order's or store's stream by which it happened; rows of before messages
    /// were sent are without.
    std::optional<std::int64_t> change = {};
    /// Nothing: the status of an order.
    std::optional<notice::Subject> subject = {};
    /// What the store promises now, where that is the news.
    std::optional<Instant> readyBy = {};
};
/// A counter row: how often a dish was ordered (accepted), how many deliveries a rider picked.
struct CountCard {
    FoodId foodId;
    std::string name;
    StoreId storeId;
    RiderId riderId;
    std::int64_t count = 0;
};
struct RiderCard {
    RiderId riderId;
    rider::Rider rider;
};
/// What the sales page remembers of an order until nothing more can come of it.
struct SalesMemo {
    StoreId storeId;
    std::vector<order::Line> lines;
    bool verified = true;
    bool paid = false;
    /// When it became the store's ticket: its day and its hour for good.
    std::optional<Instant> reachedAt;
    std::optional<Instant> acceptedAt;
    std::optional<Instant> startedAt;
};
struct SalesHour {
    int hour = 0;  ///< 0 to 23 in Korea
    std::int64_t received = 0;
    std::int64_t orders = 0;
    Won won;
};
struct SalesDish {
    FoodId foodId;
    std::string name;
    std::int64_t qty = 0;
    Won won;
};
/// One store's Korean day. An order counts on the day and in the hour in which it reached the
/// store, whatever comes later: received is the sum of those accepted, rejected, cancelled and not
/// yet answered.
struct SalesCard {
    StoreId storeId;
    std::int64_t day = 0;  ///< since 1970-01-01
    std::int64_t received = 0;
    /// Accepted, and not cancelled since.
    std::int64_t orders = 0;
    /// Their dishes, delivery aside.
    Won won;
    std::int64_t rejected = 0;
    std::int64_t cancelled = 0;
    std::int64_t cooked = 0;
    /// From the start of cooking to its end, all of them together.
    std::int64_t cookMilliseconds = 0;
    /// Those in which something happened, in order.
    std::vector<SalesHour> hours;
    std::vector<SalesDish> dishes;
};
/// How long the last dishes took from the store's acceptance until they were cooked, in minutes,
/// oldest first.
struct PaceCard {
    StoreId storeId;
    std::vector<int> minutes;
};
/// Rounded up; nothing where nothing was cooked yet.
[[nodiscard]] std::optional<int> averageMinutes(const PaceCard& pace);
/// Where the sales page keeps a store's day, and its pace.
[[nodiscard]] std::string salesKey(StoreId store, std::int64_t day);
[[nodiscard]] std::string paceKey(StoreId store);

/// The balance of one account of the books.
struct BookCard {
    std::string account;
    Won balance;
};

/// Compiled once (ADR 30).
struct Body
    : std::variant<OrderCard, OrderMemo, FoodCard, StoreCard, PointsCard, PointsLine, ReviewCard,
                   NoticeCard, CountCard, RiderCard, BookCard, SalesMemo, SalesCard, PaceCard> {
    using variant::variant;
    Body();
    Body(const Body&);
    Body(Body&&) noexcept;
    Body& operator=(const Body&);
    Body& operator=(Body&&) noexcept;
    ~Body();
};

struct Row {
    std::string key;
    Body body;
    std::vector<IndexEntry> entries;
};

/// A page's own rows while it folds: sees its own changes of the same batch. A row is found with
/// the entries with which it was put.
class Rows {
  public:
    virtual ~Rows() = default;
    [[nodiscard]] virtual std::optional<Row> find(const std::string& key) = 0;
    virtual void put(Row row) = 0;
    virtual void erase(const std::string& key) = 0;
};

/// One page. A fault means that the event does not fit what the page holds: the page is
/// quarantined, nothing else.
class Page {
  public:
    virtual ~Page() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    /// "customer", "store", "rider", "menu" or "notice": paused together.
    [[nodiscard]] virtual std::string context() const = 0;
    /// Grows whenever the same events make other rows than before, or are written in another shape:
    /// rows of an older version are forgotten at the next start and folded again.
    [[nodiscard]] virtual int version() const { return 1; }
    [[nodiscard]] virtual Expected<void> fold(const Logged& logged, Rows& rows) const = 0;
};

/// Every page of the system, in the order in which they are fed. Each line: what it keeps under
/// which key, then how rows are found: index (partitions; sort).
///
/// customer (context customer): OrderCard by order id
///   orders (customer:ID, all; order id), not while cancelled
///   all (customer:ID, all; order id), every one · open (the same), while not over
///   state (customer:ID/STATUS, all/STATUS; order id), STATUS as order::name() says it
///   date (customer:ID/DATE, all/DATE; order id), DATE the Korean day or month in which it was
///     placed: 2026-11-21 and 2026-11
///   escalated (all; order id), those that a person must look at
///   changes (customer:ID; position)
/// store (context store): OrderCard by order id, found only once it reached the store
///   tickets (store:ID, all; order id) · state and date by store:ID and all, as above
///   open (store:ID, all; order id), while not over, or cancelled by anyone but the store and not
///     yet acknowledged
///   changes (store:ID; position)
/// rider (context rider): OrderCard by order id; pickups have none
///   offered (all; order id), while riders may pick it
///   held (rider:ID; order id), while that rider has it in hand
///   history (rider:ID; order id), every one that the rider picked and did not release
///   past (rider:ID; order id), every one that the rider picked once and has no more; not while it
///     is offered again
///   deliveries (customer:ID, store:ID, all; order id), once the store may see it
///   changes (rider:ID, offers, customer:ID; position): the last change that concerned them, the
///     one by which a rider lost it or by which it stopped being offered included
/// riders (context rider): RiderCard by rider id
///   riders (all, onduty; 0)
/// menu (context menu): FoodCard by food id, found while not removed; OrderMemo by order/ID
///   foods (all, store:ID; food id) · name (the dish's name; food id)
///   price (all, store:ID; won)
///   top.count (all, store:ID; orders with this dish whose cooking has finished)
///   top.score (all, store:ID; hundredths of a star)
/// stores (context menu): StoreCard by store id
///   stores (all, owner:USER; store id) · score (all; hundredths of a star)
/// foodCounts (context store): CountCard by food id; OrderMemo by order/ID
///   counts (store:ID, all; food id): how many of the dish were ordered, quantities added up, once
///     the store has accepted · most (the same; that number)
/// sales (context store): SalesCard by STORE/DAY, PaceCard by pace/STORE; SalesMemo by order/ID
///   days (store:ID; day)
/// riderCounts (context rider): CountCard by rider id and by STORE/RIDER; OrderMemo by order/ID
///   counts (all, rider:ID; count) for the former · counts (store:ID; count) for the latter: one
///     more at each pick, one less at each release
/// points (context customer): PointsCard by customer, PointsLine by customer/position
///   ledger (customer:ID, all; position)
/// reviews (context menu): ReviewCard by order id
///   reviews (store:ID, food:ID, customer:ID, all; position at which it was written)
///   stars (the same; stars)
/// notices (context notice): NoticeCard by user/position; what is not over by /ORDER; StoreCard by
///   /store/ID
///   notices (user:ID, store:ID, rider:ID, admin, all; position): one at each change of the public
///     status for the customer, for the store once it has the order before its eyes, and for the
///     rider who has it in hand, had it or brought it; one at each alert for the store, and for the
///     customer and the admin where it concerns them; for the store also what was done to it by
///     itself
/// books (context customer): BookCard by account ("customer", "storePayable/1"), debits positive;
///   what is not settled by order/ID
///   accounts (all; 0)
[[nodiscard]] const std::vector<std::unique_ptr<Page>>& allPages();

}  // namespace delivery::page
