#include "server/door/browser_pages.h"
#include "server/door/people.h"
#include "server/door/routes.h"
#include "wire/print_account.h"

// How a customer comes to a card. The provider's page asks for its number; this server never sees
// it, and only exchanges what the page gave the browser.

namespace delivery::door {
namespace {

constexpr std::size_t cardsMax = 20;
constexpr std::size_t authKeyBytesMax = 300;

wire::Complaint noOffice() {
    return {503, "NoCardOffice", "지금은 카드를 등록할 수 없습니다. 가게에 알려 주세요.",
            "Cards cannot be registered here at the moment. Tell the shop."};
}
wire::Complaint tooManyCards() {
    return {409, "TooManyCards", "카드가 너무 많습니다. 쓰지 않는 카드를 지워 주세요.",
            "There are too many cards. Remove one that is not used."};
}

HttpResponse overPage() {
    return browserPage(
        410, {"이 등록은 끝났습니다",
              "이미 쓰였거나 10분이 지난 주소입니다. 바뀐 것은 없습니다. "
              "카드 등록을 처음부터 다시 해 주세요.",
              "This registration is over",
              "The address was used before, or is older than ten minutes. Nothing has changed. "
              "Begin again."});
}
HttpResponse foreignPage() {
    return browserPage(400, {"등록할 수 없습니다",
                             "결제사가 보낸 것이 이 등록의 것이 아닙니다. 바뀐 것은 없습니다. "
                             "카드 등록을 처음부터 다시 해 주세요.",
                             "Not registered",
                             "What came back does not belong to this registration. Nothing has "
                             "changed. Begin again."});
}
HttpResponse givenUpPage(const std::string& code) {
    // Only what looks like one of the provider's codes is shown: anybody can write an address.
    const bool isCode =
        !code.empty() && code.size() <= 64 &&
        code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string::npos;
    const std::string why = isCode ? " (" + code + ")" : "";
    return browserPage(200, {"카드를 등록하지 않았습니다",
                             "결제사에서 취소되었거나 거절되었습니다" + why +
                                 ". 바뀐 것은 없습니다. 다른 카드로 다시 해 보세요.",
                             "No card was registered",
                             "It was cancelled or refused at the payment provider" + why +
                                 ". Nothing has changed. Try again, perhaps with another card."});
}

HttpResponse troublePage(CardTrouble trouble) {
    switch (trouble) {
        case CardTrouble::Refused:
            return browserPage(
                409, {"결제사가 받아 주지 않았습니다",
                      "카드가 등록되지 않았습니다. 카드 등록을 처음부터 다시 해 주세요.",
                      "The payment provider refused", "No card was registered. Begin again."});
        case CardTrouble::Away:
            break;
        case CardTrouble::Unknown:
            return browserPage(
                504, {"결제사가 답하지 않습니다",
                      "카드가 등록되지 않았습니다. 잠시 뒤에 처음부터 다시 해 주세요. 결제된 것은 "
                      "없습니다.",
                      "The payment provider does not answer",
                      "No card was registered, and nothing was paid. Begin again in a moment."});
    }
    HttpResponse away =
        browserPage(503, {"결제사에 닿지 못했습니다",
                          "카드가 등록되지 않았습니다. 잠시 뒤에 처음부터 다시 해 주세요.",
                          "Cannot reach the payment provider",
                          "No card was registered. Begin again in a moment."});
    away.headers.emplace_back("Retry-After", "60");
    return away;
}

HttpResponse donePage(const IssuedCard& card) {
    const std::string name = card.issuer.empty() ? card.masked : card.issuer + " " + card.masked;
    return browserPage(
        200, {"카드를 등록했습니다", name + " 카드로 결제할 수 있습니다. 이 창은 닫아도 됩니다.",
              "Your card is registered", name + " can be used to pay. You may close this window."});
}

std::string ticketAddress(const Visit& visit, const Registration& begun) {
    return visit.origin + "/cards/register/" + begun.ticket;
}

/// To the provider's page, from which the browser comes back under the registration's state.
HttpResponse toProvider(const CardOffice& office, const Visit& visit, const Registration& begun) {
    const std::string success = visit.origin + "/cards/registered/" + begun.state;
    const std::string fail = visit.origin + "/cards/unregistered/" + begun.state;
    if (!office.clientKey.empty()) {
        return scriptPage(
            {office.script, office.clientKey, begun.customerKey, success, fail, freshToken()});
    }
    const char joint = office.page.find('?') == std::string::npos ? '?' : '&';
    return sendBrowserTo(office.page + joint + "customerKey=" + percentEncoded(begun.customerKey) +
                         "&successUrl=" + percentEncoded(success) +
                         "&failUrl=" + percentEncoded(fail));
}

/// A browser that has the token goes straight on; a program gets the address for a browser.
void beginRegistration(Porter& porter, const VisitPtr& visit) {
    if (!porter.cardOffice.exchange) return porter.refuse(visit, noOffice());
    const std::string user = visit->actor().user.text();
    if (const auto wait = porter.commandsOfUsers.take(user, porter.clock.now())) {
        return porter.refuse(visit, tooManyCommands(*wait));
    }
    using Cards = std::vector<wire::CardView>;
    porter.askThen<Cards>(
        visit, [user](Sight& sight) { return cardsOf(sight, user); },
        [&porter, visit, user](const Cards& cards) {
            if (cards.size() >= cardsMax) return porter.refuse(visit, tooManyCards());
            const Registration* begun =
                porter.registrations.begin(CustomerId{user}, porter.clock.now());
            if (begun == nullptr) return porter.refuse(visit, busy(60));
            const std::string_view accepts = visit->request.header("accept").value_or("");
            if (accepts.find("text/html") != std::string_view::npos) {
                return porter.reply(visit, toProvider(porter.cardOffice, *visit, *begun));
            }
            porter.reply(visit, hal(wire::printCardRegistration(ticketAddress(*visit, *begun),
                                                                begun->expiresAt, visit->scene())));
        });
}

void openPage(Porter& porter, const VisitPtr& visit) {
    const Registration* begun = porter.registrations.open(visit->parts.at(0), porter.clock.now());
    porter.reply(visit,
                 begun == nullptr ? overPage() : toProvider(porter.cardOffice, *visit, *begun));
}

/// The provider has issued it: it is the customer's when the desk has it on the disk.
void keepCard(Porter& porter, const VisitPtr& visit, const Registration& begun, IssuedCard card) {
    const desk::AddCard command{
        begun.card,  begun.customer, card.sealedBillingKey, card.sealedCustomerKey,
        card.masked, card.issuer};
    porter.shift.submit(
        shift::systemEnvelope(command),
        [&porter, visit, card = std::move(card), back = porter.wayBack](shift::Outcome outcome) {
            back->post([&porter, visit, card, outcome = std::move(outcome)] {
                if (outcome.kind != shift::Outcome::Kind::Done) {
                    porter.log.line(shift::Level::Warning, "door",
                                    "a card was issued and not kept: " + outcome.faultText);
                    return porter.reply(visit, troublePage(CardTrouble::Unknown));
                }
                // The customer was forgotten meanwhile.
                const bool isKept = std::holds_alternative<desk::Accepted>(*outcome.reply);
                porter.reply(visit, isKept ? donePage(card) : overPage());
            });
        });
}

/// A HEAD of the addresses on which the browser comes back must not use them up.
bool onlyLooks(Porter& porter, const VisitPtr& visit) {
    if (visit->request.method != "HEAD") return false;
    porter.reply(visit, browserPage(200, {}));
    return true;
}

void comeBack(Porter& porter, const VisitPtr& visit) {
    if (onlyLooks(porter, visit)) return;
    const auto begun = porter.registrations.take(visit->parts.at(0), porter.clock.now());
    if (!begun) return porter.reply(visit, overPage());
    const std::string_view authKey = visit->request.queryValue("authKey").value_or("");
    const bool isWhole = !authKey.empty() && authKey.size() <= authKeyBytesMax;
    if (!isWhole || visit->request.queryValue("customerKey") != begun->customerKey) {
        return porter.reply(visit, foreignPage());
    }
    porter.cardOffice.exchange(
        {std::string{authKey}, begun->customerKey, begun->idempotencyKey},
        [&porter, visit, begun = *begun, back = porter.wayBack](CardAnswer answer) {
            back->post([&porter, visit, begun, answer = std::move(answer)] {
                if (!answer) return porter.reply(visit, troublePage(answer.error()));
                keepCard(porter, visit, begun, *answer);
            });
        });
}

void comeBackWithout(Porter& porter, const VisitPtr& visit) {
    if (onlyLooks(porter, visit)) return;
    const auto begun = porter.registrations.take(visit->parts.at(0), porter.clock.now());
    if (!begun) return porter.reply(visit, overPage());
    porter.reply(visit, givenUpPage(std::string{visit->request.queryValue("code").value_or("")}));
}

}  // namespace

std::vector<Route> cardRoutes() {
    const wire::Naming cards{"cards", "card"};
    return {{"GET", "/cards/register", customers, beginRegistration, cards},
            {"GET", "/cards/register/{ticket}", anyone, openPage, cards},
            {"GET", "/cards/registered/{state}", anyone, comeBack, cards},
            {"GET", "/cards/unregistered/{state}", anyone, comeBackWithout, cards}};
}

}  // namespace delivery::door
