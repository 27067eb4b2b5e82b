#include "apps/kit/body.h"

#include <nlohmann/json.hpp>

namespace delivery::kit {
namespace {

QByteArray quoted(const QString& text) {
    const nlohmann::json value = text.toStdString();
    return QByteArray::fromStdString(
        value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

Body& Body::set(const char* name, const QString& text) {
    m_fields.emplace_back(name, quoted(text));
    return *this;
}

Body& Body::set(const char* name, const char* text) { return set(name, QString::fromUtf8(text)); }

Body& Body::set(const char* name, std::int64_t number) {
    m_fields.emplace_back(name, QByteArray::number(static_cast<qlonglong>(number)));
    return *this;
}

Body& Body::set(const char* name, double number) {
    m_fields.emplace_back(name, QByteArray::fromStdString(nlohmann::json(number).dump()));
    return *this;
}

Body& Body::set(const char* name, bool truth) {
    m_fields.emplace_back(name, truth ? "true" : "false");
    return *this;
}

Body& Body::set(const char* name, const Body& object) {
    m_fields.emplace_back(name, object.json());
    return *this;
}

Body& Body::set(const char* name, const std::vector<Body>& objects) {
    QByteArray list = "[";
    for (const Body& object : objects) {
        if (list.size() > 1) list += ',';
        list += object.json();
    }
    m_fields.emplace_back(name, list + ']');
    return *this;
}

Body& Body::setNull(const char* name) {
    m_fields.emplace_back(name, "null");
    return *this;
}

QByteArray Body::json() const {
    QByteArray object = "{";
    for (const auto& [name, value] : m_fields) {
        if (object.size() > 1) object += ',';
        object += '"' + name + "\":" + value;
    }
    return object + '}';
}

}  // namespace delivery::kit
