#include "apps/look/sign_in_page.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/banner.h"
#include "apps/look/theme.h"

namespace delivery::look {

namespace {

constexpr int formWidth = 420;
constexpr int passwordLettersMin = 8;

QLineEdit* fieldIn(QFormLayout* form, const QString& label, const QString& hint = {}) {
    auto* field = new QLineEdit;
    field->setPlaceholderText(hint);
    field->setMinimumHeight(targetHeight);
    field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    form->addRow(label, field);
    return field;
}

QFormLayout* makeForm() {
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(space::small);
    return form;
}

}  // namespace

SignInPage::SignInPage(const QString& application, const QString& iconName, Offers offers,
                       QWidget* parent)
    : QWidget(parent), m_banner(new Banner(this)), m_pages(new QStackedWidget(this)) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_banner);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll, 1);
    auto* middle = new QWidget;
    scroll->setWidget(middle);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::wide);
    column->addStretch(1);
    auto* mark = new QLabel(middle);
    mark->setPixmap(QIcon(QStringLiteral(":/icons/%1.svg").arg(iconName)).pixmap(72, 72));
    mark->setAlignment(Qt::AlignHCenter);
    column->addWidget(mark);
    auto* title = new QLabel(application, middle);
    setType(title, Type::Title);
    title->setAlignment(Qt::AlignHCenter);
    column->addWidget(title);
    column->addSpacing(space::large);
    m_pages->addWidget(makeSignIn(offers));
    if (offers == Offers::SignInAndUp) m_pages->addWidget(makeSignUp());
    m_pages->setMaximumWidth(formWidth);
    column->addWidget(m_pages, 0, Qt::AlignHCenter);
    column->addStretch(2);
}

QWidget* SignInPage::makeSignIn(Offers offers) {
    auto* page = new QWidget;
    page->setMinimumWidth(formWidth * 3 / 4);
    auto* column = new QVBoxLayout(page);
    auto* form = makeForm();
    column->addLayout(form);
    m_user = fieldIn(form, tr("아이디(&I)"));
    m_password = fieldIn(form, tr("비밀번호(&P)"));
    m_password->setEchoMode(QLineEdit::Password);
    m_server = fieldIn(form, tr("서버 주소(&S)"), QStringLiteral("http://127.0.0.1:8088"));
    m_remember = new QCheckBox(tr("로그인 유지(&K)"), page);
    m_remember->setChecked(true);
    column->addWidget(m_remember);
    column->addSpacing(space::small);
    m_signIn = new ActionButton(tr("로그인(&L)"), ActionButton::Rank::Leading, page);
    m_signIn->setObjectName(QStringLiteral("signIn"));
    column->addWidget(m_signIn);
    connect(m_signIn, &QPushButton::clicked, this, &SignInPage::trySignIn);
    for (QLineEdit* field : {m_user, m_password, m_server}) {
        connect(field, &QLineEdit::returnPressed, this, &SignInPage::trySignIn);
    }
    if (offers == Offers::SignInAndUp) {
        auto* other =
            new ActionButton(tr("처음이신가요? 회원 가입(&U)"), ActionButton::Rank::Quiet, page);
        column->addWidget(other);
        connect(other, &QPushButton::clicked, this, [this] {
            m_pages->setCurrentIndex(1);
            m_newUser->setFocus();
        });
    }
    return page;
}

QWidget* SignInPage::makeSignUp() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* form = makeForm();
    column->addLayout(form);
    m_newUser = fieldIn(form, tr("아이디(&I)"), tr("영문과 숫자"));
    m_newPassword = fieldIn(form, tr("비밀번호(&P)"), tr("8자 이상"));
    m_newPassword->setEchoMode(QLineEdit::Password);
    m_newName = fieldIn(form, tr("이름(&N)"));
    m_newMobile = fieldIn(form, tr("휴대전화(&M)"), QStringLiteral("010-1234-5678"));
    column->addSpacing(space::small);
    m_signUp = new ActionButton(tr("가입하기(&J)"), ActionButton::Rank::Leading, page);
    column->addWidget(m_signUp);
    connect(m_signUp, &QPushButton::clicked, this, &SignInPage::trySignUp);
    connect(m_newMobile, &QLineEdit::returnPressed, this, &SignInPage::trySignUp);
    auto* back = new ActionButton(tr("로그인으로 돌아가기(&B)"), ActionButton::Rank::Quiet, page);
    column->addWidget(back);
    connect(back, &QPushButton::clicked, this, [this] {
        m_pages->setCurrentIndex(0);
        m_user->setFocus();
    });
    return page;
}

void SignInPage::fill(const QString& server, const QString& user, const QString& password) {
    m_server->setText(server);
    m_user->setText(user);
    m_password->setText(password);
}

void SignInPage::setPending(bool pending) {
    m_signIn->setPending(pending);
    if (m_signUp != nullptr) m_signUp->setPending(pending);
}

void SignInPage::sayRefused(const QString& sentence) { m_banner->say(Tone::Bad, sentence); }

void SignInPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    (m_user->text().isEmpty() ? m_user : m_password)->setFocus();
}

void SignInPage::trySignIn() {
    if (m_signIn->isPending()) return;
    const QString server = serverAddress(m_server->text());
    if (m_user->text().trimmed().isEmpty() || m_password->text().isEmpty()) {
        sayRefused(tr("아이디와 비밀번호를 입력해 주세요."));
        return;
    }
    if (server.isEmpty()) {
        sayRefused(tr("서버 주소를 확인해 주세요. 예: http://127.0.0.1:8088"));
        m_server->setFocus();
        return;
    }
    m_banner->clear();
    emit signInWanted(
        {server, m_user->text().trimmed(), m_password->text(), m_remember->isChecked()});
}

void SignInPage::trySignUp() {
    if (m_signUp->isPending()) return;
    const QString server = serverAddress(m_server->text());
    if (server.isEmpty()) {
        sayRefused(tr("로그인 화면에서 서버 주소를 먼저 입력해 주세요."));
        return;
    }
    if (m_newUser->text().trimmed().isEmpty() || m_newName->text().trimmed().isEmpty() ||
        m_newMobile->text().trimmed().isEmpty()) {
        sayRefused(tr("아이디, 이름, 휴대전화 번호를 모두 입력해 주세요."));
        return;
    }
    if (m_newPassword->text().size() < passwordLettersMin) {
        sayRefused(tr("비밀번호는 8자 이상으로 정해 주세요."));
        m_newPassword->setFocus();
        return;
    }
    m_banner->clear();
    emit signUpWanted({server, m_newUser->text().trimmed(), m_newPassword->text(),
                       m_newName->text().trimmed(), m_newMobile->text().trimmed()});
}

QString serverAddress(const QString& typed) {
    QString text = typed.trimmed();
    if (text.isEmpty()) return {};
    if (!text.contains(QLatin1String("://"))) text.prepend(QLatin1String("http://"));
    const QUrl url(text, QUrl::StrictMode);
    const bool known =
        url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !known || url.host().isEmpty()) return {};
    return url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment |
                        QUrl::RemoveUserInfo);
}

}  // namespace delivery::look
