#pragma once
/// Taking hold of a ledger's directory: the lock, a file that is made whole or not at all, and its
/// schema.

#include <filesystem>

#include "server/ledger/sqlite_handle.h"
#include "server/ledger/sqlite_ledger.h"

namespace delivery::ledger {

/// Holds a directory against a second server, also across processes; let go by the system when the
/// process dies.
class DirectoryLock {
  public:
    [[nodiscard]] static tl::expected<DirectoryLock, OpenFailure> take(
        const std::filesystem::path& directory);
    DirectoryLock(DirectoryLock&& other) noexcept;
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;
    DirectoryLock& operator=(DirectoryLock&&) = delete;
    ~DirectoryLock();

  private:
    explicit DirectoryLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

struct OpenedFile {
    SqliteHandle database;  ///< ready to write, the schema is today's
    bool made = false;
    bool afterUncleanStop = false;
};

/// Makes the file under another name first, so that an empty delivery.db is damage and never a
/// beginning.
[[nodiscard]] tl::expected<OpenedFile, OpenFailure> openFile(
    const std::filesystem::path& directory);

/// Gives the file a new install name: orders made from now on are other ones to the payment
/// provider.
[[nodiscard]] Expected<void> nameInstall(SqliteHandle& database);

/// Notes in the file whether it is being written to.
[[nodiscard]] Expected<void> noteClean(SqliteHandle& database, bool isClean);

/// Makes names of new files in a directory durable.
[[nodiscard]] Expected<void> syncDirectory(const std::filesystem::path& directory);
/// An empty file that only its owner may read; fails when it is there.
[[nodiscard]] Expected<void> makePrivateFile(const std::filesystem::path& file);

}  // namespace delivery::ledger
