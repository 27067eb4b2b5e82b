#pragma once
/// The frame of an app's window: pages at the left, what is the matter above, how fresh it is
/// below.

#include <QMainWindow>
#include <QString>
#include <QVector>

#include "apps/look/freshness_badge.h"
#include "apps/look/preferences.h"

class QLabel;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace delivery::kit {
class Workplace;
}

namespace delivery::look {

class Banner;
class Toast;

/// GUI thread. Keeps its place and size under its name.
class Shell : public QMainWindow {
    Q_OBJECT

  public:
    Shell(const QString& application, const QString& name, Preferences& preferences,
          QWidget* parent = nullptr);

    /// Ctrl+1 … Ctrl+9 lead to the pages in the order in which they were added.
    int addPage(const QString& iconName, const QString& title, QWidget* page);
    void goTo(int page);
    [[nodiscard]] int currentPage() const;
    [[nodiscard]] int pageCount() const { return static_cast<int>(m_pages.size()); }
    /// A small number on the page's button: what waits there. 0 takes it away.
    void setCount(int page, int count);
    /// At the right of the lower edge; stays there.
    void addToStatus(QWidget* widget);

    [[nodiscard]] Banner* banner() const { return m_banner; }
    [[nodiscard]] Toast* toast() const { return m_toast; }
    [[nodiscard]] FreshnessBadge* freshness() const { return m_freshness; }
    void setWho(const QString& who);

    /// From now on says how fresh the workplace is, and when the line is lost or nothing can be
    /// stored.
    void follow(kit::Workplace& work);
    /// A short word that goes by itself.
    void tell(const QString& sentence);
    /// A line that stays until somebody has read it.
    void refuse(const QString& sentence);

  signals:
    void pageShown(int page);
    void signOutWanted();

  protected:
    void closeEvent(QCloseEvent* event) override;

  private:
    void dressButton(int page);
    void followOld(kit::Workplace& work);
    void showLine(Line line, bool isLost);

    struct Page {
        QToolButton* button;
        QString title;
        QString iconName;
        int count = 0;
    };
    QString m_name;
    Preferences& m_preferences;
    QVector<Page> m_pages;
    QVBoxLayout* m_rail;
    QStackedWidget* m_stack;
    Banner* m_banner;
    Toast* m_toast;
    FreshnessBadge* m_freshness;
    QLabel* m_who;
    /// A command that waits for a word, and the banner's question about it.
    QString m_oldOrder;
    QString m_oldOrderQuestion;
    bool m_lineBanner = false;
};

}  // namespace delivery::look
