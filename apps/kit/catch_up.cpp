#include "apps/kit/catch_up.h"

#include <algorithm>
#include <utility>

#include "apps/kit/problem.h"

namespace delivery::kit {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds firstWait{500};
/// A server that says no is left alone for longer than one that is not there: nobody knows when the
/// network comes back, and two seconds later everything is to be as the server shows it.
constexpr milliseconds waitMax{5'000};
constexpr milliseconds unansweredWaitMax{1'500};
/// An answer that takes longer is not waited for: it may have been lost on the way, and whoever
/// looks at old orders should not wait for the gateway's own patience.
constexpr milliseconds patienceFirst{3'000};
constexpr milliseconds patienceMax{12'000};

}  // namespace

CatchUp::CatchUp(Session& session, OrderBook& book, Surroundings surroundings, QObject* parent)
    : QObject(parent), m_session(session), m_book(book), m_surroundings(std::move(surroundings)) {}

void CatchUp::want() {
    if (m_once.want()) ask();
}

void CatchUp::beginAnew() {
    ++m_question;
    m_after.clear();
    m_once = {};
    m_failures = 0;
}

void CatchUp::ask() {
    ++m_questions;
    m_askedAt = m_surroundings.uptimeMilliseconds();
    const QString after =
        m_after.isEmpty() ? QString() : QStringLiteral("?after=") + segment(m_after);
    const int question = ++m_question;
    m_session.ask({"GET", "/changes" + after}, {}, this, [this, question](const Outcome& outcome) {
        if (question == m_question) hear(outcome);
    });
    const milliseconds patience =
        std::min(patienceMax, patienceFirst * (1 << std::min(m_failures, 4)));
    m_surroundings.after(patience, this, [this, question] {
        if (question != m_question) return;
        ++m_failures;
        emit failed(0, QStringLiteral("no answer"));
        if (question == m_question) ask();
    });
}

void CatchUp::hear(const Outcome& outcome) {
    // Its time is not over any more.
    ++m_question;
    // A question has nothing but its token that could be wrong.
    if (outcome && outcome->status == 400 && !m_after.isEmpty()) return startOver();
    const auto said =
        outcome && outcome->isDone() ? Representation::parse(outcome->body) : std::nullopt;
    if (!said || said->text("next").isEmpty()) {
        const int status = outcome ? outcome->status : 0;
        tryLater(status == 0 ? unansweredWaitMax : waitMax);
        emit failed(status, outcome ? problemOf(*outcome).title
                                    : QString::fromStdString(outcome.error().text));
        return;
    }
    m_failures = 0;
    m_after = said->text("next");
    for (const Representation& order : said->list("changes")) m_book.apply(order, Road::Changes);
    if (said->isTrue("more")) return ask();
    m_book.forgetDoubted();
    const std::int64_t askedAt = m_askedAt;
    // Asked again before it is told, so that a listener that wants it too finds it under way.
    if (m_once.answered()) ask();
    emit caughtUp(askedAt);
}

/// The server was put back from a copy, whose log is another one from there on: going on would
/// leave things out, and what is known here looks newer than what is so.
void CatchUp::startOver() {
    m_after.clear();
    m_book.doubtAll();
    ask();
}

void CatchUp::tryLater(milliseconds waitMost) {
    const milliseconds bound = std::min(waitMost, firstWait * (1 << std::min(m_failures++, 8)));
    // Clients that failed together do not come back together.
    const double share = 0.5 + fraction(m_surroundings.random()) / 2;
    const milliseconds wait{
        static_cast<milliseconds::rep>(static_cast<double>(bound.count()) * share)};
    m_surroundings.after(wait, this, [this, question = m_question] {
        if (question == m_question) ask();
    });
}

}  // namespace delivery::kit
