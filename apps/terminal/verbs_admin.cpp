// Verbs of an admin: accounts, stores, contexts, payments that need a person, backups, sessions.

#include <cstdlib>
#include <limits>

#include "apps/kit/body.h"
#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/list_words.h"
#include "apps/terminal/password_prompt.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Body;
using kit::Repeat;
using kit::Representation;
using Side = Table::Side;

void showAccounts(const Items& accounts, const Screen& screen) {
    Table table({{screen.say("아이디", "user")},
                 {screen.say("역할", "role")},
                 {screen.say("이름", "name")},
                 {screen.say("가게", "store"), Side::Right}});
    for (const Representation& account : accounts) {
        table.addRow({account.text("userId"), account.text("role"), account.text("name"),
                      account.text("storeId")});
    }
    screen.table(table);
}

void showContexts(const Items& contexts, const Screen& screen) {
    Table table({{screen.say("컨텍스트", "context")},
                 {screen.say("상태", "state")},
                 {screen.say("화면", "pages")},
                 {screen.say("위치", "at"), Side::Right},
                 {screen.say("밀림", "behind"), Side::Right}});
    for (const Representation& context : contexts) {
        QStringList pages;
        std::int64_t at = std::numeric_limits<std::int64_t>::max();
        std::int64_t behind = 0;
        for (const Representation& page : context.list("pages")) {
            pages << page.text("name") + (page.isTrue("quarantined") ? "!" : "");
            at = std::min(at, page.number("position"));
            behind = std::max(behind, page.number("behind"));
        }
        table.addRow({context.text("name"),
                      context.isTrue("paused") ? screen.say("멈춤", "paused")
                                               : screen.say("돌아감", "running"),
                      pages.join(' '), QString::number(at), QString::number(behind)});
    }
    screen.table(table);
    for (const Representation& context : contexts) {
        for (const Representation& page : context.list("pages")) {
            if (!page.isTrue("quarantined")) continue;
            screen.line(screen
                            .say("%1!: 실패해서 멈췄습니다. 고친 뒤 admin context resume %2 (%3)",
                                 "%1!: failed and stands still. Once mended: admin context "
                                 "resume %2 (%3)")
                            .arg(page.text("name"), context.text("name"), page.text("lastError")));
        }
        for (const Representation& row : context.list("resting")) {
            screen.line(screen
                            .say("%1: 읽을 수 없어 따로 두었습니다 (%2)",
                                 "%1: cannot be read and rests alone (%2)")
                            .arg(row.text("name"), row.text("why")));
        }
    }
}

void showEscalations(const Items& payments, const Screen& screen) {
    Table table({{screen.say("주문", "order"), Side::Right},
                 {screen.say("손님", "customer")},
                 {screen.say("금액", "amount"), Side::Right},
                 {screen.say("상태", "state")},
                 {screen.say("까닭", "reason")}});
    for (const Representation& payment : payments) {
        const QString reason =
            payment.has("escalation") ? payment.text("escalation") : payment.text("reason");
        table.addRow({payment.has("orderId") ? payment.text("orderId") : payment.text("id"),
                      payment.text("customerId"), screen.won(payment.number("amount")),
                      statusText(payment, screen), reason});
    }
    screen.table(table);
}

void showSessions(const Items& sessions, const Screen& screen) {
    Table table({{screen.say("아이디", "user")},
                 {screen.say("역할", "role")},
                 {screen.say("끝나는 때", "expires")}});
    for (const Representation& session : sessions) {
        table.addRow({session.text("userId"), session.text("role"),
                      seoulDateTime(session.text("expiresAt"))});
    }
    screen.table(table);
}

void showStoreRows(const Items& stores, const Screen& screen) {
    Table table({{screen.say("번호", "id"), Side::Right},
                 {screen.say("가게", "store")},
                 {screen.say("주인", "owner")},
                 {screen.say("주소", "address")}});
    for (const Representation& store : stores) {
        table.addRow(
            {store.text("id"), store.text("name"), store.text("owner"), store.text("address")});
    }
    screen.table(table);
}

