#include "saga/chain.h"

#include <utility>

namespace delivery::saga {

Expected<Chain> chainOf(std::vector<Logged> stream, const order::Times& times) {
    Chain chain{{}, order::NotPlaced{}};
    for (Logged& logged : stream) {
        Expected<order::State> after = order::evolveRecorded(chain.now, logged.event);
        if (!after) return tl::unexpected(after.error());
        const auto* order = std::get_if<order::Order>(&*after);
        if (order == nullptr) {
            return tl::unexpected(Fault{FaultCode::Misfit, "an order that was never placed"});
        }
        std::vector<FollowUp> followed = react(chain.now, logged.event, *order, logged.at, times);
        chain.links.push_back({std::move(logged), std::move(followed)});
        chain.now = std::move(*after);
    }
    return chain;
}

}  // namespace delivery::saga
