// How long a change is on its way: from the answer to whoever made it until it is in the order book
// of somebody else's program, over MQTT and over WebSocket, in the same run.

#include <QCoreApplication>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "bench/figure.h"
#include "tests/apps/kit_ear.h"
#include "tests/support/real_city.h"

namespace delivery::bench {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
/// One version of one order.
using Change = std::pair<qint64, qint64>;
using Times = std::map<Change, Clock::time_point>;

constexpr int usualSeconds = 20;
constexpr std::chrono::milliseconds betweenCommands{10};
constexpr std::chrono::seconds patience{30};

/// Runs the event loop until it is so, or for nothing.
bool until(const std::function<bool()>& isSo) {
    const auto end = Clock::now() + patience;
    QTimer wakes;
    wakes.start(1);
    while (!isSo()) {
        if (Clock::now() > end) return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// Orders that are placed, cooked and given up, one step after the other; says when each was
/// answered.
Times work(tests::RealCity& city, std::chrono::seconds lasts) {
    auto song = city.as("song");
    auto store = city.as("store1");
    Times answered;
    const auto note = [&](const tests::HttpAnswer& answer) {
        const auto now = Clock::now();
        if (answer.status / 100 != 2) return qint64{0};
        const json order = answer.json();
        const auto id = order.at("id").get<qint64>();
        answered[{id, order.at("version").get<qint64>()}] = now;
        std::this_thread::sleep_for(betweenCommands);
        return id;
    };
    const auto end = Clock::now() + lasts;
    while (Clock::now() < end) {
        const qint64 id = note(song->post(
            "/orders",
            json{{"foodId", "탕수육"}, {"qty", 1}, {"address", "서울 용산구 용산동 1-1"}}));
        const QByteArray ticket = "/foodCookings/" + QByteArray::number(id);
        note(store->put(ticket + "/accept", {{"cookMinutes", 20}}));
        note(store->put(ticket + "/start"));
        note(store->put(ticket + "/finish"));
        note(store->put(ticket + "/cancel", {{"reason", "끝"}}));
    }
    return answered;
}

/// Somebody's program that only listens.
struct Listener {
    Listener(tests::RealCity& city, bool byBroker)
        : ear(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(city.port())), "song", "customer",
              kit::LiveRules{.usesBroker = byBroker}) {
        for (const auto signal : {&kit::OrderBook::added, &kit::OrderBook::changed}) {
            QObject::connect(&ear.book, signal, &ear.book, [this](qint64 id) {
                arrived.try_emplace({id, ear.book.find(id)->number("version")}, Clock::now());
            });
        }
        ear.feed.start();
    }
    test::KitEar ear;
    Times arrived;
};

/// Sorted; who heard it before the one who did it had to wait for nothing.
std::vector<double> waits(const Times& answered, const Times& arrived) {
    std::vector<double> all;
    for (const auto& [change, at] : answered) {
        const auto heard = arrived.find(change);
        if (heard == arrived.end()) continue;
        all.push_back(std::max(0.0, Milliseconds(heard->second - at).count()));
    }
    std::ranges::sort(all);
    return all;
}

double at(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * share)];
}

}  // namespace

std::vector<Figure> live(const Wanted& wanted) {
    int count = 1;
    char name[] = "delivery-bench";
    char* words[] = {name, nullptr};
    const QCoreApplication application(count, words);
    tests::RealCity city;
    Listener broker(city, true);
    Listener socket(city, false);
    using Way = kit::LiveFeed::Way;
    const bool isLive = until([&] {
        return broker.ear.feed.way() == Way::Broker && socket.ear.feed.way() == Way::Socket;
    });
    if (!isLive) qFatal("a road did not open");
    Times answered;
    std::atomic<bool> isDone = false;
    std::thread worker([&] {
        answered = work(city, std::chrono::seconds(wanted.seconds.value_or(usualSeconds)));
        isDone = true;
    });
    const auto end = [&] { return isDone.load(); };
    while (!until(end)) {
    }
    worker.join();
    const auto hasAll = [&](const Times& arrived) {
        return std::ranges::all_of(answered,
                                   [&](const auto& one) { return arrived.contains(one.first); });
    };
    static_cast<void>(until([&] { return hasAll(broker.arrived) && hasAll(socket.arrived); }));
    const auto byBroker = waits(answered, broker.arrived);
    const auto bySocket = waits(answered, socket.arrived);
    const auto missing = [&](const std::vector<double>& heard) {
        return static_cast<double>(answered.size() - heard.size());
    };
    return {
        {"live.changes", static_cast<double>(byBroker.size()), "count",
         static_cast<double>(bySocket.size())},
        {"live.not_heard", missing(byBroker), "count", missing(bySocket)},
        {"live.wait_median", at(byBroker, 0.5), "ms", at(bySocket, 0.5)},
        {"live.wait_p99", at(byBroker, 0.99), "ms", at(bySocket, 0.99)},
        {"live.wait_longest", at(byBroker, 1), "ms", at(bySocket, 1)},
    };
}

}  // namespace delivery::bench
