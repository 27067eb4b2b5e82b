#include "server/door/ops.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "server/door/porter.h"
#include "wire/collection.h"

namespace delivery::door {
namespace {

HttpResponse healthOf(const wire::HealthView& health) {
    return json(health.up ? 200 : 503, wire::printHealth(health));
}

/// Text in the exposition format of Prometheus.
class Exposition {
  public:
    void add(const std::string& name, const char* kind, const std::string& help, double value) {
        const std::string family = name.substr(0, name.find('{'));
        if (m_said.insert(family).second) {
            m_text += "# HELP " + family + " " + help + "\n# TYPE " + family + " " + kind + "\n";
        }
        std::array<char, 64> digits{};
        const bool whole = std::abs(value) < 1e15 && value == std::floor(value);
        std::snprintf(digits.data(), digits.size(), whole ? "%.0f" : "%g", value);
        m_text += name + " " + digits.data() + "\n";
    }
    void counter(const std::string& name, const std::string& help, std::uint64_t value) {
        add(name, "counter", help, static_cast<double>(value));
    }
    void gauge(const std::string& name, const std::string& help, double value) {
        add(name, "gauge", help, value);
    }
    [[nodiscard]] std::string text() const { return m_text; }

  private:
    std::string m_text;
    std::set<std::string> m_said;
};

void addServers(Exposition& out, const std::vector<const HttpServer*>& servers) {
    HttpCounters sum;
    for (const HttpServer* server : servers) {
        const HttpCounters& one = server->counters();
        sum.connectionsAccepted += one.connectionsAccepted;
        sum.connectionsRefused += one.connectionsRefused;
        sum.connectionsOpen += one.connectionsOpen;
        sum.requests += one.requests;
        sum.requestsInFlight += one.requestsInFlight;
        sum.refusedByFront += one.refusedByFront;
        sum.timeouts += one.timeouts;
        sum.writeStalls += one.writeStalls;
        sum.answersAbandoned += one.answersAbandoned;
        sum.bytesIn += one.bytesIn;
        sum.bytesOut += one.bytesOut;
        for (std::size_t i = 0; i < sum.responsesByClass.size(); ++i) {
            sum.responsesByClass.at(i) += one.responsesByClass.at(i);
        }
    }
    out.counter("delivery_http_connections_total", "Connections accepted", sum.connectionsAccepted);
    out.counter("delivery_http_connections_refused_total", "Connections over a limit",
                sum.connectionsRefused);
    out.gauge("delivery_http_connections_open", "Connections open now",
              static_cast<double>(sum.connectionsOpen));
    out.counter("delivery_http_requests_total", "Requests read", sum.requests);
    out.gauge("delivery_http_requests_in_flight", "Requests not answered yet",
              static_cast<double>(sum.requestsInFlight));
    out.counter("delivery_http_front_refusals_total", "Requests refused before any handler",
                sum.refusedByFront);
    out.counter("delivery_http_timeouts_total", "Connections that were too slow", sum.timeouts);
    out.counter("delivery_http_write_stalls_total", "Readers that took nothing", sum.writeStalls);
    out.counter("delivery_http_abandoned_total", "Answers for clients that went away",
                sum.answersAbandoned);
    out.counter("delivery_http_received_bytes_total", "Bytes read", sum.bytesIn);
    out.counter("delivery_http_sent_bytes_total", "Bytes written", sum.bytesOut);
    for (std::size_t i = 1; i < sum.responsesByClass.size(); ++i) {
        out.counter("delivery_http_responses_total{class=\"" + std::to_string(i) + "xx\"}",
                    "Responses by class of status", sum.responsesByClass.at(i));
    }
}

}  // namespace

void Operations::addGauge(std::string name, std::string help, std::function<double()> value) {
    m_gauges.push_back({std::move(name), std::move(help), std::move(value)});
}

void Operations::addHealth(std::string name, std::function<HealthState()> state) {
    m_parts.push_back({std::move(name), std::move(state)});
}

HttpResponse Operations::liveness() const { return healthOf({true, {{"process", true, ""}}}); }

HttpResponse Operations::readiness(const Porter& porter) const {
    wire::HealthView health;
    if (m_leaving) health.parts.push_back({"serving", false, "the server is stopping"});
    if (porter.shift.figures().diskFull) {
        health.parts.push_back({"ledger", false, "the disk is full"});
    }
    for (const Part& part : m_parts) {
        const HealthState state = part.state();
        if (state.needed) health.parts.push_back({part.name, state.up, state.detail});
    }
    for (const auto& part : health.parts) health.up = health.up && part.up;
    return healthOf(health);
}

HttpResponse Operations::health(const Porter& porter) const {
    const shift::Figures figures = porter.shift.figures();
    wire::HealthView health;
    health.parts.push_back({"serving", !m_leaving, m_leaving ? "the server is stopping" : ""});
    health.parts.push_back(
        {"ledger", !figures.diskFull, figures.diskFull ? "the disk is full" : ""});
    bool up = !m_leaving && !figures.diskFull;
    for (const Part& part : m_parts) {
        const HealthState state = part.state();
        health.parts.push_back({part.name, state.up, state.detail});
        // A breaker that is open or a broker that is away degrades; orders are taken all the same.
        if (state.needed) up = up && state.up;
    }
    health.up = up;
    return healthOf(health);
}

HttpResponse Operations::metrics(const Porter& porter) const {
    Exposition out;
    const shift::Figures figures = porter.shift.figures();
    out.counter("delivery_commands_total", "Commands decided", figures.commands);
    out.counter("delivery_batches_total", "Transactions committed", figures.batches);
    out.counter("delivery_overload_refusals_total", "Commands not taken for load",
                figures.refusedForLoad);
    out.counter("delivery_failed_batches_total", "Transactions that failed whole",
                figures.failedBatches);
    out.gauge("delivery_commands_queued", "Commands that wait",
              static_cast<double>(figures.queued));
    out.gauge("delivery_log_position", "Last position of the log",
              static_cast<double>(figures.lastPosition));
    out.gauge("delivery_disk_full", "1 while nothing can be written", figures.diskFull ? 1 : 0);
    out.gauge("delivery_sessions", "Sessions that are open",
              static_cast<double>(porter.sessions.size()));
    addServers(out, m_servers);
    for (const Gauge& gauge : m_gauges) out.gauge(gauge.name, gauge.help, gauge.value());
    return {200, "text/plain; version=0.0.4; charset=utf-8", {}, out.text()};
}

}  // namespace delivery::door
