#include "apps/terminal/cards.h"

#include "apps/terminal/code_words.h"
#include "apps/terminal/table.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Representation;
using Side = Table::Side;

QString idOf(const Representation& item) {
    return item.has("orderId") ? item.text("orderId") : item.text("id");
}

/// The choices made for a dish, behind it.
QString withChoices(const QString& dish, const Representation& line) {
    QStringList choices;
    for (const Representation& option : line.list("options")) choices << option.text("choice");
    return choices.isEmpty() ? dish : dish + " (" + choices.join(", ") + ')';
}

QString lineText(const Representation& line) {
    return withChoices(line.text("foodName") + " x" + line.text("qty"), line);
}

/// Why it ended: the words of whoever ended it, else what the server's code means.
QString endText(const Representation& order, const Screen& screen) {
    const QString said = order.text("reason");
    const QString code = order.text("cancelReason");
    if (code.isEmpty()) return said;
    const QString meant = cancelReasonText(code, screen.language());
    return said.isEmpty() ? meant : said + u' ' + QStringLiteral("(%1)").arg(meant);
}

QString whereText(const Representation& item, const Screen& screen) {
    return item.isTrue("pickup") ? screen.say("포장", "pickup") : item.text("address");
}

void fact(const Screen& screen, const char* korean, const char* english, const QString& value) {
    if (!value.isEmpty()) screen.line("  " + screen.say(korean, english) + ": " + value);
}

void showLines(const Representation& order, const Screen& screen) {
    Table table({{screen.say("음식", "dish")},
                 {screen.say("값", "price"), Side::Right},
                 {screen.say("수", "qty"), Side::Right},
                 {screen.say("합", "sum"), Side::Right}});
    for (const Representation& line : order.list("lines")) {
        // The price of one has its options in it.
        const std::int64_t one = line.number("price");
        table.addRow({withChoices(line.text("foodName"), line), screen.won(one), line.text("qty"),
                      screen.won(one * line.number("qty"))});
    }
    if (table.isEmpty()) return;
    for (const QString& row : table.lines()) screen.line("  " + row);
}

}  // namespace

QString statusText(const Representation& order, const Screen& screen) {
    const bool isKorean = screen.language() == Language::Korean;
    return isKorean && order.has("status") ? order.text("status") : order.text("state");
}

QString dishesText(const Representation& order) {
    QStringList dishes;
    for (const Representation& line : order.list("lines")) dishes << lineText(line);
    if (dishes.isEmpty() && order.has("foodName")) dishes << lineText(order);
    return dishes.join(", ");
}

QString refundText(const QString& refund, const Screen& screen) {
    if (refund == "due") return screen.say("환불 예정", "refund due");
    if (refund == "done") return screen.say("환불됨", "refunded");
    return {};
}

QString transitionsText(const Representation& item) {
    // Beside these, an item's links name itself and its neighbours.
    static const QStringList transitions{
        "cancel", "confirm", "pay",         "retry", "rate",    "accept",  "promise", "reject",
        "start",  "finish",  "acknowledge", "pick",  "release", "collect", "deliver", "answer"};
    QStringList open;
    for (const QString& name : item.links()) {
        if (transitions.contains(name)) open << name;
    }
    return open.join(' ');
}

bool isOver(const QString& state) {
    return state == "Confirmed" || state == "Cancelled" || state == "Rejected" ||
           state == "Expired";
}

void showOrder(const Representation& order, const Screen& screen) {
    screen.line(screen.say("주문 %1  %2  %3", "order %1  %2  %3")
                    .arg(idOf(order), order.text("storeName"), statusText(order, screen))
                    .simplified());
    showLines(order, screen);
    if (order.has("deliveryFee")) {
        fact(screen, "배달비", "delivery fee", screen.won(order.number("deliveryFee")));
    }
    if (order.number("pointsSpent") > 0) {
        fact(screen, "포인트 사용", "points spent",
             pointsText(order.number("pointsSpent"), screen.language()));
    }
    if (order.has("payable")) {
        fact(screen, "결제 금액", "payable", screen.won(order.number("payable")));
    }
    fact(screen, "받는 곳", "to", whereText(order, screen));
    fact(screen, "요청", "note", order.text("options"));
    fact(screen, "주문 시각", "placed", seoulDateTime(order.text("placedAt")));
    fact(screen, "약속 시각", "ready by", seoulDateTime(order.text("readyBy")));
    fact(screen, "라이더", "rider", order.text("riderId"));
    fact(screen, "까닭", "reason", endText(order, screen));
    fact(screen, "환불", "refund", refundText(order.text("refund"), screen));
    const Representation payment = order.at("payment");
    if (payment.has("amount")) {
        fact(screen, "결제", "payment",
             screen.won(payment.number("amount")) + ' ' + statusText(payment, screen));
    }
    if (order.text("state") == "PaymentDeferred") {
        screen.line("  " + screen.say("결제 회사와 연결되면 자동으로 결제합니다. 카드는 한 번만 "
                                      "결제됩니다.",
                                      "It is paid by itself once the payment company answers. The "
                                      "card is charged once."));
    }
    fact(screen, "할 수 있는 일", "you may", transitionsText(order));
}

