#include "apps/kit/reader.h"

#include <QUrlQuery>
#include <utility>

namespace delivery::kit {
namespace {

/// A server that always names a next page must not keep a client busy for ever.
constexpr int pagesMax = 1'000;

/// The path of the page after this one; empty at the end.
QString nextPath(const QString& path, const Representation& page) {
    const QString linked = page.linkPath("next");
    if (!linked.isEmpty()) return linked;
    const Representation counts = page.at("page");
    const std::int64_t next = counts.number("number") + 1;
    if (next >= counts.number("totalPages")) return {};
    const qsizetype mark = path.indexOf(u'?');
    QUrlQuery query(mark < 0 ? QString() : path.mid(mark + 1));
    query.removeAllQueryItems("page");
    query.addQueryItem("page", QString::number(next));
    return path.left(mark < 0 ? path.size() : mark) + u'?' + query.toString(QUrl::FullyEncoded);
}

}  // namespace

Reader::Reader(Session& session, Surroundings surroundings, RetryRule rule, QObject* parent)
    : QObject(parent), m_session(session), m_surroundings(std::move(surroundings)), m_rule(rule) {}

int Reader::read(const QString& path, Pages pages) {
    Question question;
    question.number = ++m_lastNumber;
    question.path = path;
    question.pages = pages;
    question.firstTryAt = m_surroundings.utcMilliseconds();
    const int number = question.number;
    ask(std::move(question));
    return number;
}

void Reader::ask(Question question) {
    ++question.triesDone;
    const Request request{"GET", question.path};
    m_session.ask(request, {}, this,
                  [this, question = std::move(question)](const Outcome& outcome) {
                      hear(question, outcome);
                  });
}

void Reader::hear(Question question, const Outcome& outcome) {
    const std::chrono::milliseconds sinceFirst{m_surroundings.utcMilliseconds() -
                                               question.firstTryAt};
    const auto wait = waitBeforeNextTry(m_rule, outcome, question.triesDone, sinceFirst,
                                        fraction(m_surroundings.random()));
    if (wait) {
        m_surroundings.after(*wait, this, [this, question] { ask(question); });
        return;
    }
    if (!outcome) {
        emit failed(question.number, QString::fromStdString(outcome.error().text));
        return;
    }
    if (!outcome->isDone() || question.pages == Pages::First) {
        finish(question, *outcome);
        return;
    }
    const auto page = Representation::parse(outcome->body);
    if (!page) {
        finish(question, *outcome);
        return;
    }
    question.joined = question.joined ? question.joined->joinedWith(*page) : *page;
    ++question.pagesRead;
    const QString next = nextPath(question.path, *page);
    if (next.isEmpty() || question.pagesRead >= pagesMax) {
        Answer answer = *outcome;
        answer.body = question.joined->oneLine();
        finish(question, answer);
        return;
    }
    question.path = next;
    question.triesDone = 0;
    question.firstTryAt = m_surroundings.utcMilliseconds();
    ask(std::move(question));
}

void Reader::finish(const Question& question, Answer answer) {
    emit answered(question.number, answer);
}

}  // namespace delivery::kit
