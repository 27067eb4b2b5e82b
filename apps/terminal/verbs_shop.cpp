// Verbs of a shopkeeper: the shop itself, its hours, how it takes orders, what it sold.

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/hours_words.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Repeat;
using kit::Representation;
using Side = Table::Side;

/// What any of these verbs may be told.
struct ShopWords {
    std::int64_t store = 0;
    std::vector<std::string> words;
    std::optional<std::string> name;
    std::optional<std::string> address;
    std::optional<std::string> opens;
    std::optional<std::string> closes;
    std::optional<std::int64_t> fee;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> minutes;
    std::optional<std::string> date;
    std::optional<std::string> forget;
    std::optional<std::string> note;
    std::vector<std::string> bands;
    bool noBands = false;
};
/// Asks for one thing at "/stores/N".
using ShopAct = Exit (*)(Counter&, const ShopWords&, const QString& path);

QString rangeText(const Representation& hours, const Screen& screen) {
    return hoursText(hours.text("opens"), hours.text("closes"), screen.language());
}

/// "11:00-15:00, 17:00-21:00" of a weekday, or that it is closed.
QString dayText(const Representation& store, int weekday, const Screen& screen) {
    QStringList ranges;
    for (const Representation& hours : store.list("hours")) {
        if (weekdayOfCode(hours.text("day")) == weekday) ranges << rangeText(hours, screen);
    }
    return ranges.isEmpty() ? screen.say("휴무", "closed") : ranges.join(", ");
}

void showHours(const Representation& store, const Screen& screen) {
    Table table({{screen.say("날", "day")},
                 {screen.say("영업시간", "hours")},
                 {screen.say("까닭", "note")}});
    for (int weekday = 0; weekday < 7; ++weekday) {
        table.addRow(
            {weekdayText(weekday, screen.language()), dayText(store, weekday, screen), QString()});
    }
    for (const Representation& special : store.list("specialDays")) {
        QStringList ranges;
        for (const Representation& hours : special.list("hours")) {
            ranges << rangeText(hours, screen);
        }
        table.addRow({special.text("date"),
                      ranges.isEmpty() ? screen.say("휴무", "closed") : ranges.join(", "),
                      special.text("note")});
    }
    screen.table(table);
}

/// How it takes orders at the moment.
QString paceText(const Representation& store, const Screen& screen) {
    if (store.isTrue("paused")) {
        QString text = screen.say("주문을 받지 않음", "takes no orders");
        const QString reason = store.text("pauseReason");
        if (!reason.isEmpty()) text += QStringLiteral(": ") + reason;
        if (store.has("pausedUntil")) text += " ~" + seoulShort(store.text("pausedUntil"));
        return text;
    }
    if (store.isTrue("open")) return screen.say("영업 중", "open");
    if (!store.has("opensNext")) return screen.say("닫힘", "closed");
    return screen.say("닫힘, 다음 영업 ", "closed, opens ") + seoulShort(store.text("opensNext"));
}

void showFees(const Representation& store, const Screen& screen) {
    QString line = screen.say("배달비 ", "delivery fee ") + screen.won(store.number("deliveryFee"));
    for (const Representation& band : store.list("feeBands")) {
        line += screen.say(", %1까지 %2", ", to %1 %2")
                    .arg(distanceText(band.number("upToMeters")), screen.won(band.number("fee")));
    }
    if (store.number("minimumOrder") > 0) {
        line += screen.say("  최소 주문 ", "  minimum ") + screen.won(store.number("minimumOrder"));
    }
    screen.line("  " + line + "  " + scoreText(store.fractional("score")));
}

void showStore(const Representation& store, const Screen& screen) {
    screen.line(
        screen.say("가게 %1  %2", "store %1  %2").arg(store.text("id"), store.text("name")));
    screen.line("  " + paceText(store, screen));
    if (store.isTrue("paused")) {
        screen.line("  " + screen.say("다시 받으려면: delivery store resume",
                                      "to take orders again: delivery store resume"));
    }
    if (store.isTrue("busy")) {
        QString busy = screen.say("바쁨: 약속에 %1분 더함", "busy: promises %1 minutes more")
                           .arg(store.text("busyExtraMinutes"));
        if (store.has("busyUntil")) busy += " ~" + seoulShort(store.text("busyUntil"));
        screen.line("  " + busy);
    }
    const Representation automatic = store.at("autoAccept");
    if (automatic.has("ordersMax")) {
        screen.line("  " +
                    screen
                        .say("자동 접수: %1건까지, 지금 %2건, 약속 %3",
                             "accepts by itself: up to %1, %2 now, promises %3")
                        .arg(automatic.text("ordersMax"), automatic.text("inWork"),
                             automatic.has("cookMinutes")
                                 ? screen.say("%1분", "%1 min").arg(automatic.text("cookMinutes"))
                                 : screen.say("평균", "the average")));
    }
    const QString today = hoursText(store.text("opens"), store.text("closes"), screen.language());
    screen.line("  " + today + "  " + store.text("address"));
    showFees(store, screen);
}

