#pragma once
/// Brings the order book up to date by /changes: one question at a time, from where the last answer
/// ended, and from the beginning where the server does not know that place.

#include <QObject>
#include <QString>
#include <chrono>
#include <cstdint>

#include "apps/kit/message_counter.h"
#include "apps/kit/order_book.h"
#include "apps/kit/session.h"
#include "apps/kit/surroundings.h"

namespace delivery::kit {

/// Lives on the thread of its creator. Session and book must outlive it.
class CatchUp : public QObject {
    Q_OBJECT

  public:
    CatchUp(Session& session, OrderBook& book, Surroundings surroundings,
            QObject* parent = nullptr);

    /// Asked now, or right after the answer that is under way. After a failure it is asked again,
    /// until it is answered.
    void want();
    [[nodiscard]] bool isUnderWay() const { return m_once.isAsking(); }
    /// How many questions have left so far.
    [[nodiscard]] int questions() const { return m_questions; }
    /// Another user: from the beginning, and answers to the former one are not taken.
    void beginAnew();

  signals:
    /// The book holds everything that was so when this question left, on the uptime clock.
    void caughtUp(qint64 askedAt);
    /// Not yet; status is 0 where there was no answer.
    void failed(int status, const QString& why);

  private:
    void ask();
    void hear(const Outcome& outcome);
    void startOver();
    void tryLater(std::chrono::milliseconds waitMost);

    Session& m_session;
    OrderBook& m_book;
    Surroundings m_surroundings;
    AskOnce m_once;
    QString m_after;
    std::int64_t m_askedAt = 0;
    int m_questions = 0;
    int m_failures = 0;
    /// The one whose answer is waited for.
    int m_question = 0;
};

}  // namespace delivery::kit
