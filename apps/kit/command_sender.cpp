#include "apps/kit/command_sender.h"

#include <QLoggingCategory>
#include <algorithm>
#include <utility>

#include "apps/kit/pending_commands.h"
#include "apps/kit/uuid7.h"

namespace delivery::kit {
namespace {

Q_LOGGING_CATEGORY(senderLog, "delivery.kit.sender")

}  // namespace

CommandSender::CommandSender(Session& session, CommandOutbox& outbox, Surroundings surroundings,
                             RetryRule rule, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_outbox(outbox),
      m_surroundings(std::move(surroundings)),
      m_rule(rule) {}

Expected<CommandOutbox::Taken> CommandSender::submit(const Request& request, Repeat repeat) {
    const std::int64_t now = m_surroundings.utcMilliseconds();
    const std::uint64_t high = m_surroundings.random();
    const std::uint64_t low = m_surroundings.random();
    auto taken = m_outbox.take(request, repeat, Instant{now}, uuid7(now, high, low));
    if (!taken) return taken;
    begin(taken->command, taken->isContinued);
    return taken;
}

Expected<std::optional<StoredCommand>> CommandSender::resume(std::int64_t seq) {
    auto command = m_outbox.takeUp(seq);
    if (command && *command) begin(**command, true);
    return command;
}

bool CommandSender::isInHand(const QString& id) const {
    return m_sending.contains(id) || m_answered.contains(id);
}

void CommandSender::begin(const StoredCommand& command, bool mayHaveBeenHeard) {
    m_sending.insert(command.id, {.command = command,
                                  .firstTryAt = m_surroundings.utcMilliseconds(),
                                  .order = subjectOf(command.request).order,
                                  .triesDone = 0,
                                  .mayHaveBeenHeard = mayHaveBeenHeard});
    m_surroundings.after(std::chrono::milliseconds{0}, this,
                         [this, id = command.id] { tryNow(id); });
}

void CommandSender::acknowledge(const QString& id) {
    const auto answered = m_answered.find(id);
    if (answered == m_answered.end()) return;
    const std::int64_t seq = *answered;
    m_answered.erase(answered);
    if (const auto forgotten = m_outbox.forget(seq); !forgotten) {
        // Harmless: a repeat would get this same answer from the server.
        qCWarning(senderLog) << "answered command not forgotten:" << forgotten.error().text.c_str();
    }
}

void CommandSender::tryNow(const QString& id) {
    const auto sending = m_sending.find(id);
    if (sending == m_sending.end() || isBehindAnother(*sending)) return;
    ++sending->triesDone;
    m_session.ask(sending->command.request, {{"Idempotency-Key", id.toLatin1()}}, this,
                  [this, id](const Outcome& outcome) { hear(id, outcome); });
}

void CommandSender::hear(const QString& id, const Outcome& outcome) {
    const auto sending = m_sending.find(id);
    if (sending == m_sending.end()) return;
    if (outcome && isDecision(outcome->status)) {
        m_budget.earn();
        m_answered.insert(id, sending->command.seq);
        const std::int64_t order = sending->order;
        m_sending.erase(sending);
        emit decided(id, *outcome);
        tryWhoWaited(order);
        return;
    }
    const bool certainlyNotSent = !outcome && outcome.error().code == FaultCode::Unreachable;
    sending->mayHaveBeenHeard = sending->mayHaveBeenHeard || !certainlyNotSent;

    const std::chrono::milliseconds sinceFirst{m_surroundings.utcMilliseconds() -
                                               sending->firstTryAt};
    const auto wait = waitBeforeNextTry(m_rule, outcome, sending->triesDone, sinceFirst,
                                        fraction(m_surroundings.random()));
    if (wait && m_budget.spend()) {
        emit waiting(id, sending->triesDone, wait->count());
        m_surroundings.after(*wait, this, [this, id] { tryNow(id); });
        return;
    }
    const std::int64_t order = sending->order;
    giveUp(id, outcome ? *outcome : Answer{},
           outcome ? QString() : QString::fromStdString(outcome.error().text));
    // Those behind it would reach the server before it: they wait as it does.
    QStringList behind;
    for (const Sending& other : std::as_const(m_sending)) {
        if (order != 0 && other.order == order && other.triesDone == 0) behind << other.command.id;
    }
    for (const QString& other : behind) giveUp(other, {}, {});
}

bool CommandSender::isBehindAnother(const Sending& sending) const {
    if (sending.order == 0 || sending.triesDone > 0) return false;
    return std::any_of(m_sending.cbegin(), m_sending.cend(), [&](const Sending& other) {
        return other.order == sending.order && other.command.seq < sending.command.seq;
    });
}

void CommandSender::tryWhoWaited(std::int64_t order) {
    if (order == 0) return;
    QStringList waited;
    for (const Sending& other : std::as_const(m_sending)) {
        if (other.order == order && other.triesDone == 0) waited << other.command.id;
    }
    for (const QString& other : waited) tryNow(other);
}

void CommandSender::giveUp(const QString& id, const Answer& last, const QString& why) {
    const Sending given = m_sending.take(id);
    m_outbox.letGo(given.command.seq);
    emit givenUp(id, last, why, !given.mayHaveBeenHeard);
}

}  // namespace delivery::kit
