#include "wire/fields.h"

#include <map>

#include <nlohmann/json.hpp>

#include "core/blank.h"
#include "core/degrees.h"
#include "wire/instants.h"

namespace delivery::wire {

using nlohmann::json;

struct Fields::Shared {
    std::optional<Misread> first;
    /// Which members of which object were asked for.
    std::map<std::string, std::pair<const json*, std::set<std::string>>> taken;
};

namespace {

constexpr std::size_t telephoneMax = 30;

std::size_t codePointsOf(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
    }
    return count;
}

/// Tab, and whatever some page or printer takes for the end of a line.
bool breaksLine(std::string_view text) {
    return text.find_first_of("\t\n\r") != std::string_view::npos ||
           text.find("\u2028") != std::string_view::npos ||
           text.find("\u2029") != std::string_view::npos;
}

/// The fewest digits are those of a number inside of a Korean area; the most are the 15 of E.164
/// after the longest code that calls abroad from Korea ("00700").
bool isTelephone(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::size_t digits = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            ++digits;
        } else if (std::string_view{" -()"}.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return digits >= 7 && digits <= 20;
}

/// A whole number in a decimal string; nothing when it is none or does not fit.
std::optional<std::int64_t> parseInteger(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    const std::string_view digits = negative ? text.substr(1) : text;
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
}

std::optional<std::int64_t> integerOf(const json& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (value.is_string()) return parseInteger(value.get_ref<const std::string&>());
    return std::nullopt;
}

/// Degrees arrive as text, as decimals kept as text, or as whole numbers.
std::optional<std::int32_t> degreesOf(const json& value, int degreesMax) {
    if (value.is_string()) return parseDegrees(value.get_ref<const std::string&>(), degreesMax);
    if (value.is_number_integer()) {
        return parseDegrees(std::to_string(value.get<std::int64_t>()), degreesMax);
    }
    return std::nullopt;
}

}  // namespace

Fields::Fields(const json& object) : Fields(object, "", std::make_shared<Shared>()) {}

Fields::Fields(const json& object, std::string path, std::shared_ptr<Shared> shared)
    : m_object(&object), m_path(std::move(path)), m_shared(std::move(shared)) {
    m_shared->taken[m_path].first = m_object;
}

bool Fields::has(const std::string& name) const {
    const auto found = m_object->find(name);
    return found != m_object->end() && !found->is_null();
}
bool Fields::isText(const std::string& name) const {
    return has(name) && m_object->at(name).is_string();
}
bool Fields::isEmptyText(const std::string& name) const {
    return isText(name) && m_object->at(name) == "";
}
bool Fields::isList(const std::string& name) const {
    return has(name) && m_object->at(name).is_array();
}

bool Fields::takesAway(const std::string& name) {
    const auto found = m_object->find(name);
    if (found == m_object->end() || !found->is_null()) return false;
    m_shared->taken[m_path].second.insert(name);
    return true;
}

const json* Fields::take(const std::string& name) {
    m_shared->taken[m_path].second.insert(name);
    if (m_shared->first || !has(name)) return nullptr;
    return &m_object->at(name);
}

void Fields::refuse(const std::string& name, std::string korean, std::string english,
                    std::optional<Refusal> refusal) {
    if (m_shared->first) return;
    m_shared->first =
        Misread{m_path + name, std::move(korean), std::move(english), std::move(refusal)};
}

void Fields::missing(const std::string& name) {
    refuse(name, "꼭 있어야 하는 항목이 빠졌습니다. 채워서 다시 보내 주세요.",
           "A required field is missing. Fill it in and send it again.");
}

std::optional<std::int64_t> Fields::integer(const std::string& name, std::int64_t least,
                                            std::int64_t most,
                                            std::optional<RefusalCode> outOfBounds) {
    const json* value = take(name);
    if (value == nullptr) return std::nullopt;
    const std::optional<std::int64_t> number = integerOf(*value);
    if (!number) {
        refuse(name, "정수여야 합니다. 숫자로 적어 주세요.", "It must be a whole number.");
        return std::nullopt;
    }
    if (*number < least || *number > most) {
        const std::string low = std::to_string(least);
        const std::string high = std::to_string(most);
        std::optional<Refusal> refusal;
        if (outOfBounds) refusal = Refusal{*outOfBounds, {{"minimum", low}, {"maximum", high}}};
        refuse(name, low + "에서 " + high + "까지여야 합니다. 값을 고쳐 주세요.",
               "It must be from " + low + " to " + high + ". Correct it.", refusal);
        return std::nullopt;
    }
    return number;
}

std::optional<Won> Fields::won(const std::string& name) {
    // Far above every total, far below any overflow.
    constexpr std::int64_t amountMax = 1'000'000'000;
    const std::optional<std::int64_t> amount = integer(name, 0, amountMax);
    return amount ? std::optional(Won{*amount}) : std::nullopt;
}

std::optional<std::string> Fields::text(const std::string& name, std::size_t least,
                                        std::size_t most) {
    std::optional<std::string> line = prose(name, least, most);
    if (!line || !breaksLine(*line)) return line;
    refuse(name, "한 줄이어야 합니다. 줄바꿈과 탭을 지우고 다시 보내 주세요.",
           "It must be one line. Remove line breaks and tabs and send it again.");
    return std::nullopt;
}

std::optional<std::string> Fields::telephone(const std::string& name) {
    std::optional<std::string> number = text(name, 0, telephoneMax);
    if (!number || isTelephone(*number)) return number;
    refuse(name,
           "전화번호는 숫자 7개에서 20개까지이고, 그밖에는 맨 앞의 +와 빈칸, -, 괄호만 됩니다. "
           "고쳐 주세요.",
           "A telephone number has 7 to 20 digits, and besides them only a + in front, spaces, "
           "hyphens and parentheses. Correct it.");
    return std::nullopt;
}

