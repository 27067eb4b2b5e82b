#pragma once
/// What a list is narrowed to and in which order it comes, as it is typed: each an option of its
/// verb and a name of the server's query.

#include <CLI/CLI.hpp>
#include <QString>
#include <deque>
#include <string>
#include <vector>

namespace delivery::terminal {

/// Must live as long as the command line that it declares its options on.
class ListWords {
  public:
    /// "--state VALUE", which narrows the list by the query's value of that name.
    void narrowBy(CLI::App& app, const std::string& option, const char* query, const char* help);
    /// "--sort", by one of these fields: "price" or "price,desc".
    void sortBy(CLI::App& app, const std::vector<std::string>& fields);

    [[nodiscard]] bool isEmpty() const;
    /// The path, with what was typed added to its query.
    [[nodiscard]] QString addedTo(const QString& path) const;

  private:
    struct Word {
        const char* query;
        std::string value;
    };
    /// The command line writes into it, so nothing of it may move.
    std::deque<Word> m_words;
};

}  // namespace delivery::terminal
