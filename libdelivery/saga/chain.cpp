#include "saga/chain.h"

#include <algorithm>
#include <utility>

namespace delivery::saga {

namespace {

/// One command may make a call due and change its mind in its next event: neither was ever owed to
/// anybody.
void forgetPassing(Chain& chain) {
    for (std::size_t i = 1; i < chain.links.size(); ++i) {
        Link& before = chain.links[i - 1];
        Link& after = chain.links[i];
        if (before.logged.cause != after.logged.cause) continue;
        std::erase_if(after.followed, [&](const FollowUp& follow) {
            const auto* dropped = std::get_if<DropCall>(&follow);
            if (dropped == nullptr) return false;
            return std::erase_if(before.followed, [&](const FollowUp& earlier) {
                       const auto* owed = std::get_if<OweCall>(&earlier);
                       return owed != nullptr && effectId(owed->call) == dropped->effectId;
                   }) > 0;
        });
    }
}

}  // namespace

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
    forgetPassing(chain);
    return chain;
}

}  // namespace delivery::saga
