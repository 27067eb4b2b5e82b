#include "apps/store/reason_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/theme.h"

namespace delivery::store {

namespace {
constexpr int reasonLettersMax = 200;
}

ReasonDialog::ReasonDialog(const QString& title, const QStringList& usual, const QString& doneWord,
                           QWidget* parent)
    : QDialog(parent),
      m_own(new QLineEdit),
      m_done(new look::ActionButton(doneWord, look::ActionButton::Rank::Leading)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(look::space::wide, look::space::wide, look::space::wide,
                               look::space::large);
    column->setSpacing(look::space::small);
    auto* heading = new QLabel(title);
    heading->setWordWrap(true);
    look::setType(heading, look::Type::Title);
    column->addWidget(heading);
    auto* said = new QLabel(tr("손님에게 그대로 보입니다."));
    column->addWidget(said);
    for (const QString& reason : usual) {
        auto* button = new look::ActionButton(reason);
        button->setMinimumHeight(look::bigTargetHeight);
        connect(button, &QPushButton::clicked, this, [this, reason] { choose(reason); });
        column->addWidget(button);
    }
    m_own->setObjectName(QStringLiteral("ownReason"));
    m_own->setPlaceholderText(tr("다른 까닭을 직접 적기"));
    m_own->setAccessibleName(tr("까닭"));
    m_own->setMinimumHeight(look::bigTargetHeight);
    m_own->setMaxLength(reasonLettersMax);
    column->addWidget(m_own);
    auto* buttons = new QHBoxLayout;
    auto* back = new look::ActionButton(tr("돌아가기"));
    m_done->setObjectName(QStringLiteral("reasonDone"));
    m_done->setAllowed(false);
    buttons->addWidget(back);
    buttons->addStretch(1);
    buttons->addWidget(m_done);
    column->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_own, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_done->setAllowed(!text.trimmed().isEmpty()); });
    connect(m_done, &QPushButton::clicked, this, [this] { choose(m_own->text().trimmed()); });
    resize(460, sizeHint().height());
}

void ReasonDialog::choose(const QString& reason) {
    emit chosen(reason);
    accept();
}

}  // namespace delivery::store
