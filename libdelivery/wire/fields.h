#pragma once
/// Takes the members of a JSON object one by one, typed and bounded; what nobody took is refused.

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/geo.h"
#include "core/instant.h"
#include "core/won.h"
#include "wire/misread.h"

namespace delivery::wire {

/// The first thing that was wrong is kept; everything after it reads as missing. Ask finish()
/// before using anything.
class Fields {
  public:
    static constexpr std::size_t textMax = 1'000;

    /// The object must outlive the fields.
    explicit Fields(const nlohmann::json& object);

    /// Present and not null. Does not count as taken.
    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] bool isText(const std::string& name) const;
    [[nodiscard]] bool isEmptyText(const std::string& name) const;
    [[nodiscard]] bool isList(const std::string& name) const;
    /// Present as null: the sender wants it empty. Counts as taken.
    [[nodiscard]] bool takesAway(const std::string& name);

    /// A number, or the same as a decimal string. Out of bounds is refused, with the business's own
    /// number where it has one.
    std::optional<std::int64_t> integer(const std::string& name, std::int64_t least,
                                        std::int64_t most,
                                        std::optional<RefusalCode> outOfBounds = std::nullopt);
    std::optional<Won> won(const std::string& name);
    /// One line: what is shown between other things must not break their lines.
    std::optional<std::string> text(const std::string& name, std::size_t least = 0,
                                    std::size_t most = textMax);
    /// What people write to each other, which may have lines.
    std::optional<std::string> prose(const std::string& name, std::size_t least = 0,
                                     std::size_t most = textMax);
    /// Nobody is shown a secret, so it may be anything that somebody can type.
    std::optional<std::string> secret(const std::string& name, std::size_t least, std::size_t most);
    /// 7 to 20 digits, which may be set apart and begin with "+".
    std::optional<std::string> telephone(const std::string& name);
    std::optional<bool> flag(const std::string& name);
    std::optional<Instant> time(const std::string& name);
    /// "lat" and "lng": both or neither.
    std::optional<GeoPoint> pin();
    /// "HH:MM" in Korean time as minutes of the day.
    std::optional<int> minuteOfDay(const std::string& name);
    /// The same for an end, which may be "24:00".
    std::optional<int> endOfDay(const std::string& name);
    /// "2026-11-21" as days since 1970-01-01.
    std::optional<std::int64_t> date(const std::string& name);
    /// The objects of a list.
    std::vector<Fields> list(const std::string& name, std::size_t most,
                             std::optional<RefusalCode> tooMany = std::nullopt);

    /// A member that must be there.
    template <class T>
    T need(const std::string& name, std::optional<T> value) {
        if (!value) missing(name);
        return value ? std::move(*value) : T{};
    }
    void refuse(const std::string& name, std::string korean, std::string english,
                std::optional<Refusal> refusal = std::nullopt);

    /// Refuses what was not taken; of a list's items too.
    [[nodiscard]] Read<void> finish();

  private:
    struct Shared;
    Fields(const nlohmann::json& object, std::string path, std::shared_ptr<Shared> shared);
    const nlohmann::json* take(const std::string& name);
    void missing(const std::string& name);

    const nlohmann::json* m_object;
    std::string m_path;
    std::shared_ptr<Shared> m_shared;
};

}  // namespace delivery::wire
