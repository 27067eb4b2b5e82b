#pragma once
/// Prints tickets once: by itself when an order is accepted, again when somebody asks; what goes
/// wrong is said, and never in anybody's way.

#include <QList>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

#include "apps/kit/order_list_model.h"
#include "apps/kit/print_journal.h"
#include "apps/kit/printer_port.h"
#include "apps/store/ticket_sheet.h"

namespace delivery::store {

struct PrinterWish {
    /// "/dev/usb/lp0", "192.168.0.50:9100"; empty: there is no printer.
    QString place = {};
    Roll roll = Roll::Wide;
    bool onAcceptance = false;
};

/// GUI thread. The tickets must outlive it.
class TicketPrinter : public QObject {
    Q_OBJECT

  public:
    /// With a journal that cannot be opened nothing is printed by itself.
    TicketPrinter(const kit::OrderListModel& tickets, const QString& journalFile,
                  kit::PrinterRules rules = {}, QObject* parent = nullptr);
    ~TicketPrinter() override;

    void setWish(const PrinterWish& wish);
    [[nodiscard]] const PrinterWish& wish() const { return m_wish; }
    void setStoreName(const QString& name) { m_storeName = name; }

    /// The next copy of this ticket, asked for by a person.
    void print(const kit::Representation& ticket);
    /// Not about any order; kept in no journal.
    void printTest();
    [[nodiscard]] int waitingCount() const { return static_cast<int>(m_jobs.size()); }
    /// Null where it could not be opened.
    [[nodiscard]] const kit::PrintJournal* journal() const { return m_journal.get(); }
    /// As the next copy of it would look.
    [[nodiscard]] TicketSheet sheetOf(const kit::Representation& ticket) const;

  signals:
    /// What to say on an order's card; empty: all is well.
    void said(qlonglong order, const QString& words);
    /// Whether the printer works; empty: it does.
    void printerSaid(const QString& why);
    void printed(qlonglong order, int copy);

  private:
    struct Job {
        kit::PaperKey key;  ///< order 0: a test
        kit::Representation ticket;
    };
    void look();
    void enqueue(const Job& job);
    void next();
    void hearDone();
    void hearFailed(const QString& why, bool certainlyNotSent);
    void note(const Job& job, kit::PrintJournal::State state);
    [[nodiscard]] std::optional<kit::PaperKey> lastOf(const kit::PaperKey& paper) const;
    [[nodiscard]] QByteArray bytesOf(const Job& job) const;
    [[nodiscard]] SheetWords wordsOf(const Job& job) const;

    const kit::OrderListModel& m_tickets;
    kit::PrinterRules m_rules;
    std::unique_ptr<kit::PrintJournal> m_journal;
    std::unique_ptr<kit::PrinterPort> m_port;
    PrinterWish m_wish;
    QString m_storeName;
    /// The first is on its way while the port is busy.
    QList<Job> m_jobs;
    QTimer m_again;
    QString m_why;
};

}  // namespace delivery::store
