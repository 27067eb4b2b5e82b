// The store's verbs for its menu: dishes, prices, options, stock, sold out.

#include <QDateTime>
#include <QFile>

#include "apps/kit/body.h"
#include "apps/kit/choices.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/list_words.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"
#include "shop/picture.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Repeat;
using kit::Representation;
using Side = Table::Side;

struct FoodWords {
    std::int64_t food = 0;
    std::int64_t store = 0;
    std::optional<std::string> name;
    std::optional<std::int64_t> price;
    std::string stock;
    std::optional<std::string> description;
    /// "맵기*=순한맛:0|매운맛:500": the star marks a choice that must be made.
    std::vector<std::string> options;
    std::optional<std::string> category;
    std::optional<std::string> station;
    bool untilTomorrow = false;
    std::optional<std::int64_t> hours;
};

std::optional<std::vector<Body>> optionGroups(const std::vector<std::string>& typed) {
    std::vector<Body> groups;
    for (const std::string& one : typed) {
        const auto group = kit::choiceGroupIn(typedText(one));
        if (!group) return std::nullopt;
        groups.push_back(*group);
    }
    return groups;
}

/// What the words say of a dish; an unreadable one has been explained.
std::optional<Body> dishBody(const Screen& screen, const FoodWords& words) {
    Body body;
    if (words.name) body.set("name", typedText(*words.name));
    body.set("price", words.price);
    if (words.stock == "none") {
        body.setNull("count");
    } else if (!words.stock.empty()) {
        bool isNumber = false;
        const qint64 count = typedText(words.stock).toLongLong(&isNumber);
        if (!isNumber) {
            screen.note(screen.say("--stock은 수나 none입니다.", "--stock is a number or none."));
            return std::nullopt;
        }
        body.set("count", std::int64_t{count});
    }
    if (words.description) body.set("description", typedText(*words.description));
    if (words.category) body.set("category", typedText(*words.category));
    if (words.station) body.set("station", typedText(*words.station));
    if (!words.options.empty()) {
        const auto groups = optionGroups(words.options);
        if (!groups) {
            screen.note(screen.say(
                "--option은 이름=선택:값|선택:값 꼴입니다. 이름 뒤의 [2]는 둘까지, *는 꼭.",
                "--option reads NAME=CHOICE:PRICE|CHOICE:PRICE; [2] behind the name takes up to "
                "two, * must be chosen."));
            return std::nullopt;
        }
        body.set("options", *groups);
    }
    return body;
}

QString foodPath(std::int64_t food) { return QStringLiteral("/foods/%1").arg(food); }

Exit addFood(Counter& counter, const FoodWords& words) {
    const auto body = dishBody(counter.screen(), words);
    if (!body) return Exit::Usage;
    Body whole = *body;
    if (words.store != 0) whole.set("storeId", words.store);
    const Told told = counter.command("POST", "/foods", whole);
    return answered(counter, told,
                    counter.screen()
                        .say("음식 %1을(를) 메뉴에 올렸습니다.", "Dish %1 is on the menu.")
                        .arg(told ? told->text("id") : QString()));
}

Exit changeFood(Counter& counter, const FoodWords& words) {
    const auto body = dishBody(counter.screen(), words);
    if (!body) return Exit::Usage;
    if (body->isEmpty()) {
        counter.screen().note(counter.screen().say("바꿀 것을 하나는 적어 주세요.",
                                                   "Say at least one thing to change."));
        return Exit::Usage;
    }
    return answered(counter,
                    counter.command("PATCH", foodPath(words.food), *body, Repeat::Undoable),
                    counter.screen().say("바꿨습니다.", "Changed."));
}

Exit sellOut(Counter& counter, const FoodWords& words) {
    Body body;
    body.set("soldOut", true);
    // The server's clock says when that is over.
    if (words.untilTomorrow) body.set("soldOutUntil", "tomorrow");
    if (words.hours) body.set("soldOutMinutes", *words.hours * 60);
    return answered(counter, counter.command("PATCH", foodPath(words.food), body, Repeat::Undoable),
                    counter.screen().say("품절로 했습니다.", "Sold out."));
}

