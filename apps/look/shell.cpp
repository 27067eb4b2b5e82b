#include "apps/look/shell.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "apps/kit/workplace.h"
#include "apps/look/banner.h"
#include "apps/look/icons.h"
#include "apps/look/theme.h"
#include "apps/look/toast.h"

namespace delivery::look {

namespace {

constexpr int railIcon = 24;

/// A page of the rail: icon over word, lit when it is the one that is shown.
class RailButton : public QToolButton {
  public:
    using QToolButton::QToolButton;

    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(font());
        return {qMax(84, metrics.horizontalAdvance(text()) + 20), railIcon + metrics.height() + 22};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    void setCount(int count) {
        m_count = count;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    int m_count = 0;
};

void RailButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    const QRectF plate = QRectF(rect()).adjusted(4, 3, -4, -3);
    QColor ink = t.ink;
    if (isChecked()) {
        painter.setBrush(t.accentSoft);
        painter.setPen(t.highContrast ? QPen(t.accent, 2) : QPen(Qt::NoPen));
        painter.drawRoundedRect(plate, cornerRadius, cornerRadius);
    } else if (underMouse()) {
        painter.setBrush(t.plain.plate);
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(plate, cornerRadius, cornerRadius);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(plate.adjusted(1, 1, -1, -1), cornerRadius, cornerRadius);
    }
    const QRect iconPlace((width() - railIcon) / 2, 10, railIcon, railIcon);
    painter.drawPixmap(
        iconPlace, iconPixmap(property("iconName").toString(), railIcon, ink, devicePixelRatioF()));
    painter.setPen(ink);
    QFont f = font();
    f.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(f);
    painter.drawText(QRect(0, railIcon + 12, width(), height() - railIcon - 16), Qt::AlignCenter,
                     text());
    if (m_count > 0) {
        const QString number = m_count > 99 ? QStringLiteral("99+") : QString::number(m_count);
        const QFont small = look::font(Type::Caption);
        const QFontMetrics metrics(small);
        const int w = qMax(metrics.height(), metrics.horizontalAdvance(number) + 8);
        const QRect plateOfCount(iconPlace.right() - 4, 4, w, metrics.height());
        painter.setBrush(t.bad.ink);
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(plateOfCount, plateOfCount.height() / 2.0,
                                plateOfCount.height() / 2.0);
        painter.setPen(t.bad.plate);
        painter.setFont(small);
        painter.drawText(plateOfCount, Qt::AlignCenter, number);
    }
}

Line lineOf(kit::LiveFeed::Way way) {
    switch (way) {
        case kit::LiveFeed::Way::Off:
        case kit::LiveFeed::Way::Searching:
            return Line::Offline;
        case kit::LiveFeed::Way::Asking:
            return Line::Slower;
        case kit::LiveFeed::Way::Socket:
        case kit::LiveFeed::Way::Broker:
            return Line::Live;
    }
    return Line::Offline;
}

}  // namespace

Shell::Shell(const QString& application, const QString& name, Preferences& preferences,
             QWidget* parent)
    : QMainWindow(parent),
      m_name(name),
      m_preferences(preferences),
      m_stack(new QStackedWidget),
      m_banner(new Banner),
      m_freshness(new FreshnessBadge),
      m_who(new QLabel) {
    setWindowTitle(application);
    auto* whole = new QWidget(this);
    auto* across = new QHBoxLayout(whole);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    auto* rail = new QWidget(whole);
    rail->setObjectName(QStringLiteral("rail"));
    rail->setAttribute(Qt::WA_StyledBackground);
    rail->setAccessibleName(tr("화면 고르기"));
    m_rail = new QVBoxLayout(rail);
    m_rail->setContentsMargins(space::hair, space::small, space::hair, space::small);
    m_rail->setSpacing(2);
    m_rail->addStretch(1);
    across->addWidget(rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    across->addLayout(column, 1);
    setCentralWidget(whole);
    m_toast = new Toast(whole);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(space::small, 0, space::small, 0);
    statusBar()->addWidget(m_freshness);
    statusBar()->addPermanentWidget(m_who);
    setType(m_who, Type::Caption);
    if (!restoreGeometry(m_preferences.windowState(m_name))) resize(1080, 760);
}

int Shell::addPage(const QString& iconName, const QString& title, QWidget* page) {
    const int number = static_cast<int>(m_pages.size());
    auto* button = new RailButton;
    button->setText(title);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("iconName", iconName);
    button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    // No button group: of an exclusive one Tab reaches one button only.
    connect(button, &QToolButton::clicked, this, [this, number] { goTo(number); });
    m_rail->insertWidget(number, button);
    m_stack->addWidget(page);
    m_pages.append({button, title, iconName, 0});
    if (number < 9) {
        const QKeySequence keys(Qt::CTRL | Qt::Key(Qt::Key_1 + number));
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, [this, number] { goTo(number); });
        button->setToolTip(QStringLiteral("%1 (%2)").arg(title, keys.toString()));
    }
    dressButton(number);
    if (number == 0) button->setChecked(true);
    return number;
}

void Shell::goTo(int page) {
    for (int i = 0; i < m_pages.size(); ++i) m_pages[i].button->setChecked(i == page);
    m_stack->setCurrentIndex(page);
    emit pageShown(page);
}

int Shell::currentPage() const { return m_stack->currentIndex(); }

void Shell::setCount(int page, int count) {
    if (m_pages[page].count == count) return;
    m_pages[page].count = count;
    dressButton(page);
}

void Shell::addToStatus(QWidget* widget) { statusBar()->addPermanentWidget(widget); }

void Shell::setWho(const QString& who) { m_who->setText(who); }

void Shell::tell(const QString& sentence) { m_toast->say(Tone::Ready, sentence); }

void Shell::refuse(const QString& sentence) { m_banner->say(Tone::Bad, sentence); }

void Shell::follow(kit::Workplace& work) {
    using Way = kit::LiveFeed::Way;
    const auto show = [this](Way way) { showLine(lineOf(way), way == Way::Searching); };
    connect(&work.feed(), &kit::LiveFeed::wayChanged, this, show);
    connect(&work.feed(), &kit::LiveFeed::aged, m_freshness, &FreshnessBadge::setAge);
    connect(&work, &kit::Workplace::notStored, this, [this](const QString& why) {
        refuse(tr("이 컴퓨터에 저장할 수 없어 보내지 않았습니다: %1").arg(why));
    });
    connect(&work, &kit::Workplace::notRead, this, [this](const QString& why) {
        refuse(tr("보내지 못하고 보관한 요청을 읽을 수 없습니다. 연결되면 다시 읽습니다: %1")
                   .arg(why));
    });
    connect(&work, &kit::Workplace::keptForLater, this,
            [this] { tell(tr("연결되면 보냅니다. 두 번 처리되지 않습니다.")); });
    followOld(work);
    show(work.feed().way());
}

void Shell::followOld(kit::Workplace& work) {
    connect(&work, &kit::Workplace::dropped, this,
            [this](const kit::CommandSubject&, const QDateTime& storedAt) {
                tell(tr("%1에 보내지 못한 요청은 너무 오래되어 버렸습니다.")
                         .arg(locale().toString(storedAt.toLocalTime(), QLocale::ShortFormat)));
            });
    connect(&work, &kit::Workplace::awaitsWord, this,
            [this](const QString& id, const kit::CommandSubject&, const QDateTime& storedAt) {
                m_oldOrder = id;
                m_oldOrderQuestion =
                    tr("%1에 보내지 못한 주문이 있습니다. 지금 주문할까요? 닫으면 버립니다.")
                        .arg(locale().toString(storedAt.toLocalTime(), QLocale::ShortFormat));
                m_banner->say(Tone::Waiting, m_oldOrderQuestion, tr("지금 주문"));
            });
    // The banner may have been given another sentence meanwhile: then nobody answered the question.
    connect(m_banner, &Banner::actionTaken, this, [this, &work] {
        if (m_banner->text() != m_oldOrderQuestion) return;
        m_banner->clear();
        work.sendNow(m_oldOrder);
    });
    connect(m_banner, &Banner::dismissed, this, [this, &work] {
        if (m_banner->text() == m_oldOrderQuestion) work.drop(m_oldOrder);
    });
}

void Shell::showLine(Line line, bool isLost) {
    m_freshness->setLine(line);
    if (isLost) {
        m_lineBanner = true;
        m_banner->say(Tone::Waiting, tr("서버와 연결이 끊겼습니다. 보이는 내용은 마지막으로 "
                                        "들은 것이고, 하신 일은 보관했다가 보냅니다."));
    } else if (m_lineBanner) {
        m_lineBanner = false;
        m_banner->clear();
    }
}

void Shell::closeEvent(QCloseEvent* event) {
    m_preferences.keepWindowState(m_name, saveGeometry());
    QMainWindow::closeEvent(event);
}

void Shell::dressButton(int page) {
    const Page& one = m_pages[page];
    static_cast<RailButton*>(one.button)->setCount(one.count);
    one.button->setAccessibleName(
        one.count > 0 ? tr("%1, 새 소식 %n개", nullptr, one.count).arg(one.title) : one.title);
}

}  // namespace delivery::look
