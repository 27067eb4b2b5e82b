#pragma once
/// The board as it hangs in the kitchen: five columns of cards, driven by touch, number keys or a
/// bump bar.

#include <QDateTime>
#include <QHash>
#include <QTimer>
#include <QWidget>
#include <array>

#include "apps/look/order_face.h"
#include "apps/store/board.h"

class QComboBox;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace delivery::look {
class Banner;
class StatusBadge;
}  // namespace delivery::look

namespace delivery::store {

class TicketCard;

/// GUI thread. Workplace and board must outlive it.
class BoardPage : public QWidget {
    Q_OBJECT

  public:
    BoardPage(kit::Workplace& work, Board& board, QWidget* parent = nullptr);

    /// The card of an order, if it is on the board.
    [[nodiscard]] TicketCard* cardOf(qlonglong order) const { return m_cards.value(order); }
    [[nodiscard]] int countIn(Column column) const;
    [[nodiscard]] qlonglong selected() const { return m_selected; }
    void select(qlonglong order);
    /// The next step of a card, as if its large button was pressed.
    void bump(qlonglong order);
    /// Says what keeps the alarm from being heard; empty: nothing does.
    void sayAboutSound(const QString& why);
    /// Says why no ticket comes out; empty: they do.
    void sayAboutPrinter(const QString& why);
    void showShop(const look::Face& face);
    /// What a person must know about an order's paper.
    void showPaper(qlonglong order, const QString& words);

  signals:
    void printWanted(const delivery::kit::Representation& ticket);

  private:
    struct Lane {
        ColumnModel* model = nullptr;
        QLabel* title = nullptr;
        QLabel* none = nullptr;
        QVBoxLayout* cards = nullptr;
        QScrollArea* scroll = nullptr;
    };
    void buildHead(QVBoxLayout& column);
    [[nodiscard]] QWidget* buildLane(Column column);
    void addKeys();
    void arrangeSoon();
    void arrange();
    void arrangeLane(int column, QHash<qlonglong, TicketCard*>& left);
    [[nodiscard]] TicketCard* makeCard(qlonglong order);
    void showCard(TicketCard& card, const kit::Representation& ticket);
    void showStations();
    void showAverage();
    void step(TicketCard& card, const QString& verb);
    void askReason(TicketCard& card, const QString& verb);
    void press(int slot);

    kit::Workplace& m_work;
    Board& m_board;
    std::array<Lane, columnCount> m_lanes;
    QHash<qlonglong, TicketCard*> m_cards;
    QHash<qlonglong, QString> m_papers;
    qlonglong m_selected = 0;
    bool m_arrangeWaits = false;
    QTimer m_tick;
    look::Banner* m_sound;
    look::Banner* m_printer;
    look::StatusBadge* m_shop;
    QLabel* m_average;
    QComboBox* m_stations;
};

}  // namespace delivery::store
