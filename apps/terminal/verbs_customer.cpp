// Verbs of the customer: choosing, ordering, paying, cancelling, confirming, rating.

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/order_words.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Representation;
using Side = Table::Side;

QString orderPath(const char* collection, std::int64_t order, const char* verb = "") {
    QString path = QStringLiteral("/%1/%2").arg(QLatin1StringView(collection)).arg(order);
    if (*verb != '\0') path += u'/' + QString::fromLatin1(verb);
    return path;
}

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
            state = screen.say("멈춤", "paused") + ' ' + store.text("pauseReason");
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
            groups << group.text("name") + (group.isTrue("required") ? "*" : "") + '=' +
                          choices.join('|');
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

/// Shows the order as it is after a command; the server's own representation where it sent one.
Exit showAfter(Counter& counter, const Told& told) {
    if (!told) return told.error();
    if (counter.screen().isJson()) {
        counter.screen().json(*told);
    } else {
        showOrder(*told, counter.screen());
    }
    return Exit::Done;
}

Exit order(Counter& counter, const OrderWords& words) {
    const auto body = orderBody(words);
    if (!body) {
        counter.screen().note(counter.screen().language() == Language::Korean
                                  ? body.error().korean
                                  : body.error().english);
        return Exit::Usage;
    }
    return showAfter(counter, counter.command("POST", "/orders", *body));
}

Exit cancel(Counter& counter, std::int64_t order, const QString& reason) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    if (grant->role == "store") {
        Body body;
        if (!reason.isEmpty()) body.set("reason", reason);
        return showAfter(counter,
                         counter.command("PUT", orderPath("foodCookings", order, "cancel"), body));
    }
    const QString path = orderPath("orders", order);
    if (!reason.isEmpty()) {
        Body body;
        body.set("status", "OrderCanceled").set("reason", reason);
        return showAfter(counter, counter.command("PATCH", path, body));
    }
    const Told told = counter.deletion(path);
    if (!told) return told.error();
    // A deletion answers without a body: what became of the order is asked for. It is cancelled
    // even if that goes wrong.
    const kit::Outcome outcome = counter.readQuietly(path);
    const auto after =
        outcome && outcome->isDone() ? Representation::parse(outcome->body) : std::nullopt;
    if (after) return showAfter(counter, *after);
    return answered(counter, told, counter.screen().say("취소했습니다.", "Cancelled."));
}

struct RateWords {
    std::int64_t order = 0;
    int stars = 0;
    std::vector<std::string> text;
};

Exit rate(Counter& counter, const RateWords& words) {
    Body body;
    body.set("stars", words.stars);
    if (!words.text.empty()) body.set("text", typedText(words.text));
    const Told told = counter.command("PUT", orderPath("orders", words.order, "rate"), body);
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
    } else {
        screen.line(screen.say("주문 %1에 별 %2개를 주었습니다.", "Order %1: %2 stars given.")
                        .arg(words.order)
                        .arg(words.stars));
    }
    return Exit::Done;
}

Exit points(Counter& counter) {
    const Told told = counter.readAll("/points?size=100");
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    screen.line(screen.say("포인트 잔액: ", "Points: ") + screen.won(told->number("balance")));
    Table table({{screen.say("시각", "at")},
                 {screen.say("주문", "order"), Side::Right},
                 {screen.say("일", "what")},
                 {screen.say("금액", "amount"), Side::Right},
                 {screen.say("잔액", "balance"), Side::Right}});
    for (const Representation& line : told->embedded()) {
        table.addRow({seoulShort(line.text("at")), line.text("orderId"), line.text("what"),
                      screen.won(line.number("amount")), screen.won(line.number("balanceAfter"))});
    }
    if (!table.isEmpty()) screen.table(table);
    return Exit::Done;
}

QString ownPath(const Counter& counter) { return "/customers/" + kit::segment(counter.user()); }

Exit addresses(Counter& counter) {
    const Told told = counter.read(ownPath(counter));
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    Table table({{screen.say("번호", "id")}, {screen.say("주소", "address")}});
    for (const Representation& address : told->list("addresses")) {
        table.addRow({address.text("id"), address.text("text")});
    }
    if (table.isEmpty()) {
        screen.line(screen.say("주소가 없습니다.", "No addresses."));
    } else {
        screen.table(table);
    }
    return Exit::Done;
}

