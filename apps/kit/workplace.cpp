#include "apps/kit/workplace.h"

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
}

void Workplace::start() {
    if (const auto left = m_outbox->unanswered()) {
        m_pending.show(*left);
        for (const StoredCommand& command : *left) m_later.append(command.request);
    }
    m_feed.start();
    read(QStringLiteral("/notificationLogs?size=100"), Reader::Pages::First, this,
         [this](const Representation& page) { m_notices.addAll(page); });
}

void Workplace::stop() { m_feed.stop(); }

void Workplace::setLanguage(const QString& language) {
    m_account.language = language;
    m_gateway.setLanguage(language);
}

QString Workplace::send(const Request& request, Repeat repeat) {
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
                    if (failed) failed(problem.detail.isEmpty() ? problem.title : problem.detail);
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
    const Request request = m_sent.take(id);
    m_later.append(request);
    emit keptForLater(id, subjectOf(request));
}

void Workplace::sendLeftOvers() {
    const QList<Request> later = std::exchange(m_later, {});
    for (const Request& request : later) send(request);
}

}  // namespace delivery::kit
