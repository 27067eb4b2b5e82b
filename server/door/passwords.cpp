#include "server/door/passwords.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <sodium.h>

namespace delivery::door {

std::optional<std::string> hashedPassword(const std::string& password) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const int made =
        crypto_pwhash_str(hash.data(), password.data(), password.size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    if (made != 0) return std::nullopt;
    return std::string{hash.data()};
}

struct PasswordBench::Inside {
    std::mutex mutex;
    std::condition_variable woken;
    std::deque<std::function<void()>> waiting;
    std::size_t waitingMax = 0;
    bool leaving = false;
    /// Of a password that nobody knows.
    std::string dummy;
    std::vector<std::thread> threads;

    bool put(std::function<void()> work) {
        {
            const std::lock_guard lock(mutex);
            if (leaving || waiting.size() >= waitingMax) return false;
            waiting.push_back(std::move(work));
        }
        woken.notify_one();
        return true;
    }

    void run() {
        for (;;) {
            std::function<void()> work;
            {
                std::unique_lock lock(mutex);
                woken.wait(lock, [this] { return leaving || !waiting.empty(); });
                if (leaving) return;
                work = std::move(waiting.front());
                waiting.pop_front();
            }
            work();
        }
    }
};

PasswordBench::PasswordBench(int threads, std::size_t waitingMax)
    : m_inside(std::make_unique<Inside>()) {
    m_inside->waitingMax = waitingMax;
    std::array<char, 33> secret{};
    randombytes_buf(secret.data(), secret.size() - 1);
    m_inside->dummy = hashedPassword(std::string(secret.data(), secret.size() - 1)).value_or("");
    for (int i = 0; i < threads; ++i) {
        m_inside->threads.emplace_back([inside = m_inside.get()] { inside->run(); });
    }
}

PasswordBench::~PasswordBench() {
    {
        const std::lock_guard lock(m_inside->mutex);
        m_inside->leaving = true;
    }
    m_inside->woken.notify_all();
    for (std::thread& thread : m_inside->threads) thread.join();
}

bool PasswordBench::verify(std::optional<std::string> hash, std::string password, Verified done) {
    const bool known = hash.has_value();
    return m_inside->put([known, against = known ? std::move(*hash) : m_inside->dummy,
                          secret = std::move(password), done = std::move(done)] {
        const bool fits =
            crypto_pwhash_str_verify(against.c_str(), secret.data(), secret.size()) == 0;
        done(known && fits);
    });
}

bool PasswordBench::hash(std::string password, Hashed done) {
    return m_inside->put(
        [secret = std::move(password), done = std::move(done)] { done(hashedPassword(secret)); });
}

}  // namespace delivery::door
