#pragma once
/// One order on the board, to be read from two metres: number, dishes, time left, and its next step
/// as a large button.

#include <QDateTime>
#include <QFrame>

#include "apps/kit/representation.h"
#include "apps/look/theme.h"
#include "apps/store/ticket.h"

class QLabel;
class QVBoxLayout;

namespace delivery::look {
class ActionButton;
class StatusBadge;
}  // namespace delivery::look

namespace delivery::store {

/// GUI thread. Shows what it is given; what is pressed goes out as a signal.
class TicketCard : public QFrame {
    Q_OBJECT

  public:
    explicit TicketCard(QWidget* parent = nullptr);

    struct Showing {
        kit::Representation ticket;
        QStringList pending;
        /// The number key that chooses it; 0: none.
        int slot = 0;
        bool selected = false;
        /// Minutes that an acceptance would promise.
        int cookMinutes = 20;
        /// Something about its paper that a person must know; empty: nothing.
        QString paper;
    };
    void show(const Showing& showing, const QDateTime& now);
    /// Time goes on.
    void tick(const QDateTime& now);
    void setSelected(bool selected);

    [[nodiscard]] qlonglong orderId() const { return m_showing.ticket.number("id"); }
    [[nodiscard]] const kit::Representation& ticket() const { return m_showing.ticket; }
    [[nodiscard]] int cookMinutes() const { return m_minutes; }
    void stepMinutes(int by);
    /// Asks for the time that was set, if another one was.
    void changePromise();

  signals:
    /// "accept", "promise", "start", "finish", "acknowledge"; "reject" and "cancel" ask for a
    /// reason first.
    void stepWanted(const QString& verb);
    void printWanted();
    void pressed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

  private:
    void build();
    void showHead();
    void showDishes();
    void showFoot();
    void showButtons();
    void showMinutes();
    void proposeMinutes(const QDateTime& now);
    [[nodiscard]] look::Tone tone() const;

    Showing m_showing;
    int m_minutes = 20;
    bool m_minutesTouched = false;
    Urgency m_urgency = Urgency::Calm;
    bool m_lit = false;
    QByteArray m_dishesShown;

    QLabel* m_slot;
    QLabel* m_number;
    look::StatusBadge* m_clock;
    QLabel* m_end;
    QWidget* m_dishes;
    QVBoxLayout* m_dishRows;
    QLabel* m_note;
    QLabel* m_paid;
    look::StatusBadge* m_paper;
    QWidget* m_promise;
    QLabel* m_minutesText;
    look::ActionButton* m_fewer;
    look::ActionButton* m_more;
    look::ActionButton* m_change;
    look::ActionButton* m_next;
    look::ActionButton* m_refuse;
    look::ActionButton* m_print;
};

}  // namespace delivery::store
