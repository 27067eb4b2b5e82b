#include "apps/store/ticket_printer.h"

#include <utility>

#include "apps/look/wording.h"

namespace delivery::store {

namespace {

using State = kit::PrintJournal::State;

/// The roll is changed within a minute; asking more often wakes nobody.
constexpr int againMilliseconds = 5'000;

kit::Representation testTicket() {
    const QByteArray text =
        R"({"id":0,"version":1,"state":"Accepted","pickup":true,"lines":[{"foodName":"가나다라 ABC","qty":2,"options":[]}],"payment":{"amount":0,"state":"Paid"}})";
    return kit::Representation::parse(text).value_or(kit::Representation());
}

/// Its first copy.
kit::PaperKey paperOf(const kit::Representation& ticket) {
    const QDateTime placedAt = look::instantOf(ticket.text("placedAt"));
    return {ticket.number("id"), ticket.number("version"), 1,
            placedAt.isValid() ? placedAt.toMSecsSinceEpoch() : 0};
}

}  // namespace

TicketPrinter::TicketPrinter(const kit::OrderListModel& tickets, const QString& journalFile,
                             kit::PrinterRules rules, QObject* parent)
    : QObject(parent), m_tickets(tickets), m_rules(rules) {
    if (auto journal = kit::PrintJournal::open(journalFile); journal) {
        m_journal = std::move(*journal);
    } else {
        m_why = tr("출력 기록을 저장할 수 없어 자동으로 출력하지 않습니다: %1")
                    .arg(QString::fromStdString(journal.error().text));
    }
    m_again.setSingleShot(true);
    m_again.setInterval(againMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &TicketPrinter::next);
    connect(&tickets, &QAbstractItemModel::rowsInserted, this, &TicketPrinter::look);
    connect(&tickets, &QAbstractItemModel::dataChanged, this, &TicketPrinter::look);
}

TicketPrinter::~TicketPrinter() = default;

void TicketPrinter::setWish(const PrinterWish& wish) {
    const bool another = m_port == nullptr || m_port->place() != wish.place;
    m_wish = wish;
    if (another) {
        // What was on its way to the old place may lie there: its claim stays doubtful.
        if (m_port != nullptr && m_port->isBusy() && !m_jobs.isEmpty()) {
            note(m_jobs.takeFirst(), State::Doubtful);
        }
        m_port.reset();
        if (!wish.place.isEmpty()) {
            m_port = std::make_unique<kit::PrinterPort>(wish.place, m_rules);
            connect(m_port.get(), &kit::PrinterPort::done, this, &TicketPrinter::hearDone);
            connect(m_port.get(), &kit::PrinterPort::failed, this, &TicketPrinter::hearFailed);
        }
        m_again.stop();
        emit printerSaid(m_why);
    }
    look();
    next();
}

/// An accepted ticket of which no paper was ever begun.
void TicketPrinter::look() {
    if (!m_wish.onAcceptance || m_journal == nullptr || m_port == nullptr) return;
    for (int row = 0; row < m_tickets.rowCount(); ++row) {
        const kit::Representation& ticket = m_tickets.at(row);
        if (ticket.text("state") != QLatin1String("Accepted")) continue;
        const kit::PaperKey paper = paperOf(ticket);
        const auto last = lastOf(paper);
        const bool begun = last && m_journal->stateOf(*last) != State::NotSent;
        if (!begun) enqueue({paper, ticket});
    }
}

void TicketPrinter::print(const kit::Representation& ticket) {
    if (m_port == nullptr) {
        emit printerSaid(tr("프린터가 없습니다. 설정에서 정해 주세요."));
        return;
    }
    kit::PaperKey paper = paperOf(ticket);
    if (const auto last = lastOf(paper)) {
        paper.copy = m_journal->stateOf(*last) == State::NotSent ? last->copy : last->copy + 1;
    }
    // Somebody stands there: what waits is tried now.
    m_again.stop();
    enqueue({paper, ticket});
    next();
}

void TicketPrinter::printTest() {
    if (m_port == nullptr) {
        emit printerSaid(tr("프린터가 없습니다. 설정에서 정해 주세요."));
        return;
    }
    m_jobs.append({{}, testTicket()});
    next();
}

void TicketPrinter::enqueue(const Job& job) {
    for (const Job& waiting : std::as_const(m_jobs)) {
        kit::PaperKey now = job.key;
        now.version = waiting.key.version;
        if (waiting.key == now) return;
    }
    m_jobs.append(job);
    emit said(job.key.order, tr("출력 기다림"));
    next();
}

void TicketPrinter::next() {
    if (m_port == nullptr || m_port->isBusy() || m_jobs.isEmpty() || m_again.isActive()) return;
    const Job& job = m_jobs.first();
    if (job.key.order != 0 && m_journal != nullptr) {
        const auto claimed = m_journal->claim(job.key);
        if (!claimed) {
            // Without the note it might be printed twice: it waits until the disk takes it.
            hearFailed(tr("출력 기록을 저장할 수 없습니다: %1")
                           .arg(QString::fromStdString(claimed.error().text)),
                       true);
            return;
        }
        if (!*claimed) {
            m_jobs.removeFirst();
            next();
            return;
        }
    }
    m_port->send(bytesOf(job));
}

void TicketPrinter::hearDone() {
    const Job job = m_jobs.takeFirst();
    note(job, State::Printed);
    m_why.clear();
    emit printerSaid({});
    if (job.key.order != 0) {
        emit said(job.key.order, {});
        emit printed(job.key.order, job.key.copy);
    }
    next();
}

void TicketPrinter::hearFailed(const QString& why, bool certainlyNotSent) {
    m_why = why;
    const Job job = m_jobs.first();
    if (job.key.order == 0) {
        m_jobs.removeFirst();
    } else if (certainlyNotSent) {
        note(job, State::NotSent);
        emit said(job.key.order, tr("출력 못 함"));
    } else {
        // Half of it may lie in the tray: only a person can see whether another is needed.
        note(job, State::Doubtful);
        m_jobs.removeFirst();
        emit said(job.key.order, tr("출력 확인 필요"));
    }
    emit printerSaid(why);
    if (!m_jobs.isEmpty()) m_again.start();
}

void TicketPrinter::note(const Job& job, State state) {
    if (job.key.order == 0 || m_journal == nullptr) return;
    // A note that cannot be written leaves the claim: doubtful after the next start, never twice.
    if (auto kept = m_journal->note(job.key, state); !kept) {
        emit printerSaid(QString::fromStdString(kept.error().text));
    }
}

std::optional<kit::PaperKey> TicketPrinter::lastOf(const kit::PaperKey& paper) const {
    if (m_journal == nullptr) return std::nullopt;
    return m_journal->lastOf(paper.order, paper.placedAt);
}

SheetWords TicketPrinter::wordsOf(const Job& job) const {
    return {job.ticket, m_storeName, job.key.copy, QDateTime::currentDateTimeUtc()};
}

QByteArray TicketPrinter::bytesOf(const Job& job) const {
    return escposOf(TicketSheet(wordsOf(job), m_wish.roll).dots());
}

TicketSheet TicketPrinter::sheetOf(const kit::Representation& ticket) const {
    const auto last = lastOf(paperOf(ticket));
    const int copy = last ? last->copy + 1 : 1;
    return TicketSheet({ticket, m_storeName, copy, QDateTime::currentDateTimeUtc()}, m_wish.roll);
}

}  // namespace delivery::store