std::optional<std::string> Fields::prose(const std::string& name, std::size_t least,
                                         std::size_t most) {
    std::optional<std::string> written = secret(name, least, most);
    if (!written || least == 0 || !isBlank(*written)) return written;
    refuse(name, "빈칸만으로는 안 됩니다. 글자를 적어 주세요.",
           "It must not be blank. Write something.");
    return std::nullopt;
}

std::optional<std::string> Fields::secret(const std::string& name, std::size_t least,
                                          std::size_t most) {
    const json* value = take(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        refuse(name, "글이어야 합니다. 따옴표로 감싸 주세요.",
               "It must be text. Put it in quotes.");
        return std::nullopt;
    }
    const auto& text = value->get_ref<const std::string&>();
    const std::size_t length = codePointsOf(text);
    if (length < least || length > most) {
        refuse(name,
               std::to_string(least) + "자에서 " + std::to_string(most) +
                   "자까지여야 합니다. 길이를 고쳐 주세요.",
               "It must have " + std::to_string(least) + " to " + std::to_string(most) +
                   " characters. Correct it.");
        return std::nullopt;
    }
    return text;
}

std::optional<bool> Fields::flag(const std::string& name) {
    const json* value = take(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    if (value->is_string() && *value == "true") return true;
    if (value->is_string() && *value == "false") return false;
    refuse(name, "true나 false여야 합니다. 고쳐 주세요.", "It must be true or false. Correct it.");
    return std::nullopt;
}

std::optional<Instant> Fields::time(const std::string& name) {
    const std::optional<std::string> value = text(name);
    if (!value) return std::nullopt;
    const std::optional<Instant> at = parseInstant(*value);
    if (!at) {
        refuse(name, "시각은 2024-05-01T03:04:05Z처럼 적어 주세요.",
               "Write the time like 2024-05-01T03:04:05Z.");
    }
    return at;
}

std::optional<GeoPoint> Fields::pin() {
    const json* latitude = take("lat");
    const json* longitude = take("lng");
    if (latitude == nullptr && longitude == nullptr) return std::nullopt;
    const auto lat = latitude == nullptr ? std::nullopt : degreesOf(*latitude, 90);
    const auto lng = longitude == nullptr ? std::nullopt : degreesOf(*longitude, 180);
    if (!lat || !lng) {
        refuse(lat ? "lng" : "lat", "위치는 도 단위의 lat과 lng 두 값이어야 합니다. 고쳐 주세요.",
               "A place has lat and lng, both in degrees. Correct it.");
        return std::nullopt;
    }
    return GeoPoint{*lat, *lng};
}

std::optional<int> Fields::minuteOfDay(const std::string& name) {
    const std::optional<std::string> value = text(name);
    if (!value) return std::nullopt;
    const bool shaped = value->size() == 5 && (*value)[2] == ':';
    const auto hour = shaped ? parseInteger(std::string_view{*value}.substr(0, 2)) : std::nullopt;
    const auto minute = shaped ? parseInteger(std::string_view{*value}.substr(3)) : std::nullopt;
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) {
        refuse(name, "시각은 09:30처럼 적어 주세요.", "Write the time like 09:30.");
        return std::nullopt;
    }
    return static_cast<int>(*hour * 60 + *minute);
}

std::optional<int> Fields::endOfDay(const std::string& name) {
    if (!isText(name) || m_object->at(name) != "24:00") return minuteOfDay(name);
    return take(name) != nullptr ? std::optional(24 * 60) : std::nullopt;
}

std::optional<std::int64_t> Fields::date(const std::string& name) {
    const std::optional<std::string> value = text(name);
    if (!value) return std::nullopt;
    const std::optional<std::int64_t> day = parseDate(*value);
    if (!day) refuse(name, "날짜는 2026-11-21처럼 적어 주세요.", "Write the date like 2026-11-21.");
    return day;
}

std::vector<Fields> Fields::list(const std::string& name, std::size_t most,
                                 std::optional<RefusalCode> tooMany) {
    const json* value = take(name);
    if (value == nullptr) return {};
    if (!value->is_array()) {
        refuse(name, "목록이어야 합니다. 대괄호로 감싸 주세요.",
               "It must be a list. Put it in brackets.");
        return {};
    }
    if (value->size() > most) {
        const std::string count = std::to_string(most);
        std::optional<Refusal> refusal;
        if (tooMany) refusal = Refusal{*tooMany, {{"maximum", count}}};
        refuse(name, "한 번에 " + count + "개까지입니다. 줄여 주세요.",
               "There may be " + count + " at most. Send fewer.", refusal);
        return {};
    }
    std::vector<Fields> items;
    for (std::size_t i = 0; i < value->size(); ++i) {
        const std::string itemName = name + "[" + std::to_string(i) + "]";
        if (!(*value)[i].is_object()) {
            refuse(itemName, "객체여야 합니다. 중괄호로 감싸 주세요.",
                   "It must be an object. Put it in braces.");
            return {};
        }
        items.push_back(Fields{(*value)[i], m_path + itemName + ".", m_shared});
    }
    return items;
}

Read<void> Fields::finish() {
    if (m_shared->first) return tl::unexpected(*m_shared->first);
    for (const auto& [path, object] : m_shared->taken) {
        for (const auto& [name, value] : object.first->items()) {
            if (object.second.contains(name)) continue;
            return tl::unexpected(Misread{path + name, "모르는 항목입니다. 빼고 다시 보내 주세요.",
                                          "This field is unknown. Leave it out."});
        }
    }
    return {};
}

}  // namespace delivery::wire
