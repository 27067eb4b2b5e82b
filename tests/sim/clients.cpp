#include "tests/sim/clients.h"

#include <utility>

#include "share/policy.h"

namespace delivery::sim {

namespace {

constexpr int triesWhileFaulty = 8;
constexpr int triesMax = 40;
constexpr std::size_t recentMax = 60;
constexpr int tapsInAStorm = 12;
/// Nobody in town; commands that speak of no order are about none in particular.
constexpr std::int64_t noOrder = -1;

/// The fence goes missing on the way, so that nobody looks which holding is meant.
void forgetFence(desk::Command& command) {
    if (auto* release = std::get_if<desk::ReleaseDelivery>(&command)) release->fence.reset();
    if (auto* collect = std::get_if<desk::CollectDelivery>(&command)) collect->fence.reset();
    if (auto* deliver = std::get_if<desk::DeliverOrder>(&command)) deliver->fence.reset();
}

}  // namespace

std::int64_t orderOf(const desk::Command& command) {
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.orderId.value(); }) {
                return one.orderId.value();
            } else {
                return noOrder;
            }
        },
        command);
}

/// Everybody taps everything again at once.
void Clients::storm() {
    m_world.strike("storm");
    for (int i = 0; i < tapsInAStorm; ++i) {
        for (const Key& key : m_recent) {
            m_world.agenda.in(milliseconds(1), [this, key] { arrive(key, false); });
        }
    }
}

const Sent* Clients::find(const std::string& actor, const std::string& id) const {
    const auto found = m_sent.find({actor, id});
    return found == m_sent.end() ? nullptr : &found->second;
}

bool Clients::isLost(const Sent& sent) {
    if (!m_dice.permille(m_world.weather.lossPermille)) return false;
    m_world.strike("network.lost", orderOf(sent.envelope.command));
    return true;
}

void Clients::send(const Actor& actor, desk::Command command) {
    Sent sent;
    sent.envelope.id = CommandId{"c" + std::to_string(++m_ids)};
    sent.envelope.actor = actor;
    sent.envelope.fingerprint = "body of " + sent.envelope.id.text();
    sent.envelope.command = std::move(command);
    const Key key{actor.user.text(), sent.envelope.id.text()};
    m_sent.emplace(key, std::move(sent));
    m_recent.push_back(key);
    if (m_recent.size() > recentMax) m_recent.pop_front();
    m_world.count("clients.commands");
    post(key, false);
    // A nervous finger taps twice.
    if (m_dice.percent(5)) post(key, false);
    repeatLater(key);
}

void Clients::repeatLater(const Key& key) {
    m_world.agenda.in(m_dice.between(seconds(3), seconds(12)), [this, key] {
        const Sent& sent = m_sent.at(key);
        const int limit = m_world.weather.healed ? triesMax : triesWhileFaulty;
        if (sent.answered || sent.tries >= limit) return;
        post(key, false);
        repeatLater(key);
    });
}

void Clients::post(const Key& key, bool otherBody) {
    Sent& sent = m_sent.at(key);
    if (++sent.tries > 1) m_world.count("clients.repeats");
    if (isLost(sent)) return;
    m_world.agenda.in(underWay(), [this, key, otherBody] { arrive(key, otherBody); });
}

desk::Envelope Clients::envelopeFor(const Sent& sent, bool otherBody) {
    desk::Envelope envelope = sent.envelope;
    for (std::uint64_t& word : envelope.random) word = m_dice.next();
    if (otherBody) envelope.fingerprint += ", changed";
    if (m_world.has(Bug::SkipRepeatCheck) && sent.tries > 1) {
        envelope.id = CommandId{envelope.id.text() + "-" + std::to_string(++m_repeats)};
    }
    if (m_world.has(Bug::IgnoreFence)) forgetFence(envelope.command);
    if (m_world.has(Bug::ActAsAdmin)) envelope.actor.role = Role::Admin;
    return envelope;
}

void Clients::arrive(const Key& key, bool otherBody) {
    Sent& sent = m_sent.at(key);
    if (!m_server.isUp()) {
        m_world.strike("network.refused", orderOf(sent.envelope.command));
        return;
    }
    // As the door does: what can be nobody's of this role does not come in.
    const auto may = share::mayAsk(sent.envelope.actor, sent.envelope.command);
    if (!may && !m_world.has(Bug::ActAsAdmin)) {
        m_world.count("refused." + std::string(delivery::name(may.error().code)));
        sent.answered = true;
        return;
    }
    if (m_world.has(Bug::AnswerAnew) && sent.answered && m_anew) {
        if (const auto reply = m_anew(sent)) {
            return hear(key, {desk::Answer::Kind::Final, *reply, {}}, otherBody);
        }
    }
    m_server.arrive(
        envelopeFor(sent, otherBody), [this, key, otherBody](const desk::Answer& answer) {
            if (isLost(m_sent.at(key))) return;
            m_world.agenda.in(underWay(),
                              [this, key, answer, otherBody] { hear(key, answer, otherBody); });
        });
}

void Clients::hear(const Key& key, const desk::Answer& answer, bool otherBody) {
    if (answer.kind != desk::Answer::Kind::Final || !answer.reply) {
        m_world.count("replies.failed");
        return;
    }
    const auto* refusal = std::get_if<Refusal>(&*answer.reply);
    if (refusal != nullptr && refusal->code == RefusalCode::ContextPaused) {
        // Not kept: the same command is decided when the context is back.
        m_world.count("replies.paused");
        return;
    }
    Sent& sent = m_sent.at(key);
    const bool first = !std::exchange(sent.answered, true);
    const bool swaps = m_world.has(Bug::SwapReplies) && m_dice.permille(10) && m_last;
    m_heard(sent, swaps ? *m_last : *answer.reply, otherBody);
    if (m_world.has(Bug::SwapReplies)) m_last = answer.reply;
    if (!first || otherBody) return;
    // What was answered is asked once more, much later perhaps; or the id is used for something
    // else.
    if (m_dice.percent(8)) {
        m_world.agenda.in(m_dice.between(seconds(1), minutes(20)),
                          [this, key] { post(key, false); });
    }
    if (m_dice.percent(1)) {
        m_world.agenda.in(m_dice.between(seconds(1), minutes(20)),
                          [this, key] { post(key, true); });
    }
}

}  // namespace delivery::sim
