#pragma once
/// The ledger in one SQLite file: what commit() acknowledged is there after a crash, and damage is
/// found, not served.
///
/// begin() and the transaction belong to the writer's thread; reader(), the checks and backupTo()
/// open connections of their own and may be called on any thread. Readers and transactions must be
/// gone before the ledger.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "desk/ledger.h"

namespace delivery::ledger {

/// The number of the newest file in server/ledger/sql, kept in the database as user_version.
inline constexpr int schemaVersion = 3;

/// Why a ledger could not be opened: each ends the server with an exit code of its own.
enum class OpenProblem {
    Locked,   ///< another server has it
    Damaged,  ///< it does not hold what was written; the file is left as it is
    TooNew,   ///< a newer version of this program wrote it
    Broken,   ///< the disk or the directory's rights
};

struct OpenFailure {
    OpenProblem problem;
    Fault fault;
};

class SqliteLedger final : public desk::Ledger {
  public:
    static constexpr const char* fileName = "delivery.db";
    static constexpr const char* lockName = "delivery.lock";

    struct Options {
        std::filesystem::path directory;  ///< made if it is not there
        int checkpointFrames =
            1000;                   ///< pages in the write-ahead log before they move into the file
        std::int64_t pagesMax = 0;  ///< a bound for the file in pages of 4096 bytes; 0: the disk's
    };

    /// How the file was found.
    struct Opening {
        bool made = false;              ///< there was none
        bool afterUncleanStop = false;  ///< so quick_check ran before this returned
        std::chrono::milliseconds checked{0};
    };

    /// Tails are checked always, the structure of the whole file only after an unclean stop. Run
    /// fullCheck() in the background afterwards.
    [[nodiscard]] static tl::expected<std::unique_ptr<SqliteLedger>, OpenFailure> open(
        const Options& options);
    /// Whether a directory holds a ledger, damaged or not.
    [[nodiscard]] static bool isIn(const std::filesystem::path& directory);
    ~SqliteLedger() override;
    SqliteLedger(const SqliteLedger&) = delete;
    SqliteLedger& operator=(const SqliteLedger&) = delete;

    [[nodiscard]] Expected<std::unique_ptr<desk::Transaction>> begin() override;
    [[nodiscard]] Expected<std::unique_ptr<desk::LedgerReader>> reader() override;

    [[nodiscard]] const Opening& opening() const;
    [[nodiscard]] Expected<void> checkTails();
    [[nodiscard]] Expected<void> quickCheck();
    /// Every index, page, owed row and chain, as of one moment, while the writer goes on; reads the
    /// whole file. Answers what can rest alone; a Fault concerns the whole file.
    [[nodiscard]] Expected<std::vector<desk::Unreadable>> fullCheck();
    /// Recomputes the chain of one stream, from its first event to its state.
    [[nodiscard]] Expected<void> verifyChain(const desk::StreamKey& stream);
    [[nodiscard]] Expected<void> verifyAllChains();
    /// A consistent copy while serving, whole or not there; refuses to write over a file. Restoring
    /// is putting the copy into an empty directory under the name delivery.db, with the key file.
    /// Given up between two steps once isGivenUp answers true.
    [[nodiscard]] Expected<void> backupTo(
        const std::filesystem::path& file,
        const std::function<bool()>& isGivenUp = [] { return false; });
    /// On the writer's thread, outside of a transaction.
    [[nodiscard]] Expected<void> limitPages(std::int64_t pagesMax);

  private:
    struct Parts;
    explicit SqliteLedger(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace delivery::ledger
