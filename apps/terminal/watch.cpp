#include "apps/terminal/watch.h"

#include <QEventLoop>
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "apps/kit/freshness.h"
#include "apps/kit/live_feed.h"
#include "apps/kit/roles.h"
#include "apps/terminal/board.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/table.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::LiveFeed;
using Way = LiveFeed::Way;

/// After this long without an answer the server counts as gone.
constexpr std::int64_t patienceMs = 60'000;

QString wayText(Way way, const Screen& screen) {
    switch (way) {
        case Way::Broker:
            return screen.say("실시간 (MQTT)", "live (MQTT)");
        case Way::Socket:
            return screen.say("실시간 (WebSocket)", "live (WebSocket)");
        case Way::Asking:
            return screen.say("물어보는 중", "asking");
        case Way::Searching:
            return screen.say("연결 중", "connecting");
        case Way::Off:
            break;
    }
    return screen.say("꺼짐", "off");
}

bool isOverFor(const QString& role, const QString& state) {
    return isOver(state) || (role == "rider" && state == "Delivered");
}

class Watcher {
  public:
    Watcher(Counter& counter, const WatchWords& words, kit::Grant grant)
        : m_counter(counter),
          m_screen(counter.screen()),
          m_words(words),
          m_grant(std::move(grant)),
          m_book(kit::resourceOf(m_grant.role)),
          m_feed(counter.session(), counter.gateway(), m_book, counter.surroundings(),
                 rulesFor(words)),
          m_isBoard(!m_screen.isJson() && Board::isTerminal()),
          m_stays(!words.order && (words.stays || m_isBoard)) {}

    Exit run();

  private:
    struct Watched {
        QString state = {};
        QString refund = {};
        bool isOver = false;
    };

    static kit::LiveRules rulesFor(const WatchWords& words) {
        kit::LiveRules rules;
        rules.askEvery = words.interval;
        rules.tick = std::min(rules.tick, words.interval);
        return rules;
    }
    std::optional<Exit> lookFirst();
    bool concerns(const kit::Representation& order) const;
    void look(std::int64_t id);
    void show(const kit::Representation& order);
    void draw();
    void listenFor(Way way);
    void leaveIfOver();
    void leave(Exit exit);

    Counter& m_counter;
    const Screen& m_screen;
    WatchWords m_words;
    kit::Grant m_grant;
    kit::OrderBook m_book;
    LiveFeed m_feed;
    bool m_isBoard;
    bool m_stays;
    Board m_board;
    QEventLoop m_loop;
    Exit m_exit = Exit::Done;
    bool m_isLeaving = false;
    std::map<std::int64_t, Watched> m_watched;
    /// When the server was first not heard of; 0 while it is.
    std::int64_t m_silentSince = 0;
    bool m_hasNotedSilence = false;
};

/// The first look says what is wrong; later ones forgive a server that restarts.
std::optional<Exit> Watcher::lookFirst() {
    const QString collection = kit::pathOf(m_book.resource());
    if (m_words.order) {
        const Told told = m_counter.read(collection + '/' + QString::number(*m_words.order));
        if (!told) return told.error();
        m_book.apply(*told, kit::Road::Push);
        return std::nullopt;
    }
    const QString open = m_grant.role == "store" ? QStringLiteral("view=open&") : QString();
    const Told told = m_counter.readAll(collection + '?' + open + "size=100");
    if (!told) return told.error();
    for (const kit::Representation& order : told->embedded()) {
        m_book.apply(order, kit::Road::Push);
    }
    if (m_watched.empty() && !m_stays && !m_screen.isJson()) {
        m_screen.line(m_screen.say("진행 중인 주문이 없습니다.", "No order is under way."));
    }
    return std::nullopt;
}

Exit Watcher::run() {
    QObject::connect(&m_book, &kit::OrderBook::added, &m_loop, [this](qint64 id) { look(id); });
    QObject::connect(&m_book, &kit::OrderBook::changed, &m_loop, [this](qint64 id) { look(id); });
    QObject::connect(&m_book, &kit::OrderBook::removed, &m_loop, [this](qint64 id) {
        const auto watched = m_watched.find(id);
        if (watched != m_watched.end()) watched->second.isOver = true;
        if (m_loop.isRunning()) leaveIfOver();
    });
    if (const auto wrong = lookFirst()) return *wrong;
    leaveIfOver();
    if (m_isLeaving) return m_exit;

    QObject::connect(&m_feed, &LiveFeed::wayChanged, &m_loop, [this](Way way) { listenFor(way); });
    QObject::connect(&m_feed, &LiveFeed::aged, &m_loop, [this] {
        listenFor(m_feed.way());
        draw();
    });
    QObject::connect(&m_feed, &LiveFeed::signInNeeded, &m_loop, [this] {
        m_screen.note(m_screen.say("로그인이 끝났습니다. 다시 로그인해 주세요.",
                                   "The session has ended. Sign in again."));
        leave(Exit::Refused);
    });
    m_feed.start();
    draw();
    m_loop.exec();
    m_feed.stop();
    return m_exit;
}

