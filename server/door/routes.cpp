#include "server/door/routes.h"

#include <algorithm>

namespace delivery::door {
namespace {

std::vector<std::string> segmentsOf(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t slash = path.find('/');
        segments.emplace_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    }
    return segments;
}

bool isPlace(const std::string& segment) { return !segment.empty() && segment.front() == '{'; }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                      [](const std::string& wanted, const std::string& there) {
                          return isPlace(wanted) ? !there.empty() : wanted == there;
                      });
}

}  // namespace

bool Who::includes(Role role) const {
    switch (role) {
        case Role::Customer:
            return (bits & customers.bits) != 0;
        case Role::Store:
            return (bits & stores.bits) != 0;
        case Role::Rider:
            return (bits & riders.bits) != 0;
        case Role::Admin:
            return (bits & admins.bits) != 0;
        case Role::System:
            return false;
    }
    return false;
}

std::vector<Route> routesUnder(const std::vector<wire::Naming>& names,
                               const std::vector<RouteSketch>& sketches) {
    std::vector<Route> routes;
    for (const wire::Naming& naming : names) {
        for (const RouteSketch& sketch : sketches) {
            routes.push_back({sketch.method, "/" + naming.plural + sketch.rest, sketch.who,
                              sketch.handle, naming, sketch.bodyLimitBytes, sketch.withDeadToken});
        }
    }
    return routes;
}

RouteTable::RouteTable(std::vector<Route> routes) : m_routes(std::move(routes)) {
    for (const Route& route : m_routes) m_segments.push_back(segmentsOf(route.path));
}

RouteTable::Match RouteTable::find(std::string_view method, std::string_view path) const {
    Match match;
    const std::vector<std::string> there = segmentsOf(path);
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        if (!fits(m_segments[i], there)) continue;
        match.allowed.push_back(m_routes[i].method);
        if (m_routes[i].method != wanted || match.route != nullptr) continue;
        match.route = &m_routes[i];
        for (std::size_t j = 0; j < there.size(); ++j) {
            if (isPlace(m_segments[i][j])) match.parts.push_back(there[j]);
        }
    }
    if (match.allowed.empty()) return match;
    const auto has = [&](const char* one) {
        return std::find(match.allowed.begin(), match.allowed.end(), one) != match.allowed.end();
    };
    if (has("GET")) match.allowed.emplace_back("HEAD");
    match.allowed.emplace_back("OPTIONS");
    return match;
}

}  // namespace delivery::door
