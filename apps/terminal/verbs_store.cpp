// Verbs of a store: tickets, cooking, the menu, opening and pausing, today's sales.

#include <map>

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Repeat;
using kit::Representation;
using Side = Table::Side;

/// Asks for one step of the kitchen and shows the ticket as it is then.
Exit step(Counter& counter, std::int64_t order, const char* verb, const Body& body) {
    const Told told = counter.command(
        "PUT", QStringLiteral("/foodCookings/%1/%2").arg(order).arg(QLatin1StringView(verb)), body);
    if (!told) return told.error();
    if (counter.screen().isJson()) {
        counter.screen().json(*told);
    } else {
        showOrder(*told, counter.screen());
    }
    return Exit::Done;
}

Verb stepVerb(const char* name, const char* korean, const char* english) {
    return {name, korean, english, [name](CLI::App& app) -> Act {
                auto order = std::make_shared<std::int64_t>();
                app.add_option("ORDER", *order, "주문 번호 / order")->required();
                return [name, order](Counter& counter) { return step(counter, *order, name, {}); };
            }};
}

struct StoreWords {
    std::int64_t store = 0;
    std::vector<std::string> reason;
    std::optional<std::string> name;
    std::optional<std::string> address;
    std::optional<std::string> opens;
    std::optional<std::string> closes;
    std::optional<std::int64_t> deliveryFee;
};

void showStore(const Representation& store, const Screen& screen) {
    screen.line(
        screen.say("가게 %1  %2", "store %1  %2").arg(store.text("id"), store.text("name")));
    const bool isPaused = store.isTrue("paused");
    screen.line("  " + (isPaused ? screen.say("주문을 받지 않음: ", "takes no orders: ") +
                                       store.text("pauseReason")
                        : store.isTrue("open") ? screen.say("영업 중", "open")
                                               : screen.say("닫힘", "closed")));
    screen.line("  " + hoursText(store.text("opens"), store.text("closes"), screen.language()) +
                "  " + store.text("address"));
    screen.line("  " + screen.say("배달비 ", "delivery fee ") +
                screen.won(store.number("deliveryFee")) + "  " +
                scoreText(store.fractional("score")));
}

Exit shownStore(Counter& counter, const Told& told) {
    if (!told) return told.error();
    if (counter.screen().isJson()) {
        counter.screen().json(*told);
    } else {
        showStore(*told, counter.screen());
    }
    return Exit::Done;
}

enum class StoreStep { Show, Pause, Resume, Set };

Exit storeStep(Counter& counter, const StoreWords& words, StoreStep asked) {
    const auto store = ownStore(counter, words.store);
    if (!store) return store.error();
    const QString path = QStringLiteral("/stores/%1").arg(*store);
    Body body;
    switch (asked) {
        case StoreStep::Show:
            return shownStore(counter, counter.read(path));
        case StoreStep::Pause:
            if (!words.reason.empty()) body.set("reason", typedText(words.reason));
            return shownStore(counter,
                              counter.command("PUT", path + "/pause", body, Repeat::Undoable));
        case StoreStep::Resume:
            return shownStore(counter,
                              counter.command("PUT", path + "/resume", body, Repeat::Undoable));
        case StoreStep::Set:
            break;
    }
    if (words.name) body.set("name", typedText(*words.name));
    if (words.address) body.set("address", typedText(*words.address));
    if (words.opens) body.set("opens", typedText(*words.opens));
    if (words.closes) body.set("closes", typedText(*words.closes));
    body.set("deliveryFee", words.deliveryFee);
    return shownStore(counter, counter.command("PUT", path, body, Repeat::Undoable));
}

Verb storeStepVerb(const char* name, const char* korean, const char* english, StoreStep asked) {
    return {name, korean, english, [asked](CLI::App& app) -> Act {
                auto words = std::make_shared<StoreWords>();
                app.add_option("--store", words->store, "가게 번호 / store");
                if (asked == StoreStep::Pause) {
                    app.add_option("REASON", words->reason, "까닭 / reason");
                }
                if (asked == StoreStep::Set) {
                    app.add_option("--name", words->name, "이름 / name");
                    app.add_option("--address", words->address, "주소 / address");
                    app.add_option("--opens", words->opens, "여는 시각 / HH:MM");
                    app.add_option("--closes", words->closes, "닫는 시각 / HH:MM");
                    app.add_option("--fee", words->deliveryFee, "배달비 / delivery fee");
                }
                return
                    [words, asked](Counter& counter) { return storeStep(counter, *words, asked); };
            }};
}

Verb storeVerb() {
    Verb show = storeStepVerb("show", "가게를 봅니다", "your store", StoreStep::Show);
    return {
        "store",
        "가게를 봅니다",
        "your store",
        show.arrange,
        {show, storeStepVerb("set", "가게를 고칩니다", "change your store", StoreStep::Set),
         storeStepVerb("pause", "주문을 받지 않습니다", "take no orders", StoreStep::Pause),
         storeStepVerb("resume", "다시 주문을 받습니다", "take orders again", StoreStep::Resume)}};
}

/// What was sold since midnight in Seoul: tickets that were accepted and did not end badly.
struct Sales {
    std::int64_t orders = 0;
    std::int64_t cancelled = 0;
    std::int64_t won = 0;
    std::map<QString, std::int64_t> dishes;

