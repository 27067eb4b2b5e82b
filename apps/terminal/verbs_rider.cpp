// Verbs of a rider: duty and place, what is near, picking, collecting, delivering, earnings.

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

struct PlaceWords {
    std::optional<double> lat;
    std::optional<double> lng;
    std::optional<std::int64_t> radius;
};

QString ownPath(const Counter& counter) { return "/riders/" + kit::segment(counter.user()); }

void showRider(const Representation& rider, const Screen& screen) {
    QString line = rider.text("riderId") + "  " +
                   (rider.isTrue("onDuty") ? screen.say("근무 중", "on duty")
                                           : screen.say("쉬는 중", "off duty"));
    QStringList holding;
    for (const Representation& order : rider.list("holding")) holding << order.plain();
    if (!holding.isEmpty()) line += "  " + screen.say("맡은 주문 ", "holds ") + holding.join(", ");
    screen.line(line);
}

Exit duty(Counter& counter, std::optional<bool> onDuty, const PlaceWords& words) {
    Body body;
    body.set("onDuty", onDuty).set("lat", words.lat).set("lng", words.lng);
    const Told told = body.isEmpty()
                          ? counter.read(ownPath(counter))
                          : counter.command("PUT", ownPath(counter), body, Repeat::Undoable);
    if (!told) return told.error();
    if (counter.screen().isJson()) {
        counter.screen().json(*told);
    } else {
        showRider(*told, counter.screen());
    }
    return Exit::Done;
}

Exit nearby(Counter& counter, const PlaceWords& words) {
    QString path = QStringLiteral("/deliveries?view=now&size=100");
    if (words.lat && words.lng) {
        path +=
            QStringLiteral("&lat=%1&lng=%2").arg(*words.lat, 0, 'f', 6).arg(*words.lng, 0, 'f', 6);
    }
    if (words.radius) path += QStringLiteral("&radius=%1").arg(*words.radius);
    const Told told = counter.readAll(path);
    if (!told) return told.error();
    showList(*told, counter.screen(),
             counter.screen().say("가까운 배달이 없습니다.", "No deliveries nearby."),
             showDeliveries);
    return Exit::Done;
}

struct StepWords {
    std::int64_t order = 0;
    std::optional<std::int64_t> fence;
};

Exit step(Counter& counter, const char* verb, const StepWords& words, Repeat repeat) {
    Body body;
    body.set("fence", words.fence);
    const Told told = counter.command(
        "PUT", QStringLiteral("/deliveries/%1/%2").arg(words.order).arg(QLatin1StringView(verb)),
        body, repeat);
    return orderShown(counter, told);
}

/// A pick and a release undo each other; the others end a leg of the way for good.
Verb stepVerb(const char* name, const char* korean, const char* english, Repeat repeat) {
    return {name, korean, english, [name, repeat](CLI::App& app) -> Act {
                auto words = std::make_shared<StepWords>();
                app.add_option("ORDER", words->order, "주문 번호 / order")->required();
                app.add_option("--fence", words->fence,
                               "어느 맡음인지 (deliveries의 fence) / which holding is meant");
                return [name, repeat, words](Counter& counter) {
                    return step(counter, name, *words, repeat);
                };
            }};
}

Exit earnings(Counter& counter) {
    const Told rider = counter.read(ownPath(counter));
    if (!rider) return rider.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*rider);
        return Exit::Done;
    }
    const Representation sum = rider->at("today");
    screen.line(screen.say("오늘 배달 %1건  수입 %2", "today %1 deliveries  earned %2")
                    .arg(sum.number("deliveries"))
                    .arg(screen.won(sum.number("earned"))));
    const Told past = counter.read("/deliveries?view=past&size=100&sort=id,desc");
    if (!past) return past.error();
    const QString day = seoulDay(counter.surroundings().utcMilliseconds());
    Items today;
    for (const Representation& one : past->embedded()) {
        if (seoulDay(one.text("changedAt")) == day) today.push_back(one);
    }
    if (!today.empty()) showDeliveries(today, screen);
    const Told counts = counter.readAll("/riderCounts?size=100");
    if (!counts) return counts.error();
    for (const Representation& count : counts->embedded()) {
        screen.line(screen.say("%1: 맡은 배달 모두 %2건", "%1: %2 deliveries taken in all")
                        .arg(count.text("riderId"), count.text("count")));
    }
    return Exit::Done;
}

void addPlace(CLI::App& app, PlaceWords& words) {
    CLI::Option* lat = app.add_option("--lat", words.lat, "위도 / latitude");
    CLI::Option* lng = app.add_option("--lng", words.lng, "경도 / longitude");
    lat->needs(lng);
    lng->needs(lat);
}

Verb dutyVerb() {
    const auto switching = [](std::optional<bool> onDuty) {
        return [onDuty](CLI::App& app) -> Act {
            auto words = std::make_shared<PlaceWords>();
            addPlace(app, *words);
            return [onDuty, words](Counter& counter) { return duty(counter, onDuty, *words); };
        };
    };
    return {"duty",
            "근무를 봅니다; 위치를 알립니다",
            "your duty; tells your place",
            switching(std::nullopt),
            {{"on", "근무를 시작합니다", "go on duty", switching(true)},
             {"off", "근무를 마칩니다", "go off duty", switching(false)}}};
}

}  // namespace

std::vector<Verb> riderVerbs() {
    return {dutyVerb(),
            {"nearby", "가까운 배달을 봅니다", "deliveries nearby",
             [](CLI::App& app) -> Act {
                 auto words = std::make_shared<PlaceWords>();
                 addPlace(app, *words);
                 app.add_option("--radius", words->radius, "미터 / meters");
                 return [words](Counter& counter) { return nearby(counter, *words); };
             }},
            stepVerb("pick", "배달을 맡습니다", "take a delivery", Repeat::Undoable),
            stepVerb("release", "맡은 배달을 내놓습니다", "give it back", Repeat::Undoable),
            stepVerb("collect", "음식을 받았습니다", "the food is collected", Repeat::SameWish),
            stepVerb("deliver", "배달했습니다", "the food is delivered", Repeat::SameWish),
            {"earnings", "오늘 배달과 수입을 봅니다", "today's deliveries and earnings",
             [](CLI::App&) { return earnings; }}};
}

}  // namespace delivery::terminal
