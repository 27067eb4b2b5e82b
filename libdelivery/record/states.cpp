#include "record/read.h"
#include "record/record.h"
#include "record/shapes_order.h"
#include "record/shapes_shop.h"

namespace delivery::record {

namespace {

template <class State>
Expected<AnyState> readState(const std::string& streamKind, const std::string& body) {
    Expected<State> state = readRow<State>("a state of " + streamKind, body);
    if (!state) return tl::unexpected(state.error());
    return AnyState{std::move(*state)};
}

}  // namespace

std::string encode(const AnyState& state) {
    return std::visit([](const auto& one) { return writeRow(one); }, state);
}

Expected<AnyState> decodeState(const std::string& streamKind, const std::string& body) {
    if (streamKind == "order") return readState<order::State>(streamKind, body);
    if (streamKind == "food") return readState<shop::FoodState>(streamKind, body);
    if (streamKind == "store") return readState<shop::StoreState>(streamKind, body);
    if (streamKind == "points") return readState<points::Account>(streamKind, body);
    if (streamKind == "rider") return readState<rider::Rider>(streamKind, body);
    if (streamKind == "review") return readState<shop::ReviewState>(streamKind, body);
    if (streamKind == "ack") return readState<shop::AcknowledgementState>(streamKind, body);
    return tl::unexpected(Fault{FaultCode::Unreadable, "a state of an unknown kind of stream"});
}

AnyState::AnyState() = default;
AnyState::AnyState(const AnyState&) = default;
AnyState::AnyState(AnyState&&) noexcept = default;
AnyState& AnyState::operator=(const AnyState&) = default;
AnyState& AnyState::operator=(AnyState&&) noexcept = default;
AnyState::~AnyState() = default;

}  // namespace delivery::record
