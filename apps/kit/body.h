#pragma once
/// Writes the JSON body of a command, its fields in the order in which they were named.

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace delivery::kit {

/// The same fields in the same order give the same bytes: a repeated command is recognised by them.
class Body {
  public:
    Body& set(const char* name, const QString& text);
    Body& set(const char* name, const char* text);
    Body& set(const char* name, std::int64_t number);
    Body& set(const char* name, int number) { return set(name, std::int64_t{number}); }
    Body& set(const char* name, double number);
    Body& set(const char* name, bool truth);
    Body& set(const char* name, const Body& object);
    Body& set(const char* name, const std::vector<Body>& objects);
    Body& setNull(const char* name);
    /// Leaves the field out where there is nothing to say.
    template <class T>
    Body& set(const char* name, const std::optional<T>& value) {
        return value ? set(name, *value) : *this;
    }

    [[nodiscard]] bool isEmpty() const { return m_fields.empty(); }
    [[nodiscard]] QByteArray json() const;

  private:
    std::vector<std::pair<QByteArray, QByteArray>> m_fields;
};

}  // namespace delivery::kit