void showCauses(const Representation& order, const Screen& screen) {
    fact(screen, "까닭", "reason", endText(order, screen));
    fact(screen, "카드사의 거절 코드", "declined by the card's issuer as",
         order.text("declineCode"));
}

void showTimeline(const Representation& order, const Screen& screen) {
    Table table({{screen.say("시각", "at")},
                 {screen.say("일", "event")},
                 {screen.say("상태", "state")},
                 {screen.say("누가", "by")},
                 {screen.say("까닭", "why")}});
    for (const Representation& entry : order.list("timeline")) {
        const QString why =
            entry.has("readyBy")
                ? screen.say("%1까지", "by %1").arg(seoulTime(entry.text("readyBy")))
                : entry.text("why");
        table.addRow({seoulDateTime(entry.text("at")),
                      eventText(entry.text("event"), screen.language()), statusText(entry, screen),
                      actorText(entry.text("by"), screen.language()), why});
    }
    if (!table.isEmpty()) screen.table(table);
}

void showOrders(const Items& orders, const Screen& screen) {
    Table table({{screen.say("주문", "order"), Side::Right},
                 {screen.say("시각", "placed")},
                 {screen.say("가게", "store")},
                 {screen.say("음식", "dishes")},
                 {screen.say("금액", "amount"), Side::Right},
                 {screen.say("상태", "state")},
                 {screen.say("환불", "refund")}});
    for (const Representation& order : orders) {
        table.addRow({idOf(order), seoulShort(order.text("placedAt")), order.text("storeName"),
                      dishesText(order), screen.won(order.number("amount")),
                      statusText(order, screen), refundText(order.text("refund"), screen)});
    }
    screen.table(table);
}

void showTickets(const Items& tickets, const Screen& screen) {
    Table table({{screen.say("주문", "order"), Side::Right},
                 {screen.say("시각", "placed")},
                 {screen.say("음식", "dishes")},
                 {screen.say("받는 곳", "to")},
                 {screen.say("요청", "note")},
                 {screen.say("상태", "state")},
                 {screen.say("약속", "ready by")},
                 {screen.say("할 수 있는 일", "you may")}});
    for (const Representation& ticket : tickets) {
        table.addRow({idOf(ticket), seoulShort(ticket.text("placedAt")), dishesText(ticket),
                      whereText(ticket, screen), ticket.text("options"), statusText(ticket, screen),
                      seoulShort(ticket.text("readyBy")), transitionsText(ticket)});
    }
    screen.table(table);
}

void showDeliveries(const Items& deliveries, const Screen& screen) {
    Table table({{screen.say("주문", "order"), Side::Right},
                 {screen.say("가게", "store")},
                 {screen.say("가게까지", "to store"), Side::Right},
                 {screen.say("받는 곳", "to")},
                 {screen.say("손님까지", "to customer"), Side::Right},
                 {screen.say("배달비", "fee"), Side::Right},
                 {screen.say("상태", "state")},
                 {screen.say("라이더", "rider")},
                 {screen.say("할 수 있는 일", "you may")}});
    for (const Representation& one : deliveries) {
        const Representation distances = one.at("distances");
        const auto far = [&](const char* name) {
            return distances.has(name) ? distanceText(distances.number(name)) : QStringLiteral("-");
        };
        table.addRow({idOf(one), one.text("storeName"), far("toStoreMeters"), one.text("address"),
                      far("toCustomerMeters"), screen.won(one.number("fee")),
                      statusText(one, screen), one.text("riderId"), transitionsText(one)});
    }
    screen.table(table);
}

void showChange(const Representation& order, const Screen& screen) {
    const QString refund = refundText(order.text("refund"), screen);
    QStringList parts{seoulTime(order.text("changedAt")),
                      screen.say("주문 %1", "order %1").arg(idOf(order)),
                      statusText(order, screen)};
    if (order.has("readyBy")) {
        parts << screen.say("약속 %1", "ready by %1").arg(seoulTime(order.text("readyBy")));
    }
    if (!order.text("riderId").isEmpty()) {
        parts << screen.say("라이더 %1", "rider %1").arg(order.text("riderId"));
    }
    if (const QString end = endText(order, screen); !end.isEmpty()) parts << end;
    if (!refund.isEmpty()) parts << refund;
    screen.line(parts.join("  "));
}

void showList(const Representation& said, const Screen& screen, const QString& whenEmpty,
              void (*show)(const Items&, const Screen&)) {
    if (screen.isJson()) {
        screen.json(said);
        return;
    }
    const Items items = said.embedded();
    if (items.empty()) {
        screen.line(whenEmpty);
    } else {
        show(items, screen);
    }
}

}  // namespace delivery::terminal