Exit shown(Counter& counter, const Told& told,
           void (*show)(const Representation&, const Screen&) = showStore) {
    if (!told) return told.error();
    if (counter.screen().isJson()) {
        counter.screen().json(*told);
    } else {
        show(*told, counter.screen());
    }
    return Exit::Done;
}

Exit put(Counter& counter, const QString& path, const Body& body,
         void (*show)(const Representation&, const Screen&) = showStore) {
    return shown(counter, counter.command("PUT", path, body, Repeat::Undoable), show);
}

Exit misspelt(Counter& counter, const char* korean, const char* english) {
    counter.screen().note(counter.screen().say(korean, english));
    return Exit::Usage;
}

Exit showShop(Counter& counter, const ShopWords&, const QString& path) {
    return shown(counter, counter.read(path));
}

Exit pauseShop(Counter& counter, const ShopWords& words, const QString& path) {
    Body body;
    if (!words.words.empty()) body.set("reason", typedText(words.words));
    body.set("minutes", words.minutes);
    return put(counter, path + "/pause", body);
}

Exit resumeShop(Counter& counter, const ShopWords&, const QString& path) {
    return put(counter, path + "/resume", {});
}

/// The one word of these verbs: a number, or "off" for 0.
std::optional<std::int64_t> numberOrOff(const ShopWords& words) {
    if (words.words.size() != 1) return std::nullopt;
    const QString word = typedText(words.words.front());
    if (word == "off" || word == "끔") return 0;
    bool isNumber = false;
    const qint64 number = word.toLongLong(&isNumber);
    return isNumber ? std::optional<std::int64_t>{number} : std::nullopt;
}

Exit makeBusy(Counter& counter, const ShopWords& words, const QString& path) {
    const auto extra = numberOrOff(words);
    if (!extra) {
        return misspelt(counter, "더할 분이나 off를 적어 주세요.",
                        "Say how many minutes more, or off.");
    }
    Body body;
    body.set("extraMinutes", *extra).set("minutes", words.minutes);
    return put(counter, path + "/busy", body);
}

Exit makeAutomatic(Counter& counter, const ShopWords& words, const QString& path) {
    const auto most = numberOrOff(words);
    if (!most) {
        return misspelt(counter, "주문 수나 off를 적어 주세요.", "Say how many orders, or off.");
    }
    Body body;
    body.set("ordersMax", *most).set("cookMinutes", words.minutes);
    return put(counter, path + "/autoAccept", body);
}

/// "1000=2000": up to so many metres, for so many won.
std::optional<Body> feeBand(const QString& typed) {
    const QStringList parts = typed.split(u'=');
    bool isDistance = false;
    bool isFee = false;
    if (parts.size() != 2) return std::nullopt;
    const qint64 upTo = parts[0].toLongLong(&isDistance);
    const qint64 fee = parts[1].toLongLong(&isFee);
    if (!isDistance || !isFee) return std::nullopt;
    Body band;
    band.set("upToMeters", std::int64_t{upTo}).set("fee", std::int64_t{fee});
    return band;
}

Exit setFees(Counter& counter, const ShopWords& words, const QString& path) {
    Body body;
    body.set("deliveryFee", words.fee);
    std::vector<Body> bands;
    for (const std::string& typed : words.bands) {
        const auto band = feeBand(typedText(typed));
        if (!band) {
            return misspelt(counter, "--band는 미터=원 꼴입니다: 1000=2000",
                            "--band reads METRES=WON: 1000=2000");
        }
        bands.push_back(*band);
    }
    if (!bands.empty() || words.noBands) body.set("feeBands", bands);
    body.set("minimumOrder", words.minimum);
    if (body.isEmpty()) return shown(counter, counter.read(path));
    return put(counter, path, body);
}

Exit setShop(Counter& counter, const ShopWords& words, const QString& path) {
    Body body;
    if (words.name) body.set("name", typedText(*words.name));
    if (words.address) body.set("address", typedText(*words.address));
    if (words.opens) body.set("opens", typedText(*words.opens));
    if (words.closes) body.set("closes", typedText(*words.closes));
    body.set("deliveryFee", words.fee);
    return put(counter, path, body);
}

Body hoursBody(const TypedHours& hours) {
    Body body;
    body.set("opens", hours.opens).set("closes", hours.closes);
    return body;
}

