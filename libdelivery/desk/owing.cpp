#include <charconv>

#include "desk/work.h"

// What an order does to another stream. Where that stream cannot be read its part waits beside the
// log, in order, until it can; the order goes on, and so does its money.

namespace delivery::desk {

namespace {

constexpr const char* sideKind = "owed";

std::string nameOf(const StreamKey& stream) { return stream.kind + "/" + stream.id; }

/// The keys of rows sort as texts.
std::string keyOf(std::int64_t number) {
    std::string digits = std::to_string(number);
    return std::string(digits.size() < 18 ? 18 - digits.size() : 0, '0') + digits;
}

std::int64_t numberOf(const StreamKey& stream) {
    std::int64_t number = 0;
    std::from_chars(stream.id.data(), stream.id.data() + stream.id.size(), number);
    return number;
}

Step<void> ask(Work& work, const StreamKey& stream, const record::OwedRow& part) {
    using What = record::OwedRow::What;
    const CustomerId customer{stream.id};
    const Won amount{part.amount};
    switch (part.what) {
        case What::EarnPoints:
            return work.askPoints(customer, points::EarnPoints{part.orderId, amount});
        case What::RevokePoints:
            return work.askPoints(customer, points::RevokePoints{part.orderId, amount});
        case What::ReturnPoints:
            return work.askPoints(customer, points::ReturnPoints{part.orderId, amount});
        case What::ReturnStock:
            return work.ask(FoodId{numberOf(stream)},
                            shop::ReturnStock{part.orderId, static_cast<int>(part.amount)});
        case What::LetGoDelivery:
            return work.ask(RiderId{stream.id}, rider::LetGoDelivery{part.orderId});
        case What::TakeTicket:
            return work.ask(StoreId{numberOf(stream)}, shop::TakeTicket{part.orderId});
        case What::LeaveTicket:
            return work.ask(StoreId{numberOf(stream)}, shop::LeaveTicket{part.orderId});
    }
    std::abort();
}

}  // namespace

Step<void> doOrOwe(Work& work, const StreamKey& stream, const record::OwedRow& part) {
    auto done = ask(work, stream, part);
    if (done || !work.couldNotRead(stream)) return done;
    const std::string key = keyOf(work.nextNumber("owed"));
    work.put(SideRow{sideKind, key, nameOf(stream), record::encode(part)});
    // Named at once, so that it is looked at again whatever else this command met.
    work.rest({.stream = stream, .why = std::get<Fault>(done.error()).text});
    return {};
}

Step<void> doWhatIsOwed(Work& work, const StreamKey& stream) {
    auto rows = work.ledger().sidesOf(sideKind, nameOf(stream));
    if (!rows) return broken(rows.error());
    for (const SideRow& row : *rows) {
        auto part = record::decodeOwed(row.body);
        if (!part) return broken(part.error());
        auto done = ask(work, stream, *part);
        // A "no" is an answer too: there is nothing to do any more.
        if (!done && std::holds_alternative<Fault>(done.error())) return done;
        work.erase({row.kind, row.key});
    }
    return {};
}

}  // namespace delivery::desk
