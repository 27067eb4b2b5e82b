// The customer's verbs for cards: seeing, registering at the payment provider's page, removing.

#include <QDateTime>
#include <set>

#include "apps/terminal/cards.h"
#include "apps/terminal/counter.h"
#include "apps/terminal/verb_words.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {
namespace {

using kit::Representation;

constexpr const char* cardsPath = "/cards?size=100";
constexpr std::chrono::milliseconds betweenLooks{1'000};

void showCards(const Items& cards, const Screen& screen) {
    Table table({{screen.say("카드", "card")},
                 {screen.say("카드사", "issuer")},
                 {screen.say("번호", "number")}});
    for (const Representation& card : cards) {
        table.addRow({card.text("id"), card.text("issuer"), card.text("masked")});
    }
    screen.table(table);
}

Exit listCards(Counter& counter) {
    const Told told = counter.readAll(cardsPath);
    if (!told) return told.error();
    showList(*told, counter.screen(), counter.screen().say("카드가 없습니다.", "No cards."),
             showCards);
    return Exit::Done;
}

std::set<QString> namesOf(const Representation& cards) {
    std::set<QString> names;
    for (const Representation& card : cards.embedded()) names.insert(card.text("id"));
    return names;
}

/// The first card that was not there before.
std::optional<Representation> newOne(const Representation& cards, const std::set<QString>& known) {
    for (const Representation& card : cards.embedded()) {
        if (!known.contains(card.text("id"))) return card;
    }
    return std::nullopt;
}

void sayCard(const Representation& card, const Screen& screen) {
    if (screen.isJson()) return screen.json(card);
    screen.line(screen.say("카드를 등록했습니다: %1 %2 (%3)", "Your card is registered: %1 %2 (%3)")
                    .arg(card.text("issuer"), card.text("masked"), card.text("id")));
}

/// Looks until the card is there or the address has run out.
Exit waitForCard(Counter& counter, const std::set<QString>& known, std::int64_t untilUtcMs) {
    const Screen& screen = counter.screen();
    while (counter.surroundings().utcMilliseconds() < untilUtcMs) {
        counter.rest(betweenLooks);
        const kit::Outcome outcome = counter.readQuietly(cardsPath);
        // A server that restarts is asked again.
        if (!outcome || !outcome->isDone()) continue;
        const auto cards = Representation::parse(outcome->body);
        if (!cards) continue;
        if (const auto card = newOne(*cards, known)) {
            sayCard(*card, screen);
            return Exit::Done;
        }
    }
    screen.note(screen.say("카드가 등록되지 않았습니다. 처음부터 다시 해 주세요.",
                           "No card was registered. Begin again."));
    return Exit::Refused;
}

Exit registerCard(Counter& counter, bool waits) {
    const Told before = counter.readAll(cardsPath);
    if (!before) return before.error();
    const Told begun = counter.read("/cards/register");
    if (!begun) return begun.error();
    const Screen& screen = counter.screen();
    if (screen.isJson()) {
        screen.json(*begun);
    } else {
        screen.line(begun->text("url"));
        screen.note(screen.say("이 주소를 브라우저에서 여세요. 10분 동안 한 번 쓸 수 있습니다.",
                               "Open this address in a browser. It serves once, for ten "
                               "minutes."));
    }
    if (!waits) return Exit::Done;
    const auto until = QDateTime::fromString(begun->text("expiresAt"), Qt::ISODateWithMs);
    return waitForCard(counter, namesOf(*before), until.toMSecsSinceEpoch());
}

}  // namespace

Verb cardVerb() {
    const auto list = [](CLI::App&) -> Act { return listCards; };
    Verb add{
        "register", "브라우저에서 카드를 등록합니다", "register a card in a browser",
        [](CLI::App& app) -> Act {
            auto doesNotWait = std::make_shared<bool>(false);
            app.add_flag("--no-wait", *doesNotWait, "주소만 보여 줍니다 / only show the address");
            return [doesNotWait](Counter& counter) { return registerCard(counter, !*doesNotWait); };
        }};
    Verb remove{"remove", "카드를 지웁니다", "remove a card", [](CLI::App& app) -> Act {
                    auto id = std::make_shared<std::string>();
                    app.add_option("CARD", *id, "카드의 번호 / its id")->required();
                    return [id](Counter& counter) {
                        return answered(counter,
                                        counter.deletion("/cards/" + kit::segment(typedText(*id))),
                                        counter.screen().say("카드를 지웠습니다.", "Removed."));
                    };
                }};
    return {
        "cards",
        "등록한 카드를 봅니다",
        "your cards",
        list,
        {{"list", "등록한 카드를 봅니다", "your cards", list}, std::move(add), std::move(remove)}};
}

}  // namespace delivery::terminal
