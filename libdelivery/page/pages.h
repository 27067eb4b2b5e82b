#pragma once
/// The makers of every page, and the few words that pages share: keys, index entries, what does not
/// fit.

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "page/page.h"

namespace delivery::page {

[[nodiscard]] std::unique_ptr<Page> customerPage();
[[nodiscard]] std::unique_ptr<Page> storePage();
[[nodiscard]] std::unique_ptr<Page> riderPage();
[[nodiscard]] std::unique_ptr<Page> ridersPage();
[[nodiscard]] std::unique_ptr<Page> menuPage();
[[nodiscard]] std::unique_ptr<Page> storesPage();
[[nodiscard]] std::unique_ptr<Page> foodCountsPage();
[[nodiscard]] std::unique_ptr<Page> riderCountsPage();
[[nodiscard]] std::unique_ptr<Page> salesPage();
[[nodiscard]] std::unique_ptr<Page> pointsPage();
[[nodiscard]] std::unique_ptr<Page> reviewsPage();
[[nodiscard]] std::unique_ptr<Page> noticesPage();
[[nodiscard]] std::unique_ptr<Page> booksPage();

/// "store:1", "customer:song".
template <class Id>
[[nodiscard]] std::string partition(std::string_view of, const Id& id) {
    std::string name(of);
    name += ':';
    if constexpr (requires { id.value(); }) {
        name += std::to_string(id.value());
    } else {
        name += id.text();
    }
    return name;
}

/// Where a page remembers an order that it has to count later.
[[nodiscard]] inline std::string memoKey(const std::string& orderId) { return "order/" + orderId; }

/// A fact that has no row to change: the page or the log is not what it was.
[[nodiscard]] inline tl::unexpected<Fault> misfit(const Logged& logged, std::string_view why) {
    return tl::unexpected(
        Fault{FaultCode::Misfit, logged.streamKind + " " + logged.streamId + " at version " +
                                     std::to_string(logged.version) + ": " + std::string(why)});
}

/// The body of a row of a page that keeps such bodies under such keys; nothing when there is no
/// row.
template <class Card>
[[nodiscard]] std::optional<Card> cardAt(Rows& rows, const std::string& key) {
    std::optional<Row> row = rows.find(key);
    if (!row) return std::nullopt;
    Card* card = std::get_if<Card>(&row->body);
    if (card == nullptr) return std::nullopt;
    return std::move(*card);
}

}  // namespace delivery::page
