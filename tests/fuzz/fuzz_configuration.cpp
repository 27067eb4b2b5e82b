/// Configuration files out of any bytes: read, or refused with file, key and reason.

#include <sys/mman.h>
#include <unistd.h>

#include "server/compose/configuration.h"
#include "tests/fuzz/fuzzed.h"

using namespace delivery;

namespace {

/// A file in memory: nothing is left behind.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view text) : m_descriptor(memfd_create("configuration", 0)) {
        fuzz::promise(m_descriptor >= 0, "there is a file in memory");
        const auto written = write(m_descriptor, text.data(), text.size());
        fuzz::promise(written == static_cast<ssize_t>(text.size()), "it holds the text");
    }
    ~MemoryFile() { close(m_descriptor); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    [[nodiscard]] std::string path() const {
        return "/proc/self/fd/" + std::to_string(m_descriptor);
    }

  private:
    int m_descriptor;
};

void said(const compose::Wrong& wrong) {
    fuzz::promise(!wrong.reason.empty(), "what is wrong is said");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile file(fuzz::textOf(data, size));
    for (const bool isDemo : {false, true}) {
        auto read = compose::readConfiguration(file.path(), isDemo);
        if (!read) {
            said(read.error());
            continue;
        }
        const auto completed = compose::complete(*read, file.path(), isDemo);
        if (!completed) said(completed.error());
    }
    return 0;
}
