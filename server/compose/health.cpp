#include "server/compose/health.h"

#include <algorithm>
#include <set>

#include "page/page.h"

namespace delivery::compose {

namespace {

void append(std::string& detail, const std::string& more) {
    detail += (detail.empty() ? "" : ", ") + more;
}

void addPage(door::HealthState& health, const desk::PageCursor& cursor, std::int64_t logEnd) {
    const std::int64_t behind = std::max<std::int64_t>(0, logEnd - cursor.position);
    health.up = health.up && !cursor.paused && !cursor.quarantined;
    append(health.detail, cursor.page + " at " + std::to_string(cursor.position) + ", " +
                              std::to_string(behind) + " behind");
    if (cursor.paused) health.detail += ", paused";
    if (!cursor.lastError.empty()) health.detail += ": " + cursor.lastError;
}

}  // namespace

std::vector<std::string> contextNames() {
    std::set<std::string> names;
    for (const auto& page : page::allPages()) names.insert(page->context());
    return {names.begin(), names.end()};
}

door::HealthState contextHealth(const shift::Figures& figures, std::string_view context) {
    door::HealthState health;
    for (const auto& page : page::allPages()) {
        if (page->context() != context) continue;
        for (const desk::PageCursor& cursor : figures.pages) {
            if (cursor.page == page->name()) addPage(health, cursor, figures.lastPosition);
        }
    }
    return health;
}

door::HealthState quarantineHealth(const shift::Figures& figures) {
    door::HealthState health;
    for (const auto& [name, why] : figures.quarantined) {
        health.up = false;
        append(health.detail, name + ": " + why);
    }
    return health;
}

double quarantinedOf(const shift::Figures& figures, std::string_view what) {
    double count = 0;
    for (const auto& [name, why] : figures.quarantined) {
        if (name.starts_with(std::string(what) + " ")) ++count;
    }
    return count;
}

}  // namespace delivery::compose