struct AddressWords {
    std::vector<std::string> text;
    std::optional<double> lat;
    std::optional<double> lng;
};

Verb addressVerb() {
    return {"addresses",
            "주소를 봅니다",
            "your addresses",
            [](CLI::App&) { return addresses; },
            {{"add", "주소를 더합니다", "add an address",
              [](CLI::App& app) -> Act {
                  auto words = std::make_shared<AddressWords>();
                  app.add_option("ADDRESS", words->text, "주소 / address")->required();
                  app.add_option("--lat", words->lat, "핀의 위도 / latitude of the pin");
                  app.add_option("--lng", words->lng, "핀의 경도 / longitude of the pin");
                  return [words](Counter& counter) {
                      Body body;
                      body.set("text", typedText(words->text))
                          .set("lat", words->lat)
                          .set("lng", words->lng);
                      return answered(
                          counter, counter.command("POST", ownPath(counter) + "/addresses", body),
                          counter.screen().say("주소를 더했습니다.", "Added."));
                  };
              }},
             {"remove", "주소를 지웁니다", "remove an address", [](CLI::App& app) -> Act {
                  auto id = std::make_shared<std::string>();
                  app.add_option("ADDRESS", *id, "주소의 번호 / its id")->required();
                  return [id](Counter& counter) {
                      return answered(counter,
                                      counter.deletion(ownPath(counter) + "/addresses/" +
                                                       kit::segment(typedText(*id))),
                                      counter.screen().say("주소를 지웠습니다.", "Removed."));
                  };
              }}}};
}

