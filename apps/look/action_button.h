#pragma once
/// A button for a command: shows "보내는 중" while it is on its way and cannot be pressed twice.

#include <QPushButton>
#include <QString>

namespace delivery::look {

/// GUI thread.
class ActionButton : public QPushButton {
    Q_OBJECT

  public:
    enum class Rank {
        Leading,  ///< the one thing to do next on this page
        Plain,
        Quiet,
    };

    explicit ActionButton(const QString& text, Rank rank = Rank::Plain, QWidget* parent = nullptr);

    /// What it reads while it rests.
    void setWords(const QString& text);
    void setRank(Rank rank);
    /// For a thumb on the move: higher, and its words larger.
    void setBig();
    /// Beside the truth, never in it: the page changes only when the answer is there.
    void setPending(bool pending);
    [[nodiscard]] bool isPending() const { return m_pending; }
    /// Whether the server allows it now (its _links); what is pending stays shut whatever it says.
    void setAllowed(bool allowed);

  private:
    void refresh();

    QString m_words;
    bool m_pending = false;
    bool m_allowed = true;
};

}  // namespace delivery::look
