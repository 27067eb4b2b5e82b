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
    }
    m_wake.notify_all();
    for (auto& thread : m_threads) {
        if (thread.joinable()) thread.join();
    }
    m_threads.clear();
    m_readers.clear();
}

bool ReaderPool::submit(Shift::ReadJob job) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isOpen || m_jobs.size() >= m_limits.readsQueuedMax) return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void ReaderPool::work(desk::LedgerReader& reader) {
    while (true) {
        Shift::ReadJob job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return !m_isOpen || !m_jobs.empty(); });
            if (m_jobs.empty()) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job(reader);
    }
}

}  // namespace delivery::shift
