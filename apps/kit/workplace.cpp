#include "apps/kit/workplace.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace delivery::kit {

namespace {

SessionFile fileOf(const Workplace::Account& account) {
    if (!account.remember) return SessionFile(QString());
    return SessionFile(
        QDir(account.folder)
            .filePath(accountFileName(account.server, account.user) + QStringLiteral(".session")));
}

}  // namespace

Expected<std::unique_ptr<Workplace>> Workplace::open(const Account& account,
                                                     Surroundings surroundings, LiveRules rules) {
    if (!QDir().mkpath(account.folder)) {
        return tl::unexpected(
            Fault{FaultCode::NotAllowed, "cannot make " + account.folder.toStdString()});
    }
    auto outbox = CommandOutbox::open(
        QDir(account.folder)
            .filePath(accountFileName(account.server, account.user) + QStringLiteral(".outbox")));
    if (!outbox) return tl::unexpected(outbox.error());
    return std::unique_ptr<Workplace>(
        new Workplace(account, std::move(*outbox), std::move(surroundings), rules));
}

Workplace::Workplace(Account account, std::unique_ptr<CommandOutbox> outbox,
                     Surroundings surroundings, LiveRules rules)
    : m_account(std::move(account)),
      m_surroundings(std::move(surroundings)),
      m_outbox(std::move(outbox)),
      m_gateway(m_account.server),
      m_session(m_gateway, m_account.user, fileOf(m_account), m_surroundings),
      m_reader(m_session, m_surroundings),
      m_sender(m_session, *m_outbox, m_surroundings),
      m_book(m_account.resource),
      m_feed(m_session, m_gateway, m_book, m_surroundings, rules) {
    m_gateway.setLanguage(m_account.language);
    // The book first: what is pending must not end before what came of it is shown.
    connect(&m_sender, &CommandSender::decided, this, &Workplace::hearDecided);
    m_pending.follow(m_sender);
    connect(&m_sender, &CommandSender::givenUp, this,
            [this](const QString& id) { hearGivenUp(id); });
    connect(&m_feed, &LiveFeed::noticed, &m_notices, &NoticeListModel::add);
    connect(&m_feed, &LiveFeed::caughtUp, this, &Workplace::sendLeftOvers);
    // What was said while nobody listened here is missing as the orders were.
    connect(&m_feed, &LiveFeed::caughtUp, this, &Workplace::readNotices);
}

void Workplace::start() {
    const auto left = m_outbox->unanswered();
    if (left) {
        m_pending.show(*left);
    } else {
        emit notRead(QString::fromStdString(left.error().text));
    }
    m_hasLeftOvers = !left || !left->empty();
    m_feed.start();
    readNotices();
}

void Workplace::readNotices() {
    // An answer that is on its way may be older than what made somebody ask again.
    m_wantsNotices = m_isReadingNotices;
    if (std::exchange(m_isReadingNotices, true)) return;
    const auto done = [this] {
        m_isReadingNotices = false;
        if (std::exchange(m_wantsNotices, false)) readNotices();
    };
    read(
        QStringLiteral("/notificationLogs?size=100"), Reader::Pages::First, this,
        [this, done](const Representation& page) {
            m_notices.addAll(page);
            done();
        },
        [done](const QString&) { done(); });
}

void Workplace::stop() { m_feed.stop(); }

void Workplace::setLanguage(const QString& language) {
    m_account.language = language;
    m_gateway.setLanguage(language);
}

QString Workplace::send(const Request& request, Repeat repeat) {
    // What is kept about the same order goes before it.
    const auto earlier = m_pending.unansweredFor(subjectOf(request).order);
    if (std::ranges::any_of(earlier, &PendingCommands::Unanswered::isGivenUp)) sendLeftOvers();
    auto taken = m_sender.submit(request, repeat);
    if (!taken) {
        emit notStored(QString::fromStdString(taken.error().text));
        return {};
    }
    m_sent.insert(taken->command.id, request);
    m_pending.began(taken->command);
    return taken->command.id;
}

bool Workplace::isPending(std::int64_t order, const QString& verb) const {
    return m_pending.verbsFor(order).contains(verb);
}

