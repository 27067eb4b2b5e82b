// Preloaded into a program: kills it before its call number DELIVERY_DIES_BEFORE of those that
// anybody else can see the effect of, so that a test can stand at every boundary of a run.

#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

void count() {
    static const char* const given = std::getenv("DELIVERY_DIES_BEFORE");
    static const long last = given == nullptr ? 0 : std::strtol(given, nullptr, 10);
    static std::atomic<long> calls{0};
    if (++calls == last) ::kill(::getpid(), SIGKILL);
}

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
    count();
    return real<ssize_t(int, const void*, size_t)>("write")(file, bytes, size);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
    count();
    return real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64")(file, bytes, size, at);
}
ssize_t send(int socket, const void* bytes, size_t size, int flags) {
    count();
    return real<ssize_t(int, const void*, size_t, int)>("send")(socket, bytes, size, flags);
}
ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    count();
    return real<ssize_t(int, const msghdr*, int)>("sendmsg")(socket, message, flags);
}
ssize_t recv(int socket, void* bytes, size_t size, int flags) {
    count();
    return real<ssize_t(int, void*, size_t, int)>("recv")(socket, bytes, size, flags);
}
int fdatasync(int file) {
    count();
    return real<int(int)>("fdatasync")(file);
}
int fsync(int file) {
    count();
    return real<int(int)>("fsync")(file);
}
int ftruncate64(int file, off64_t size) noexcept {
    count();
    return real<int(int, off64_t)>("ftruncate64")(file, size);
}
int unlink(const char* path) noexcept {
    count();
    return real<int(const char*)>("unlink")(path);
}
// What stdio writes goes through no call that could be caught; its flush can.
int fflush(std::FILE* file) {
    count();
    return real<int(std::FILE*)>("fflush")(file);
}
}
