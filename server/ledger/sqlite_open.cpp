#include "server/ledger/sqlite_open.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace delivery::ledger {

namespace fs = std::filesystem;

namespace {

/// "배달" has no four ASCII letters; "DLVR" in the file's header tells our files from others.
constexpr std::int64_t applicationId = 0x444c5652;
constexpr int installBytes = 5;

Fault systemFault(std::string_view what, int error) {
    const FaultCode code = error == ENOSPC || error == EDQUOT ? FaultCode::DiskFull
                           : error == EIO                     ? FaultCode::DiskBroken
                                                              : FaultCode::NotAllowed;
    return {code, std::string(what) + ": " + std::strerror(error)};
}

OpenFailure failure(Fault fault) {
    const OpenProblem problem =
        fault.code == FaultCode::Damaged ? OpenProblem::Damaged : OpenProblem::Broken;
    return {problem, std::move(fault)};
}

OpenFailure damage(std::string text) {
    return {OpenProblem::Damaged, {FaultCode::Damaged, std::move(text)}};
}

Expected<void> migrate(SqliteHandle& database, std::int64_t from) {
    for (const Migration& migration : migrations()) {
        if (migration.number <= from) continue;
        const std::string text = "BEGIN IMMEDIATE;\n" + std::string(migration.sql) +
                                 ";\nPRAGMA user_version=" + std::to_string(migration.number) +
                                 ";\nCOMMIT;";
        if (auto done = database.script(text); !done)
            return tl::unexpected(
                Fault{done.error().code, std::string(migration.name) + ": " + done.error().text});
    }
    return {};
}

std::string drawnInstall() {
    std::array<unsigned char, installBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * installBytes + 1> text{};
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    return text.data();
}

Expected<void> fillNewFile(const fs::path& file) {
    auto database = SqliteHandle::open(file, SqliteHandle::Access::Make);
    if (!database) return tl::unexpected(std::move(database.error()));
    auto done = database->script("PRAGMA synchronous=FULL; PRAGMA application_id=" +
                                 std::to_string(applicationId));
    if (done) done = migrate(*database, 0);
    if (done) done = database->run(Query::PutMeta, std::string_view("install"), drawnInstall());
    if (done) done = noteClean(*database, true);
    return done;
}

Expected<void> makeFile(const fs::path& directory, const fs::path& file) {
    const fs::path making = file.string() + ".making";
    std::error_code error;
    fs::remove(making, error);
    fs::remove(making.string() + "-journal", error);
    auto done = makePrivateFile(making);
    if (done) done = fillNewFile(making);
    if (!done) return done;
    fs::rename(making, file, error);
    if (error) return tl::unexpected(systemFault("rename " + making.string(), error.value()));
    return syncDirectory(directory);
}

/// SQLite answers a file that is no database, or another program's, only when asked for something.
tl::expected<void, OpenFailure> checkKind(SqliteHandle& database) {
    const auto application = database.numberOf("PRAGMA application_id");
    if (!application) return tl::unexpected(failure(application.error()));
    if (*application != applicationId) return tl::unexpected(damage("the file is not a ledger"));
    const auto version = database.numberOf("PRAGMA user_version");
    if (!version) return tl::unexpected(failure(version.error()));
    if (*version > schemaVersion)
        return tl::unexpected(
            OpenFailure{OpenProblem::TooNew,
                        {FaultCode::NotAllowed, "the file has schema " + std::to_string(*version) +
                                                    ", this program knows up to " +
                                                    std::to_string(schemaVersion)}});
    if (auto migrated = migrate(database, *version); !migrated)
        return tl::unexpected(failure(std::move(migrated.error())));
    return {};
}

Expected<bool> notedClean(SqliteHandle& database) {
    bool isClean = false;
    auto done = database.each(
        Query::ReadMeta,
        [&](const Row& row) {
            isClean = row.view(0) == "1";
            return Expected<void>();
        },
        std::string_view("clean"));
    if (!done) return tl::unexpected(std::move(done.error()));
    return isClean;
}

/// The log of the last run is needed after an unclean stop. Without it acknowledged orders would be
/// missing quietly.
constexpr const char* logMissing =
    "the last run was not closed and its write-ahead log (delivery.db-wal) is missing";

}  // namespace

tl::expected<DirectoryLock, OpenFailure> DirectoryLock::take(const fs::path& directory) {
    const fs::path file = directory / SqliteLedger::lockName;
    const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) return tl::unexpected(failure(systemFault(file.string(), errno)));
    DirectoryLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK)
        return tl::unexpected(OpenFailure{
            OpenProblem::Locked, {FaultCode::NotAllowed, "another server holds " + file.string()}});
    return tl::unexpected(failure(systemFault(file.string(), errno)));
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

DirectoryLock::~DirectoryLock() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

tl::expected<OpenedFile, OpenFailure> openFile(const fs::path& directory) {
    const fs::path file = directory / SqliteLedger::fileName;
    std::error_code error;
    const bool hasLog = fs::exists(file.string() + "-wal", error);
    const bool made = !fs::exists(file, error);
    if (error) return tl::unexpected(failure(systemFault(file.string(), error.value())));
    if (made && hasLog)
        return tl::unexpected(damage("the file is missing, only its write-ahead log is there"));
    if (made) {
        if (auto done = makeFile(directory, file); !done)
            return tl::unexpected(failure(std::move(done.error())));
    } else if (fs::file_size(file, error) == 0) {
        return tl::unexpected(damage("the file is empty"));
    }
    auto database = SqliteHandle::open(file, SqliteHandle::Access::Write);
    if (!database) return tl::unexpected(failure(std::move(database.error())));
    // Checked before the file is touched: refusing must leave it as it was found.
    if (auto known = checkKind(*database); !known) return tl::unexpected(std::move(known.error()));
    const auto isClean = notedClean(*database);
    if (!isClean) return tl::unexpected(failure(isClean.error()));
    if (!*isClean && !hasLog) return tl::unexpected(damage(logMissing));
    const auto mode = database->textOf("PRAGMA journal_mode=WAL");
    if (!mode) return tl::unexpected(failure(mode.error()));
    if (*mode != "wal")
        return tl::unexpected(
            failure({FaultCode::NotAllowed, "this file system has no write-ahead log"}));
    return OpenedFile{
        .database = std::move(*database), .made = made, .afterUncleanStop = !*isClean};
}

Expected<void> noteClean(SqliteHandle& database, bool isClean) {
    return database.run(Query::PutMeta, std::string_view("clean"),
                        std::string_view(isClean ? "1" : "0"));
}

Expected<void> syncDirectory(const fs::path& directory) {
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return tl::unexpected(systemFault(directory.string(), errno));
    const int result = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    if (result != 0)
        return tl::unexpected(Fault{FaultCode::DiskBroken,
                                    std::string("fsync of a directory: ") + std::strerror(reason)});
    return {};
}

Expected<void> makePrivateFile(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) return tl::unexpected(systemFault(file.string(), errno));
    ::close(descriptor);
    return {};
}

}  // namespace delivery::ledger