std::function<Act(CLI::App&)> listing(const char* path, void (*show)(const Items&, const Screen&)) {
    return [path, show](CLI::App&) -> Act {
        return [path, show](Counter& counter) {
            const Told told = counter.readAll(QString::fromLatin1(path));
            if (!told) return told.error();
            showList(*told, counter.screen(), counter.screen().say("없습니다.", "None."), show);
            return Exit::Done;
        };
    };
}

struct AccountWords {
    std::string user;
    std::string role = "customer";
    std::string name;
    std::string mobile;
    std::optional<std::int64_t> store;
};

Exit addAccount(Counter& counter, const AccountWords& words) {
    const Screen& screen = counter.screen();
    if (const auto grant = counter.signedIn(); !grant) return grant.error();
    const char* given = std::getenv("DELIVERY_NEW_PASSWORD");
    const auto password = given != nullptr
                              ? std::optional(QString::fromUtf8(given))
                              : askPassword(screen.say("%1의 새 비밀번호: ", "New password of %1: ")
                                                .arg(typedText(words.user)));
    if (!password) {
        screen.note(screen.say("새 계정의 비밀번호가 필요합니다 (DELIVERY_NEW_PASSWORD).",
                               "The new account needs a password (DELIVERY_NEW_PASSWORD)."));
        return Exit::Usage;
    }
    Body body;
    body.set("userId", typedText(words.user))
        .set("password", *password)
        .set("role", typedText(words.role))
        .set("name", words.name.empty() ? typedText(words.user) : typedText(words.name));
    if (!words.mobile.empty()) body.set("mobile", typedText(words.mobile));
    body.set("storeId", words.store);
    return answered(
        counter, counter.unstored("POST", "/accounts", body),
        screen.say("계정 %1을(를) 만들었습니다.", "Account %1 made.").arg(typedText(words.user)));
}

/// Of one role with --role.
Act accountList(CLI::App& app) {
    auto words = std::make_shared<ListWords>();
    words->narrowBy(app, "--role", "role", "역할 / role");
    return [words](Counter& counter) {
        const Told told = counter.readAll(words->addedTo("/accounts?size=100"));
        if (!told) return told.error();
        showList(*told, counter.screen(), counter.screen().say("없습니다.", "None."), showAccounts);
        return Exit::Done;
    };
}

Verb accountVerb() {
    return {"account",
            "계정을 봅니다",
            "the accounts",
            accountList,
            {{"list", "계정을 봅니다", "the accounts", accountList},
             {"add", "계정을 만듭니다", "make an account", [](CLI::App& app) -> Act {
                  auto words = std::make_shared<AccountWords>();
                  app.add_option("USER", words->user, "아이디 / user id")->required();
                  app.add_option("--role", words->role, "역할 / role")
                      ->check(CLI::IsMember({"customer", "store", "rider", "admin"}));
                  app.add_option("--name", words->name, "이름 / name");
                  app.add_option("--mobile", words->mobile, "전화 / mobile");
                  app.add_option("--store", words->store, "가게 번호 / store");
                  return [words](Counter& counter) { return addAccount(counter, *words); };
              }}}};
}

struct StoreWords {
    std::string name;
    std::string owner;
    std::string address;
    std::optional<double> lat;
    std::optional<double> lng;
    std::optional<std::int64_t> fee;
    std::string opens;
    std::string closes;
    bool pickupOnly = false;
};

Exit addStore(Counter& counter, const StoreWords& words) {
    Body body;
    body.set("name", typedText(words.name))
        .set("owner", typedText(words.owner))
        .set("address", typedText(words.address));
    body.set("lat", words.lat).set("lng", words.lng).set("deliveryFee", words.fee);
    if (!words.opens.empty()) body.set("opens", typedText(words.opens));
    if (!words.closes.empty()) body.set("closes", typedText(words.closes));
    if (words.pickupOnly) body.set("pickupOnly", true);
    const Told told = counter.command("POST", "/stores", body);
    return answered(counter, told,
                    counter.screen()
                        .say("가게 %1을(를) 열었습니다.", "Store %1 opened.")
                        .arg(told ? told->text("id") : QString()));
}

