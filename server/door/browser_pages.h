#pragma once
/// The few small pages that a person's browser sees here, in Korean and in English.

#include <string>

#include "server/door/http_server.h"

namespace delivery::door {

struct Said {
    std::string koreanTitle;
    std::string korean;
    std::string englishTitle;
    std::string english;
};
/// Nothing on it runs, loads or may be framed.
[[nodiscard]] HttpResponse browserPage(int status, const Said& said);

/// 303: the browser goes on by GET.
[[nodiscard]] HttpResponse sendBrowserTo(const std::string& address);

/// A page whose only work is to let the payment provider's own script open its card page.
struct ProviderScript {
    std::string address;  ///< of the script
    std::string clientKey;
    std::string customerKey;
    std::string successUrl;
    std::string failUrl;
    std::string nonce;  ///< names our few lines of script as ours
};
[[nodiscard]] HttpResponse scriptPage(const ProviderScript& script);

/// A value behind an address.
[[nodiscard]] std::string percentEncoded(const std::string& text);

}  // namespace delivery::door
