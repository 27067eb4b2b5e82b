#include "apps/terminal/list_words.h"

#include "apps/kit/gateway.h"
#include "apps/terminal/verb_words.h"

namespace delivery::terminal {

void ListWords::narrowBy(CLI::App& app, const std::string& option, const char* query,
                         const char* help) {
    app.add_option(option, m_words.emplace_back(Word{query, {}}).value, help);
}

void ListWords::sortBy(CLI::App& app, const std::vector<std::string>& fields) {
    std::vector<std::string> ways;
    for (const std::string& field : fields) {
        for (const char* way : {"", ",asc", ",desc"}) ways.push_back(field + way);
    }
    // The field and its way are one value, however it is taken apart elsewhere.
    app.add_option("--sort", m_words.emplace_back(Word{"sort", {}}).value,
                   "차례, 거꾸로는 ,desc / order, the other way round with ,desc")
        ->check(CLI::IsMember(ways));
}

bool ListWords::isEmpty() const {
    for (const Word& word : m_words) {
        if (!word.value.empty()) return false;
    }
    return true;
}

QString ListWords::addedTo(const QString& path) const {
    QString whole = path;
    for (const Word& word : m_words) {
        if (word.value.empty()) continue;
        whole += whole.contains(u'?') ? u'&' : u'?';
        whole += QLatin1StringView(word.query) + QStringLiteral("=") +
                 kit::segment(typedText(word.value)).replace("%2C", ",");
    }
    return whole;
}

}  // namespace delivery::terminal
