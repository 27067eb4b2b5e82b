#include "wire/parse_order.h"

#include "core/blank.h"
#include "order/limits.h"
#include "shop/review.h"
#include "wire/fields.h"

namespace delivery::wire {
namespace {

constexpr std::int64_t numberMax = 1'000'000'000'000;
constexpr std::size_t optionsPerLineMax = 50;
constexpr std::size_t dishNameMax = 100;

bool isDecimal(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// The same dish under each of the names that clients give to it.
std::string dishField(const Fields& fields) {
    for (const char* name : {"foodId", "menuId", "foodName"}) {
        if (fields.has(name)) return name;
    }
    return "foodId";
}

std::vector<shop::WishedOption> readOptions(Fields& line) {
    std::vector<shop::WishedOption> options;
    for (Fields& option : line.list("options", optionsPerLineMax)) {
        options.push_back({option.need("name", option.text("name", 1, dishNameMax)),
                           option.need("choice", option.text("choice", 1, dishNameMax))});
    }
    return options;
}

shop::WishedLine readLine(Fields& line, std::vector<NamedDish>& named, std::size_t number,
                          bool optionsAreText) {
    shop::WishedLine wish;
    const std::string dish = dishField(line);
    const std::optional<std::string> text =
        line.isText(dish) ? line.text(dish, 1, dishNameMax) : std::nullopt;
    if (text && !isDecimal(*text)) {
        named.push_back({number, *text});
    } else {
        wish.foodId = FoodId{line.need(dish, line.integer(dish, 0, numberMax))};
    }
    wish.qty = static_cast<int>(line.need(
        "qty", line.integer("qty", order::qtyMin, order::qtyMax, RefusalCode::QuantityOutOfRange)));
    wish.price = line.won("price");
    if (!optionsAreText) wish.options = readOptions(line);
    return wish;
}

void readLines(Fields& fields, OrderWish& wish) {
    if (!fields.has("lines")) {
        // A single dish stands in the body itself; there "options" may be the free text.
        const bool text = fields.isText("options");
        wish.command.lines.push_back(readLine(fields, wish.named, 0, text));
        return;
    }
    std::vector<Fields> lines =
        fields.list("lines", order::linesPerOrderMax, RefusalCode::TooManyLines);
    if (lines.empty()) {
        fields.refuse("lines", "담은 음식이 없습니다. 하나 이상 골라 주세요.",
                      "The order is empty. Choose at least one dish.",
                      Refusal{RefusalCode::NoLines});
    }
    for (Fields& line : lines) {
        wish.command.lines.push_back(readLine(line, wish.named, wish.command.lines.size(), false));
    }
}

/// What was read, unless something was wrong with it.
template <class T>
Read<T> finished(Fields& fields, T value) {
    if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
    return value;
}

int cookMinutesIn(Fields& fields) {
    return static_cast<int>(fields.need(
        "cookMinutes", fields.integer("cookMinutes", order::cookMinutesMin, order::cookMinutesMax,
                                      RefusalCode::CookMinutesOutOfRange)));
}

}  // namespace

Read<OrderWish> parsePlaceOrder(const JsonBody& body) {
    Fields fields{body.object()};
    OrderWish wish;
    desk::PlaceOrder& order = wish.command;
    if (const auto store = fields.integer("storeId", 0, numberMax)) order.storeId = StoreId{*store};
    readLines(fields, wish);
    order.pickup = fields.flag("pickup").value_or(false);
    order.address = fields.text("address", 1, 300);
    order.phone = fields.telephone(fields.has("mobile") ? "mobile" : "phone");
    if (!fields.isList("options")) order.note = fields.prose("options");
    wish.pin = fields.pin();
    order.usePoints = fields.won("usePoints").value_or(Won{0});
    if (const auto card = fields.text("cardId", 1, 64)) order.cardId = CardId{*card};
    if (const auto customer = fields.text("customerId", 1, 64)) {
        wish.customerId = CustomerId{*customer};
    }
    if (const auto status = fields.text("status"); status && *status != "Ordered") {
        fields.refuse("status", "새 주문의 상태는 Ordered뿐입니다. 빼고 다시 보내 주세요.",
                      "A new order's status may only be Ordered. Leave it out.");
    }
    return finished(fields, std::move(wish));
}

Read<desk::CancelOrder> parseCancelOrder(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    return finished(fields, desk::CancelOrder{order, fields.prose("reason", 1)});
}

Read<desk::CancelOrder> parseOrderPatch(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    const std::string status = fields.need("status", fields.text("status"));
    if (status != "OrderCanceled" && status != "OrderCancelled") {
        fields.refuse("status", "여기서 바꿀 수 있는 상태는 OrderCanceled뿐입니다.",
                      "The only status that may be written here is OrderCanceled.");
    }
    return finished(fields, desk::CancelOrder{order, fields.prose("reason", 1)});
}

Read<desk::PayNow> parsePayNow(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    desk::PayNow pay{order, std::nullopt};
    if (const auto card = fields.text("cardId", 1, 64)) pay.cardId = CardId{*card};
    return finished(fields, pay);
}

Read<desk::RateOrder> parseRateOrder(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    const auto stars = fields.need("stars", fields.integer("stars", shop::starsMin, shop::starsMax,
                                                           RefusalCode::StarsOutOfRange));
    return finished(fields, desk::RateOrder{order, static_cast<int>(stars), fields.prose("text")});
}

Read<desk::AcceptOrder> parseAcceptOrder(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    const int minutes = cookMinutesIn(fields);
    return finished(fields, desk::AcceptOrder{order, minutes});
}

Read<desk::ChangePromise> parseChangePromise(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    const int minutes = cookMinutesIn(fields);
    return finished(fields, desk::ChangePromise{order, minutes});
}

Read<desk::RejectOrder> parseRejectOrder(OrderId order, const JsonBody& body) {
    Fields fields{body.object()};
    const std::optional<std::string> reason = fields.prose("reason");
    if (!reason || isBlank(*reason)) {
        fields.refuse("reason", "거절하는 까닭이 필요합니다. 손님에게 보일 까닭을 적어 주세요.",
                      "A reason is needed. Write one that the customer will see.",
                      Refusal{RefusalCode::ReasonNeeded});
    }
    return finished(fields, desk::RejectOrder{order, reason.value_or("")});
}

Read<std::optional<std::int64_t>> parseFence(const JsonBody& body) {
    Fields fields{body.object()};
    return finished(fields, fields.integer("fence", 0, numberMax));
}

Read<StepWish> parseStep(const JsonBody& body) {
    Fields fields{body.object()};
    StepWish wish{fields.integer("fence", 0, numberMax), fields.time("doneAt")};
    return finished(fields, std::move(wish));
}

Read<void> parseNothing(const JsonBody& body) { return Fields{body.object()}.finish(); }

}  // namespace delivery::wire
