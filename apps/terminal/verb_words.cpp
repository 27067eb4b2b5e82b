#include "apps/terminal/verb_words.h"

#include <QStringList>

#include "apps/terminal/cards.h"

namespace delivery::terminal {

QString typedText(const std::string& word) { return QString::fromStdString(word); }

QString typedText(const std::vector<std::string>& words) {
    QStringList parts;
    for (const std::string& word : words) parts << typedText(word);
    return parts.join(' ');
}

Exit answered(const Counter& counter, const Told& told, const QString& sentence) {
    if (!told) return told.error();
    if (counter.screen().isJson()) {
        counter.screen().json(*told);
    } else {
        counter.screen().line(sentence);
    }
    return Exit::Done;
}

Exit orderShown(const Counter& counter, const Told& told) {
    const Screen& screen = counter.screen();
    if (!told || screen.isJson() || !told->has("id")) {
        return answered(counter, told,
                        screen.say("처리했습니다. 이제 보이지 않는 주문입니다.",
                                   "Done. The order is no longer yours to see."));
    }
    showOrder(*told, screen);
    return Exit::Done;
}

tl::expected<std::int64_t, Exit> ownStore(Counter& counter, std::int64_t named) {
    if (named != 0) return named;
    const auto grant = counter.signedIn();
    if (!grant) return tl::unexpected(grant.error());
    if (grant->storeId != 0) return grant->storeId;
    const Told told = counter.read("/auth/session");
    if (!told) return tl::unexpected(told.error());
    if (told->number("storeId") != 0) return told->number("storeId");
    counter.screen().note(counter.screen().say("어느 가게인지 --store로 알려 주세요.",
                                               "Say which store with --store."));
    return tl::unexpected(Exit::Usage);
}

}  // namespace delivery::terminal
