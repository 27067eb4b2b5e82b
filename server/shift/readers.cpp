#include "server/shift/readers.h"

namespace delivery::shift {

Expected<void> ReaderPool::start() {
    for (int i = 0; i < m_limits.readers; ++i) {
        auto reader = m_ledger.reader();
        if (!reader) return tl::unexpected(reader.error());
        m_readers.push_back(std::move(*reader));
    }
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = true;
    }
    for (auto& reader : m_readers) {
        m_threads.emplace_back([this, &reader] { work(*reader); });
    }
    return {};
}

void ReaderPool::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = false;
        m_stopBy = std::chrono::steady_clock::now() + m_limits.readsAtStop;
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) {
        if (thread.joinable()) thread.join();
    }
    m_threads.clear();
    m_readers.clear();
    const std::deque<Job> left = std::move(m_jobs);
    m_jobs.clear();
    for (const Job& job : left) {
        if (job.dropped) job.dropped();
    }
}

/// Under the lock.
bool ReaderPool::isLate() const {
    return !m_isOpen && std::chrono::steady_clock::now() >= m_stopBy;
}

bool ReaderPool::submit(Shift::ReadJob job, Shift::Dropped dropped) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isOpen || m_jobs.size() >= m_limits.readsQueuedMax) return false;
        m_jobs.push_back({std::move(job), std::move(dropped)});
    }
    m_wake.notify_one();
    return true;
}

void ReaderPool::work(desk::LedgerReader& reader) {
    while (true) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return !m_isOpen || !m_jobs.empty(); });
            if (m_jobs.empty() || isLate()) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job.run(reader);
        for (auto& row : reader.takeUnreadable()) m_onUnreadable(std::move(row));
    }
}

}  // namespace delivery::shift