/// Days that were not named stay as the store has them.
std::vector<Body> laidOver(const Representation& store, TypedWeek week) {
    for (int weekday = 0; weekday < 7; ++weekday) {
        if (week.contains(weekday)) continue;
        for (const Representation& hours : store.list("hours")) {
            if (weekdayOfCode(hours.text("day")) != weekday) continue;
            week[weekday].push_back({hours.text("opens"), hours.text("closes")});
        }
    }
    std::vector<Body> all;
    for (const auto& [weekday, hours] : week) {
        for (const TypedHours& one : hours) {
            Body body;
            body.set("day", weekdayCode(weekday));
            body.set("opens", one.opens).set("closes", one.closes);
            all.push_back(body);
        }
    }
    return all;
}

/// The store's special days without one date.
std::vector<Body> specialDaysBut(const Representation& store, const QString& date) {
    std::vector<Body> days;
    for (const Representation& special : store.list("specialDays")) {
        if (special.text("date") == date) continue;
        std::vector<Body> hours;
        for (const Representation& one : special.list("hours")) {
            hours.push_back(hoursBody({one.text("opens"), one.text("closes")}));
        }
        Body day;
        day.set("date", special.text("date")).set("note", special.text("note"));
        day.set("hours", hours);
        days.push_back(day);
    }
    return days;
}

Exit setSpecialDay(Counter& counter, const ShopWords& words, const QStringList& typed,
                   const QString& path) {
    const QString date = typedText(words.date ? *words.date : *words.forget);
    const auto hours = words.date ? typedHours(typed) : std::vector<TypedHours>{};
    if (!hours || (words.date && typed.isEmpty())) {
        return misspelt(counter, "그날의 시간(11:00-15:00)이나 휴무를 적어 주세요.",
                        "Say that day's hours (11:00-15:00), or closed.");
    }
    const Told store = counter.read(path);
    if (!store) return store.error();
    std::vector<Body> days = specialDaysBut(*store, date);
    if (words.date) {
        Body day;
        day.set("date", date);
        if (words.note) day.set("note", typedText(*words.note));
        std::vector<Body> list;
        for (const TypedHours& one : *hours) list.push_back(hoursBody(one));
        day.set("hours", list);
        days.push_back(day);
    }
    Body body;
    body.set("specialDays", days);
    return put(counter, path, body, showHours);
}

Exit setHours(Counter& counter, const ShopWords& words, const QString& path) {
    const QStringList typed = typedText(words.words).split(u' ', Qt::SkipEmptyParts);
    if (words.date || words.forget) return setSpecialDay(counter, words, typed, path);
    if (typed.isEmpty()) return shown(counter, counter.read(path), showHours);
    Body body;
    if (typed.size() == 1 && (typed.front() == "always" || typed.front() == "24시간")) {
        body.set("alwaysOpen", true);
        return put(counter, path, body, showHours);
    }
    const auto week = typedWeek(typed);
    if (!week) {
        return misspelt(counter, "월-금 11:00-15:00,17:00-21:00 일 휴무 처럼 적어 주세요.",
                        "Write it like mon-fri 11:00-15:00,17:00-21:00 sun closed.");
    }
    const Told store = counter.read(path);
    if (!store) return store.error();
    body.set("hours", laidOver(*store, *week));
    return put(counter, path, body, showHours);
}

void showSales(const Representation& sales, const Screen& screen) {
    screen.line(screen
                    .say("%1  주문 %2건  매출 %3  거절 %4건  취소 %5건",
                         "%1  %2 orders  sales %3  %4 rejected  %5 cancelled")
                    .arg(sales.text("day"), sales.text("orders"), screen.won(sales.number("sales")),
                         sales.text("rejected"), sales.text("cancelled")));
    QString more =
        screen.say("들어온 주문 %1건, 아직 답하지 않은 %2건", "%1 received, %2 not yet answered")
            .arg(sales.text("received"), sales.text("waiting"));
    if (sales.has("averageCookSeconds")) {
        more += screen.say(", 평균 요리 %1분", ", cooking took %1 min on average")
                    .arg(static_cast<double>(sales.number("averageCookSeconds")) / 60.0, 0, 'f', 1);
    }
    screen.line("  " + more);
    Table hours({{screen.say("시", "hour"), Side::Right},
                 {screen.say("주문", "orders"), Side::Right},
                 {screen.say("매출", "sales"), Side::Right}});
    for (const Representation& hour : sales.list("hours")) {
        hours.addRow({hour.text("hour"), hour.text("orders"), screen.won(hour.number("sales"))});
    }
    if (!hours.isEmpty()) screen.table(hours);
    Table dishes({{screen.say("음식", "dish")},
                  {screen.say("수", "qty"), Side::Right},
                  {screen.say("매출", "sales"), Side::Right}});
    for (const Representation& dish : sales.list("dishes")) {
        dishes.addRow({dish.text("name"), dish.text("qty"), screen.won(dish.number("sales"))});
    }
    if (!dishes.isEmpty()) screen.table(dishes);
}

