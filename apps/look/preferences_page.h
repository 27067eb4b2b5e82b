#pragma once
/// The settings that all three apps share: looks, language, text size, sounds, notices.

#include <QWidget>

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
    /// At the lower end: signing out and the like.
    void addButton(QWidget* button);

  private:
    void sayWhatIsWrong();

    Preferences& m_preferences;
    Bell& m_bell;
    QFormLayout* m_form;
    QLabel* m_wrong;
};

}  // namespace delivery::look
