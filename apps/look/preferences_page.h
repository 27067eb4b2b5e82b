#pragma once
/// The settings that all three apps share: looks, language, text size, sounds, notices.

#include <QWidget>
#include <functional>
#include <vector>

#include "apps/look/preferences.h"

class QFormLayout;
class QLabel;

namespace delivery::look {

class Bell;

/// GUI thread. Takes effect at once and is kept at once: there is no "apply".
class PreferencesPage : public QWidget {
    Q_OBJECT

  public:
    PreferencesPage(Preferences& preferences, Bell& bell, QWidget* parent = nullptr);

    /// An app's own settings go below the shared ones.
    void addRow(const QString& label, QWidget* field);
    /// What an app knows to be wrong itself, said below with the rest; asked whenever the page is
    /// shown. Empty: nothing.
    void sayAlso(std::function<QString()> why);
    /// At the lower end: signing out and the like.
    void addButton(QWidget* button);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void sayWhatIsWrong();

    Preferences& m_preferences;
    Bell& m_bell;
    QFormLayout* m_form;
    QLabel* m_wrong;
    std::vector<std::function<QString()>> m_also;
};

}  // namespace delivery::look
