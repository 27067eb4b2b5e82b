#include "apps/kit/command_sender.h"

#include <QLoggingCategory>
#include <utility>

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
    if (sending == m_sending.end()) return;
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
        m_sending.erase(sending);
        emit decided(id, *outcome);
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
    const bool mayHaveBeenHeard = sending->mayHaveBeenHeard;
    const std::int64_t seq = sending->command.seq;
    m_sending.erase(sending);
    m_outbox.letGo(seq);
    emit givenUp(id, outcome ? *outcome : Answer{},
                 outcome ? QString() : QString::fromStdString(outcome.error().text),
                 !mayHaveBeenHeard);
}

}  // namespace delivery::kit