Verb orderVerb() {
    return {"order", "주문합니다 (음식x수량 …)", "place an order (DISHxQTY …)",
            [](CLI::App& app) -> Act {
                struct Typed {
                    std::vector<std::string> foods;
                    std::vector<std::string> options;
                    OrderWords words;
                    std::string address;
                    std::string mobile;
                    std::string note;
                    std::string card;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("FOOD", typed->foods, "음식의 번호나 이름, x수량 / id or name, xQTY")
                    ->required();
                app.add_option("--store", typed->words.storeId, "가게 번호 / store");
                app.add_option("--address", typed->address, "받는 주소 / address");
                app.add_flag("--pickup", typed->words.pickup, "포장 / pick up");
                app.add_option("--points", typed->words.usePoints, "쓸 포인트 / points to spend");
                app.add_option("--price", typed->words.price, "한 개 값 / price of one");
                app.add_option("--mobile", typed->mobile, "전화 / mobile");
                app.add_option("--note", typed->note, "요청 / note");
                app.add_option("--card", typed->card, "카드 / card");
                // One value each, so that the dishes after it stay dishes.
                app.add_option("--option", typed->options, "음식:이름=선택 / FOOD:NAME=CHOICE")
                    ->expected(1)
                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                return [typed](Counter& counter) {
                    OrderWords words = typed->words;
                    for (const std::string& food : typed->foods) words.foods << typedText(food);
                    for (const std::string& option : typed->options)
                        words.options << typedText(option);
                    words.address = typedText(typed->address);
                    words.mobile = typedText(typed->mobile);
                    words.note = typedText(typed->note);
                    words.cardId = typedText(typed->card);
                    return order(counter, words);
                };
            }};
}

Verb payVerb() {
    return {"pay", "지금 결제합니다", "pay now", [](CLI::App& app) -> Act {
                struct Typed {
                    std::int64_t order = 0;
                    std::string card;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("ORDER", typed->order, "주문 번호 / order")->required();
                app.add_option("--card", typed->card, "카드 / card");
                return [typed](Counter& counter) {
                    Body body;
                    if (!typed->card.empty()) body.set("cardId", typedText(typed->card));
                    // A declined try may be followed by another: an old answer must not stand for
                    // it.
                    return showAfter(
                        counter, counter.command("PUT", orderPath("payments", typed->order, "pay"),
                                                 body, kit::Repeat::Undoable));
                };
            }};
}

std::vector<Verb> lookingVerbs() {
    return {
        {"stores",
         "가게를 봅니다",
         "the stores",
         [](CLI::App&) -> Act {
             return [](Counter& counter) {
                 return showAll(counter, "/stores?size=100",
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
             app.add_option("STORE", *store, "가게 번호 / store");
             return [store](Counter& counter) {
                 QString path = QStringLiteral("/foods?size=100");
                 if (*store != 0) path += QStringLiteral("&storeId=%1").arg(*store);
                 return showAll(counter, path,
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
             app.add_flag("--by-score", *byScore, "별점 순 / by rating");
             return [byScore](Counter& counter) {
                 const Told told = counter.read(*byScore ? "/topMenus?sort=score,desc"
                                                         : "/topMenus?sort=orderCount,desc");
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
             app.add_option("STORE", *store, "가게 번호 / store");
             return [store](Counter& counter) {
                 QString path = QStringLiteral("/reviews?size=100");
                 if (*store != 0) path += QStringLiteral("&storeId=%1").arg(*store);
                 return showAll(counter, path,
                                counter.screen().say("평이 없습니다.", "No reviews."), showReviews);
             };
         },
         {},
         false},
        {"orders", "내 주문을 봅니다", "your orders",
         [](CLI::App& app) -> Act {
             auto all = std::make_shared<bool>(false);
             app.add_flag("--all", *all, "끝난 것까지 / with those that are over");
             return [all](Counter& counter) {
                 return showAll(counter, *all ? "/myPages?size=100" : "/orders?size=100",
                                counter.screen().say("주문이 없습니다.", "No orders."), showOrders);
             };
         }},
        {"notifications", "알림을 봅니다", "your notifications",
         [](CLI::App&) -> Act {
             return [](Counter& counter) {
                 return showAll(counter, "/notificationLogs?size=100",
                                counter.screen().say("알림이 없습니다.", "No notifications."),
                                showNotices);
             };
         }},
        {"points", "포인트를 봅니다", "your points", [](CLI::App&) { return points; }},
    };
}

}  // namespace

std::vector<Verb> customerVerbs() {
    std::vector<Verb> verbs = lookingVerbs();
    verbs.push_back(addressVerb());
    verbs.push_back(cardVerb());
    verbs.push_back(orderVerb());
    verbs.push_back(payVerb());
    verbs.push_back(
        {"cancel", "주문을 취소합니다", "cancel an order", [](CLI::App& app) -> Act {
             struct Typed {
                 std::int64_t order = 0;
                 std::vector<std::string> reason;
             };
             auto typed = std::make_shared<Typed>();
             app.add_option("ORDER", typed->order, "주문 번호 / order")->required();
             app.add_option("REASON", typed->reason, "까닭 / reason");
             return [typed](Counter& counter) {
                 const QString reason = typedText(typed->reason);
                 bool isNumber = false;
                 static_cast<void>(reason.section(u' ', 0, 0).toLongLong(&isNumber));
                 if (isNumber) {
                     counter.screen().note(counter.screen().say(
                         "한 번에 한 주문만 취소합니다. 번호 뒤에는 까닭을 적어 주세요.",
                         "One order at a time is cancelled. A reason follows its "
                         "number."));
                     return Exit::Usage;
                 }
                 return cancel(counter, typed->order, reason);
             };
         }});
    verbs.push_back(
        {"confirm", "배송을 확인합니다", "confirm that it arrived", [](CLI::App& app) -> Act {
             auto order = std::make_shared<std::int64_t>();
             app.add_option("ORDER", *order, "주문 번호 / order")->required();
             return [order](Counter& counter) {
                 return showAfter(
                     counter, counter.command("PUT", orderPath("orders", *order, "confirm"), {}));
             };
         }});
    verbs.push_back({"rate", "별점과 평을 남깁니다", "rate an order", [](CLI::App& app) -> Act {
                         auto words = std::make_shared<RateWords>();
                         app.add_option("ORDER", words->order, "주문 번호 / order")->required();
                         app.add_option("STARS", words->stars, "별 1~5 / stars")->required();
                         app.add_option("TEXT", words->text, "평 / text");
                         return [words](Counter& counter) { return rate(counter, *words); };
                     }});
    verbs.push_back(
        {"forget", "개인정보를 지웁니다", "erase your personal data", [](CLI::App& app) -> Act {
             auto sure = std::make_shared<bool>(false);
             app.add_flag("--yes", *sure, "되돌릴 수 없음 / cannot be undone")->required();
             return [sure](Counter& counter) {
                 return answered(counter, counter.deletion(ownPath(counter)),
                                 counter.screen().say("지웠습니다.", "Erased."));
             };
         }});
    return verbs;
}

}  // namespace delivery::terminal
