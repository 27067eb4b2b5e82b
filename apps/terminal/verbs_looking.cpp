// Verbs that only look: stores, dishes, what is liked, reviews, your orders, notifications, points.

#include "apps/terminal/cards.h"
#include "apps/terminal/code_words.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/list_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Representation;
using Side = Table::Side;

void showStores(const Items& stores, const Screen& screen) {
    Table table({{screen.say("번호", "id"), Side::Right},
                 {screen.say("가게", "store")},
                 {screen.say("상태", "state")},
                 {screen.say("배달비", "fee"), Side::Right},
                 {screen.say("별점", "score"), Side::Right},
                 {screen.say("시간", "hours")},
                 {screen.say("주소", "address")}});
    for (const Representation& store : stores) {
        QString state =
            store.isTrue("open") ? screen.say("영업 중", "open") : screen.say("닫힘", "closed");
        if (store.isTrue("paused")) {
            state = screen.say("멈춤", "paused");
            const QString reason = store.text("pauseReason");
            if (!reason.isEmpty()) state += QStringLiteral(": ") + reason;
        } else if (store.isTrue("pickupOnly")) {
            state += screen.say(" (포장만)", " (pickup only)");
        }
        table.addRow({store.text("id"), store.text("name"), state,
                      screen.won(store.number("deliveryFee")), scoreText(store.fractional("score")),
                      hoursText(store.text("opens"), store.text("closes"), screen.language()),
                      store.text("address")});
    }
    screen.table(table);
}

void showMenu(const Items& foods, const Screen& screen) {
    Table table({{screen.say("번호", "id"), Side::Right},
                 {screen.say("음식", "dish")},
                 {screen.say("값", "price"), Side::Right},
                 {screen.say("남음", "left"), Side::Right},
                 {screen.say("별점", "score"), Side::Right},
                 {screen.say("가게", "store"), Side::Right},
                 {screen.say("옵션", "options")}});
    for (const Representation& food : foods) {
        QStringList groups;
        for (const Representation& group : food.list("options")) {
            QStringList choices;
            for (const Representation& choice : group.list("choices")) {
                choices << choice.text("choice") + (choice.number("price") != 0
                                                        ? "+" + screen.won(choice.number("price"))
                                                        : QString());
            }
            const std::int64_t most = group.number("choicesMax");
            groups << group.text("name") + (most > 1 ? QStringLiteral("[%1]").arg(most) : "") +
                          (group.isTrue("required") ? "*" : "") + '=' + choices.join('|');
        }
        const QString left = food.isTrue("soldOut") ? screen.say("품절", "sold out")
                             : food.has("count")    ? food.text("count")
                                                    : QStringLiteral("-");
        table.addRow({food.text("id"), food.text("name"), screen.won(food.number("price")), left,
                      scoreText(food.fractional("score")), food.text("storeId"),
                      groups.join("; ")});
    }
    screen.table(table);
}

void showTop(const Items& menus, const Screen& screen) {
    Table table({{screen.say("순위", "rank"), Side::Right},
                 {screen.say("음식", "dish")},
                 {screen.say("주문", "orders"), Side::Right},
                 {screen.say("별점", "score"), Side::Right},
                 {screen.say("평가", "ratings"), Side::Right},
                 {screen.say("값", "price"), Side::Right}});
    int rank = 0;
    for (const Representation& menu : menus) {
        table.addRow({QString::number(++rank), menu.text("name"), menu.text("orderCount"),
                      scoreText(menu.fractional("score")), menu.text("ratings"),
                      screen.won(menu.number("price"))});
    }
    screen.table(table);
}

/// "카카오톡 전달됨", "카카오톡 실패 (3104)".
QString channelText(const Representation& channel, const Screen& screen) {
    const QString name = channel.text("channel");
    if (name == "app") return screen.say("앱", "app");
    const QString sent = channel.text("sent");
    const QString reason = channel.text("reason");
    const QString state = sent == "queued"      ? screen.say("보내는 중", "queued")
                          : sent == "accepted"  ? screen.say("접수됨", "accepted")
                          : sent == "delivered" ? screen.say("전달됨", "delivered")
                          : sent == "failed"    ? screen.say("실패", "failed")
                                                : screen.say("보내지 않음", "not sent");
    return screen.say("카카오톡", "KakaoTalk") + ' ' + state +
           (reason.isEmpty() ? QString() : " (" + reason + ")");
}

