#include "apps/store/board_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include "apps/kit/roles.h"
#include "apps/look/banner.h"
#include "apps/look/status_badge.h"
#include "apps/look/wording.h"
#include "apps/store/reason_dialog.h"
#include "apps/store/ticket_card.h"

namespace delivery::store {

namespace {

constexpr int laneWidthMin = 228;
constexpr int tickMilliseconds = 500;

/// Layouts keep what was added in the order of adding: a card is put where it belongs.
void placeAt(QVBoxLayout& cards, int place, QWidget* card) {
    if (cards.indexOf(card) == place) return;
    cards.removeWidget(card);
    cards.insertWidget(place, card);
}

}  // namespace

BoardPage::BoardPage(kit::Workplace& work, Board& board, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_board(board),
      m_sound(new look::Banner),
      m_printer(new look::Banner),
      m_shop(new look::StatusBadge),
      m_average(new QLabel),
      m_stations(new QComboBox) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_sound);
    column->addWidget(m_printer);
    buildHead(*column);
    auto* lanes = new QWidget;
    auto* across = new QHBoxLayout(lanes);
    across->setContentsMargins(look::space::large, 0, look::space::large, look::space::small);
    across->setSpacing(look::space::medium);
    for (int i = 0; i < columnCount; ++i) across->addWidget(buildLane(Column(i)), 1);
    // A narrow screen scrolls across; cards never get too narrow to be read.
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(lanes);
    column->addWidget(scroll, 1);
    addKeys();
    connect(&m_board, &Board::slotsChanged, this, &BoardPage::arrangeSoon);
    connect(&m_board, &Board::proposalChanged, this, &BoardPage::arrangeSoon);
    connect(&m_board, &Board::proposalChanged, this, &BoardPage::showAverage);
    connect(&m_board, &Board::filterChanged, this, &BoardPage::showStations);
    m_tick.setInterval(tickMilliseconds);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (TicketCard* card : std::as_const(m_cards)) card->tick(now);
    });
    m_tick.start();
    m_sound->clear();
    showStations();
    showAverage();
    arrange();
}

void BoardPage::buildHead(QVBoxLayout& column) {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(look::space::large, look::space::large, look::space::large,
                             look::space::small);
    head->setSpacing(look::space::medium);
    auto* title = new QLabel(tr("주문"));
    look::setType(title, look::Type::Title);
    head->addWidget(title);
    head->addWidget(m_shop);
    m_shop->show({});
    head->addStretch(1);
    head->addWidget(m_average);
    m_stations->setObjectName(QStringLiteral("station"));
    m_stations->setAccessibleName(tr("자리"));
    m_stations->setMinimumHeight(look::targetHeight);
    connect(m_stations, &QComboBox::activated, this,
            [this] { m_board.setStation(m_stations->currentData().toString()); });
    head->addWidget(m_stations);
    column.addLayout(head);
}

QWidget* BoardPage::buildLane(Column column) {
    Lane& lane = m_lanes[static_cast<std::size_t>(column)];
    auto* whole = new QWidget;
    whole->setMinimumWidth(laneWidthMin);
    auto* down = new QVBoxLayout(whole);
    down->setContentsMargins(0, 0, 0, 0);
    lane.title = new QLabel;
    look::setType(lane.title, look::Type::Title);
    down->addWidget(lane.title);
    lane.scroll = new QScrollArea;
    lane.scroll->setWidgetResizable(true);
    lane.scroll->setFocusPolicy(Qt::NoFocus);
    lane.scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inner = new QWidget;
    auto* stack = new QVBoxLayout(inner);
    stack->setContentsMargins(0, 0, look::space::hair, 0);
    stack->setSpacing(look::space::medium);
    lane.cards = new QVBoxLayout;
    lane.cards->setSpacing(look::space::medium);
    lane.none = new QLabel(tr("없음"));
    lane.none->setAlignment(Qt::AlignCenter);
    lane.none->setMinimumHeight(look::bigTargetHeight);
    stack->addLayout(lane.cards);
    stack->addWidget(lane.none);
    stack->addStretch(1);
    lane.scroll->setWidget(inner);
    down->addWidget(lane.scroll, 1);
    lane.model = new ColumnModel(m_board, column, this);
    connect(lane.model, &QAbstractItemModel::rowsInserted, this, &BoardPage::arrangeSoon);
    connect(lane.model, &QAbstractItemModel::rowsRemoved, this, &BoardPage::arrangeSoon);
    connect(lane.model, &QAbstractItemModel::rowsMoved, this, &BoardPage::arrangeSoon);
    connect(lane.model, &QAbstractItemModel::layoutChanged, this, &BoardPage::arrangeSoon);
    connect(lane.model, &QAbstractItemModel::dataChanged, this, &BoardPage::arrangeSoon);
    connect(lane.model, &QAbstractItemModel::modelReset, this, &BoardPage::arrangeSoon);
    return whole;
}

