#pragma once
/// A disk under SQLite that fails at a chosen write, sync or growth: registered as SQLite's default
/// while it lives.

#include <cstdint>
#include <string>

namespace delivery::tests {

class FailingDisk {
  public:
    enum class Failure {
        Dies,         ///< this and everything after it is an I/O error
        IsFull,       ///< no space, from this write on, until room() is called
        FailsToSync,  ///< one fsync fails, the ones after it claim success
    };

    FailingDisk();
    ~FailingDisk();
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;

    /// The operation after `passes` further ones fails.
    void failAfter(std::int64_t passes, Failure failure);
    /// Healthy again.
    void room();
    /// Operations that the failure asked for could have struck since failAfter().
    [[nodiscard]] static std::int64_t operations();
    [[nodiscard]] static bool hasFailed();
    /// All that SQLite has asked for since this was made.
    [[nodiscard]] static std::int64_t syncs();
};

}  // namespace delivery::tests
