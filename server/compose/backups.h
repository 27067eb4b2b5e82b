#pragma once
/// Copies of the ledger while serving: one at a time, on a thread of its own, into one directory.

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/result.h"

namespace delivery::ledger {
class SqliteLedger;
}

namespace delivery::compose {

/// Any thread. The ledger must outlive it.
class Backups {
  public:
    using Copied = std::function<void(Expected<std::string>)>;

    Backups(ledger::SqliteLedger& ledger, std::filesystem::path directory)
        : m_ledger(ledger), m_directory(std::move(directory)) {}
    /// Gives up what is under way; its wishers hear Busy.
    ~Backups();
    Backups(const Backups&) = delete;
    Backups& operator=(const Backups&) = delete;

    /// Copies into a new file of the directory, given by its name or its path; another place is
    /// NotAllowed. Busy while another copy is made. The same wish (a command's id) asked again
    /// joins the first, or hears what came of it. copied is called once with the path, on any
    /// thread.
    void copy(const std::string& wish, const std::string& file, Copied copied);

  private:
    [[nodiscard]] Expected<std::filesystem::path> placeOf(const std::string& file) const;
    void work(std::filesystem::path file);

    ledger::SqliteLedger& m_ledger;
    std::filesystem::path m_directory;
    std::atomic<bool> m_isGivenUp{false};
    std::mutex m_mutex;
    bool m_isBusy = false;
    std::string m_wish;
    Expected<std::string> m_outcome = std::string{};
    std::vector<Copied> m_waiting;
    std::thread m_thread;
};

}  // namespace delivery::compose
