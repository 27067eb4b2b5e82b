#include "apps/look/action_button.h"

#include <QStyle>

#include "apps/look/theme.h"

namespace delivery::look {

ActionButton::ActionButton(const QString& text, Rank rank, QWidget* parent)
    : QPushButton(text, parent), m_words(text) {
    setMinimumHeight(targetHeight);
    setRank(rank);
    refresh();
}

void ActionButton::setWords(const QString& text) {
    m_words = text;
    refresh();
}

void ActionButton::setRank(Rank rank) {
    setProperty("leading", rank == Rank::Leading);
    setFlat(rank == Rank::Quiet);
    style()->unpolish(this);
    style()->polish(this);
}

void ActionButton::setBig() {
    setProperty("big", true);
    setType(this, Type::Heading);
    style()->unpolish(this);
    style()->polish(this);
}

void ActionButton::setPending(bool pending) {
    m_pending = pending;
    refresh();
}

void ActionButton::setAllowed(bool allowed) {
    m_allowed = allowed;
    refresh();
}

void ActionButton::refresh() {
    setText(m_pending ? tr("%1 · 보내는 중").arg(QString(m_words).remove(QLatin1Char('&')))
                      : m_words);
    setEnabled(m_allowed && !m_pending);
    setAccessibleName(QString(text()).remove(QLatin1Char('&')));
}

}  // namespace delivery::look