void Workplace::read(const QString& path, Reader::Pages pages, QObject* context,
                     std::function<void(const Representation&)> answered,
                     std::function<void(const QString&)> failed) {
    const int question = m_reader.read(path, pages);
    // One guard for both ends: whichever comes first takes the connections with it.
    auto* guard = new QObject(context);
    connect(&m_reader, &Reader::answered, guard,
            [guard, question, answered, failed](int number, const Answer& answer) {
                if (number != question) return;
                guard->deleteLater();
                if (!answer.isDone()) {
                    const Problem problem = problemOf(answer);
                    if (failed) failed(problem.sentence());
                    return;
                }
                answered(Representation::parse(answer.body).value_or(Representation()));
            });
    connect(&m_reader, &Reader::failed, guard,
            [guard, question, failed](int number, const QString& why) {
                if (number != question) return;
                guard->deleteLater();
                if (failed) failed(why);
            });
}

void Workplace::hearDecided(const QString& id, const Answer& answer) {
    const CommandSubject subject = subjectOf(m_sent.take(id));
    if (answer.isDone()) {
        const auto body = Representation::parse(answer.body).value_or(Representation());
        m_book.applyAll(body, Road::Reply);
        // A reply may be about what a book of this role holds in another shape: ask.
        m_feed.refresh();
        emit decided(id, subject, body);
    } else {
        m_feed.refresh();
        emit refused(id, subject, problemOf(answer));
    }
    m_sender.acknowledge(id);
}

void Workplace::hearGivenUp(const QString& id) {
    m_hasLeftOvers = true;
    emit keptForLater(id, subjectOf(m_sent.take(id)));
}

void Workplace::sendLeftOvers() {
    if (!std::exchange(m_hasLeftOvers, false)) return;
    const auto left = m_outbox->unanswered();
    if (!left) {
        m_hasLeftOvers = true;
        return;
    }
    // Where the start could not read them they are shown from here on.
    m_pending.show(*left);
    for (const StoredCommand& command : *left) {
        // By its id and never by its request: the same words may be a new wish.
        if (!m_sender.isInHand(command.id)) sendLeftOver(command);
    }
}

void Workplace::sendLeftOver(const StoredCommand& command) {
    const Span age = Instant{m_surroundings.utcMilliseconds()} - command.storedAt;
    const CommandSubject subject = subjectOf(command.request);
    const auto storedAt = QDateTime::fromMSecsSinceEpoch(command.storedAt.utcMilliseconds, Qt::UTC);
    if (age > continuedFor(command.repeat)) {
        forget(command);
        emit dropped(subject, storedAt);
        return;
    }
    if (age > orderMeantFor && subject.verb == QStringLiteral("place")) {
        if (m_asked.contains(command.id)) return;
        m_asked.insert(command.id);
        emit awaitsWord(command.id, subject, storedAt);
        return;
    }
    resume(command);
}

void Workplace::resume(const StoredCommand& command) {
    const auto resumed = m_sender.resume(command.seq);
    if (!resumed || !*resumed) {
        // Held by another program, which may yet die: looked at again. Or answered there.
        if (!resumed || stored(command.id)) {
            m_hasLeftOvers = true;
        } else {
            m_pending.ended(command.id);
        }
        return;
    }
    m_sent.insert(command.id, command.request);
    m_pending.began(command);
}

void Workplace::forget(const StoredCommand& command) {
    // Held first, so that nobody who is sending it loses it.
    if (const auto held = m_outbox->takeUp(command.seq); !held || !*held) return;
    if (const auto gone = m_outbox->forget(command.seq); !gone) {
        emit notStored(QString::fromStdString(gone.error().text));
        return;
    }
    m_pending.ended(command.id);
}

std::optional<StoredCommand> Workplace::stored(const QString& id) {
    const auto left = m_outbox->unanswered();
    if (!left) return std::nullopt;
    const auto found = std::ranges::find(*left, id, &StoredCommand::id);
    return found == left->end() ? std::nullopt : std::optional(*found);
}

void Workplace::sendNow(const QString& id) {
    const auto command = stored(id);
    if (command && !m_sender.isInHand(id)) resume(*command);
}

void Workplace::drop(const QString& id) {
    const auto command = stored(id);
    if (command && !m_sender.isInHand(id)) forget(*command);
}

}  // namespace delivery::kit
