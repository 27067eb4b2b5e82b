// Verbs of a store's counter: tickets, cooking, answers.

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/list_words.h"
#include "apps/terminal/verb_words.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Repeat;
using kit::Representation;

/// Asks for one step of the kitchen and shows the ticket as it is then.
Exit step(Counter& counter, std::int64_t order, const char* verb, const Body& body) {
    const Told told = counter.command(
        "PUT", QStringLiteral("/foodCookings/%1/%2").arg(order).arg(QLatin1StringView(verb)), body);
    return orderShown(counter, told);
}

Verb stepVerb(const char* name, const char* korean, const char* english) {
    return {name, korean, english, [name](CLI::App& app) -> Act {
                auto order = std::make_shared<std::int64_t>();
                app.add_option("ORDER", *order, "주문 번호 / order")->required();
                return [name, order](Counter& counter) { return step(counter, *order, name, {}); };
            }};
}

Exit tickets(Counter& counter, bool all, const ListWords& words) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    // An order that ended badly stays open until somebody has seen it.
    const bool onlyOpen = !all && words.isEmpty() && grant->role == "store";
    const Told told = counter.readAll(
        words.addedTo(onlyOpen ? "/foodCookings?view=open&size=100" : "/foodCookings?size=100"));
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

Verb promiseVerb() {
    return {"promise", "요리 시간을 다시 약속합니다", "promise another cooking time",
            [](CLI::App& app) -> Act {
                struct Typed {
                    std::int64_t order = 0;
                    std::int64_t minutes = 0;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("ORDER", typed->order, "주문 번호 / order")->required();
                app.add_option("MINUTES", typed->minutes, "지금부터 몇 분 / minutes from now")
                    ->required();
                return [typed](Counter& counter) {
                    Body body;
                    body.set("cookMinutes", typed->minutes);
                    return step(counter, typed->order, "promise", body);
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
                  auto words = std::make_shared<ListWords>();
                  app.add_flag("--all", *all, "끝난 것까지 / with those that are over");
                  words->narrowBy(app, "--state", "state", "Cooking이나 요리시작됨 / either name");
                  words->narrowBy(app, "--date", "date", "2026-11-21이나 2026-11 / day or month");
                  return [all, words](Counter& counter) { return tickets(counter, *all, *words); };
              }};
    return {
        std::move(list),
        acceptVerb(),
        promiseVerb(),
        rejectVerb(),
        stepVerb("start", "요리를 시작합니다", "start cooking"),
        stepVerb("finish", "요리를 마칩니다", "finish cooking"),
        stepVerb("acknowledge", "취소된 주문을 확인합니다", "say that a cancelled order was seen"),
        foodVerb(),
        storeVerb(),
        answerVerb(),
        todayVerb()};
}

}  // namespace delivery::terminal