void showNotices(const Items& notices, const Screen& screen) {
    Table table({{screen.say("시각", "at")},
                 {screen.say("주문", "order"), Side::Right},
                 {screen.say("알림", "message")},
                 {screen.say("길", "channels")}});
    for (const Representation& notice : notices) {
        QStringList channels;
        for (const Representation& one : notice.list("channels")) {
            channels << channelText(one, screen);
        }
        table.addRow({seoulShort(notice.text("at")), notice.text("orderId"), notice.text("message"),
                      channels.join(" · ")});
    }
    screen.table(table);
}

void showReviews(const Items& reviews, const Screen& screen) {
    Table table({{screen.say("시각", "at")},
                 {screen.say("주문", "order"), Side::Right},
                 {screen.say("별", "stars"), Side::Right},
                 {screen.say("평", "text")},
                 {screen.say("답", "answer")}});
    for (const Representation& review : reviews) {
        table.addRow({seoulShort(review.text("at")), review.text("orderId"), review.text("stars"),
                      review.text("text"), review.text("answer")});
    }
    screen.table(table);
}

Exit showAll(Counter& counter, const QString& path, const QString& whenEmpty,
             void (*show)(const Items&, const Screen&)) {
    const Told told = counter.readAll(path);
    if (!told) return told.error();
    showList(*told, counter.screen(), whenEmpty, show);
    return Exit::Done;
}

/// Those that are not over, newest first. However long ago the customer began to order here, one
/// that is open is among the last hundred.
Exit openOrders(Counter& counter) {
    const Told told = counter.read("/myPages?size=100&sort=id,desc");
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    Items open;
    std::size_t over = 0;
    for (const Representation& order : told->embedded()) {
        if (isOver(order.text("state"))) {
            ++over;
        } else {
            open.push_back(order);
        }
    }
    if (open.empty()) {
        screen.line(screen.say("진행 중인 주문이 없습니다.", "No order is under way."));
    } else {
        showOrders(open, screen);
    }
    if (over > 0) {
        screen.note(screen.say("끝난 주문은 delivery orders --all로 봅니다.",
                               "Those that are over: delivery orders --all."));
    }
    return Exit::Done;
}

Exit points(Counter& counter, const ListWords& words) {
    const Told told = counter.readAll(words.addedTo("/points?size=100"));
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    const Language language = screen.language();
    screen.line(screen.say("포인트 잔액: ", "Points: ") +
                pointsText(told->number("balance"), language));
    Table table({{screen.say("시각", "at")},
                 {screen.say("주문", "order"), Side::Right},
                 {screen.say("일", "what")},
                 {screen.say("금액", "amount"), Side::Right},
                 {screen.say("잔액", "balance"), Side::Right}});
    for (const Representation& line : told->embedded()) {
        table.addRow({seoulShort(line.text("at")), line.text("orderId"),
                      eventText(line.text("what"), language),
                      pointsText(line.number("amount"), language),
                      pointsText(line.number("balanceAfter"), language)});
    }
    if (!table.isEmpty()) screen.table(table);
    return Exit::Done;
}

}  // namespace

