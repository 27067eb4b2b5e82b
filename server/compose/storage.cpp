#include "server/compose/storage.h"

#include <chrono>
#include <filesystem>
#include <set>
#include <utility>

#include "page/page.h"
#include "record/record.h"

namespace delivery::compose {

namespace {

constexpr const char* keyFileName = "/vault.key";

Ending endingOfOpening(const Configuration& configuration, const ledger::OpenFailure& failure) {
    const std::string& directory = configuration.dataDirectory;
    switch (failure.problem) {
        case ledger::OpenProblem::Locked:
            return {exitSecondServer, "another server runs on " + directory};
        case ledger::OpenProblem::Damaged:
            return damaged(configuration, failure.fault.text);
        case ledger::OpenProblem::TooNew:
            return {exitConfiguration, "a newer version wrote " + directory + "/" +
                                           ledger::SqliteLedger::fileName + ": " +
                                           failure.fault.text};
        case ledger::OpenProblem::Broken:
            break;
    }
    return {exitInputOutput, directory + ": " + failure.fault.text};
}

/// Only its owner may look into a new data directory; one that was there keeps its rights.
tl::expected<void, Ending> makeDirectory(const std::string& directory) {
    std::error_code error;
    if (std::filesystem::is_directory(directory, error)) return {};
    std::filesystem::create_directories(directory, error);
    if (!error) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    }
    if (error) {
        return tl::make_unexpected(Ending{exitInputOutput, directory + ": " + error.message()});
    }
    return {};
}

}  // namespace

namespace {

template <class Clock>
std::int64_t millisecondsOf() {
    const auto since = Clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

void raise(std::atomic<std::int64_t>& value, std::int64_t to) {
    std::int64_t known = value.load();
    while (known < to && !value.compare_exchange_weak(known, to)) {
    }
}

}  // namespace

shift::Clock::Moment SystemClock::moment() const {
    const std::int64_t uptime = millisecondsOf<std::chrono::steady_clock>();
    raise(m_lead, millisecondsOf<std::chrono::system_clock>() - uptime);
    return {{uptime + m_lead.load()}, {uptime}};
}

bool SystemClock::neverBefore(Instant at) {
    constexpr std::int64_t momentMs = 5'000;
    raise(m_lead, at.utcMilliseconds - millisecondsOf<std::chrono::steady_clock>());
    return millisecondsOf<std::chrono::system_clock>() + momentMs < at.utcMilliseconds;
}

Ending damaged(const Configuration& configuration, const std::string& why) {
    const std::string file = configuration.dataDirectory + "/" + ledger::SqliteLedger::fileName;
    return {exitDamaged, file + " is damaged: " + why + ". It is left as it is. To restore: move " +
                             file +
                             " and the -wal and -shm files "
                             "beside it away, put the last backup there under the name " +
                             ledger::SqliteLedger::fileName + ", and start again."};
}

Ending endingOf(const Configuration& configuration, const Fault& fault) {
    if (fault.code == FaultCode::Damaged || fault.code == FaultCode::Unreadable ||
        fault.code == FaultCode::Misfit) {
        return damaged(configuration, fault.text);
    }
    return {exitInputOutput, fault.text};
}

namespace {

/// Nothing there is lost that the log would not give back.
Ending endingOfApart(const Configuration& configuration, const std::string& why) {
    return {exitInputOutput,
            "storage.apart_directory: " + configuration.apartDirectory + ": " + why +
                ". It holds views only: move it away and start again, and they are made anew."};
}

tl::expected<void, Ending> openApart(const Configuration& configuration, Storage& storage) {
    auto apart = ledger::SqliteLedger::open(
        {.directory = configuration.apartDirectory,
         .checkpointFrames = static_cast<int>(configuration.checkpointFrames)});
    if (!apart) return tl::make_unexpected(endingOfApart(configuration, apart.error().fault.text));
    storage.apart = std::move(*apart);
    std::set<std::string> pages;
    for (const auto& page : page::allPages()) {
        if (page->context() == configuration.apartContext) pages.insert(page->name());
    }
    auto split = ledger::SplitLedger::open(*storage.ledger, *storage.apart, std::move(pages));
    if (!split) return tl::make_unexpected(endingOfApart(configuration, split.error().text));
    storage.split = std::move(*split);
    return {};
}

/// A key that opens none of the first cards belongs to another database: every charge would wait
/// for a person.
tl::expected<std::vector<desk::Unreadable>, Ending> checkKey(ledger::SqliteLedger& ledger,
                                                             const outside::Vault& vault,
                                                             const std::string& keyFile) {
    constexpr int cardsLookedAt = 8;
    auto reader = ledger.reader();
    if (!reader) return tl::make_unexpected(Ending{exitInputOutput, reader.error().text});
    const auto rows = (*reader)->sidesOfKind("card", cardsLookedAt);
    if (!rows) return tl::make_unexpected(Ending{exitInputOutput, rows.error().text});
    bool isForeign = false;
    for (const desk::SideRow& row : *rows) {
        const auto card = record::decodeCard(row.body);
        if (!card) {
            // A damaged row says nothing of the key.
            (*reader)->note({.what = desk::Unreadable::What::Side,
                             .side = {row.kind, row.key},
                             .why = card.error().text});
            continue;
        }
        if (vault.unseal(card->sealedBillingKey)) return (*reader)->takeUnreadable();
        isForeign = true;
    }
    if (!isForeign) return (*reader)->takeUnreadable();
    return tl::make_unexpected(
        Ending{exitConfiguration, "storage.directory: " + keyFile +
                                      " is not the key of this database: it opens none of its "
                                      "cards. Put back the one that was kept with it."});
}

}  // namespace

tl::expected<Storage, Ending> openStorage(const Configuration& configuration) {
    const std::string& directory = configuration.dataDirectory;
    if (auto made = makeDirectory(directory); !made) return tl::make_unexpected(made.error());
    const bool isThere = ledger::SqliteLedger::isIn(directory);
    auto vault =
        outside::Vault::open(directory + keyFileName, isThere ? outside::Vault::Missing::Refuse
                                                              : outside::Vault::Missing::Make);
    if (!vault) {
        return tl::make_unexpected(
            Ending{exitConfiguration, "storage.directory: " + vault.error().text});
    }
    auto opened = ledger::SqliteLedger::open(
        {.directory = directory,
         .checkpointFrames = static_cast<int>(configuration.checkpointFrames),
         .pagesMax = configuration.databasePagesMax});
    if (!opened) return tl::make_unexpected(endingOfOpening(configuration, opened.error()));
    auto leftOut = checkKey(**opened, *vault, directory + keyFileName);
    if (!leftOut) return tl::make_unexpected(leftOut.error());
    Storage storage{std::move(*vault), std::move(*opened)};
    storage.leftOut = std::move(*leftOut);
    if (configuration.apartContext.empty()) return storage;
    if (auto apart = openApart(configuration, storage); !apart) {
        return tl::make_unexpected(apart.error());
    }
    return storage;
}

}  // namespace delivery::compose
