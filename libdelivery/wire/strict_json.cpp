#include "wire/strict_json.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

namespace delivery::wire {
namespace {

using nlohmann::json;

Misread broken() {
    return {"", "본문이 올바른 JSON이 아닙니다. 고쳐서 다시 보내 주세요.",
            "The body is not valid JSON. Correct it and send it again."};
}

std::size_t codePointsOf(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
    }
    return count;
}

/// The control characters of ASCII and Latin-1 but tab and line ends, and those that turn the
/// direction of the text around them: a name must not rearrange the page that shows it.
bool holdsControl(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0x7F || (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')) return true;
        const std::string_view rest = text.substr(i);
        if (byte == 0xC2 && rest >= "\u0080" && rest < "\u00a0") return true;
        if (byte != 0xE2) continue;
        const std::string_view letter = rest.substr(0, 3);
        if (letter >= "\u202a" && letter <= "\u202e") return true;
        if (letter >= "\u2066" && letter <= "\u2069") return true;
    }
    return false;
}

/// Builds the tree while it refuses; after a refusal the parser stops at once.
class StrictBuilder final : public nlohmann::json_sax<json> {
  public:
    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<std::uint64_t>(INT64_MAX)) return tooLarge();
        return put(static_cast<std::int64_t>(value));
    }
    /// A coordinate keeps its digits as text, so that no float is ever involved.
    bool number_float(number_float_t value, const string_t& digits) override {
        const bool plain = digits.find_first_of("eE") == std::string::npos;
        const bool degrees = m_key == "lat" || m_key == "lng";
        if (degrees && plain && digits.size() <= 16) return put(digits);
        // An integer of more digits than fit arrives here as well.
        if (std::abs(value) >= (degrees ? degreesMax : integerBound)) return tooLarge();
        return degrees ? notPlain() : fractional();
    }
    bool binary(binary_t&) override { return refuse(broken()); }
    bool string(string_t& value) override { return checkText(value) && put(std::move(value)); }

    bool start_object(std::size_t) override { return open(json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (!checkText(name)) return false;
        if (m_open.back()->contains(name)) {
            return refuse({name, "같은 이름의 항목이 두 번 있습니다. 하나만 보내 주세요.",
                           "The same field stands there twice. Send it once."});
        }
        m_key = std::move(name);
        return true;
    }
    bool parse_error(std::size_t, const std::string&,
                     const nlohmann::detail::exception& why) override {
        return why.id == numberOverflow ? tooLarge() : refuse(broken());
    }

    json root;
    std::optional<Misread> misread;

  private:
    static constexpr double degreesMax = 180.5;
    static constexpr double integerBound = 9223372036854775808.0;
    /// What the library calls a number beyond every double.
    static constexpr int numberOverflow = 406;

    bool refuse(Misread why) {
        if (!misread) misread = std::move(why);
        return false;
    }
    bool fractional() {
        return refuse({m_key, "숫자는 정수여야 합니다. 소수나 지수 없이 적어 주세요.",
                       "Numbers are whole. Write it without a fraction or an exponent."});
    }
    bool notPlain() {
        return refuse(
            {m_key, "좌표는 지수 없이 16자 안의 소수로 적어 주세요.",
             "Write degrees as a decimal of at most 16 characters, without an exponent."});
    }
    bool tooLarge() {
        return refuse({m_key, "숫자가 너무 큽니다. 더 작은 숫자로 적어 주세요.",
                       "The number is too large. Write a smaller one."});
    }
    bool checkText(std::string_view text) {
        if (codePointsOf(text) > codePointsMax) {
            return refuse({m_key, "글이 너무 깁니다. 1,000자 안으로 줄여 주세요.",
                           "The text is too long. Keep it within 1,000 characters."});
        }
        if (holdsControl(text)) {
            return refuse(
                {m_key,
                 "글에 제어 문자나 글의 방향을 바꾸는 문자가 있습니다. 지우고 다시 보내 주세요.",
                 "The text holds control characters, or such as turn its direction. "
                 "Remove them and send it again."});
        }
        return true;
    }
    json* place(json value) {
        if (m_open.empty()) {
            root = std::move(value);
            return &root;
        }
        json& parent = *m_open.back();
        if (parent.size() >= membersMax) {
            refuse({m_key, "항목이 너무 많습니다. 줄여서 다시 보내 주세요.",
                    "There are too many items. Send fewer."});
            return nullptr;
        }
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        return &(parent[m_key] = std::move(value));
    }
    bool put(json value) { return place(std::move(value)) != nullptr; }
    /// Only the innermost open value ever grows, so the pointers to its ancestors stay good.
    bool open(json value) {
        if (m_open.size() >= depthMax) {
            return refuse({m_key, "본문이 너무 깊이 겹쳐 있습니다. 단순하게 보내 주세요.",
                           "The body is nested too deeply. Send it flatter."});
        }
        json* placed = place(std::move(value));
        if (placed == nullptr) return false;
        m_open.push_back(placed);
        return true;
    }
    bool close() {
        m_open.pop_back();
        return true;
    }

    std::vector<json*> m_open;
    std::string m_key;
};

bool isDecimal(std::string_view text) {
    const std::string_view digits = !text.empty() && text[0] == '-' ? text.substr(1) : text;
    if (digits.empty() || digits.size() > 18 || (digits[0] == '0' && text.size() > 1)) return false;
    return digits.find_first_not_of("0123456789") == std::string_view::npos;
}

void canonicalise(json& value) {
    if (value.is_structured()) {
        for (json& inner : value) canonicalise(inner);
    } else if (value.is_string() && isDecimal(value.get_ref<const std::string&>())) {
        value = std::stoll(value.get_ref<const std::string&>());
    }
}

}  // namespace

Read<JsonBody> JsonBody::read(std::string_view text) {
    if (text.empty()) return JsonBody{std::make_shared<const json>(json::object())};
    StrictBuilder builder;
    // The library would skip a byte order mark; RFC 8259 forbids senders to write one.
    const bool marked = text.substr(0, 3) == "\xEF\xBB\xBF";
    const bool whole = !marked && json::sax_parse(text, &builder);
    if (builder.misread) return tl::unexpected(*builder.misread);
    if (!whole) return tl::unexpected(broken());
    if (!builder.root.is_object()) {
        return tl::unexpected(Misread{"", "본문은 JSON 객체여야 합니다. 중괄호로 감싸 주세요.",
                                      "The body must be a JSON object. Put it in braces."});
    }
    return JsonBody{std::make_shared<const json>(std::move(builder.root))};
}

std::string JsonBody::canonical() const {
    json copy = *m_object;
    canonicalise(copy);
    return copy.dump();
}

}  // namespace delivery::wire
