// Verbs of the customer: ordering, paying, cancelling, confirming, rating.

#include "apps/kit/body.h"
#include "apps/terminal/addresses.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/order_words.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Representation;

QString orderPath(const char* collection, std::int64_t order, const char* verb = "") {
    QString path = QStringLiteral("/%1/%2").arg(QLatin1StringView(collection)).arg(order);
    if (*verb != '\0') path += u'/' + QString::fromLatin1(verb);
    return path;
}

Exit order(Counter& counter, OrderWords words) {
    if (const Exit found = findSaved(counter, words.address); found != Exit::Done) return found;
    const auto body = orderBody(words);
    if (!body) {
        counter.screen().note(counter.screen().language() == Language::Korean
                                  ? body.error().korean
                                  : body.error().english);
        return Exit::Usage;
    }
    const Told told = counter.command("POST", "/orders", *body);
    const Screen& screen = counter.screen();
    if (told && told->isTrue("pickup") && !words.address.isEmpty()) {
        screen.note(
            screen.say("이 가게는 포장만 됩니다. 적은 주소는 쓰이지 않으니 가게로 가지러 와 "
                       "주세요.",
                       "This store is pickup only: the address is not used. Fetch the "
                       "order at the store."));
    }
    if (!told && told.error() == Exit::Refused && words.address.isEmpty() && !words.pickup) {
        screen.note(
            screen.say("배달은 --address \"주소\"나 --address 번호(delivery addresses), "
                       "포장은 --pickup입니다.",
                       "A delivery takes --address \"TEXT\" or --address NUMBER (see "
                       "delivery addresses), a pickup --pickup."));
    }
    return orderShown(counter, told);
}

Exit cancel(Counter& counter, std::int64_t order, const QString& reason) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    if (grant->role == "store") {
        Body body;
        if (!reason.isEmpty()) body.set("reason", reason);
        return orderShown(counter,
                          counter.command("PUT", orderPath("foodCookings", order, "cancel"), body));
    }
    const QString path = orderPath("orders", order);
    if (!reason.isEmpty()) {
        Body body;
        body.set("status", "OrderCanceled").set("reason", reason);
        return orderShown(counter, counter.command("PATCH", path, body));
    }
    const Told told = counter.deletion(path);
    if (!told) return told.error();
    // A deletion answers without a body: what became of the order is asked for. It is cancelled
    // even if that goes wrong.
    const kit::Outcome outcome = counter.readQuietly(path);
    const auto after =
        outcome && outcome->isDone() ? Representation::parse(outcome->body) : std::nullopt;
    if (after && after->number("id") == order) return orderShown(counter, *after);
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
                app.add_option("--address", typed->address,
                               "받는 주소나 그 번호 / address, or the number of a saved one");
                CLI::Option* lat =
                    app.add_option("--lat", typed->words.lat, "핀의 위도 / latitude of the pin");
                CLI::Option* lng =
                    app.add_option("--lng", typed->words.lng, "핀의 경도 / longitude of the pin");
                lat->needs(lng);
                lng->needs(lat);
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
                    return orderShown(
                        counter, counter.command("PUT", orderPath("payments", typed->order, "pay"),
                                                 body, kit::Repeat::Undoable));
                };
            }};
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
                 return orderShown(
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
