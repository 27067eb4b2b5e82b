#pragma once
/// What operators look at: health, liveness, readiness and metrics.

#include <functional>
#include <string>
#include <vector>

#include "server/door/door.h"

namespace delivery::door {

class Porter;

/// The door's thread.
class Operations {
  public:
    void addGauge(std::string name, std::string help, std::function<double()> value);
    void addHealth(std::string name, std::function<HealthState()> state);
    void countServer(const HttpServer& server) { m_servers.push_back(&server); }
    void leave() { m_leaving = true; }

    [[nodiscard]] HttpResponse health(const Porter& porter) const;
    [[nodiscard]] HttpResponse liveness() const;
    /// DOWN while leaving, or while something is down without which no order can be taken.
    [[nodiscard]] HttpResponse readiness(const Porter& porter) const;
    [[nodiscard]] HttpResponse metrics(const Porter& porter) const;

  private:
    struct Gauge {
        std::string name;
        std::string help;
        std::function<double()> value;
    };
    struct Part {
        std::string name;
        std::function<HealthState()> state;
    };
    std::vector<Gauge> m_gauges;
    std::vector<Part> m_parts;
    std::vector<const HttpServer*> m_servers;
    bool m_leaving = false;
};

}  // namespace delivery::door
