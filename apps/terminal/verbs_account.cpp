// Verbs of whoever has an account: signing in and out, looking at what changed and why.

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/code_words.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/watch.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Representation;

Exit login(Counter& counter) {
    if (const Exit exit = counter.login(); exit != Exit::Done) return exit;
    const Screen& screen = counter.screen();
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    if (screen.isJson()) {
        // The token stays in its private file: standard output ends up in logs.
        Body said;
        said.set("userId", grant->userId).set("role", grant->role);
        if (grant->storeId != 0) said.set("storeId", grant->storeId);
        screen.json(*Representation::parse(said.json()));
    } else {
        screen.line(screen.say("%1(%2)로 로그인했습니다.", "Signed in as %1 (%2).")
                        .arg(grant->userId, actorText(grant->role, screen.language())));
    }
    return Exit::Done;
}

Exit logout(Counter& counter) {
    const Screen& screen = counter.screen();
    const Exit exit = counter.logout();
    if (screen.isJson()) {
        screen.json(Representation());
    } else {
        screen.line(screen.say("로그아웃했습니다.", "Signed out."));
    }
    return exit;
}

struct SignUpWords {
    std::string name;
    std::string mobile;
};

Exit signUp(Counter& counter, const SignUpWords& words) {
    const Screen& screen = counter.screen();
    const auto password = counter.password();
    if (!password) {
        screen.note(screen.say("비밀번호가 필요합니다 (DELIVERY_PASSWORD).",
                               "A password is needed (DELIVERY_PASSWORD)."));
        return Exit::Refused;
    }
    Body body;
    body.set("userId", counter.user())
        .set("password", *password)
        .set("name", QString::fromStdString(words.name));
    if (!words.mobile.empty()) body.set("mobile", QString::fromStdString(words.mobile));
    const Told told = counter.unstoredAsNobody("POST", "/customers", body);
    if (!told) return told.error();
    if (screen.isJson()) {
        screen.json(*told);
    } else {
        screen.line(screen.say("%1 님, 가입했습니다.", "Welcome, %1.").arg(counter.user()));
    }
    return Exit::Done;
}

/// The resource through which each role sees one order, the fullest that there is.
QString pathOfOrder(const QString& role, std::int64_t order) {
    const QString id = QString::number(order);
    if (role == "store") return "/foodCookings/" + id;
    if (role == "rider") return "/deliveries/" + id;
    return "/myPages/" + id;
}

Exit show(Counter& counter, std::int64_t order) {
    const auto grant = counter.signedIn();
    if (!grant) return grant.error();
    const Told told = counter.read(pathOfOrder(grant->role, order));
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
    } else {
        showOrder(*told, screen);
        showTimeline(*told, screen);
    }
    return Exit::Done;
}

Exit changes(Counter& counter, const std::string& after) {
    QString path = QStringLiteral("/changes");
    if (!after.empty()) path += "?after=" + kit::segment(QString::fromStdString(after));
    const Told told = counter.read(path);
    if (!told) return told.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*told);
        return Exit::Done;
    }
    for (const Representation& change : told->list("changes")) {
        if (change.isTrue("gone")) {
            screen.line(
                screen.say("주문 %1: 더 볼 수 없음", "order %1: gone").arg(change.text("id")));
        } else {
            showChange(change, screen);
        }
    }
    screen.line(screen.say("다음: --after %1%2", "next: --after %1%2")
                    .arg(told->text("next"),
                         told->isTrue("more") ? screen.say(" (더 있음)", " (more)") : QString()));
    return Exit::Done;
}

}  // namespace

std::vector<Verb> accountVerbs() {
    return {
        {"login", "로그인하고 기억합니다", "sign in and remember it",
         [](CLI::App&) { return login; }},
        {"logout", "로그아웃합니다", "sign out", [](CLI::App&) { return logout; }},
        {"signup", "손님으로 가입합니다 (--as 아이디)", "sign up as a customer (--as USER)",
         [](CLI::App& app) -> Act {
             auto words = std::make_shared<SignUpWords>();
             app.add_option("--name", words->name, "이름 / name")->required();
             app.add_option("--mobile", words->mobile, "전화 / mobile");
             return [words](Counter& counter) { return signUp(counter, *words); };
         }},
        {"show", "주문 하나와 그 경과를 봅니다", "one order and what happened to it",
         [](CLI::App& app) -> Act {
             auto order = std::make_shared<std::int64_t>();
             app.add_option("ORDER", *order, "주문 번호 / order")->required();
             return [order](Counter& counter) { return show(counter, *order); };
         }},
        {"watch", "바뀌는 대로 보여 줍니다: 터미널에서는 상황판",
         "show changes as they happen: on a terminal a board",
         [](CLI::App& app) -> Act {
             struct Typed {
                 std::int64_t order = 0;
                 double seconds = 5.0;
                 bool stays = false;
             };
             auto typed = std::make_shared<Typed>();
             app.add_option("ORDER", typed->order, "주문 번호 / order");
             app.add_option("--interval", typed->seconds,
                            "밀어 주지 않을 때 묻는 간격(초) / seconds between questions where "
                            "nothing is pushed")
                 ->check(CLI::Range(0.02, 3600.0));
             app.add_flag("--stay", typed->stays,
                          "다 끝나도 계속 봅니다 / go on when everything is over");
             return [typed](Counter& counter) {
                 WatchWords words;
                 if (typed->order != 0) words.order = typed->order;
                 words.stays = typed->stays;
                 words.interval =
                     std::chrono::milliseconds{static_cast<std::int64_t>(typed->seconds * 1'000)};
                 return watch(counter, words);
             };
         }},
        {"changes", "지난번 뒤로 바뀐 것을 봅니다", "what changed since the last look",
         [](CLI::App& app) -> Act {
             auto after = std::make_shared<std::string>();
             app.add_option("--after", *after, "지난번의 next / the next of the last look");
             return [after](Counter& counter) { return changes(counter, *after); };
         }},
    };
}

}  // namespace delivery::terminal