std::vector<Verb> lookingVerbs() {
    return {
        {"stores",
         "가게를 봅니다",
         "the stores",
         [](CLI::App& app) -> Act {
             auto words = std::make_shared<ListWords>();
             words->narrowBy(app, "--lat", "lat", "내 위도 / your latitude");
             words->narrowBy(app, "--lng", "lng", "내 경도 / your longitude");
             words->sortBy(app, {"id", "score", "distance"});
             return [words](Counter& counter) {
                 return showAll(counter, words->addedTo("/stores?size=100"),
                                counter.screen().say("가게가 없습니다.", "No stores."), showStores);
             };
         },
         {},
         false},
        {"menu",
         "음식을 봅니다 (가게 번호)",
         "the dishes (of a STORE)",
         [](CLI::App& app) -> Act {
             auto store = std::make_shared<std::int64_t>(0);
             auto words = std::make_shared<ListWords>();
             app.add_option("STORE", *store, "가게 번호 / store");
             words->sortBy(app, {"id", "price", "score", "orderCount"});
             return [store, words](Counter& counter) {
                 QString path = QStringLiteral("/foods?size=100");
                 if (*store != 0) path += QStringLiteral("&storeId=%1").arg(*store);
                 return showAll(counter, words->addedTo(path),
                                counter.screen().say("음식이 없습니다.", "No dishes."), showMenu);
             };
         },
         {},
         false},
        {"top",
         "많이 찾는 음식을 봅니다",
         "the top dishes",
         [](CLI::App& app) -> Act {
             auto byScore = std::make_shared<bool>(false);
             auto words = std::make_shared<ListWords>();
             app.add_flag("--by-score", *byScore, "별점 순 / by rating");
             words->narrowBy(app, "--store", "storeId", "가게 번호 / store");
             return [byScore, words](Counter& counter) {
                 const Told told = counter.read(words->addedTo(
                     *byScore ? "/topMenus?sort=score,desc" : "/topMenus?sort=orderCount,desc"));
                 if (!told) return told.error();
                 showList(*told, counter.screen(),
                          counter.screen().say("아직 없습니다.", "None yet."), showTop);
                 return Exit::Done;
             };
         },
         {},
         false},
        {"reviews",
         "평을 봅니다 (가게 번호)",
         "the reviews (of a STORE)",
         [](CLI::App& app) -> Act {
             auto store = std::make_shared<std::int64_t>(0);
             auto words = std::make_shared<ListWords>();
             app.add_option("STORE", *store, "가게 번호 / store");
             words->narrowBy(app, "--food", "foodId", "음식 번호 / dish");
             words->narrowBy(app, "--customer", "customerId", "쓴 사람 / who wrote it");
             words->sortBy(app, {"at", "stars"});
             return [store, words](Counter& counter) {
                 QString path = QStringLiteral("/reviews?size=100");
                 if (*store != 0) path += QStringLiteral("&storeId=%1").arg(*store);
                 return showAll(counter, words->addedTo(path),
                                counter.screen().say("평이 없습니다.", "No reviews."), showReviews);
             };
         },
         {},
         false},
        {"orders", "내 주문을 봅니다", "your orders",
         [](CLI::App& app) -> Act {
             auto all = std::make_shared<bool>(false);
             auto words = std::make_shared<ListWords>();
             app.add_flag("--all", *all, "끝난 것까지 / with those that are over");
             words->narrowBy(app, "--state", "state", "Paid나 결제완료 / by either name");
             words->narrowBy(app, "--date", "date", "2026-11-21이나 2026-11 / a day or a month");
             words->narrowBy(app, "--customer", "customerId", "관리자: 누구의 / an admin: whose");
             return [all, words](Counter& counter) {
                 if (!*all && words->isEmpty()) return openOrders(counter);
                 return showAll(counter, words->addedTo("/myPages?size=100&sort=id,desc"),
                                counter.screen().say("주문이 없습니다.", "No orders."), showOrders);
             };
         }},
        {"notifications", "알림을 봅니다", "your notifications",
         [](CLI::App& app) -> Act {
             auto words = std::make_shared<ListWords>();
             words->narrowBy(app, "--customer", "customerId", "관리자: 누구의 / an admin: whose");
             return [words](Counter& counter) {
                 return showAll(counter, words->addedTo("/notificationLogs?size=100"),
                                counter.screen().say("알림이 없습니다.", "No notifications."),
                                showNotices);
             };
         }},
        {"points", "포인트를 봅니다", "your points",
         [](CLI::App& app) -> Act {
             auto words = std::make_shared<ListWords>();
             words->narrowBy(app, "--customer", "customerId", "관리자: 누구의 / an admin: whose");
             return [words](Counter& counter) { return points(counter, *words); };
         }},
    };
}

}  // namespace delivery::terminal
