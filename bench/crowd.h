#pragma once
/// Many people who place orders one after the other, each on a connection of their own.

#include <QByteArray>
#include <chrono>
#include <cstddef>
#include <vector>

namespace delivery::bench {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// One order as its customer saw it.
struct Placed {
    /// 0: nobody answered.
    int status = 0;
    qint64 order = 0;
    Milliseconds took{};
};

struct Crowd {
    std::size_t users = 100;
    std::chrono::seconds lasts{60};
    /// From one answer to the next order.
    std::chrono::milliseconds thinks{1'000};
    /// An answer is in time within this: the server itself waits two seconds for the payment.
    Milliseconds inTime{2'500};
};

/// Blocks until everybody has heard their last answer. Tokens are shared out among the users.
[[nodiscard]] std::vector<Placed> placeOrders(quint16 port, const std::vector<QByteArray>& tokens,
                                              const Crowd& crowd);

}  // namespace delivery::bench
