#include "server/door/browser_pages.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace delivery::door {
namespace {

constexpr const char* html = "text/html; charset=utf-8";
constexpr const char* style =
    "body{font-family:sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;line-height:1.6}"
    "h1{font-size:1.4rem}h2{font-size:1rem;margin-top:2.5rem}";

std::string escaped(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped().toStdString();
}

/// A text in a script, in quotes. What comes here is ours or of the configuration; a quote or a
/// closing tag in it is written so that it stays a text.
std::string quoted(const std::string& text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string written = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
            written += "\\u00";
            written += digits[byte >> 4U];
            written += digits[byte & 0xFU];
        } else {
            written += c;
        }
    }
    return written + '"';
}

std::string top(const std::string& title) {
    return "<!doctype html><html lang=\"ko\"><head><meta charset=\"utf-8\">"
           "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
           escaped(title) + "</title><style>" + style + "</style></head><body>";
}

HttpResponse pageWith(int status, const std::string& policy, std::string body) {
    return {status,
            html,
            {{"Content-Security-Policy", policy + "; style-src 'unsafe-inline'; base-uri 'none'; "
                                                  "frame-ancestors 'none'"},
             // The address names the registration: nobody else is to learn it.
             {"Referrer-Policy", "no-referrer"}},
            std::move(body)};
}

std::string originOf(const std::string& address) {
    const QUrl url(QString::fromStdString(address));
    return url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment)
        .toString()
        .toStdString();
}

}  // namespace

HttpResponse browserPage(int status, const Said& said) {
    return pageWith(status, "default-src 'none'",
                    top(said.koreanTitle) + "<h1>" + escaped(said.koreanTitle) + "</h1><p>" +
                        escaped(said.korean) + "</p><h2 lang=\"en\">" + escaped(said.englishTitle) +
                        "</h2><p lang=\"en\">" + escaped(said.english) + "</p></body></html>");
}

HttpResponse sendBrowserTo(const std::string& address) {
    return {303, "", {{"Location", address}, {"Referrer-Policy", "no-referrer"}}, ""};
}

HttpResponse scriptPage(const ProviderScript& script) {
    const std::string origin = originOf(script.address);
    const std::string body =
        top("카드 등록") + "<h1>카드 등록</h1><p>결제사의 카드 등록 창을 엽니다.</p>" +
        "<p lang=\"en\">Opening the payment provider's card page.</p>" + "<script src=\"" +
        escaped(script.address) + "\"></script><script nonce=\"" + escaped(script.nonce) +
        "\">TossPayments(" + quoted(script.clientKey) +
        ").requestBillingAuth(\"카드\",{customerKey:" + quoted(script.customerKey) +
        ",successUrl:" + quoted(script.successUrl) + ",failUrl:" + quoted(script.failUrl) +
        "}).catch(function(e){location.replace(" + quoted(script.failUrl) +
        "+\"?code=\"+encodeURIComponent(e.code))})</script></body></html>";
    // The provider's script brings frames, styles and pictures of its own from its own hosts.
    const std::string hosts = origin + " https://*.tosspayments.com";
    return pageWith(200,
                    "default-src 'none'; script-src 'nonce-" + script.nonce + "' " + hosts +
                        "; connect-src " + hosts + "; frame-src " + hosts + "; img-src " + hosts +
                        "; form-action " + hosts,
                    body);
}

std::string percentEncoded(const std::string& text) {
    return QUrl::toPercentEncoding(QString::fromStdString(text)).toStdString();
}

}  // namespace delivery::door
