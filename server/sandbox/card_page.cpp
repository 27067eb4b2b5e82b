#include "server/sandbox/card_page.h"

#include <string>

#include "server/door/http_target.h"
#include "server/sandbox/replies.h"

#include <QByteArray>

namespace delivery::sandbox {
namespace {

constexpr std::size_t formPairsMax = 16;

struct Asked {
    std::string customerKey;
    std::string successUrl;
    std::string failUrl;
    std::string card;
};

Asked readAsked(const door::HttpFields& fields) {
    Asked asked;
    for (const auto& [name, value] : fields) {
        if (name == "customerKey") asked.customerKey = value;
        if (name == "successUrl") asked.successUrl = value;
        if (name == "failUrl") asked.failUrl = value;
        if (name == "card") asked.card = value;
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
    return "<p><button name=\"card\" value=\"" + std::string(value) + "\">" + std::string(label) +
           "</button></p>";
}

door::HttpResponse page(const Asked& asked) {
    door::HttpResponse shown{200, "text/html; charset=utf-8", {}, ""};
    shown.body =
        "<!doctype html><html lang=\"ko\"><title>카드 등록 (샌드박스)</title>"
        "<h1>카드 등록</h1><p>시험용 결제사입니다. 실제 카드 번호를 입력하지 마세요.</p>"
        "<form method=\"post\" action=\"" +
        std::string(cardPagePath) + "\">" + hidden("customerKey", asked.customerKey) +
        hidden("successUrl", asked.successUrl) + hidden("failUrl", asked.failUrl) +
        button("ok", "시험 카드 등록") + button("decline", "항상 거절되는 카드 등록") +
        button("cancel", "취소") + "</form></html>";
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
    if (asked.card == "cancel") {
        return redirect(asked.failUrl.empty() ? asked.successUrl : asked.failUrl,
                        "code=PAY_PROCESS_CANCELED&message=" + escapedUrl("취소되었습니다"));
    }
    const std::string authKey = newName("auth_");
    ledger.database().begin();
    ledger.addRegistration(authKey, {asked.customerKey, asked.card == "decline"}, nowMs());
    if (!ledger.database().commit()) {
        return problemReply(500, "서버 오류입니다", "the card was not kept");
    }
    return redirect(asked.successUrl,
                    "customerKey=" + escapedUrl(asked.customerKey) + "&authKey=" + authKey);
}

}  // namespace delivery::sandbox
