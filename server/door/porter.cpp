#include "server/door/porter.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <sodium.h>

#include "server/door/http_problem.h"
#include "server/door/http_text.h"
#include "share/policy.h"

namespace delivery::door {
namespace {

constexpr std::size_t commandIdMax = 128;

bool isCommandId(std::string_view text) {
    if (text.empty() || text.size() > commandIdMax) return false;
    for (const char c : text) {
        if (c < 0x21 || c > 0x7E) return false;
    }
    return true;
}

CommandId freshCommandId() {
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string hex(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
    hex.pop_back();
    return CommandId{hex};
}

/// Of method, path and body: a line end cannot stand in the first two. A body that is not JSON (a
/// picture) is taken as it came. Without the key nobody can tell whether a guessed body is the one.
desk::Bytes fingerprintOf(const HttpRequest& request, const std::string& key) {
    const auto body = wire::JsonBody::read(request.body);
    const std::string text =
        request.method + "\n" + request.path + "\n" + (body ? body->canonical() : request.body);
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       reinterpret_cast<const unsigned char*>(key.data()), key.size());
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// So long after the desk did not take what must reach it.
constexpr int againMs = 200;
/// More closed sessions than this never wait at once; beyond, the log says what was lost.
constexpr std::size_t owedMax = 100'000;

std::int64_t secondsUp(Span span) {
    return std::max<std::int64_t>(1, (span.milliseconds + 999) / 1000);
}

}  // namespace

wire::Scene Visit::scene() const {
    return {origin, caller.value_or(Actor{UserId{}, Role::Customer, std::nullopt}), {}};
}

std::optional<std::int64_t> Visit::number(std::size_t place) const {
    const std::string& text = parts.at(place);
    if (text.empty() || text.size() > 15) return std::nullopt;
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    // A sign is no digit either.
    if (read.ec != std::errc{} || read.ptr != end || text.front() == '-') return std::nullopt;
    return number;
}

void WayBack::post(std::function<void()> work) {
    const std::lock_guard lock(m_mutex);
    if (m_door == nullptr) return;
    QMetaObject::invokeMethod(m_door.get(), std::move(work), Qt::QueuedConnection);
}

void WayBack::close() {
    const std::lock_guard lock(m_mutex);
    m_door.reset();
}

Porter::Porter(shift::Shift& shiftBehind, const shift::Clock& wallClock, shift::Log& serverLog,
               DoorSettings doorSettings)
    : shift(shiftBehind),
      clock(wallClock),
      log(serverLog),
      settings(std::move(doorSettings)),
      passwords(settings.passwordThreads, settings.passwordsWaitingMax),
      failedLogins(settings.loginFailuresMax, settings.loginWindow),
      failedLoginsOfAddresses(settings.loginFailuresMax * 10, settings.loginWindow),
      commandsOfUsers(settings.commandsPerSecond, settings.commandsBurst) {
    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    QObject::connect(&m_again, &QTimer::timeout, &m_again, [this] { followAgain(); });
}

Porter::~Porter() { wayBack->close(); }

void Porter::dress(const Visit& visit, HttpResponse& response) const {
    if (const auto origin = visit.request.header("origin")) {
        response.headers.emplace_back("Vary", "Origin");
        for (const std::string& allowed : settings.allowedOrigins) {
            if (*origin != allowed) continue;
            response.headers.emplace_back("Access-Control-Allow-Origin", allowed);
            response.headers.emplace_back("Access-Control-Expose-Headers",
                                          "Location, Retry-After, Allow, WWW-Authenticate");
        }
    }
    const bool saysHowLong = std::any_of(
        response.headers.begin(), response.headers.end(),
        [](const auto& field) { return equalIgnoringCase(field.first, "cache-control"); });
    if (!saysHowLong) response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
}

void Porter::reply(const VisitPtr& visit, HttpResponse response) {
    dress(*visit, response);
    // Taken out here: whoever lets go of the visit last may be another thread.
    const Answer answer = std::move(visit->answer);
    visit->answer = {};
    if (answer) answer(std::move(response));
}

void Porter::refuse(const VisitPtr& visit, const Obstacle& obstacle) {
    if (const auto* fault = std::get_if<Fault>(&obstacle)) {
        log.line(shift::Level::Warning, "door", fault->text, {}, visit->request.path);
    }
    reply(visit, problem(obstacle, visit->language, visit->request.path));
}

void Porter::ask(const VisitPtr& visit, std::function<Shown(Sight&)> question) {
    askThen<HttpResponse>(visit, std::move(question), [this, visit](HttpResponse response) {
        reply(visit, std::move(response));
    });
}

std::optional<wire::JsonBody> Porter::body(const VisitPtr& visit) {
    return take(visit, wire::JsonBody::read(visit->request.body));
}

void Porter::run(const VisitPtr& visit, Errand errand) {
    desk::Envelope envelope;
    envelope.actor = errand.actor ? *errand.actor : visit->actor();
    if (const auto allowed = share::mayAsk(envelope.actor, errand.command); !allowed) {
        return refuse(visit, allowed.error());
    }
    if (errand.throttled && !admits(visit)) return;
    const auto key = visit->request.header("idempotency-key");
    if (key && !isCommandId(*key)) return refuse(visit, badCommandId());
    envelope.id = key ? CommandId{std::string{*key}} : freshCommandId();
    // Whoever signs up is nobody yet: their key is never one of the user whose name they ask for.
    if (errand.actor && key) envelope.id = CommandId{"signup " + std::string{*key}};
    envelope.fingerprint = fingerprintOf(visit->request, settings.fingerprintKey);
    envelope.keepReply = errand.keepReply;
    shift::seed(envelope);
    auto shared = std::make_shared<Errand>(std::move(errand));
    if (shared->prepare) {
        prepareAndSubmit(visit, std::move(shared), std::move(envelope));
    } else {
        submit(visit, std::move(shared), std::move(envelope));
    }
}

bool Porter::admits(const VisitPtr& visit, int commands) {
    // Who signs up has no name yet, so the address stands for it.
    const std::string name =
        visit->caller ? visit->caller->user.text() : "@" + addressGroup(visit->request.peerAddress);
    const auto wait = commandsOfUsers.take(name, clock.now(), commands);
    if (wait) refuse(visit, tooManyCommands(*wait));
    return !wait;
}

void Porter::locate(const std::string& address, place::Geocoder::Found then) {
    if (geocoder == &gazetteer) return then(gazetteer.find(std::string_view{address}));
    geocoder->find(address,
                   [back = wayBack, then = std::move(then)](std::optional<place::Place> found) {
                       back->post([then, found = std::move(found)] { then(found); });
                   });
}

void Porter::follow(desk::Command command) {
    desk::Envelope envelope = shift::systemEnvelope(command);
    envelope.keepReply = false;
    shift.submit(std::move(envelope), [this, command = std::move(command),
                                       back = wayBack](const shift::Outcome& outcome) {
        using Kind = shift::Outcome::Kind;
        // A server that goes down takes nothing more.
        if (outcome.kind == Kind::Done || outcome.kind == Kind::Stopping) return;
        back->post([this, command] {
            if (m_owed.size() >= owedMax) {
                return log.line(shift::Level::Alarm, "door", "a follow-up is lost: too many wait");
            }
            m_owed.push_back(command);
            if (!m_again.isActive()) m_again.start();
        });
    });
}

void Porter::followAgain() {
    // What finds no room again comes back here.
    std::vector<desk::Command> owed = std::move(m_owed);
    m_owed.clear();
    for (desk::Command& command : owed) follow(std::move(command));
}

void Porter::prepareAndSubmit(const VisitPtr& visit, std::shared_ptr<Errand> errand,
                              desk::Envelope envelope) {
    const desk::ReplyKey key{envelope.actor.user.text(), envelope.id};
    const auto prepare = [errand, key](Sight& sight) -> Cleared<bool> {
        const auto known = sight.ledger->reply(key);
        if (!known) return stop(known.error());
        // A repeat is answered as it was, whatever the caller may see by now.
        if (known->has_value()) return true;
        auto prepared = errand->prepare(sight, errand->command);
        if (!prepared) return stop(prepared.error());
        return true;
    };
    askThen<bool>(visit, prepare,
                  [this, visit, errand, envelope](bool) { submit(visit, errand, envelope); });
}

void Porter::submit(const VisitPtr& visit, std::shared_ptr<Errand> errand,
                    desk::Envelope envelope) {
    envelope.command = errand->command;
    shift.submit(std::move(envelope),
                 [this, visit, errand, back = wayBack](shift::Outcome outcome) {
                     back->post([this, visit, errand, outcome = std::move(outcome)] {
                         heard(visit, errand, outcome);
                     });
                 });
}

void Porter::heard(const VisitPtr& visit, const std::shared_ptr<Errand>& errand,
                   const shift::Outcome& outcome) {
    if (outcome.kind == shift::Outcome::Kind::Late) {
        return reply(visit,
                     problem(FrontRefusal::AnswerLate, visit->language == Language::English));
    }
    if (outcome.kind != shift::Outcome::Kind::Done) {
        if (errand->notTaken) errand->notTaken();
        if (!outcome.faultText.empty()) {
            log.line(shift::Level::Warning, "door", outcome.faultText, {}, visit->request.path);
        }
        return refuse(visit, busy(secondsUp(outcome.retryAfter)));
    }
    if (const auto* refusal = std::get_if<Refusal>(&*outcome.reply)) {
        if (errand->alreadyDone && errand->alreadyDone(*refusal)) return reply(visit, nothing());
        return refuse(visit, *refusal);
    }
    if (errand->accepted) errand->accepted();
    show(visit, errand, std::get<desk::Accepted>(*outcome.reply));
}

void Porter::show(const VisitPtr& visit, const std::shared_ptr<Errand>& errand,
                  const desk::Accepted& accepted) {
    const auto shown = [errand, accepted](Sight& sight) { return errand->show(sight, accepted); };
    const auto finish = [this, visit](Shown answer) {
        answer ? reply(visit, std::move(*answer)) : refuse(visit, answer.error());
    };
    // It is done and must not be called busy: shown without texts rather than not at all.
    const auto showBare = [this, visit, shown, finish] {
        Sight sight{nullptr, *visit, clock.now()};
        finish(shown(sight));
    };
    const bool taken = shift.read(
        [this, visit, shown, finish, showBare, back = wayBack, now = clock.now(),
         holdMax = shift.settings().deliveriesHeldMax](auto& ledger) {
            Sight sight{&ledger, *visit, now, holdMax};
            back->post([this, visit, finish, showBare, answer = shown(sight)] {
                const auto* fault = answer ? nullptr : std::get_if<Fault>(&answer.error());
                if (fault == nullptr) return finish(answer);
                log.line(shift::Level::Warning, "door", fault->text, {}, visit->request.path);
                showBare();
            });
        },
        [showBare, back = wayBack] { back->post(showBare); });
    if (!taken) showBare();
}

}  // namespace delivery::door