/// A rider's list also holds what anybody may pick, which belongs on the board.
bool Watcher::concerns(const kit::Representation& order) const {
    if (m_words.order) return order.number("id") == *m_words.order;
    return m_grant.role != "rider" || m_isBoard || order.text("riderId") == m_counter.user();
}

/// Shows the order if it has changed since the last look.
void Watcher::look(std::int64_t id) {
    const auto order = m_book.find(id);
    if (!order || !concerns(*order)) return;
    const QString state = order->text("state");
    const QString refund = order->text("refund");
    const bool isOverNow = isOverFor(m_grant.role, state);
    const auto known = m_watched.find(id);
    // What was over before anybody looked is no news.
    if (known == m_watched.end() && isOverNow && !m_words.order) return;
    Watched& watched = m_watched[id];
    const bool isNews = state != watched.state || refund != watched.refund;
    watched = {state, refund, isOverNow};
    if (isNews) show(*order);
    if (m_loop.isRunning()) leaveIfOver();
}

void Watcher::show(const kit::Representation& order) {
    if (m_screen.isJson()) {
        m_screen.json(order);
    } else if (m_isBoard) {
        draw();
    } else {
        showChange(order, m_screen);
    }
}

/// What is under way, oldest first, and what ended while somebody watched.
void Watcher::draw() {
    if (!m_isBoard || m_feed.way() == Way::Off) return;
    const auto say = [this](const char* korean, const char* english) {
        return m_screen.say(korean, english);
    };
    const auto language = m_screen.language() == Language::Korean ? delivery::Language::Korean
                                                                  : delivery::Language::English;
    QStringList lines{QStringLiteral("%1  %2  %3")
                          .arg(m_counter.user(), wayText(m_feed.way(), m_screen),
                               kit::freshnessText(m_feed.age(), language))};
    Table table({{say("주문", "order"), Table::Side::Right},
                 {say("바뀜", "changed")},
                 {say("상태", "state")},
                 {say("음식", "dishes")},
                 {say("약속", "ready by")},
                 {say("라이더", "rider")},
                 {say("할 수 있는 일", "you may")}});
    for (const auto& [id, watched] : m_watched) {
        const auto order = m_book.find(id);
        if (!order) continue;
        table.addRow({QString::number(id), seoulTime(order->text("changedAt")),
                      statusText(*order, m_screen), dishesText(*order),
                      order->has("readyBy") ? seoulTime(order->text("readyBy")) : QString(),
                      order->text("riderId"), transitionsText(*order)});
    }
    lines << (table.isEmpty()
                  ? QStringList{say("진행 중인 주문이 없습니다.", "No order is under way.")}
                  : table.lines());
    m_board.draw(lines);
}

void Watcher::listenFor(Way way) {
    if (way != Way::Searching) {
        m_silentSince = 0;
        m_hasNotedSilence = false;
        return;
    }
    const std::int64_t now = m_counter.surroundings().uptimeMilliseconds();
    if (m_silentSince == 0) m_silentSince = now;
    // Before the first answer there is nothing to be noted yet.
    if (!m_hasNotedSilence && !m_isBoard && now - m_silentSince > 1'000) {
        m_hasNotedSilence = true;
        m_screen.note(m_screen.say("서버가 답하지 않습니다. 계속 물어봅니다.",
                                   "The server does not answer. Asking on."));
    }
    if (now - m_silentSince >= patienceMs && !m_isBoard) leave(Exit::Unreachable);
}

void Watcher::leaveIfOver() {
    const bool isAllOver = std::all_of(m_watched.begin(), m_watched.end(),
                                       [](const auto& one) { return one.second.isOver; });
    if (isAllOver && !m_stays) leave(Exit::Done);
}

void Watcher::leave(Exit exit) {
    if (m_isLeaving) return;
    m_isLeaving = true;
    m_exit = exit;
    m_loop.quit();
}

}  // namespace

Exit watch(Counter& counter, const WatchWords& words) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    return Watcher(counter, words, *grant).run();
}

}  // namespace delivery::terminal
