#include "tests/server/failing_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstring>

namespace delivery::tests {

namespace {

using Failure = FailingDisk::Failure;

struct Plan {
    std::atomic<bool> isArmed = false;
    std::atomic<std::int64_t> passes = 0;
    std::atomic<std::int64_t> operations = 0;
    std::atomic<bool> hasFailed = false;
    std::atomic<Failure> failure = Failure::Dies;
    std::atomic<std::int64_t> syncs = 0;
};
Plan plan;
sqlite3_vfs* real = nullptr;
sqlite3_vfs shim;

enum class Operation { Write, Sync };

/// What this operation answers instead of being done; SQLITE_OK: it is done.
int struck(Operation operation) {
    if (!plan.isArmed) return SQLITE_OK;
    const Failure failure = plan.failure;
    if (failure == Failure::FailsToSync && operation != Operation::Sync) return SQLITE_OK;
    if (failure == Failure::IsFull && operation != Operation::Write) return SQLITE_OK;
    ++plan.operations;
    if (plan.passes-- > 0) return SQLITE_OK;
    if (failure == Failure::FailsToSync && plan.hasFailed) return SQLITE_OK;
    plan.hasFailed = true;
    if (failure == Failure::IsFull) return SQLITE_FULL;
    return operation == Operation::Sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
}

/// SQLite's file object with the real one behind it.
struct File {
    sqlite3_file base;
    sqlite3_file* inner;
};

sqlite3_file* inner(sqlite3_file* file) { return reinterpret_cast<File*>(file)->inner; }

int closeFile(sqlite3_file* file) { return inner(file)->pMethods->xClose(inner(file)); }
int readFile(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    return inner(file)->pMethods->xRead(inner(file), to, amount, offset);
}
int writeFile(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    if (const int failed = struck(Operation::Write); failed != SQLITE_OK) return failed;
    return inner(file)->pMethods->xWrite(inner(file), from, amount, offset);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    return inner(file)->pMethods->xTruncate(inner(file), size);
}
/// A sync that works is left out: no test here takes the power away, and real ones cost minutes.
int syncFile(sqlite3_file*, int) {
    ++plan.syncs;
    return struck(Operation::Sync);
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
    return inner(file)->pMethods->xFileSize(inner(file), size);
}
int lockFile(sqlite3_file* file, int level) {
    return inner(file)->pMethods->xLock(inner(file), level);
}
int unlockFile(sqlite3_file* file, int level) {
    return inner(file)->pMethods->xUnlock(inner(file), level);
}
int checkReserved(sqlite3_file* file, int* result) {
    return inner(file)->pMethods->xCheckReservedLock(inner(file), result);
}
int control(sqlite3_file* file, int operation, void* argument) {
    return inner(file)->pMethods->xFileControl(inner(file), operation, argument);
}
int sectorSize(sqlite3_file* file) { return inner(file)->pMethods->xSectorSize(inner(file)); }
int characteristics(sqlite3_file* file) {
    return inner(file)->pMethods->xDeviceCharacteristics(inner(file));
}
int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
    return inner(file)->pMethods->xShmMap(inner(file), page, size, extend, to);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags) {
    return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}
void shmBarrier(sqlite3_file* file) { inner(file)->pMethods->xShmBarrier(inner(file)); }
int shmUnmap(sqlite3_file* file, int remove) {
    return inner(file)->pMethods->xShmUnmap(inner(file), remove);
}

const sqlite3_io_methods methods{2,          closeFile,  readFile,        writeFile,  truncateFile,
                                 syncFile,   sizeOfFile, lockFile,        unlockFile, checkReserved,
                                 control,    sectorSize, characteristics, shmMap,     shmLock,
                                 shmBarrier, shmUnmap,   nullptr,         nullptr};

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    auto* outer = reinterpret_cast<File*>(file);
    outer->inner = reinterpret_cast<sqlite3_file*>(outer + 1);
    std::memset(outer->inner, 0, static_cast<std::size_t>(real->szOsFile));
    const int result = real->xOpen(real, name, outer->inner, flags, outFlags);
    outer->base.pMethods = outer->inner->pMethods == nullptr ? nullptr : &methods;
    return result;
}

}  // namespace

FailingDisk::FailingDisk() {
    real = sqlite3_vfs_find(nullptr);
    shim = *real;
    shim.zName = "failing-disk";
    shim.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    shim.xOpen = openFile;
    const int result = sqlite3_vfs_register(&shim, 1);
    assert(result == SQLITE_OK);
    static_cast<void>(result);
    plan.syncs = 0;
    room();
}

FailingDisk::~FailingDisk() {
    sqlite3_vfs_unregister(&shim);
    sqlite3_vfs_register(real, 1);
}

void FailingDisk::failAfter(std::int64_t passes, Failure failure) {
    plan.failure = failure;
    plan.passes = passes;
    plan.operations = 0;
    plan.hasFailed = false;
    plan.isArmed = true;
}

void FailingDisk::room() { plan.isArmed = false; }

std::int64_t FailingDisk::operations() { return plan.operations; }

bool FailingDisk::hasFailed() { return plan.hasFailed; }

std::int64_t FailingDisk::syncs() { return plan.syncs; }

}  // namespace delivery::tests