void BoardPage::addKeys() {
    const auto key = [this](const QKeySequence& keys, auto act) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    for (int slot = 1; slot <= Board::slotCount; ++slot) {
        key(QKeySequence(Qt::Key_0 + slot), [this, slot] { press(slot); });
    }
    const auto withCard = [this](auto act) {
        return [this, act] {
            if (TicketCard* card = cardOf(m_selected); card != nullptr) act(*card);
        };
    };
    // A focused button keeps its own Enter and Space; a bump bar's Enter goes to the chosen card.
    for (const auto enter : {Qt::Key_Return, Qt::Key_Enter}) {
        key(enter, withCard([this](TicketCard& card) { bump(card.orderId()); }));
    }
    for (const auto more : {Qt::Key_Plus, Qt::Key_Equal}) {
        key(more, withCard([](TicketCard& card) { card.stepMinutes(5); }));
    }
    key(Qt::Key_Minus, withCard([](TicketCard& card) { card.stepMinutes(-5); }));
    key(Qt::Key_T, withCard([](TicketCard& card) { card.changePromise(); }));
    key(Qt::Key_Delete, withCard([this](TicketCard& card) {
            const bool fresh = columnOf(card.ticket()) == Column::New;
            step(card, fresh ? QStringLiteral("reject") : QStringLiteral("cancel"));
        }));
    key(Qt::Key_P, withCard([this](TicketCard& card) { emit printWanted(card.ticket()); }));
    key(Qt::Key_Escape, [this] { select(0); });
}

int BoardPage::countIn(Column column) const {
    return m_lanes[static_cast<std::size_t>(column)].model->rowCount();
}

/// The same number twice goes on: choose, then do.
void BoardPage::press(int slot) {
    const qlonglong order = m_board.orderAt(slot);
    if (order == 0) return;
    if (order == m_selected) {
        bump(order);
    } else {
        select(order);
    }
}

void BoardPage::select(qlonglong order) {
    if (TicketCard* before = cardOf(m_selected); before != nullptr) before->setSelected(false);
    m_selected = order;
    TicketCard* card = cardOf(order);
    if (card == nullptr) return;
    card->setSelected(true);
    for (const Lane& lane : m_lanes) {
        if (lane.scroll->isAncestorOf(card)) lane.scroll->ensureWidgetVisible(card);
    }
}

void BoardPage::bump(qlonglong order) {
    TicketCard* card = cardOf(order);
    if (card == nullptr) return;
    if (const QString verb = nextStep(card->ticket()); !verb.isEmpty()) step(*card, verb);
}

void BoardPage::sayAboutSound(const QString& why) {
    if (why.isEmpty()) {
        m_sound->clear();
    } else {
        m_sound->say(look::Tone::Waiting, tr("주문이 와도 울리지 않습니다. %1").arg(why));
    }
}

void BoardPage::sayAboutPrinter(const QString& why) {
    if (why.isEmpty()) {
        m_printer->clear();
    } else {
        m_printer->say(look::Tone::Bad, tr("주문표가 나오지 않습니다. %1").arg(why));
    }
}

void BoardPage::showShop(const look::Face& face) { m_shop->show(face); }

void BoardPage::showPaper(qlonglong order, const QString& words) {
    if (words.isEmpty()) {
        m_papers.remove(order);
    } else {
        m_papers.insert(order, words);
    }
    arrangeSoon();
}

/// News often come in bursts: the cards are arranged once for all of them.
void BoardPage::arrangeSoon() {
    if (m_arrangeWaits) return;
    m_arrangeWaits = true;
    QMetaObject::invokeMethod(this, &BoardPage::arrange, Qt::QueuedConnection);
}

