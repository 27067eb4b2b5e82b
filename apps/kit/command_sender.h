#pragma once
/// Sends commands so that each happens once: stored first, asked again under the same id, forgotten
/// when whoever asked has taken the answer.

#include <QHash>
#include <QObject>
#include <QString>

#include "apps/kit/command_outbox.h"
#include "apps/kit/retry.h"
#include "apps/kit/session.h"
#include "apps/kit/surroundings.h"

namespace delivery::kit {

/// Lives on the thread of its creator. The session and the outbox must outlive it.
class CommandSender : public QObject {
    Q_OBJECT

  public:
    CommandSender(Session& session, CommandOutbox& outbox, Surroundings surroundings,
                  RetryRule rule = {}, QObject* parent = nullptr);

    /// On disk when this returns, on its way soon after: ends in decided or givenUp with the
    /// command's id.
    [[nodiscard]] Expected<CommandOutbox::Taken> submit(const Request& request,
                                                        Repeat repeat = Repeat::SameWish);
    /// What an earlier try left on disk, asked again under its own id; nothing if another program
    /// holds it or it is forgotten. Ends as a submitted one does.
    [[nodiscard]] Expected<std::optional<StoredCommand>> resume(std::int64_t seq);
    /// Between its submitting and its acknowledging, or its giving up.
    [[nodiscard]] bool isInHand(const QString& id) const;
    /// What was decided has been shown, or is kept elsewhere: now the command may be forgotten.
    /// Until then a program that dies asks again under the same id, and gets the same answer.
    void acknowledge(const QString& id);

  signals:
    /// The server's word; the command stays on disk until it is acknowledged.
    void decided(const QString& id, const delivery::kit::Answer& answer);
    /// No decision yet: the same request continues it later. The last answer has status 0 if there
    /// was none.
    void givenUp(const QString& id, const delivery::kit::Answer& last, const QString& why,
                 bool certainlyNotSent);
    /// A try has failed; the next one follows.
    void waiting(const QString& id, int triesDone, qint64 waitMilliseconds);

  private:
    struct Sending {
        StoredCommand command;
        std::int64_t firstTryAt = 0;
        std::int64_t order = 0;
        int triesDone = 0;
        bool mayHaveBeenHeard = false;
    };
    void begin(const StoredCommand& command, bool mayHaveBeenHeard);
    /// What was asked about the same order earlier and is not decided yet: it goes first.
    [[nodiscard]] bool isBehindAnother(const Sending& sending) const;
    void tryWhoWaited(std::int64_t order);
    void giveUp(const QString& id, const Answer& last, const QString& why);
    void tryNow(const QString& id);
    void hear(const QString& id, const Outcome& outcome);

    Session& m_session;
    CommandOutbox& m_outbox;
    Surroundings m_surroundings;
    RetryRule m_rule;
    RetryBudget m_budget;
    QHash<QString, Sending> m_sending;
    /// Decided and not acknowledged yet: where each stands in the outbox.
    QHash<QString, std::int64_t> m_answered;
};

}  // namespace delivery::kit
