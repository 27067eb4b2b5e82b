#include "desk/states.h"

#include <utility>

namespace delivery::desk {

namespace {

constexpr int eventsPerRead = 256;

Expected<record::AnyState> initialState(const std::string& kind) {
    if (kind == "order") return order::State{};
    if (kind == "food") return shop::FoodState{};
    if (kind == "store") return shop::StoreState{};
    if (kind == "points") return points::Account{};
    if (kind == "rider") return rider::Rider{};
    if (kind == "review") return shop::ReviewState{};
    if (kind == "ack") return shop::AcknowledgementState{};
    return tl::unexpected(Fault{FaultCode::Unreadable, "a state of an unknown kind of stream"});
}

template <class State, class Event>
Expected<record::AnyState> step(const record::AnyState& state, const Event& event) {
    auto after = evolveRecorded(std::get<State>(state), event);
    if (!after) return tl::unexpected(std::move(after.error()));
    return record::AnyState{std::move(*after)};
}

/// The event is of the kind of stream that the state is of: it was read as one.
struct Evolve {
    const record::AnyState& state;

    Expected<record::AnyState> operator()(const order::Event& event) const {
        return step<order::State>(state, event);
    }
    Expected<record::AnyState> operator()(const shop::FoodEvent& event) const {
        return step<shop::FoodState>(state, event);
    }
    Expected<record::AnyState> operator()(const shop::StoreEvent& event) const {
        return step<shop::StoreState>(state, event);
    }
    Expected<record::AnyState> operator()(const points::Event& event) const {
        return step<points::Account>(state, event);
    }
    Expected<record::AnyState> operator()(const rider::Event& event) const {
        return step<rider::Rider>(state, event);
    }
    Expected<record::AnyState> operator()(const shop::ReviewEvent& event) const {
        return step<shop::ReviewState>(state, event);
    }
    Expected<record::AnyState> operator()(const shop::AcknowledgementEvent& event) const {
        return step<shop::AcknowledgementState>(state, event);
    }
};

/// Whether these bytes were written as a row: of another version of the program they can be, and
/// then the events say what they mean. What is torn or overwritten is damage, which is set aside
/// and told.
bool isWholeText(const std::string& body) {
    return body.size() >= 2 && body.front() == '{' && body.back() == '}';
}

/// Up to the version of the row and no further: a reader may be between two commits.
Expected<record::AnyState> folded(LedgerReader& reader, const StreamKey& stream,
                                  std::int64_t version) {
    auto state = initialState(stream.kind);
    std::int64_t reached = 0;
    while (state && reached < version) {
        const auto rows = reader.stream(stream, reached + 1, eventsPerRead);
        if (!rows) return tl::unexpected(rows.error());
        if (rows->empty()) break;
        for (const EventRow& row : *rows) {
            if (!state || reached == version) break;
            const auto event =
                record::decodeEvent(stream.kind, row.type, row.typeVersion, row.body);
            if (!event) return tl::unexpected(event.error());
            state = std::visit(Evolve{*state}, *event);
            reached = row.version;
        }
    }
    if (state && reached != version) {
        return tl::unexpected(Fault{FaultCode::Unreadable,
                                    "stream " + stream.kind + "/" + stream.id + " lacks events"});
    }
    return state;
}

}  // namespace

Expected<StreamState> stateOf(LedgerReader& reader, const StreamKey& stream) {
    const auto row = reader.state(stream);
    if (!row) return tl::unexpected(row.error());
    const std::int64_t version = row->has_value() ? (*row)->version : 0;
    auto state = row->has_value() ? record::decodeState(stream.kind, (*row)->body)
                                  : initialState(stream.kind);
    if (!state && version > 0 && isWholeText((*row)->body)) {
        auto fromEvents = folded(reader, stream, version);
        // What cannot be folded either is told by the row's own reason.
        if (fromEvents) state = std::move(fromEvents);
    }
    if (!state) return tl::unexpected(state.error());
    return StreamState{std::move(*state), version};
}

}  // namespace delivery::desk
