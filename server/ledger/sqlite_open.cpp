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

#include "server/ledger/seal.h"

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
    const bool isDamaged = fault.code == FaultCode::Damaged || fault.code == FaultCode::Unreadable;
    return {isDamaged ? OpenProblem::Damaged : OpenProblem::Broken, std::move(fault)};
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

Expected<void> putMeta(SqliteHandle& database, std::string_view name, std::string_view value) {
    return database.run(Query::PutMeta, name, value, sealOfMeta(name, value));
}

}  // namespace

Expected<void> nameInstall(SqliteHandle& database) {
    return putMeta(database, "install", drawnInstall());
}

namespace {

Expected<void> fillNewFile(const fs::path& file) {
    auto database = SqliteHandle::open(file, SqliteHandle::Access::Make);
    if (!database) return tl::unexpected(std::move(database.error()));
    auto done = database->script("PRAGMA synchronous=FULL; PRAGMA application_id=" +
                                 std::to_string(applicationId));
    if (done) done = migrate(*database, 0);
    if (done) done = nameInstall(*database);
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

/// Answers the number of the file's schema. SQLite notices a file that is no database, or another
/// program's, only when asked for something.
tl::expected<std::int64_t, OpenFailure> checkKind(SqliteHandle& database) {
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
    return *version;
}

Expected<bool> notedClean(SqliteHandle& database) {
    bool isClean = false;
    auto done = database.each(
        Query::ReadMeta,
        [&](const Row& row) {
            if (sealOfMeta("clean", row.view(0)) != row.number(1))
                return Expected<void>(tl::unexpected(
                    Fault{FaultCode::Damaged, "a row of meta does not fit its seal"}));
            isClean = row.view(0) == "1";
            return Expected<void>();
        },
        std::string_view("clean"));
    if (!done) return tl::unexpected(std::move(done.error()));
    return isClean;
}

/// A file without a log must say by itself that it was closed: otherwise its log is lost, and
/// acknowledged orders with it. Asked without opening the file for writing, which would make an
/// empty log.
tl::expected<void, OpenFailure> checkAlone(const fs::path& file) {
    auto alone = SqliteHandle::open(file, SqliteHandle::Access::Alone);
    if (!alone) return tl::unexpected(failure(std::move(alone.error())));
    if (auto known = checkKind(*alone); !known) return tl::unexpected(std::move(known.error()));
    const auto isClean = notedClean(*alone);
    if (!isClean) return tl::unexpected(failure(isClean.error()));
    if (!*isClean)
        return tl::unexpected(damage(
            "the last run was not closed and its write-ahead log, delivery.db-wal, is missing"));
    return {};
}

/// The file is noted as being written to before its log gets anything but that note, and as clean
/// after the log was emptied. So a log beside a file that calls itself clean holds nothing, or
/// belongs to a file that stood here before a backup was put back; replaying it would mix the two.
bool isForeign(const fs::path& fileBesideLog) {
    auto alone = SqliteHandle::open(fileBesideLog, SqliteHandle::Access::Alone);
    return alone && notedClean(*alone).value_or(false);
}

tl::expected<OpenedFile, OpenFailure> openChecked(const fs::path& file, bool made) {
    auto database = SqliteHandle::open(file, SqliteHandle::Access::Write);
    if (!database) return tl::unexpected(failure(std::move(database.error())));
    const auto schema = checkKind(*database);
    if (!schema) return tl::unexpected(schema.error());
    const auto isClean = notedClean(*database);
    if (!isClean) return tl::unexpected(failure(isClean.error()));
    if (auto migrated = migrate(*database, *schema); !migrated)
        return tl::unexpected(failure(std::move(migrated.error())));
    const auto mode = database->textOf("PRAGMA journal_mode=WAL");
    if (!mode) return tl::unexpected(failure(mode.error()));
    if (*mode != "wal")
        return tl::unexpected(
            failure({FaultCode::NotAllowed, "this file system has no write-ahead log"}));
    return OpenedFile{
        .database = std::move(*database), .made = made, .afterUncleanStop = !*isClean};
}

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
    const fs::path log = file.string() + "-wal";
    std::error_code error;
    const bool hasLog = fs::exists(log, error);
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
    if (!hasLog) {
        if (auto checked = checkAlone(file); !checked)
            return tl::unexpected(std::move(checked.error()));
    } else if (isForeign(file)) {
        fs::rename(log, log.string() + ".aside", error);
        if (error)
            return tl::unexpected(failure(systemFault("setting a log aside", error.value())));
    }
    return openChecked(file, made);
}

Expected<void> noteClean(SqliteHandle& database, bool isClean) {
    return putMeta(database, "clean", isClean ? "1" : "0");
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
