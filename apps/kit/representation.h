#pragma once
/// What the server sent, as a value to read from: missing fields are empty, never an error.

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

namespace delivery::kit {

/// An object, a list or a single value of a reply. Copies share what they read from.
class Representation {
  public:
    /// An empty object.
    Representation();
    /// Nothing if the bytes are not JSON.
    [[nodiscard]] static std::optional<Representation> parse(const QByteArray& bytes);

    [[nodiscard]] bool has(const char* name) const;
    /// A string as it is; a number or a truth value as text.
    [[nodiscard]] QString text(const char* name) const;
    /// A number, or a string that holds one, or 0.
    [[nodiscard]] std::int64_t number(const char* name) const;
    [[nodiscard]] double fractional(const char* name) const;
    [[nodiscard]] bool isTrue(const char* name) const;
    [[nodiscard]] Representation at(const char* name) const;
    /// The elements of a list; nothing for anything else.
    [[nodiscard]] std::vector<Representation> list(const char* name) const;
    [[nodiscard]] std::vector<Representation> elements() const;
    /// Every item of every list in _embedded.
    [[nodiscard]] std::vector<Representation> embedded() const;
    /// The names of _links: what this caller may do now is among them.
    [[nodiscard]] QStringList links() const;
    /// The path and query of a link; empty if there is none.
    [[nodiscard]] QString linkPath(const char* name) const;
    /// This value itself, where it is a string or a number.
    [[nodiscard]] QString plain() const;
    /// The JSON on one line, its names in the order in which they came.
    [[nodiscard]] QByteArray oneLine() const;

    /// The page's items followed by the next page's; what is said of the pages themselves counts
    /// them all.
    [[nodiscard]] Representation joinedWith(const Representation& next) const;

  private:
    using Json = nlohmann::ordered_json;
    explicit Representation(std::shared_ptr<const Json> json);
    [[nodiscard]] const Json* find(const char* name) const;
    [[nodiscard]] Representation sharing(const Json& part) const;

    std::shared_ptr<const Json> m_json;
};

}  // namespace delivery::kit
