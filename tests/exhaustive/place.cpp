#include "tests/exhaustive/place.h"

#include <cctype>

namespace delivery::exhaustive {

namespace {

constexpr std::size_t digitsOfATime = 13;

/// Bytes without the points in time in them: those differ by how long it took to come here.
void addWithoutTimes(std::string& text, const std::string& body) {
    for (std::size_t i = 0; i < body.size();) {
        std::size_t end = i;
        while (end < body.size() && std::isdigit(static_cast<unsigned char>(body[end])) != 0) ++end;
        if (end == i) {
            text += body[i++];
            continue;
        }
        text += end - i >= digitsOfATime ? std::string("t") : body.substr(i, end - i);
        i = end;
    }
    text += '\n';
}

}  // namespace

const PaymentKey& bystandersPayment() {
    static const PaymentKey key{"pay-of-the-bystander"};
    return key;
}

std::string textOf(const Place& place) {
    std::string text;
    for (const auto& [stream, row] : place.rows.states) {
        text += stream.kind + "/" + stream.id + " ";
        addWithoutTimes(text, row.body);
    }
    for (const auto& [key, timer] : place.rows.timers) text += key.second + "\n";
    for (const auto& [id, effect] : place.rows.effects) {
        text += id + (effect.tries > 0 ? " tried" : " new") +
                (effect.since > place.lifeBegan ? " ours " : " inherited ");
        addWithoutTimes(text, effect.body);
    }
    for (const auto& [key, side] : place.rows.sides) {
        if (key.kind == "card") text += "card " + key.key + "\n";
    }
    for (const auto& [key, reply] : place.rows.replies) {
        if (!reply.final) text += "provisional " + key.command.text() + "\n";
    }
    for (const auto& [key, held] : place.payments) {
        text +=
            key.text() + " " + held.orderName + " " + std::to_string(held.balance.amount()) + "\n";
    }
    for (const auto& [key, answer] : place.answered) text += key.text() + " " + answer.code + "\n";
    for (const auto& [id, call] : place.underWay) {
        text += "under way " + id + (call.owed.tries > 0 ? " tried" : " new") +
                (call.answer ? " " + call.answer->code + " back\n" : " there\n");
    }
    for (const auto& [id, call] : place.strays) text += "stray " + id + "\n";
    text += place.crashed ? "crashed\n" : "";
    return text;
}

}  // namespace delivery::exhaustive
