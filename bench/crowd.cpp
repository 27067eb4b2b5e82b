#include "bench/crowd.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/blocking_http.h"

namespace delivery::bench {

namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

class Closing {
  public:
    explicit Closing(Clock::time_point at) : m_at(at) {}
    /// False when the time is over.
    bool pause(std::chrono::milliseconds wait) {
        std::unique_lock lock(m_mutex);
        m_wake.wait_until(lock, std::min(m_at, Clock::now() + wait), [] { return false; });
        return Clock::now() < m_at;
    }

  private:
    Clock::time_point m_at;
    std::mutex m_mutex;
    std::condition_variable m_wake;
};

Placed placeOne(tests::BlockingHttp& http) {
    const auto began = Clock::now();
    const auto answer = http.post(
        "/orders", json{{"foodId", "탕수육"}, {"qty", 1}, {"address", "서울 용산구 용산동 1-1"}});
    Placed placed;
    placed.took = Clock::now() - began;
    placed.status = answer.status;
    if (answer.status / 100 == 2) {
        placed.order = answer.json().at("id").get<qint64>();
    } else {
        // The figures count it; why stands beside them.
        qWarning("refused: %d %s", answer.status, answer.body.constData());
    }
    return placed;
}

}  // namespace

std::vector<Placed> placeOrders(quint16 port, const std::vector<QByteArray>& tokens,
                                const Crowd& crowd) {
    Closing closing(Clock::now() + crowd.lasts);
    std::vector<std::vector<Placed>> heard(crowd.users);
    std::vector<std::thread> users;
    for (std::size_t i = 0; i < crowd.users; ++i) {
        users.emplace_back([&, i] {
            tests::BlockingHttp http(port, tokens[i % tokens.size()]);
            // Not all in the same moment.
            const auto first = crowd.thinks * static_cast<int>(i) / static_cast<int>(crowd.users);
            if (!closing.pause(first)) return;
            do heard[i].push_back(placeOne(http));
            while (closing.pause(crowd.thinks));
        });
    }
    for (std::thread& user : users) user.join();
    std::vector<Placed> all;
    for (const auto& one : heard) all.insert(all.end(), one.begin(), one.end());
    return all;
}

}  // namespace delivery::bench