Verb storesVerb() {
    return {"store",
            "가게를 봅니다",
            "the stores",
            listing("/stores?size=100", showStoreRows),
            {{"list", "가게를 봅니다", "the stores", listing("/stores?size=100", showStoreRows)},
             {"add", "가게를 엽니다", "open a store", [](CLI::App& app) -> Act {
                  auto words = std::make_shared<StoreWords>();
                  app.add_option("NAME", words->name, "이름 / name")->required();
                  app.add_option("--owner", words->owner, "주인의 아이디 / owner")->required();
                  app.add_option("--address", words->address, "주소 / address")->required();
                  app.add_option("--lat", words->lat, "위도 / latitude");
                  app.add_option("--lng", words->lng, "경도 / longitude");
                  app.add_option("--fee", words->fee, "배달비 / delivery fee");
                  app.add_option("--opens", words->opens, "여는 시각 / HH:MM");
                  app.add_option("--closes", words->closes, "닫는 시각 / HH:MM");
                  app.add_flag("--pickup-only", words->pickupOnly, "포장만 / pickup only");
                  return [words](Counter& counter) { return addStore(counter, *words); };
              }}}};
}

Verb contextSwitch(const char* name, const char* korean, const char* english, bool paused) {
    return {name, korean, english, [paused](CLI::App& app) -> Act {
                auto context = std::make_shared<std::string>();
                app.add_option("CONTEXT", *context, "customer store rider menu notice")->required();
                return [paused, context](Counter& counter) {
                    Body body;
                    body.set("paused", paused);
                    return answered(
                        counter,
                        counter.command("PUT", "/contexts/" + kit::segment(typedText(*context)),
                                        body, Repeat::Undoable),
                        paused ? counter.screen().say("멈췄습니다.", "Paused.")
                               : counter.screen().say("다시 돌립니다.", "Running again."));
                };
            }};
}

Verb retryVerb() {
    return {"retry", "사람 손이 필요한 결제를 다시 합니다", "retry an escalated payment",
            [](CLI::App& app) -> Act {
                auto order = std::make_shared<std::int64_t>();
                app.add_option("ORDER", *order, "주문 번호 / order")->required();
                return [order](Counter& counter) {
                    return answered(
                        counter,
                        counter.command("PUT", QStringLiteral("/payments/%1/retry").arg(*order),
                                        Body(), Repeat::Undoable),
                        counter.screen().say("다시 시도합니다.", "Trying again."));
                };
            }};
}

Verb backupVerb() {
    return {"backup", "데이터베이스를 파일로 복사합니다", "copy the database to a file",
            [](CLI::App& app) -> Act {
                auto file = std::make_shared<std::string>();
                app.add_option("FILE", *file, "서버의 파일 / a file on the server")->required();
                return [file](Counter& counter) {
                    Body body;
                    body.set("file", typedText(*file));
                    return answered(
                        counter, counter.command("POST", "/backups", body, Repeat::Undoable),
                        counter.screen().say("복사했습니다: ", "Copied to ") + typedText(*file));
                };
            }};
}

}  // namespace

std::vector<Verb> adminVerbs() {
    const auto contexts = listing("/contexts", showContexts);
    return {{"admin",
             "운영자의 일",
             "what admins do",
             nullptr,
             {accountVerb(),
              storesVerb(),
              {"context",
               "컨텍스트를 멈추거나 돌립니다",
               "pause or resume a context",
               contexts,
               {contextSwitch("pause", "멈춥니다", "pause", true),
                contextSwitch("resume", "다시 돌립니다", "resume", false)}},
              {"contexts", "컨텍스트를 봅니다", "the contexts", contexts},
              {"escalations", "사람 손이 필요한 결제를 봅니다", "payments that need a person",
               listing("/escalations?size=100", showEscalations)},
              retryVerb(),
              backupVerb(),
              {"sessions", "로그인한 사람을 봅니다", "who is signed in",
               listing("/sessions?size=100", showSessions)}}}};
}

}  // namespace delivery::terminal
