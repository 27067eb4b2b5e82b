#pragma once
/// Reads resources: one, or all pages of a collection joined into one.

#include <QObject>
#include <QString>

#include "apps/kit/representation.h"
#include "apps/kit/retry.h"
#include "apps/kit/session.h"
#include "apps/kit/surroundings.h"

namespace delivery::kit {

/// Lives on the thread of its creator. The session must outlive it.
class Reader : public QObject {
    Q_OBJECT

  public:
    enum class Pages { First, All };

    Reader(Session& session, Surroundings surroundings, RetryRule rule = readRule(),
           QObject* parent = nullptr);

    /// A read is repeated less often than a command: whoever looks can look again.
    [[nodiscard]] static RetryRule readRule() { return {.triesMax = 3}; }

    /// Ends in answered or failed with the number that this returns.
    int read(const QString& path, Pages pages = Pages::First);

  signals:
    /// Any whole answer, refusals too; all pages of a collection are one body.
    void answered(int question, const delivery::kit::Answer& answer);
    void failed(int question, const QString& why);

  private:
    struct Question {
        int number = 0;
        QString path;
        Pages pages = Pages::First;
        std::optional<Representation> joined;
        int pagesRead = 0;
        std::int64_t firstTryAt = 0;
        int triesDone = 0;
    };
    void ask(Question question);
    void hear(Question question, const Outcome& outcome);
    void finish(const Question& question, Answer answer);

    Session& m_session;
    Surroundings m_surroundings;
    RetryRule m_rule;
    int m_lastNumber = 0;
};

}  // namespace delivery::kit