    void add(const Representation& ticket) {
        const QString state = ticket.text("state");
        if (isOver(state) && state != "Confirmed") {
            ++cancelled;
            return;
        }
        if (state == "Paid") return;
        ++orders;
        for (const Representation& line : ticket.list("lines")) {
            won += line.number("price") * line.number("qty");
            dishes[line.text("foodName")] += line.number("qty");
        }
    }
};

/// Reads the newest tickets first, and no page that is older than the day.
tl::expected<Sales, Exit> salesOf(Counter& counter, const QString& day) {
    Sales sales;
    for (int page = 0;; ++page) {
        const Told told =
            counter.read(QStringLiteral("/foodCookings?size=100&sort=id,desc&page=%1").arg(page));
        if (!told) return tl::unexpected(told.error());
        bool isOlder = false;
        for (const Representation& ticket : told->embedded()) {
            isOlder = seoulDay(ticket.text("placedAt")) < day;
            if (isOlder) break;
            sales.add(ticket);
        }
        if (isOlder || page + 1 >= told->at("page").number("totalPages")) return sales;
    }
}

Exit today(Counter& counter) {
    const Screen& screen = counter.screen();
    const QString day = seoulDay(counter.surroundings().utcMilliseconds());
    const auto sales = salesOf(counter, day);
    if (!sales) return sales.error();
    if (screen.isJson()) {
        std::vector<Body> rows;
        for (const auto& [name, qty] : sales->dishes) {
            Body row;
            row.set("name", name).set("qty", qty);
            rows.push_back(row);
        }
        Body body;
        body.set("day", day).set("orders", sales->orders).set("cancelled", sales->cancelled);
        body.set("sales", sales->won).set("dishes", rows);
        screen.json(*Representation::parse(body.json()));
        return Exit::Done;
    }
    screen.line(
        screen.say("%1  주문 %2건  매출 %3  취소 %4건", "%1  %2 orders  sales %3  %4 cancelled")
            .arg(day)
            .arg(sales->orders)
            .arg(screen.won(sales->won))
            .arg(sales->cancelled));
    Table table({{screen.say("음식", "dish")}, {screen.say("수", "qty"), Side::Right}});
    for (const auto& [name, qty] : sales->dishes) table.addRow({name, QString::number(qty)});
    if (!table.isEmpty()) screen.table(table);
    return Exit::Done;
}

Exit tickets(Counter& counter, bool all) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    // An order that ended badly stays open until somebody has seen it.
    const bool onlyOpen = !all && grant->role == "store";
    const Told told =
        counter.readAll(onlyOpen ? "/foodCookings?view=open&size=100" : "/foodCookings?size=100");
    if (!told) return told.error();
    showList(*told, counter.screen(), counter.screen().say("주문표가 없습니다.", "No tickets."),
             showTickets);
    return Exit::Done;
}

Verb acceptVerb() {
    return {"accept", "주문을 접수합니다", "accept an order", [](CLI::App& app) -> Act {
                struct Typed {
                    std::int64_t order = 0;
                    std::int64_t minutes = 20;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("ORDER", typed->order, "주문 번호 / order")->required();
                app.add_option("--minutes", typed->minutes,
                               "요리에 걸릴 분 (20) / minutes to cook");
                return [typed](Counter& counter) {
                    Body body;
                    body.set("cookMinutes", typed->minutes);
                    return step(counter, typed->order, "accept", body);
                };
            }};
}

Verb rejectVerb() {
    return {"reject", "주문을 거절합니다", "reject an order", [](CLI::App& app) -> Act {
                struct Typed {
                    std::int64_t order = 0;
                    std::vector<std::string> reason;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("ORDER", typed->order, "주문 번호 / order")->required();
                app.add_option("REASON", typed->reason, "손님이 볼 까닭 / reason")->required();
                return [typed](Counter& counter) {
                    Body body;
                    body.set("reason", typedText(typed->reason));
                    return step(counter, typed->order, "reject", body);
                };
            }};
}

Verb answerVerb() {
    return {"answer", "평에 답합니다", "answer a review", [](CLI::App& app) -> Act {
                struct Typed {
                    std::int64_t order = 0;
                    std::vector<std::string> text;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("ORDER", typed->order, "주문 번호 / order")->required();
                app.add_option("TEXT", typed->text, "답 / text")->required();
                return [typed](Counter& counter) {
                    Body body;
                    body.set("text", typedText(typed->text));
                    return answered(
                        counter,
                        counter.command(
                            "PUT", QStringLiteral("/reviews/%1/answer").arg(typed->order), body),
                        counter.screen().say("답했습니다.", "Answered."));
                };
            }};
}

}  // namespace

std::vector<Verb> storeVerbs() {
    Verb list{"tickets", "주문표를 봅니다", "the tickets", [](CLI::App& app) -> Act {
                  auto all = std::make_shared<bool>(false);
                  app.add_flag("--all", *all, "끝난 것까지 / with those that are over");
                  return [all](Counter& counter) { return tickets(counter, *all); };
              }};
    return {
        std::move(list),
        acceptVerb(),
        rejectVerb(),
        stepVerb("start", "요리를 시작합니다", "start cooking"),
        stepVerb("finish", "요리를 마칩니다", "finish cooking"),
        stepVerb("acknowledge", "취소된 주문을 확인합니다", "say that a cancelled order was seen"),
        foodVerb(),
        storeVerb(),
        answerVerb(),
        {"today", "오늘 매출을 봅니다", "today's sales", [](CLI::App&) { return today; }}};
}

}  // namespace delivery::terminal
