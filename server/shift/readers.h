#pragma once
/// A few threads that look at what is committed, each with a reader of its own; jobs wait in a
/// bounded queue.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "server/shift/shift.h"

namespace delivery::shift {

class ReaderPool {
  public:
    /// Called on a reader's thread with what a job could not read.
    using OnUnreadable = std::function<void(desk::Unreadable)>;

    ReaderPool(desk::Ledger& ledger, Limits limits, OnUnreadable onUnreadable)
        : m_ledger(ledger), m_limits(limits), m_onUnreadable(std::move(onUnreadable)) {}
    ~ReaderPool() { stop(); }
    ReaderPool(const ReaderPool&) = delete;
    ReaderPool& operator=(const ReaderPool&) = delete;

    [[nodiscard]] Expected<void> start();
    /// Runs what waits for as long as the limits say, joins, and drops the rest.
    void stop();
    [[nodiscard]] bool submit(Shift::ReadJob job, Shift::Dropped dropped);

  private:
    struct Job {
        Shift::ReadJob run;
        Shift::Dropped dropped;
    };
    void work(desk::LedgerReader& reader);
    [[nodiscard]] bool isLate() const;

    desk::Ledger& m_ledger;
    Limits m_limits;
    OnUnreadable m_onUnreadable;
    std::vector<std::unique_ptr<desk::LedgerReader>> m_readers;
    std::vector<std::thread> m_threads;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    std::chrono::steady_clock::time_point m_stopBy;
    bool m_isOpen = false;
};

}  // namespace delivery::shift