void BoardPage::arrange() {
    m_arrangeWaits = false;
    QHash<qlonglong, TicketCard*> left = m_cards;
    for (int i = 0; i < columnCount; ++i) arrangeLane(i, left);
    for (auto it = left.cbegin(); it != left.cend(); ++it) {
        m_cards.remove(it.key());
        m_papers.remove(it.key());
        if (m_selected == it.key()) m_selected = 0;
        it.value()->setParent(nullptr);
        it.value()->deleteLater();
    }
}

void BoardPage::arrangeLane(int column, QHash<qlonglong, TicketCard*>& left) {
    Lane& lane = m_lanes[static_cast<std::size_t>(column)];
    const int rows = lane.model->rowCount();
    for (int row = 0; row < rows; ++row) {
        const kit::Representation& ticket = lane.model->at(row);
        const qlonglong order = ticket.number("id");
        left.remove(order);
        TicketCard* card = cardOf(order);
        if (card == nullptr) card = makeCard(order);
        placeAt(*lane.cards, row, card);
        showCard(*card, ticket);
    }
    lane.none->setVisible(rows == 0);
    const QString title = columnTitle(Column(column));
    lane.title->setText(rows == 0 ? title : QStringLiteral("%1 %2").arg(title).arg(rows));
}

TicketCard* BoardPage::makeCard(qlonglong order) {
    auto* card = new TicketCard(this);
    m_cards.insert(order, card);
    connect(card, &TicketCard::stepWanted, this,
            [this, card](const QString& verb) { step(*card, verb); });
    connect(card, &TicketCard::pressed, this, [this, card] { select(card->orderId()); });
    connect(card, &TicketCard::printWanted, this,
            [this, card] { emit printWanted(card->ticket()); });
    return card;
}

void BoardPage::showCard(TicketCard& card, const kit::Representation& ticket) {
    const qlonglong order = ticket.number("id");
    TicketCard::Showing showing;
    showing.ticket = ticket;
    showing.pending = m_work.pending().verbsFor(order);
    showing.slot = m_board.slotOf(order);
    showing.selected = order == m_selected;
    showing.cookMinutes = m_board.proposedMinutes();
    showing.paper = m_papers.value(order);
    card.show(showing, QDateTime::currentDateTimeUtc());
    card.setVisible(true);
}

void BoardPage::showStations() {
    const QStringList stations = m_board.stations();
    m_stations->clear();
    m_stations->addItem(tr("모든 자리"), QString());
    for (const QString& station : stations) m_stations->addItem(station, station);
    m_stations->setCurrentIndex(qMax(0, m_stations->findData(m_board.station())));
    m_stations->setVisible(!stations.isEmpty());
    arrangeSoon();
}

void BoardPage::showAverage() {
    m_average->setText(tr("요리 평균 %1").arg(look::minutesText(m_board.proposedMinutes())));
}

void BoardPage::step(TicketCard& card, const QString& verb) {
    if (verb == QLatin1String("reject") || verb == QLatin1String("cancel")) {
        if (card.ticket().links().contains(verb)) askReason(card, verb);
        return;
    }
    const bool promises = verb == QLatin1String("accept") || verb == QLatin1String("promise");
    m_board.take(card.orderId(), verb, promises ? minutesBody(card.cookMinutes()) : "{}");
}

void BoardPage::askReason(TicketCard& card, const QString& verb) {
    const bool rejects = verb == QLatin1String("reject");
    const qlonglong order = card.orderId();
    const QStringList usual{tr("재료가 떨어졌습니다"), tr("주문이 밀려 제시간에 할 수 없습니다"),
                            tr("오늘 영업을 마쳤습니다"), tr("배달할 수 없는 곳입니다")};
    auto* dialog = new ReasonDialog(rejects ? tr("주문 %1, 왜 거절하나요?").arg(order)
                                            : tr("주문 %1, 왜 취소하나요?").arg(order),
                                    usual, rejects ? tr("거절하기") : tr("취소하기"), this);
    connect(dialog, &ReasonDialog::chosen, this, [this, order, verb](const QString& reason) {
        m_board.take(order, verb, reasonBody(reason));
    });
    dialog->open();
}

}  // namespace delivery::store
