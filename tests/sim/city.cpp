#include "tests/sim/city.h"

#include <utility>

#include "record/record.h"

namespace delivery::sim {

namespace {

/// An outcome that stays unknown is asked about for fifteen days; after that nothing may be left.
constexpr Span restAtLatest = days(40);
/// Replies are kept for days by the server's clock; it must not run through them.
constexpr Span jumpedMax = hours(6);
/// No moment has so much happening in it: whoever does more goes round in a circle.
constexpr int happeningsOfAMomentMax = 1'500;

}  // namespace

City::City(std::uint64_t seed, std::optional<Bug> bug, bool hasListeners)
    : m_dice(seed),
      m_disk(m_world, m_dice.fork()),
      m_provider(m_world, m_dice.fork()),
      m_server(m_world, m_disk, m_provider, m_dice.fork()),
      m_clients(m_world, m_server, m_dice.fork()),
      m_auditor(m_world, m_disk, m_provider, m_clients),
      m_people(m_world, m_clients, m_auditor, m_dice.fork()),
      m_listeners(m_world, m_disk, m_auditor, m_dice.fork()) {
    m_world.bug = bug;
    if (hasListeners) m_listeners.listen();
    m_listeners.onViolation([this](Violation found) { m_auditor.told(std::move(found)); });
    m_world.struck = [this](const std::string& fault, std::int64_t orderId) {
        m_coverage.strike(fault, orderId, m_auditor.orders(), m_auditor.living());
    };
    m_server.onRebased([this](Span jump) { m_auditor.rebased(jump); });
    m_server.onQueue([this](std::size_t waiting) { m_auditor.queued(waiting); });
    m_checkpointAfter = static_cast<int>(m_dice.between(200, 2'500));
    m_server.onBatch([this] { committed(); });
    m_server.onStart([this] {
        m_auditor.reopened();
        m_listeners.serverStarted();
        // The batch whose commit was the last thing before the crash may be there all the same.
        if (!isBroken()) committed();
    });
    m_provider.onMovement([this](const Movement& movement) {
        m_auditor.moved(movement);
        if (!m_dice.percent(20)) return;
        m_world.agenda.in(m_dice.between(milliseconds(1), seconds(20)),
                          [this, name = movement.orderId] { m_server.hint(name); });
    });
    m_clients.onReply([this](const Sent& sent, const desk::Reply& reply, bool otherBody) {
        m_auditor.heard(sent, reply, otherBody);
        const std::int64_t order = orderOf(sent.envelope.command);
        if (!isBroken() && order > 0) m_listeners.look(sent.envelope.actor, order);
    });
    m_clients.setAnewSource([this](const Sent& sent) { return answerAnew(sent); });
}

void City::live(int orders) {
    m_server.start();
    m_people.settle();
    m_world.agenda.in(minutes(2), [this, orders] {
        m_world.weather.healed = false;
        changeWeather();
        crashAtTimes();
        pauseAtTimes();
        jumpAtTimes();
        stormAtTimes();
        watchPages();
        m_people.startOrdering(orders, [this] {
            // What is under way gets its share of the faults, too.
            m_world.agenda.in(m_dice.between(minutes(5), hours(3)), [this] { heal(); });
        });
    });
    Instant moment;
    int happenings = 0;
    while (!isBroken() && m_world.agenda.step()) {
        happenings = m_world.agenda.now() == moment ? happenings + 1 : 0;
        moment = m_world.agenda.now();
        if (happenings > happeningsOfAMomentMax) m_auditor.told({"L1", "time does not go on", 0});
        if (m_healedAt && m_world.agenda.now() > *m_healedAt + restAtLatest) break;
    }
    if (isBroken()) return;
    m_auditor.checkEverything();
    if (!isBroken()) m_auditor.checkPagesAnew();
    if (!isBroken()) m_auditor.checkRest();
    if (!isBroken()) m_listeners.checkRest();
}

void City::committed() {
    const std::vector<desk::EventRow> events = m_auditor.looked(m_world.serverNow());
    if (!isBroken()) m_listeners.committed();
    for (const desk::EventRow& event : events) {
        if (isBroken()) return;
        m_world.count("events");
        m_people.see(event);
    }
    if (++m_batches == m_checkpointAfter) m_auditor.checkEverything();
}

void City::changeWeather() {
    Weather& weather = m_world.weather;
    if (weather.healed) return;
    weather = Weather{};
    weather.healed = false;
    weather.lossPermille = static_cast<int>(m_dice.between(0, 30));
    weather.clockSkew = m_dice.between(milliseconds(-3'000), milliseconds(3'000));
    if (m_dice.percent(60)) {
        weather.providerTroublePermille = static_cast<int>(m_dice.between(50, 700));
    }
    if (m_dice.percent(15)) weather.providerDown = true;
    if (m_dice.percent(3)) weather.diskFull = true;
    m_world.count("weathers");
    const Span lasts = weather.diskFull ? m_dice.between(seconds(1), seconds(40))
                                        : m_dice.between(seconds(20), minutes(8));
    m_world.agenda.in(lasts, [this] { changeWeather(); });
}

void City::crashAtTimes() {
    m_world.agenda.in(m_dice.between(minutes(1), minutes(20)), [this] {
        if (m_world.weather.healed) return;
        m_world.strike("crash.anywhere");
        m_server.crash();
        crashAtTimes();
    });
}

void City::pauseAtTimes() {
    m_world.agenda.in(m_dice.between(minutes(5), minutes(90)), [this] {
        if (m_world.weather.healed) return;
        m_people.pauseSomething();
        pauseAtTimes();
    });
}

/// The machine's clock is set ahead, by minutes or by hours.
void City::jumpAtTimes() {
    m_world.agenda.in(m_dice.between(minutes(20), hours(2)), [this] {
        const bool enough = m_world.clockJumped > jumpedMax;
        if (m_world.weather.healed || enough) return;
        const Span jump = m_dice.between(minutes(2), hours(2));
        m_world.strike("clock.jump");
        m_world.clockJumped = m_world.clockJumped + jump;
        m_server.noteJump(jump);
        jumpAtTimes();
    });
}

void City::stormAtTimes() {
    m_world.agenda.in(m_dice.between(minutes(10), hours(1)), [this] {
        if (m_world.weather.healed) return;
        m_clients.storm();
    });
}

/// An operator looks now and then whether a page was taken out, and sets it going again.
void City::watchPages() {
    m_world.agenda.in(minutes(2), [this] {
        if (m_world.weather.healed) return;
        const auto cursors = (*m_disk.reader())->pageCursors();
        for (const desk::PageCursor& cursor : *cursors) {
            if (!cursor.quarantined) continue;
            m_world.count("pages.quarantined");
            m_people.resumeEverything();
            break;
        }
        watchPages();
    });
}

void City::heal() {
    m_world.weather = Weather{};
    m_healedAt = m_world.agenda.now();
    m_server.start();
    m_people.resumeEverything();
}

/// What a server answers that looks at the present instead of at the stored reply.
std::optional<desk::Reply> City::answerAnew(const Sent& sent) {
    const auto stored =
        *(*m_disk.reader())->reply({sent.envelope.actor.user.text(), sent.envelope.id});
    if (!stored || !stored->final) return std::nullopt;
    auto reply = record::decodeReply(stored->body);
    if (!reply) return std::nullopt;
    auto* accepted = std::get_if<desk::Accepted>(&*reply);
    auto* snapshot = accepted ? std::get_if<desk::OrderSnapshot>(&accepted->thing) : nullptr;
    if (snapshot == nullptr) return std::nullopt;
    const std::string id = snapshot->order.placed.orderId.text();
    const auto row = *(*m_disk.reader())->state({"order", id});
    auto state = record::decodeState("order", row->body);
    if (!state) return std::nullopt;
    snapshot->order = std::get<order::Order>(std::get<order::State>(*state));
    snapshot->version = row->version;
    return *reply;
}

std::string City::trace(std::int64_t orderId) {
    std::string text;
    const auto line = [&](Instant at, const std::string& what) {
        text += "  " + std::to_string(at.utcMilliseconds) + "  " + what + "\n";
    };
    const auto reader = m_disk.reader();
    const auto rows = *(*reader)->stream({"order", std::to_string(orderId)}, 1, 10'000);
    for (const desk::EventRow& row : rows) {
        line(row.at, std::to_string(row.position) + " v" + std::to_string(row.version) + " " +
                         row.type + " by " + row.actor + " because of " + row.cause + " " +
                         row.body);
    }
    if (const OrderModel* order = m_auditor.order(orderId)) {
        for (const Movement& movement : m_auditor.movementsOf(*order)) {
            const bool capture = movement.kind == Movement::Kind::Capture;
            line(movement.at, std::string("the provider: ") + (capture ? "capture " : "refund ") +
                                  std::to_string(movement.amount.amount()) + " " +
                                  movement.orderId + " key " + movement.key.text());
        }
    }
    return text;
}

}  // namespace delivery::sim
