/// Every parser of a command's body on the same bytes: each takes or refuses, and what is taken
/// keeps the limits.

#include "order/limits.h"
#include "tests/fuzz/fuzzed.h"
#include "wire/parse_account.h"
#include "wire/parse_order.h"
#include "wire/parse_shop.h"

using namespace delivery;

namespace {

constexpr OrderId one{1};

template <class T>
void looked(const wire::Read<T>& read) {
    if (read) return;
    const auto& misread = read.error();
    fuzz::promise(!misread.korean.empty() && !misread.english.empty(),
                  "a refusal says why in both languages");
}

void placing(const wire::JsonBody& body) {
    const auto wish = wire::parsePlaceOrder(body);
    looked(wish);
    if (!wish) return;
    fuzz::promise(!wish->command.lines.empty() && wish->command.lines.size() <= 50,
                  "an order has 1 to 50 lines");
    for (const auto& line : wish->command.lines) {
        fuzz::promise(line.qty >= 1 && line.qty <= 99, "a quantity is 1 to 99");
    }
    fuzz::promise(wish->command.usePoints >= Won{0}, "points are not negative");
    for (const auto& named : wish->named) {
        fuzz::promise(named.line < wish->command.lines.size(), "a named dish has its line");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto body = wire::JsonBody::read(fuzz::textOf(data, size));
    if (!body) return 0;
    placing(*body);
    looked(wire::parseCancelOrder(one, *body));
    looked(wire::parseOrderPatch(one, *body));
    looked(wire::parsePayNow(one, *body));
    looked(wire::parseAcceptOrder(one, *body));
    looked(wire::parseChangePromise(one, *body));
    looked(wire::parseRejectOrder(one, *body));
    looked(wire::parseFence(*body));
    looked(wire::parseStep(*body));
    looked(wire::parseNothing(*body));
    const auto rating = wire::parseRateOrder(one, *body);
    looked(rating);
    if (rating) fuzz::promise(rating->stars >= 1 && rating->stars <= 5, "stars are 1 to 5");
    looked(wire::parseAddDish(*body));
    looked(wire::parseChangeDish(FoodId{1}, *body, true));
    looked(wire::parseChangeDish(FoodId{1}, *body, false));
    const auto store = wire::parseChangeStore(*body);
    looked(store);
    if (store) (void)shop::changed(shop::Profile{}, *store);
    looked(wire::parseOpenStore(*body));
    looked(wire::parsePauseStore(StoreId{1}, *body));
    looked(wire::parseSetBusy(StoreId{1}, *body));
    looked(wire::parseSetAutoAccept(StoreId{1}, *body));
    looked(wire::parseAnswerReview(one, *body));
    looked(wire::parseLogin(*body));
    looked(wire::parseSignUp(*body));
    looked(wire::parseOpenAccount(*body));
    looked(wire::parseChangeProfile(*body));
    looked(wire::parseAddAddress(*body));
    looked(wire::parseChangeRider(*body));
    return 0;
}