Exit showToday(Counter& counter, const ShopWords& words, const QString& path) {
    const QString day = words.date ? "?day=" + typedText(*words.date) : QString();
    return shown(counter, counter.read(path + "/sales" + day), showSales);
}

using Options = void (*)(CLI::App&, ShopWords&);

Verb shopVerb(const char* name, const char* korean, const char* english, ShopAct act,
              Options options = nullptr) {
    return {name, korean, english, [act, options](CLI::App& app) -> Act {
                auto words = std::make_shared<ShopWords>();
                app.add_option("--store", words->store, "가게 번호 / store");
                if (options != nullptr) options(app, *words);
                return [act, words](Counter& counter) {
                    const auto store = ownStore(counter, words->store);
                    if (!store) return store.error();
                    return act(counter, *words, QStringLiteral("/stores/%1").arg(*store));
                };
            }};
}

void pauseOptions(CLI::App& app, ShopWords& words) {
    app.add_option("REASON", words.words, "손님이 볼 까닭 / reason");
    app.add_option("--minutes", words.minutes, "몇 분 동안 / for so many minutes");
}
void busyOptions(CLI::App& app, ShopWords& words) {
    app.add_option("MINUTES", words.words, "더할 분 또는 off / minutes more, or off")->required();
    app.add_option("--minutes", words.minutes, "몇 분 동안 / for so many minutes");
}
void automaticOptions(CLI::App& app, ShopWords& words) {
    app.add_option("ORDERS", words.words, "주문 수 또는 off / how many orders, or off")->required();
    app.add_option("--minutes", words.minutes, "약속할 분 / minutes to promise");
}
void feeOptions(CLI::App& app, ShopWords& words) {
    app.add_option("WON", words.fee, "배달비 / delivery fee");
    app.add_option("--band", words.bands, "미터=원 / METRES=WON")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_flag("--no-bands", words.noBands, "거리와 상관없이 / whatever the distance");
    app.add_option("--minimum", words.minimum, "최소 주문 금액 / minimum order");
}
void hoursOptions(CLI::App& app, ShopWords& words) {
    app.add_option("HOURS", words.words,
                   "월-금 11:00-21:00 일 휴무 / mon-fri 11:00-21:00 sun closed");
    app.add_option("--date", words.date, "하루만: 2026-12-25 / of one date");
    app.add_option("--note", words.note, "그날의 까닭 / why on that date");
    app.add_option("--forget", words.forget, "그날을 여느 날로 / make that date an ordinary one");
}
void setOptions(CLI::App& app, ShopWords& words) {
    app.add_option("--name", words.name, "이름 / name");
    app.add_option("--address", words.address, "주소 / address");
    app.add_option("--opens", words.opens, "여는 시각 / HH:MM");
    app.add_option("--closes", words.closes, "닫는 시각 / HH:MM");
    app.add_option("--fee", words.fee, "배달비 / delivery fee");
}
void dayOptions(CLI::App& app, ShopWords& words) {
    app.add_option("--day", words.date, "다른 날: 2026-11-21 / another day");
}

}  // namespace

Verb storeVerb() {
    Verb show = shopVerb("show", "가게를 봅니다", "your store", showShop);
    return {
        "store",
        "가게를 봅니다",
        "your store",
        show.arrange,
        {show, shopVerb("set", "가게를 고칩니다", "change your store", setShop, setOptions),
         shopVerb("hours", "영업시간을 보고 고칩니다", "opening hours", setHours, hoursOptions),
         shopVerb("pause", "주문을 받지 않습니다", "take no orders", pauseShop, pauseOptions),
         shopVerb("resume", "다시 주문을 받습니다", "take orders again", resumeShop),
         shopVerb("busy", "약속에 분을 더합니다", "promise more minutes", makeBusy, busyOptions),
         shopVerb("auto", "자동으로 접수합니다", "accept by itself", makeAutomatic,
                  automaticOptions),
         shopVerb("fee", "배달비와 최소 주문을 정합니다", "fees by distance, minimum order",
                  setFees, feeOptions)}};
}

Verb todayVerb() {
    return shopVerb("today", "오늘 매출을 봅니다", "today's sales", showToday, dayOptions);
}

}  // namespace delivery::terminal
