#include "wire/envelope.h"

#include "wire/print_parts.h"

namespace delivery::wire {
namespace {

std::string framed(const Envelope& envelope, std::string_view body) {
    Json head{{"to", envelope.to}, {"epoch", envelope.epoch}, {"number", envelope.number}};
    std::string text = printed(head);
    text.pop_back();
    text += envelope.kind == Envelope::Kind::Order ? ",\"order\":" : ",\"notice\":";
    text += body;
    return text + '}';
}

/// Enough to know that something is newer than what is known.
std::string stampOf(const std::string& body) {
    const Json whole = Json::parse(body, nullptr, false);
    Json stamp = Json::object();
    for (const char* name : {"id", "version", "changedAt"}) {
        if (whole.is_object() && whole.contains(name)) stamp[name] = whole[name];
    }
    stamp["partial"] = true;
    return printed(stamp);
}

std::optional<std::string> textAt(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

bool isTrue(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::string printEnvelope(const Envelope& envelope) {
    if (envelope.kind == Envelope::Kind::Resync) return printed(Json{{"resync", true}});
    std::string text = framed(envelope, envelope.body);
    if (text.size() > envelopeBytesMax) text = framed(envelope, stampOf(envelope.body));
    return text;
}

std::optional<Envelope> parseEnvelope(std::string_view text) {
    const Json read = Json::parse(text.begin(), text.end(), nullptr, false);
    if (!read.is_object()) return std::nullopt;
    if (isTrue(read, "resync")) return Envelope{};
    Envelope envelope;
    const auto order = read.find("order");
    const auto body = order == read.end() ? read.find("notice") : order;
    if (body == read.end() || !body->is_object()) return std::nullopt;
    envelope.kind = order == read.end() ? Envelope::Kind::Notice : Envelope::Kind::Order;
    const auto to = textAt(read, "to");
    const auto epoch = textAt(read, "epoch");
    const auto number = read.find("number");
    const bool isNumbered =
        number != read.end() && number->is_number_integer() && number->get<std::int64_t>() > 0;
    if (!to || to->empty() || !epoch || !isNumbered) return std::nullopt;
    envelope.to = *to;
    envelope.epoch = *epoch;
    envelope.number = number->get<std::int64_t>();
    envelope.body = printed(*body);
    return envelope;
}

}  // namespace delivery::wire