Exit reopen(Counter& counter, const FoodWords& words) {
    Body body;
    body.set("soldOut", false);
    return answered(counter, counter.command("PATCH", foodPath(words.food), body, Repeat::Undoable),
                    counter.screen().say("다시 팝니다.", "On sale again."));
}

Exit removeFood(Counter& counter, const FoodWords& words) {
    return answered(counter, counter.deletion(foodPath(words.food)),
                    counter.screen().say("메뉴에서 뺐습니다.", "Off the menu."));
}

Exit setPicture(Counter& counter, std::int64_t food, const QString& path) {
    const Screen& screen = counter.screen();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        screen.note(screen.say("파일을 읽을 수 없습니다: %1 (%2)", "Cannot read the file: %1 (%2)")
                        .arg(path, file.errorString()));
        return Exit::Usage;
    }
    constexpr auto bytesMax = static_cast<qint64>(shop::pictureBytesMax);
    const QByteArray bytes = file.read(bytesMax + 1);
    if (bytes.size() > bytesMax) {
        screen.note(screen.say("그림은 512 KiB까지입니다. 줄여서 올려 주세요.",
                               "A picture has at most 512 KiB. Make it smaller."));
        return Exit::Refused;
    }
    return answered(counter, counter.upload(foodPath(food) + "/picture", bytes),
                    screen.say("그림을 올렸습니다.", "The picture is shown."));
}

Exit removePicture(Counter& counter, std::int64_t food) {
    return answered(counter, counter.deletion(foodPath(food) + "/picture"),
                    counter.screen().say("그림을 내렸습니다.", "The picture is removed."));
}

Verb pictureVerb() {
    return {"picture", "음식의 그림을 올립니다 (JPEG, PNG, WebP)", "set a dish's picture",
            [](CLI::App& app) -> Act {
                struct Typed {
                    std::int64_t food = 0;
                    std::string file;
                    bool removes = false;
                };
                auto typed = std::make_shared<Typed>();
                app.add_option("FOOD", typed->food, "음식 번호 / food")->required();
                auto* const file = app.add_option("FILE", typed->file, "파일 / file");
                auto* const remove =
                    app.add_flag("--remove", typed->removes, "그림을 내립니다 / remove it");
                remove->excludes(file);
                return [typed](Counter& counter) {
                    if (typed->removes) return removePicture(counter, typed->food);
                    if (typed->file.empty()) {
                        counter.screen().note(counter.screen().say(
                            "파일을 적거나 --remove를 주세요.", "Name a file, or say --remove."));
                        return Exit::Usage;
                    }
                    return setPicture(counter, typed->food, typedText(typed->file));
                };
            }};
}

void showFoods(const Items& foods, const Screen& screen) {
    Table table({{screen.say("번호", "id"), Side::Right},
                 {screen.say("음식", "dish")},
                 {screen.say("갈래", "heading")},
                 {screen.say("자리", "station")},
                 {screen.say("값", "price"), Side::Right},
                 {screen.say("남음", "left"), Side::Right},
                 {screen.say("팔린 주문", "orders"), Side::Right},
                 {screen.say("상태", "state")}});
    for (const Representation& food : foods) {
        QString state = screen.say("판매 중", "on sale");
        if (food.isTrue("soldOut")) {
            state = screen.say("품절", "sold out");
            if (food.has("soldOutUntil")) state += " ~" + seoulShort(food.text("soldOutUntil"));
        }
        table.addRow({food.text("id"), food.text("name"), food.text("category"),
                      food.text("station"), screen.won(food.number("price")),
                      food.has("count") ? food.text("count") : QStringLiteral("-"),
                      food.text("orderCount"), state});
    }
    screen.table(table);
}

void showCounts(const Items& counts, const Screen& screen) {
    Table table({{screen.say("번호", "id"), Side::Right},
                 {screen.say("음식", "dish")},
                 {screen.say("팔린 개수", "portions"), Side::Right}});
    for (const Representation& count : counts) {
        table.addRow({count.text("foodId"), count.text("name"), count.text("count")});
    }
    screen.table(table);
}

