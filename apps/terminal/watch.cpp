#include "apps/terminal/watch.h"

#include <algorithm>
#include <vector>

#include "apps/kit/problem.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"

namespace delivery::terminal {
namespace {

/// After this long without an answer the server counts as gone.
constexpr std::chrono::milliseconds patience{60'000};

struct Watched {
    QString id;
    QString state = {};
    QString refund = {};
    bool isOver = false;
};

/// Each role looks at an order through its own resource.
QString collectionOf(const QString& role) {
    if (role == "store") return QStringLiteral("/foodCookings");
    if (role == "rider") return QStringLiteral("/deliveries");
    return QStringLiteral("/orders");
}

bool isOverFor(const QString& role, const QString& state) {
    return isOver(state) || (role == "rider" && state == "Delivered");
}

tl::expected<std::vector<Watched>, Exit> underWay(Counter& counter, const QString& role,
                                                  const QString& collection) {
    const QString open = role == "store" ? QStringLiteral("view=open&") : QString();
    const Told told = counter.readAll(collection + '?' + open + "size=100");
    if (!told) return tl::unexpected(told.error());
    std::vector<Watched> watched;
    for (const kit::Representation& order : told->embedded()) {
        // A rider's list also holds what somebody else may pick.
        const bool isOthers = role == "rider" && order.text("riderId") != counter.user();
        if (isOthers || isOverFor(role, order.text("state"))) continue;
        watched.push_back({.id = order.text("id")});
    }
    return watched;
}

/// Shows the order if it has changed since the last look.
void look(Watched& watched, const kit::Representation& order, const QString& role,
          const Screen& screen) {
    const QString state = order.text("state");
    const QString refund = order.text("refund");
    if (state != watched.state || refund != watched.refund) {
        if (screen.isJson()) {
            screen.json(order);
        } else {
            showChange(order, screen);
        }
    }
    watched.state = state;
    watched.refund = refund;
    watched.isOver = isOverFor(role, state);
}

}  // namespace

Exit watch(Counter& counter, const WatchWords& words) {
    const Screen& screen = counter.screen();
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    const QString collection = collectionOf(grant->role);
    std::vector<Watched> all;
    if (words.order) {
        all.push_back({.id = QString::number(*words.order)});
    } else {
        const auto found = underWay(counter, grant->role, collection);
        if (!found) return found.error();
        all = *found;
        if (all.empty() && !screen.isJson()) {
            screen.line(screen.say("진행 중인 주문이 없습니다.", "No order is under way."));
        }
    }

    std::chrono::milliseconds unanswered{0};
    bool isFirstRound = true;
    while (std::any_of(all.begin(), all.end(), [](const Watched& one) { return !one.isOver; })) {
        if (!isFirstRound) counter.rest(words.interval);
        for (Watched& one : all) {
            if (one.isOver) continue;
            const QString path = collection + '/' + one.id;
            if (isFirstRound) {
                // The first look says what is wrong; later ones forgive a server that restarts.
                const Told told = counter.read(path);
                if (!told) return told.error();
                look(one, *told, grant->role, screen);
                continue;
            }
            const kit::Outcome outcome = counter.readQuietly(path);
            const auto order = outcome && outcome->isDone()
                                   ? kit::Representation::parse(outcome->body)
                                   : std::nullopt;
            if (order) {
                unanswered = std::chrono::milliseconds{0};
                look(one, *order, grant->role, screen);
                continue;
            }
            const bool isRefused = outcome && outcome->status >= 400 && outcome->status < 500 &&
                                   outcome->status != 408 && outcome->status != 429;
            if (isRefused) {
                screen.problem(kit::problemOf(*outcome));
                return Exit::Refused;
            }
            if (unanswered.count() == 0) {
                screen.note(screen.say("서버가 답하지 않습니다. 계속 물어봅니다.",
                                       "The server does not answer. Asking on."));
            }
            unanswered += std::max(words.interval, std::chrono::milliseconds{100});
            if (unanswered >= patience) return Exit::Unreachable;
        }
        isFirstRound = false;
    }
    return Exit::Done;
}

}  // namespace delivery::terminal
