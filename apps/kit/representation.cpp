#include "apps/kit/representation.h"

#include <QUrl>
#include <nlohmann/json.hpp>
#include <utility>

namespace delivery::kit {
namespace {

using Json = nlohmann::ordered_json;

QString plainOf(const Json& value) {
    if (value.is_string()) {
        return QString::fromStdString(value.get_ref<const std::string&>());
    }
    if (value.is_number() || value.is_boolean()) return QString::fromStdString(value.dump());
    return {};
}

/// Doubles outside the range of integers read as 0: casting them would be undefined.
std::int64_t wholeOf(const Json& value) {
    constexpr double bound = 9.0e18;
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (value.is_number_float()) {
        const double number = value.get<double>();
        return number > -bound && number < bound ? static_cast<std::int64_t>(number) : 0;
    }
    return plainOf(value).toLongLong();
}

}  // namespace

Representation::Representation() : m_json(std::make_shared<const Json>(Json::object())) {}

Representation::Representation(std::shared_ptr<const Json> json) : m_json(std::move(json)) {}

std::optional<Representation> Representation::parse(const QByteArray& bytes) {
    Json read = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (read.is_discarded()) return std::nullopt;
    return Representation(std::make_shared<const Json>(std::move(read)));
}

const Json* Representation::find(const char* name) const {
    if (!m_json->is_object()) return nullptr;
    const auto found = m_json->find(name);
    return found == m_json->end() || found->is_null() ? nullptr : &*found;
}

Representation Representation::sharing(const Json& part) const {
    return Representation(std::shared_ptr<const Json>(m_json, &part));
}

bool Representation::has(const char* name) const { return find(name) != nullptr; }

QString Representation::text(const char* name) const {
    const Json* value = find(name);
    return value == nullptr ? QString() : plainOf(*value);
}

std::int64_t Representation::number(const char* name) const {
    const Json* value = find(name);
    return value == nullptr ? 0 : wholeOf(*value);
}

double Representation::fractional(const char* name) const { return text(name).toDouble(); }

bool Representation::isTrue(const char* name) const { return text(name) == "true"; }

Representation Representation::at(const char* name) const {
    const Json* value = find(name);
    return value == nullptr ? Representation() : sharing(*value);
}

std::vector<Representation> Representation::list(const char* name) const {
    return at(name).elements();
}

std::vector<Representation> Representation::elements() const {
    std::vector<Representation> found;
    if (!m_json->is_array()) return found;
    for (const Json& element : *m_json) found.push_back(sharing(element));
    return found;
}

std::vector<Representation> Representation::embedded() const {
    std::vector<Representation> found;
    const Json* embedded = find("_embedded");
    if (embedded == nullptr || !embedded->is_object()) return found;
    for (const auto& [name, items] : embedded->items()) {
        if (!items.is_array()) continue;
        for (const Json& item : items) found.push_back(sharing(item));
    }
    return found;
}

QStringList Representation::links() const {
    QStringList names;
    const Json* links = find("_links");
    if (links == nullptr || !links->is_object()) return names;
    for (const auto& [name, link] : links->items()) names << QString::fromStdString(name);
    return names;
}

QString Representation::linkPath(const char* name) const {
    const QUrl target(at("_links").at(name).text("href"));
    // Only path and query: a token is never sent to a host that a reply names.
    return QString::fromLatin1(
        target.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment));
}

QString Representation::plain() const { return plainOf(*m_json); }

QByteArray Representation::oneLine() const {
    return QByteArray::fromStdString(m_json->dump(-1, ' ', false, Json::error_handler_t::replace));
}

Representation Representation::joinedWith(const Representation& next) const {
    Json joined = *m_json;
    const Json* more = next.find("_embedded");
    if (more != nullptr && more->is_object()) {
        for (const auto& [name, items] : more->items()) {
            Json& all = joined["_embedded"][name];
            for (const Json& item : items) all.push_back(item);
        }
    }
    if (joined.contains("_links")) joined["_links"].erase("next");
    if (joined.contains("page") && joined["page"].is_object()) {
        std::size_t items = 0;
        for (const auto& [name, list] : joined["_embedded"].items()) items += list.size();
        joined["page"]["size"] = items;
        joined["page"]["number"] = 0;
        joined["page"]["totalPages"] = 1;
    }
    return Representation(std::make_shared<const Json>(std::move(joined)));
}

}  // namespace delivery::kit
