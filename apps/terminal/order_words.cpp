#include "apps/terminal/order_words.h"

#include <QRegularExpression>

namespace delivery::terminal {
namespace {

struct WishedOption {
    QString name;
    QString choice;
};
struct WishedLine {
    QString food;
    std::int64_t qty = 1;
    std::vector<WishedOption> options = {};
};

WishedLine lineOf(const QString& typed) {
    static const QRegularExpression counted(QStringLiteral("^(.+)[xX×]([0-9]{1,9})$"));
    const QRegularExpressionMatch match = counted.match(typed);
    if (!match.hasMatch()) return {.food = typed};
    return {.food = match.captured(1).trimmed(), .qty = match.captured(2).toLongLong()};
}

void setFood(kit::Body& body, const QString& food) {
    bool isNumber = false;
    const qint64 id = food.toLongLong(&isNumber);
    if (isNumber) {
        body.set("foodId", std::int64_t{id});
    } else {
        body.set("foodId", food);
    }
}

std::vector<kit::Body> optionBodies(const std::vector<WishedOption>& options) {
    std::vector<kit::Body> bodies;
    for (const WishedOption& option : options) {
        kit::Body body;
        body.set("name", option.name).set("choice", option.choice);
        bodies.push_back(body);
    }
    return bodies;
}

tl::expected<std::vector<WishedLine>, Misread> linesOf(const OrderWords& words) {
    std::vector<WishedLine> lines;
    for (const QString& typed : words.foods) lines.push_back(lineOf(typed));
    static const QRegularExpression chosen(QStringLiteral("^([^:]+):([^=]+)=(.+)$"));
    for (const QString& typed : words.options) {
        const QRegularExpressionMatch match = chosen.match(typed);
        if (!match.hasMatch()) {
            return tl::unexpected(Misread{"--option은 음식:이름=선택 꼴입니다: " + typed,
                                          "--option reads FOOD:NAME=CHOICE: " + typed});
        }
        bool isFound = false;
        for (WishedLine& line : lines) {
            if (line.food != match.captured(1)) continue;
            line.options.push_back({match.captured(2), match.captured(3)});
            isFound = true;
            break;
        }
        if (!isFound) {
            return tl::unexpected(
                Misread{"담지 않은 음식의 옵션입니다: " + match.captured(1),
                        "An option for a dish that is not ordered: " + match.captured(1)});
        }
    }
    return lines;
}

}  // namespace

tl::expected<kit::Body, Misread> orderBody(const OrderWords& words) {
    if (words.pickup && !words.address.isEmpty()) {
        return tl::unexpected(Misread{"--address와 --pickup은 함께 쓸 수 없습니다.",
                                      "--address and --pickup exclude each other."});
    }
    const auto lines = linesOf(words);
    if (!lines) return tl::unexpected(lines.error());
    kit::Body body;
    body.set("storeId", words.storeId);
    const bool isSingle = lines->size() == 1 && lines->front().options.empty();
    if (isSingle) {
        setFood(body, lines->front().food);
        body.set("qty", lines->front().qty).set("price", words.price);
    } else {
        std::vector<kit::Body> bodies;
        for (const WishedLine& line : *lines) {
            kit::Body one;
            setFood(one, line.food);
            one.set("qty", line.qty);
            if (lines->size() == 1) one.set("price", words.price);
            if (!line.options.empty()) one.set("options", optionBodies(line.options));
            bodies.push_back(one);
        }
        body.set("lines", bodies);
    }
    if (!words.address.isEmpty()) body.set("address", words.address);
    if (words.pickup) body.set("pickup", true);
    body.set("lat", words.lat).set("lng", words.lng);
    body.set("usePoints", words.usePoints);
    if (!words.mobile.isEmpty()) body.set("phone", words.mobile);
    if (!words.note.isEmpty()) body.set("options", words.note);
    if (!words.cardId.isEmpty()) body.set("cardId", words.cardId);
    return body;
}

}  // namespace delivery::terminal
