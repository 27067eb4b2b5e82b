#pragma once
/// Asks why, with the usual answers at hand: what the customer will read.

#include <QDialog>
#include <QStringList>

class QLineEdit;

namespace delivery::look {
class ActionButton;
}

namespace delivery::store {

/// GUI thread. Opens beside the work, never in its way; deletes itself when it closes.
class ReasonDialog : public QDialog {
    Q_OBJECT

  public:
    ReasonDialog(const QString& title, const QStringList& usual, const QString& doneWord,
                 QWidget* parent);

  signals:
    void chosen(const QString& reason);

  private:
    void choose(const QString& reason);

    QLineEdit* m_own;
    look::ActionButton* m_done;
};

}  // namespace delivery::store
