#include "server/door/door.h"

#include <algorithm>
#include <cassert>
#include <future>
#include <set>

#include <sodium.h>

#include "record/record.h"
#include "server/door/http_problem.h"
#include "server/door/http_text.h"
#include "server/door/ops.h"
#include "server/door/porter.h"
#include "server/door/resources.h"
#include "server/door/routes.h"
#include "wire/described.h"

namespace delivery::door {
namespace {

/// More sessions than a server of this size ever has.
constexpr int sessionsMax = 1'000'000;
constexpr std::size_t tokenMax = 128;

constexpr const char* healthPath = "/actuator/health";
constexpr const char* livenessPath = "/actuator/health/liveness";
constexpr const char* readinessPath = "/actuator/health/readiness";
constexpr const char* metricsPath = "/metrics";
constexpr const char* openApiPath = "/openapi.json";
constexpr const char* livePath = "/live";

/// Routes that the door answers by itself have no handler.
std::vector<Route> ownRoutes() {
    std::vector<Route> routes;
    for (const char* path : {healthPath, livenessPath, readinessPath, metricsPath, openApiPath}) {
        routes.push_back({"GET", path, anyone, nullptr, {}});
    }
    routes.push_back({"GET", livePath, customers | stores | riders, nullptr, {}});
    return routes;
}

std::vector<Route> everyRoute() {
    std::vector<Route> all;
    for (const auto& part :
         {orderRoutes(), paymentRoutes(), placeRoutes(), ticketRoutes(), deliveryRoutes(),
          changesRoutes(), menuRoutes(), pictureRoutes(), storeRoutes(), reviewRoutes(),
          countRoutes(), sessionRoutes(), customerRoutes(), cardRoutes(), riderRoutes(),
          pointsRoutes(), adminRoutes(), webhookRoutes(), ownRoutes()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    wire::QueryNames queries = wire::describedQueries(openApiDocument());
    for (Route& route : all) route.query = std::move(queries[{route.method, route.path}]);
    return all;
}

wire::Complaint doubledQuery(const std::string& name) {
    return {400,
            "DoubledQuery",
            name + ": 주소 뒤에 두 번 있습니다. 하나만 남겨 주세요.",
            name + ": this query value stands there twice. Leave only one.",
            {{"field", name}}};
}

/// Whatever stands there first would be taken: a caller who added to an address meant the other.
std::optional<std::string> doubledIn(const HttpFields& query) {
    std::set<std::string_view> seen;
    for (const auto& [name, value] : query) {
        if (!seen.insert(name).second) return name;
    }
    return std::nullopt;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// "Bearer" and one token; empty for anything else.
std::string_view bearerToken(std::string_view field) {
    constexpr std::string_view scheme = "bearer ";
    if (field.size() <= scheme.size() || field.size() > scheme.size() + tokenMax) return {};
    if (!equalIgnoringCase(field.substr(0, scheme.size()), scheme)) return {};
    return trimmed(field.substr(scheme.size()));
}

using SessionRows = std::vector<std::pair<std::string, record::SessionRow>>;

/// Who is signed in, by the hash of the token. One whose row cannot be read signs in again.
Expected<SessionRows> sessionsIn(desk::LedgerReader& ledger) {
    const auto rows = ledger.sidesOfKind("session", sessionsMax);
    if (!rows) return tl::unexpected(rows.error());
    SessionRows sessions;
    for (const desk::SideRow& row : *rows) {
        auto session = record::decodeSession(row.body);
        if (session) {
            sessions.emplace_back(row.key, std::move(*session));
        } else {
            ledger.note({.what = desk::Unreadable::What::Side,
                         .side = {row.kind, row.key},
                         .why = session.error().text});
        }
    }
    return sessions;
}

bool bringsBody(const HttpRequest& head) {
    const auto length = head.header("content-length");
    return head.header("transfer-encoding").has_value() || (length && *length != "0");
}

}  // namespace

class Door::Inside {
  public:
    Inside(shift::Shift& shift, const shift::Clock& clock, shift::Log& log, DoorSettings settings)
        : porter(shift, clock, log, std::move(settings)),
          table(everyRoute()),
          live(porter.sessions, clock, porter.settings.live) {}

    /// What stands against the request before its body: no such path or method, no session, the
    /// wrong role, a query that the description does not know. To pages that are for anybody others
    /// may have added something.
    std::optional<Obstacle> standsAgainst(Visit& visit, const RouteTable::Match& match);
    /// Somebody brings a token that is not open any more to a route that knows what to say to it.
    static bool isRepeatOfALeaver(const Visit& visit, const RouteTable::Match& match) {
        return match.route != nullptr && match.route->withDeadToken != nullptr && !visit.caller &&
               !visit.sessionHash.empty();
    }
    void preflight(const VisitPtr& visit, const RouteTable::Match& match);
    void answerOwn(const VisitPtr& visit, const Route& route);
    UpgradeVerdict admit(const HttpRequest& head);
    bool isForeignPage(const HttpRequest& head) const;
    VisitPtr receive(const HttpRequest& request) const;
    /// A refusal with what its status asks for.
    HttpResponse refusal(const Visit& visit, const Obstacle& obstacle,
                         const RouteTable::Match& match) const;

    Porter porter;
    RouteTable table;
    Operations operations;
    Live live;
};

VisitPtr Door::Inside::receive(const HttpRequest& request) const {
    auto visit = std::make_shared<Visit>();
    visit->language = prefersEnglish(request.header("accept-language").value_or(""))
                          ? Language::English
                          : Language::Korean;
    visit->origin = std::string{request.tls ? "https" : "http"} + "://" +
                    std::string{request.header("host").value_or("localhost")};
    visit->request = request;
    return visit;
}

std::optional<Obstacle> Door::Inside::standsAgainst(Visit& visit, const RouteTable::Match& match) {
    if (match.allowed.empty()) return notFound();
    if (match.route == nullptr) return methodNotAllowed();
    visit.naming = match.route->naming;
    visit.parts = match.parts;
    const std::optional<std::string> doubled = doubledIn(visit.request.query);
    if (match.route->who.anybody()) {
        if (doubled) return doubledQuery(*doubled);
        return std::nullopt;
    }
    const auto field = visit.request.header("authorization");
    // A browser cannot set that field for a WebSocket.
    const std::string named = protocolToken(visit.request);
    const bool isNamed = !field && match.route->path == livePath && !named.empty();
    if (!field && !isNamed) return noToken();
    const std::string_view token = isNamed ? std::string_view{named} : bearerToken(*field);
    if (token.empty() || token.size() > tokenMax) return badToken();
    visit.sessionHash = tokenHash(token);
    const auto session = porter.sessions.find(visit.sessionHash, porter.clock.now());
    if (!session) return badToken();
    visit.caller = session->actor;
    visit.sessionEnds = session->expiresAt;
    if (!match.route->who.includes(session->actor.role)) return wrongRole();
    // What is misspelt would be answered as if it had not been asked.
    for (const auto& [name, value] : visit.request.query) {
        if (!match.route->query.contains(name)) return unknownQuery(name);
    }
    if (doubled) return doubledQuery(*doubled);
    return std::nullopt;
}

HttpResponse Door::Inside::refusal(const Visit& visit, const Obstacle& obstacle,
                                   const RouteTable::Match& match) const {
    HttpResponse response = problem(obstacle, visit.language, visit.request.path);
    if (response.status == 405) response.headers.emplace_back("Allow", joined(match.allowed));
    return response;
}

void Door::Inside::preflight(const VisitPtr& visit, const RouteTable::Match& match) {
    HttpResponse response = nothing();
    response.headers.emplace_back("Allow", joined(match.allowed));
    if (visit->request.header("access-control-request-method")) {
        response.headers.emplace_back("Access-Control-Allow-Methods", joined(match.allowed));
        response.headers.emplace_back(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, Idempotency-Key, Accept-Language");
        response.headers.emplace_back("Access-Control-Max-Age", "600");
    }
    porter.reply(visit, std::move(response));
}

void Door::Inside::answerOwn(const VisitPtr& visit, const Route& route) {
    if (route.path == healthPath) return porter.reply(visit, operations.health(porter));
    if (route.path == livenessPath) return porter.reply(visit, operations.liveness());
    if (route.path == readinessPath) return porter.reply(visit, operations.readiness(porter));
    if (route.path == metricsPath) return porter.reply(visit, operations.metrics(porter));
    if (route.path == livePath) {
        HttpResponse response = problem(upgradeRequired(), visit->language, visit->request.path);
        response.headers.emplace_back("Upgrade", "websocket");
        return porter.reply(visit, std::move(response));
    }
    porter.reply(visit, json(200, std::string{openApiDocument()}));
}

/// Pages of other sites may use a browser's WebSocket, so their origin is looked at here.
bool Door::Inside::isForeignPage(const HttpRequest& head) const {
    const auto origin = head.header("origin");
    if (!origin) return false;
    const auto& allowed = porter.settings.allowedOrigins;
    return std::find(allowed.begin(), allowed.end(), *origin) == allowed.end();
}

UpgradeVerdict Door::Inside::admit(const HttpRequest& head) {
    const auto match = table.find(head.method, head.path);
    if (match.route == nullptr || match.route->path != livePath || !asksForWebSocket(head)) {
        return {};
    }
    const VisitPtr visit = receive(head);
    std::optional<Obstacle> obstacle = standsAgainst(*visit, match);
    if (!obstacle && isForeignPage(head)) obstacle = wrongRole();
    if (!obstacle) {
        const Live::Room room = live.roomFor(visit->actor().user);
        if (room == Live::Room::UserFull) obstacle = tooManyCommands(1);
        if (room == Live::Room::Full) obstacle = busy(1);
    }
    UpgradeVerdict verdict;
    if (obstacle) {
        verdict.refuse = refusal(*visit, *obstacle, match);
        porter.dress(*visit, *verdict.refuse);
        return verdict;
    }
    verdict.take = [this, visit](QTcpSocket* socket) {
        live.welcome(socket, visit->sessionHash, visit->actor());
    };
    return verdict;
}

Door::Door(shift::Shift& shift, const shift::Clock& clock, shift::Log& log, DoorSettings settings) {
    const int ready = sodium_init();
    assert(ready >= 0);
    m_inside = std::make_unique<Inside>(shift, clock, log, std::move(settings));
    addGauge("delivery_live_connections", "Connections on /live",
             [this] { return static_cast<double>(m_inside->live.connections()); });
    addGauge("delivery_live_closed_as_slow", "Connections on /live that were too slow",
             [this] { return static_cast<double>(m_inside->live.closedAsSlow()); });
}

Door::~Door() = default;

Expected<void> Door::start() {
    auto found = std::make_shared<std::promise<Expected<SessionRows>>>();
    std::future<Expected<SessionRows>> waiting = found->get_future();
    const bool taken = m_inside->porter.shift.read(
        [found](desk::LedgerReader& ledger) { found->set_value(sessionsIn(ledger)); });
    if (!taken) return tl::unexpected(Fault{FaultCode::Busy, "no reader for the sessions"});
    const Expected<SessionRows> rows = waiting.get();
    if (!rows) return tl::unexpected(rows.error());
    const Instant now = m_inside->porter.clock.now();
    for (const auto& [hash, session] : *rows) {
        if (session.expiresAt <= now) {
            m_inside->porter.follow(desk::CloseSession{hash});
            continue;
        }
        const Actor actor{session.userId, session.role, session.store};
        for (const std::string& old :
             m_inside->porter.sessions.open(hash, {actor, session.expiresAt}, now)) {
            m_inside->porter.follow(desk::CloseSession{old});
        }
    }
    return {};
}

void Door::addGauge(std::string name, std::string help, std::function<double()> value) {
    m_inside->operations.addGauge(std::move(name), std::move(help), std::move(value));
}
void Door::addHealth(std::string name, std::function<HealthState()> state) {
    m_inside->operations.addHealth(std::move(name), std::move(state));
}
void Door::offerBackup(Backup copy) { m_inside->porter.backup = std::move(copy); }
void Door::offerBroker(BrokerPlace place) { m_inside->porter.brokerPlace = std::move(place); }
void Door::onSignedOut(std::function<void(const std::string&, const UserId&)> listener) {
    m_inside->porter.sessions.onClosed(std::move(listener));
}
void Door::offerGeocoder(place::Geocoder& geocoder) { m_inside->porter.geocoder = &geocoder; }
void Door::offerCards(CardOffice office) { m_inside->porter.cardOffice = std::move(office); }
void Door::countServer(const HttpServer& server) { m_inside->operations.countServer(server); }
void Door::leave() {
    m_inside->operations.leave();
    m_inside->live.close();
}
void Door::tell(Role role, const std::string& id, const std::string& text) {
    m_inside->live.tell(role, id, text);
}
void Door::onLiveAudience(std::function<void(bool)> changed) {
    m_inside->live.onAudience(std::move(changed));
}
void Door::onLivePresence(std::function<void(const Actor&, bool)> changed) {
    m_inside->live.onPresence(std::move(changed));
}
std::function<void(std::function<void()>)> Door::wayIn() const {
    return [back = m_inside->porter.wayBack](std::function<void()> work) {
        back->post(std::move(work));
    };
}
UpgradeVerdict Door::onUpgrade(const HttpRequest& head) { return m_inside->admit(head); }

HeadVerdict Door::onHead(const HttpRequest& head) {
    // Without a body nothing is saved by refusing early, and the connection need not close.
    if (!bringsBody(head)) return {};
    const auto match = m_inside->table.find(head.method, head.path);
    const VisitPtr visit = m_inside->receive(head);
    const auto obstacle = m_inside->standsAgainst(*visit, match);
    if (obstacle && !Inside::isRepeatOfALeaver(*visit, match)) {
        HttpResponse refused = m_inside->refusal(*visit, *obstacle, match);
        m_inside->porter.dress(*visit, refused);
        return {0, std::move(refused)};
    }
    return {match.route->bodyLimitBytes, std::nullopt};
}

void Door::onRequest(HttpRequest request, Answer answer) {
    const auto match = m_inside->table.find(request.method, request.path);
    const VisitPtr visit = m_inside->receive(request);
    visit->answer = std::move(answer);
    if (request.method == "OPTIONS" && !match.allowed.empty()) {
        return m_inside->preflight(visit, match);
    }
    if (const auto obstacle = m_inside->standsAgainst(*visit, match)) {
        if (Inside::isRepeatOfALeaver(*visit, match)) {
            return match.route->withDeadToken(m_inside->porter, visit);
        }
        return m_inside->porter.reply(visit, m_inside->refusal(*visit, *obstacle, match));
    }
    if (match.route->handle == nullptr) return m_inside->answerOwn(visit, *match.route);
    match.route->handle(m_inside->porter, visit);
}

std::vector<RouteName> routeNames() {
    std::vector<RouteName> names;
    for (const Route& route : everyRoute()) names.push_back({route.method, route.path});
    return names;
}

}  // namespace delivery::door
