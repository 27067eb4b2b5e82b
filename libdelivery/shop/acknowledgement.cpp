#include "shop/acknowledgement.h"

#include <cassert>
#include <optional>

namespace delivery::shop {

namespace {

using Events = std::vector<AcknowledgementEvent>;
using Decision = Decided<Events>;

struct Decider {
    Decision operator()(const NotAcknowledged&, const AcknowledgeEnd& acknowledge) const {
        if (!acknowledge.cancelled) {
            return tl::unexpected(Refusal{RefusalCode::NothingToAcknowledge,
                                          {{"orderId", acknowledge.orderId.text()}}});
        }
        return Events{EndAcknowledged{acknowledge.orderId, acknowledge.by, acknowledge.at}};
    }
    Decision operator()(const Acknowledged&, const AcknowledgeEnd&) const { return Events{}; }
};

/// The next state, or nothing where the event does not fit this state.
using Next = std::optional<AcknowledgementState>;

struct Evolver {
    Next operator()(const NotAcknowledged&, const EndAcknowledged& event) const {
        return Acknowledged{event.by, event.at};
    }
    Next operator()(const Acknowledged&, const EndAcknowledged&) const { return std::nullopt; }
};

}  // namespace

Decided<std::vector<AcknowledgementEvent>> decide(const AcknowledgementState& state,
                                                  const AcknowledgementCommand& command) {
    return std::visit(Decider{}, state, command);
}

AcknowledgementState evolve(const AcknowledgementState& state, const AcknowledgementEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    assert(next);
    return *next;
}

Expected<AcknowledgementState> evolveRecorded(const AcknowledgementState& state,
                                              const AcknowledgementEvent& event) {
    const Next next = std::visit(Evolver{}, state, event);
    if (!next) {
        return tl::unexpected(Fault{FaultCode::Misfit, "an acknowledgement is recorded twice"});
    }
    return *next;
}

}  // namespace delivery::shop