Exit listFoods(Counter& counter, std::int64_t named) {
    const auto store = ownStore(counter, named);
    if (!store) return store.error();
    const Told told = counter.readAll(QStringLiteral("/foods?size=100&storeId=%1").arg(*store));
    if (!told) return told.error();
    showList(*told, counter.screen(), counter.screen().say("음식이 없습니다.", "No dishes."),
             showFoods);
    return Exit::Done;
}

Exit setStock(Counter& counter, const FoodWords& words) { return changeFood(counter, words); }

using FoodAct = Exit (*)(Counter&, const FoodWords&);

void addDishOptions(CLI::App& app, FoodWords& words) {
    app.add_option("--stock", words.stock, "남은 수 또는 none / how many, or none");
    app.add_option("--description", words.description, "설명 / description");
    app.add_option("--category", words.category, "메뉴의 갈래 / heading of the menu");
    app.add_option("--station", words.station, "만드는 자리 / place in the kitchen");
    app.add_option("--option", words.options, "이름*=선택:값|… / NAME*=CHOICE:PRICE|…")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Verb foodStep(const char* name, const char* korean, const char* english, FoodAct act) {
    return {name, korean, english, [act](CLI::App& app) -> Act {
                auto words = std::make_shared<FoodWords>();
                app.add_option("FOOD", words->food, "음식 번호 / food")->required();
                if (act == sellOut) {
                    app.add_flag("--until-tomorrow", words->untilTomorrow,
                                 "다음 영업일까지 / until the next day it opens");
                    app.add_option("--hours", words->hours, "몇 시간 동안 / for so many hours");
                }
                if (act == setStock) {
                    app.add_option("COUNT", words->stock, "남은 수 또는 none / how many, or none")
                        ->required();
                }
                return [act, words](Counter& counter) { return act(counter, *words); };
            }};
}

}  // namespace

Verb foodVerb() {
    const auto list = [](CLI::App& app) -> Act {
        auto store = std::make_shared<std::int64_t>(0);
        app.add_option("--store", *store, "가게 번호 / store");
        return [store](Counter& counter) { return listFoods(counter, *store); };
    };
    Verb add{"add", "음식을 올립니다", "add a dish", [](CLI::App& app) -> Act {
                 auto words = std::make_shared<FoodWords>();
                 app.add_option("NAME", words->name, "이름 / name")->required();
                 app.add_option("PRICE", words->price, "값 / price")->required();
                 app.add_option("--store", words->store, "가게 번호 / store");
                 addDishOptions(app, *words);
                 return [words](Counter& counter) { return addFood(counter, *words); };
             }};
    Verb change{"change", "음식을 고칩니다", "change a dish", [](CLI::App& app) -> Act {
                    auto words = std::make_shared<FoodWords>();
                    app.add_option("FOOD", words->food, "음식 번호 / food")->required();
                    app.add_option("--name", words->name, "이름 / name");
                    app.add_option("--price", words->price, "값 / price");
                    addDishOptions(app, *words);
                    return [words](Counter& counter) { return changeFood(counter, *words); };
                }};
    Verb counts{"counts", "음식마다 접수한 개수", "portions accepted of each dish",
                [](CLI::App& app) -> Act {
                    auto words = std::make_shared<ListWords>();
                    words->narrowBy(app, "--store", "storeId", "관리자: 가게 / an admin: store");
                    words->sortBy(app, {"foodId", "count"});
                    return [words](Counter& counter) {
                        const Told told = counter.readAll(words->addedTo("/foodCounts?size=100"));
                        if (!told) return told.error();
                        showList(*told, counter.screen(),
                                 counter.screen().say("아직 없습니다.", "None yet."), showCounts);
                        return Exit::Done;
                    };
                }};
    return {"food",
            "메뉴를 봅니다",
            "your menu",
            list,
            {{"list", "메뉴를 봅니다", "your menu", list},
             std::move(add),
             std::move(change),
             foodStep("soldout", "품절로 합니다", "mark as sold out", sellOut),
             foodStep("reopen", "다시 팝니다", "sell it again", reopen),
             foodStep("stock", "남은 수를 적습니다", "set how many are left", setStock),
             pictureVerb(),
             foodStep("remove", "메뉴에서 뺍니다", "take it off the menu", removeFood),
             std::move(counts)}};
}

}  // namespace delivery::terminal
