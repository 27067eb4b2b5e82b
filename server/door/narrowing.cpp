#include "server/door/narrowing.h"

#include <array>
#include <charconv>
#include <optional>

#include "core/calendar.h"
#include "order/order.h"

namespace delivery::door {
namespace {

constexpr std::array statuses{order::Status::PaymentRequested, order::Status::PaymentDeferred,
                              order::Status::PaymentDeclined,  order::Status::Paid,
                              order::Status::Accepted,         order::Status::Cooking,
                              order::Status::Cooked,           order::Status::PickedUp,
                              order::Status::Delivered,        order::Status::Confirmed,
                              order::Status::Cancelled,        order::Status::Rejected,
                              order::Status::Expired};

/// By either of its names.
std::optional<std::string> statusNamed(std::string_view text) {
    for (const order::Status status : statuses) {
        if (text == order::name(status) || text == order::koreanLabel(status)) {
            return std::string{order::name(status)};
        }
    }
    return std::nullopt;
}

std::optional<int> numberIn(std::string_view digits) {
    int number = 0;
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

/// "2026-11-21" or "2026-11", and one that exists.
bool isDate(std::string_view text) {
    constexpr std::size_t month = 7;
    constexpr std::size_t day = 10;
    if ((text.size() != month && text.size() != day) || text[4] != '-') return false;
    if (text.size() == day && text[7] != '-') return false;
    const auto years = numberIn(text.substr(0, 4));
    const auto months = numberIn(text.substr(5, 2));
    const auto days = text.size() == day ? numberIn(text.substr(8, 2)) : std::optional{1};
    return years && months && days && *years > 0 && exists({*years, *months, *days});
}

}  // namespace

Cleared<Place> narrowedOrders(const Visit& visit, const std::string& index,
                              const std::string& whose) {
    Place place{index, whose};
    int narrowed = 0;
    if (const auto view = visit.request.queryValue("view")) {
        if (*view != "open" || ++narrowed > 1) return stop(badQuery("view"));
        place.index = "open";
    }
    for (const char* name : {"state", "status"}) {
        const auto asked = visit.request.queryValue(name);
        if (!asked) continue;
        const auto status = statusNamed(*asked);
        if (!status || ++narrowed > 1) return stop(badQuery(name));
        place = {"state", whose + "/" + *status};
    }
    if (const auto date = visit.request.queryValue("date")) {
        if (!isDate(*date) || ++narrowed > 1) return stop(badQuery("date"));
        place = {"date", whose + "/" + std::string{*date}};
    }
    return place;
}

Cleared<std::string> customerMeant(const Visit& visit) {
    const auto asked = visit.request.queryValue("customerId");
    const std::string& own = visit.actor().user.text();
    if (visit.actor().role == Role::Admin) {
        return asked ? "customer:" + std::string{*asked} : std::string{"all"};
    }
    if (asked && *asked != own) return stop(wrongRole());
    return "customer:" + own;
}

}  // namespace delivery::door
