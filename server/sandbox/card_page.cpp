#include "server/sandbox/card_page.h"

#include <string>

#include "server/door/http_target.h"
#include "server/sandbox/card_form.h"
#include "server/sandbox/replies.h"

#include <QByteArray>

namespace delivery::sandbox {
namespace {

constexpr std::size_t formPairsMax = 16;

struct Asked {
    std::string customerKey;
    std::string successUrl;
    std::string failUrl;
    std::string act;
};

Asked readAsked(const door::HttpFields& fields) {
    Asked asked;
    for (const auto& [name, value] : fields) {
        if (name == "customerKey") asked.customerKey = value;
        if (name == "successUrl") asked.successUrl = value;
        if (name == "failUrl") asked.failUrl = value;
        if (name == "act") asked.act = value;
    }
    return asked;
}

bool isCustomerKey(std::string_view text) {
    return text.size() >= 2 && text.size() <= 300 &&
           text.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
               "0123456789-_=.,@") == std::string_view::npos;
}

bool isUrl(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::string escapedHtml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '&') {
            escaped += "&amp;";
        } else if (c == '<') {
            escaped += "&lt;";
        } else if (c == '"') {
            escaped += "&quot;";
        } else {
            escaped.push_back(c);
        }
    }
    return escaped;
}

std::string escapedUrl(std::string_view text) {
    return QByteArray(text.data(), static_cast<int>(text.size())).toPercentEncoding().toStdString();
}

std::string hidden(std::string_view name, std::string_view value) {
    return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" +
           escapedHtml(value) + "\">";
}

std::string button(std::string_view value, std::string_view label) {
    return "<button name=\"act\" value=\"" + std::string(value) + "\">" + std::string(label) +
           "</button> ";
}

/// Nothing is filled in, so that nobody's number stands in a page.
std::string field(std::string_view name, std::string_view label, std::string_view example) {
    return "<p><label>" + std::string(label) + "<br><input name=\"" + std::string(name) +
           "\" inputmode=\"numeric\" autocomplete=\"off\" placeholder=\"" + std::string(example) +
           "\"></label></p>";
}

door::HttpResponse page(const Asked& asked, int status = 200, const std::string& flaw = {}) {
    door::HttpResponse shown{status, "text/html; charset=utf-8", {}, ""};
    shown.body =
        "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\"><title>카드 등록 "
        "(샌드박스)</title><h1>카드 등록</h1><p>시험용 결제사입니다. 실제 카드 번호를 입력하지 "
        "마세요.</p><ul><li>4330 1234 5678 1111: 등록되고 결제됩니다 (16자리면 무엇이든)</li>"
        "<li>…0010: 등록되지만 결제가 늘 거절됩니다</li><li>…0002: 정지된 카드, 등록이 "
        "거절됩니다</li><li>…0004: 분실된 카드, 등록이 거절됩니다</li></ul>" +
        (flaw.empty() ? std::string{} : "<p role=\"alert\">" + escapedHtml(flaw) + "</p>") +
        "<form method=\"post\" action=\"" + std::string(cardPagePath) + "\">" +
        hidden("customerKey", asked.customerKey) + hidden("successUrl", asked.successUrl) +
        hidden("failUrl", asked.failUrl) + field("cardNumber", "카드 번호", "4330 1234 5678 1111") +
        field("cardExpirationMonth", "유효 기간 월 (MM)", "12") +
        field("cardExpirationYear", "유효 기간 연 (YY)", "30") +
        field("customerIdentityNumber", "생년월일 6자리 또는 사업자번호 10자리", "900101") +
        field("cardPassword", "비밀번호 앞 두 자리", "00") + "<p>" + button("register", "등록") +
        button("cancel", "취소") + "</p></form></html>";
    return shown;
}

door::HttpResponse redirect(const std::string& url, const std::string& query) {
    const char joint = url.find('?') == std::string::npos ? '?' : '&';
    return {303, "", {{"Location", url + joint + query}}, ""};
}

}  // namespace

door::HttpResponse serveCardPage(PaymentLedger& ledger, const door::HttpRequest& request) {
    door::HttpFields fields = request.query;
    if (request.method == "POST") {
        const auto form = door::parseTarget("/?" + request.body, formPairsMax);
        if (!form) return problemReply(400, "잘못된 요청입니다", "the form is unreadable");
        fields = form->query;
    }
    const Asked asked = readAsked(fields);
    if (!isCustomerKey(asked.customerKey) || !isUrl(asked.successUrl) ||
        (!asked.failUrl.empty() && !isUrl(asked.failUrl))) {
        return problemReply(400, "잘못된 요청입니다", "customerKey, successUrl and failUrl");
    }
    if (request.method == "GET") return page(asked);
    const std::string& failUrl = asked.failUrl.empty() ? asked.successUrl : asked.failUrl;
    const auto failed = [&](const std::string& code, const std::string& message) {
        return redirect(failUrl, "code=" + code + "&message=" + escapedUrl(message));
    };
    if (asked.act == "cancel") return failed("PAY_PROCESS_CANCELED", "취소되었습니다");
    const auto card = readCard(fields, nowMs());
    if (!card && card.error().mistyped) return page(asked, 400, card.error().message);
    if (!card) return failed(card.error().code, card.error().message);
    const std::string authKey = newName("auth_");
    ledger.database().begin();
    ledger.addRegistration(
        authKey, {asked.customerKey, card->declines, card->masked, card->issuerCode}, nowMs());
    if (!ledger.database().commit()) {
        return problemReply(500, "서버 오류입니다", "the card was not kept");
    }
    return redirect(asked.successUrl,
                    "customerKey=" + escapedUrl(asked.customerKey) + "&authKey=" + authKey);
}

}  // namespace delivery::sandbox
