// Why an order is as it is: the chain command → event → effect → event; and where an address lies.

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/code_words.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Representation;
using Side = Table::Side;

QString causeText(const Representation& link, const Screen& screen) {
    const Representation cause = link.at("cause");
    const QString kind = cause.text("kind");
    QString text = kind;
    if (kind == "command") text = screen.say("명령", "command");
    if (kind == "effect") text = screen.say("바깥 일", "effect");
    if (kind == "timer") text = screen.say("타이머", "timer");
    if (kind == "event") text = screen.say("앞의 일", "event");
    if (cause.has("id")) text += " " + cause.text("id");
    const QString by = link.text("by");
    return by.isEmpty() || by == "system" ? text
                                          : text + " (" + actorText(by, screen.language()) + ")";
}

QString followedText(const Representation& follow, const Screen& screen) {
    const QString kind = follow.text("kind");
    const QString id = follow.text("id");
    const QString due = follow.has("due") ? " " + seoulTime(follow.text("due")) : QString();
    const bool dropped = follow.isTrue("dropped");
    if (kind == "effect") {
        return (dropped ? screen.say("바깥 일 그만둠 ", "effect dropped ")
                        : screen.say("바깥 일 ", "effect ")) +
               id + due;
    }
    if (kind == "timer") {
        return (dropped ? screen.say("타이머 풂 ", "timer disarmed ")
                        : screen.say("타이머 ", "timer ")) +
               id + due;
    }
    QString text = followText(kind, follow.text("what"), screen.language());
    if (follow.has("amount")) text += " " + screen.won(follow.number("amount"));
    if (follow.has("foodId")) text += " " + follow.text("foodId") + " x" + follow.text("qty");
    return text;
}

void showChain(const Representation& why, const Screen& screen) {
    for (const Representation& link : why.list("chain")) {
        screen.line(QStringLiteral("%1  %2  ← %3")
                        .arg(seoulTime(link.text("at")),
                             eventText(link.text("event"), screen.language()),
                             causeText(link, screen)));
        for (const Representation& follow : link.list("follows")) {
            screen.line("            → " + followedText(follow, screen));
        }
    }
    for (const Representation& pending : why.list("pending")) {
        QString line = screen.say("기다림: ", "waits for: ") + followedText(pending, screen);
        if (pending.number("tries") > 0) {
            line += screen.say("  시도 %1번", "  %1 tries").arg(pending.number("tries"));
        }
        screen.line(line);
    }
}

void showRounds(const Representation& why, const Screen& screen) {
    const Representation distances = why.at("distances");
    if (distances.has("toStoreMeters")) {
        screen.line(screen.say("나에게서 가게까지 ", "from you to the shop ") +
                    distanceText(distances.number("toStoreMeters")));
    }
    if (distances.has("toCustomerMeters")) {
        screen.line(screen.say("가게에서 손님까지 ", "from the shop to the customer ") +
                    distanceText(distances.number("toCustomerMeters")));
    }
    Table table({{screen.say("시각", "at")},
                 {screen.say("회차", "round"), Side::Right},
                 {screen.say("둘레", "within"), Side::Right}});
    for (const Representation& round : why.list("rounds")) {
        table.addRow({seoulTime(round.text("at")), round.text("round"),
                      distanceText(round.number("radiusMeters"))});
    }
    if (!table.isEmpty()) screen.table(table);
    const QString since = why.text("withinSince");
    if (!since.isEmpty()) {
        screen.line(screen
                        .say("지금 자리에서는 %1부터 보였습니다.",
                             "From where you are it was to be seen since %1.")
                        .arg(seoulTime(since)));
    }
}

/// What the order's own resource says of its state in words.
Exit showFacts(Counter& counter, const QString& path, std::int64_t order, bool withTimeline) {
    const Told told = counter.read(path);
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    screen.line(screen.say("주문 %1: %2", "order %1: %2")
                    .arg(QString::number(order), statusText(*told, screen)));
    showCauses(*told, screen);
    if (withTimeline) showTimeline(*told, screen);
    return Exit::Done;
}

Exit why(Counter& counter, std::int64_t order) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    const Screen& screen = counter.screen();
    const QString id = QString::number(order);
    if (grant->role == "store") {
        // The store sees its ticket, not the payment behind it.
        const QString path = "/foodCookings/" + id;
        if (!screen.isJson()) return showFacts(counter, path, order, true);
        const Told told = counter.read(path);
        if (!told) return told.error();
        screen.json(*told);
        return Exit::Done;
    }
    const bool rider = grant->role == "rider";
    if (!screen.isJson()) {
        const Exit facts =
            showFacts(counter, (rider ? "/deliveries/" : "/myPages/") + id, order, false);
        if (facts != Exit::Done) return facts;
    }
    const Told told = counter.read((rider ? "/deliveries/" : "/orders/") + id + "/why");
    if (!told) return told.error();
    if (screen.isJson()) {
        screen.json(*told);
    } else {
        rider ? showRounds(*told, screen) : showChain(*told, screen);
    }
    return Exit::Done;
}

QString accuracyText(const QString& accuracy, const Screen& screen) {
    if (accuracy == "exact") return screen.say("정확함", "exact");
    if (accuracy == "neighbourhood") return screen.say("동의 가운데", "centre of its 동");
    if (accuracy == "district") return screen.say("구의 가운데", "centre of its district");
    return screen.say("도시의 가운데: 핀을 놓아 주세요", "centre of its city: better put a pin");
}

Exit locate(Counter& counter, const QString& address) {
    const Told told = counter.read("/places?address=" + kit::segment(address));
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    screen.line(QStringLiteral("%1  %2, %3  %4 (±%5)")
                    .arg(told->text("name"), told->text("lat"), told->text("lng"),
                         accuracyText(told->text("accuracy"), screen),
                         distanceText(told->number("accuracyMeters"))));
    return Exit::Done;
}

}  // namespace

std::vector<Verb> whyVerbs() {
    return {{"why", "주문이 왜 이 상태인지 봅니다", "why an order is as it is",
             [](CLI::App& app) -> Act {
                 auto order = std::make_shared<std::int64_t>();
                 app.add_option("ORDER", *order, "주문 번호 / order")->required();
                 return [order](Counter& counter) { return why(counter, *order); };
             }},
            {"locate", "주소가 어디인지 봅니다", "where an address lies", [](CLI::App& app) -> Act {
                 auto words = std::make_shared<std::vector<std::string>>();
                 app.add_option("ADDRESS", *words, "주소 / address")->required();
                 return [words](Counter& counter) { return locate(counter, typedText(*words)); };
             }}};
}

}  // namespace delivery::terminal
