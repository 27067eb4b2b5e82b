#include "wire/described.h"

#include <algorithm>
#include <cassert>

#include <nlohmann/json.hpp>

namespace delivery::wire {
namespace {

using nlohmann::json;

/// The parameter itself, where the document only says where it stands.
const json& followed(const json& document, const json& parameter) {
    const auto reference = parameter.find("$ref");
    if (reference == parameter.end()) return parameter;
    const json::json_pointer where{reference->get<std::string>().substr(1)};
    assert(document.contains(where));
    return document[where];
}

std::string upperCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

}  // namespace

QueryNames describedQueries(std::string_view text) {
    const json document = json::parse(text, nullptr, false);
    assert(document.is_object());
    QueryNames queries;
    for (const auto& [path, operations] : document["paths"].items()) {
        for (const auto& [method, operation] : operations.items()) {
            const auto parameters = operation.find("parameters");
            if (parameters == operation.end()) continue;
            for (const json& named : *parameters) {
                const json& parameter = followed(document, named);
                if (parameter["in"] != "query") continue;
                queries[{upperCase(method), path}].insert(parameter["name"].get<std::string>());
            }
        }
    }
    return queries;
}

}  // namespace delivery::wire
