#pragma once
/// Everything that a signed-in window stands on, wired once: session, commands with their outbox,
/// order book, live feed, notices.

#include <QDateTime>
#include <QDir>
#include <QObject>
#include <QSet>
#include <QString>
#include <QUrl>
#include <functional>
#include <memory>

#include "apps/kit/command_outbox.h"
#include "apps/kit/command_sender.h"
#include "apps/kit/gateway.h"
#include "apps/kit/live_feed.h"
#include "apps/kit/notice_list_model.h"
#include "apps/kit/order_book.h"
#include "apps/kit/pending_commands.h"
#include "apps/kit/problem.h"
#include "apps/kit/reader.h"
#include "apps/kit/session.h"
#include "apps/kit/surroundings.h"

namespace delivery::kit {

/// An order that is not sent within this is not sent without a word: hunger does not wait.
constexpr Span orderMeantFor = minutes(10);

/// Lives on the thread of its creator.
class Workplace : public QObject {
    Q_OBJECT

  public:
    /// Files of this account lie in the folder: the outbox, and the token where it is to be
    /// remembered.
    struct Account {
        QUrl server;
        QString user;
        Resource resource = Resource::Orders;
        QString folder;
        bool remember = true;
        QString language = QStringLiteral("ko");
    };
    /// A Fault when the outbox cannot be opened: without it nothing may be sent.
    [[nodiscard]] static Expected<std::unique_ptr<Workplace>> open(const Account& account,
                                                                   Surroundings surroundings,
                                                                   LiveRules rules = {});

    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] OrderBook& book() { return m_book; }
    [[nodiscard]] LiveFeed& feed() { return m_feed; }
    [[nodiscard]] NoticeListModel& notices() { return m_notices; }
    [[nodiscard]] PendingCommands& pending() { return m_pending; }
    [[nodiscard]] const Account& account() const { return m_account; }

    /// After the session is open: the feed runs, notices are read, what an earlier run could not
    /// send is sent; of what is too old to be meant nothing is, and of an old order only on
    /// sendNow.
    void start();
    void stop();
    /// Of the refusals that the server sends from now on.
    void setLanguage(const QString& language);

    /// Kept on disk and sent until the server has decided, however long that takes; ends in
    /// decided, with the verb and the order that it was about. Returns the command's id; empty: it
    /// could not be stored, and notStored was emitted.
    QString send(const Request& request, Repeat repeat = Repeat::SameWish);
    /// What awaitsWord told of: sent after all, or dropped.
    void sendNow(const QString& id);
    void drop(const QString& id);
    /// Whether such a command is on its way: a second tap sends nothing.
    [[nodiscard]] bool isPending(std::int64_t order, const QString& verb) const;

    /// One question; the answer is dropped when the context is gone. A refusal or a failure goes to
    /// failed.
    void read(const QString& path, Reader::Pages pages, QObject* context,
              std::function<void(const Representation&)> answered,
              std::function<void(const QString& sentence)> failed = {});

  signals:
    /// The server has decided; its representation is in the book already.
    void decided(const QString& id, const delivery::kit::CommandSubject& subject,
                 const delivery::kit::Representation& body);
    /// The server said no: a sentence for people.
    void refused(const QString& id, const delivery::kit::CommandSubject& subject,
                 const delivery::kit::Problem& problem);
    /// Still not heard: kept, tried again when the line is back.
    void keptForLater(const QString& id, const delivery::kit::CommandSubject& subject);
    void notStored(const QString& why);
    /// What an earlier run kept cannot be read: it is not lost, and tried again when the line is
    /// back.
    void notRead(const QString& why);
    /// An order that could not be sent for so long that it may no longer be meant: kept until
    /// sendNow or drop.
    void awaitsWord(const QString& id, const delivery::kit::CommandSubject& subject,
                    const QDateTime& storedAt);
    /// Too old to be meant: it was not sent (again).
    void dropped(const delivery::kit::CommandSubject& subject, const QDateTime& storedAt);

  private:
    Workplace(Account account, std::unique_ptr<CommandOutbox> outbox, Surroundings surroundings,
              LiveRules rules);
    void hearDecided(const QString& id, const Answer& answer);
    void hearGivenUp(const QString& id);
    void sendLeftOvers();
    void readNotices();
    void sendLeftOver(const StoredCommand& command);
    void resume(const StoredCommand& command);
    void forget(const StoredCommand& command);
    [[nodiscard]] std::optional<StoredCommand> stored(const QString& id);

    Account m_account;
    Surroundings m_surroundings;
    std::unique_ptr<CommandOutbox> m_outbox;
    Gateway m_gateway;
    Session m_session;
    Reader m_reader;
    CommandSender m_sender;
    OrderBook m_book;
    PendingCommands m_pending;
    NoticeListModel m_notices;
    LiveFeed m_feed;
    QHash<QString, Request> m_sent;
    /// Whether something on disk is to be tried again when a road to the server opens.
    bool m_hasLeftOvers = false;
    bool m_isReadingNotices = false;
    bool m_wantsNotices = false;
    /// Told by awaitsWord.
    QSet<QString> m_asked;
};

}  // namespace delivery::kit
