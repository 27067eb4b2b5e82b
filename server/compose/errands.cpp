#include <cstdio>
#include <memory>

#include "desk/desk.h"
#include "server/compose/demo.h"
#include "server/compose/service.h"
#include "server/compose/storage.h"
#include "server/compose/views.h"

// What deliveryd does besides serving.

namespace delivery::compose {

namespace {

struct OpenDesk {
    Storage storage;
    std::unique_ptr<desk::CommandDesk> desk;
};

tl::expected<OpenDesk, Ending> openDesk(const Configuration& configuration) {
    auto storage = openStorage(configuration);
    if (!storage) return tl::make_unexpected(storage.error());
    auto desk = std::make_unique<desk::CommandDesk>(storage->whole(), configuration.desk);
    if (auto opened = desk->open(); !opened) {
        return tl::make_unexpected(endingOf(configuration, opened.error()));
    }
    return OpenDesk{std::move(*storage), std::move(desk)};
}

}  // namespace

tl::expected<void, Ending> rebuildViews(const Configuration& configuration) {
    auto open = openDesk(configuration);
    if (!open) return tl::make_unexpected(open.error());
    if (auto cleared = open->desk->clearPages(); !cleared) {
        return tl::make_unexpected(endingOf(configuration, cleared.error()));
    }
    if (auto caughtUp = bringViewsUp(*open->desk, open->storage.whole()); !caughtUp) {
        return tl::make_unexpected(endingOf(configuration, caughtUp.error()));
    }
    std::fprintf(stderr, "deliveryd: views rebuilt\n");
    return {};
}

tl::expected<void, Ending> makeFirstAdmin(const Configuration& configuration,
                                          const std::string& userId, const std::string& password) {
    auto open = openDesk(configuration);
    if (!open) return tl::make_unexpected(open.error());
    const auto made = makeAdmin(*open->desk, userId, password, SystemClock().now());
    if (!made && made.error().code == FaultCode::NotAllowed) {
        return tl::make_unexpected(Ending{1, made.error().text});
    }
    if (!made) return tl::make_unexpected(endingOf(configuration, made.error()));
    return {};
}

}  // namespace delivery::compose
