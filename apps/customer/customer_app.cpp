#include "apps/customer/customer_app.h"

#include <QDir>

#include "apps/customer/customer_window.h"
#include "apps/kit/body.h"
#include "apps/look/sign_in_page.h"

namespace delivery::customer {

namespace {

const QString serverAtFirst = QStringLiteral("http://127.0.0.1:8088");

QString languageOf(const look::Preferences& preferences) {
    return preferences.language() == look::Language::English ? QStringLiteral("en")
                                                             : QStringLiteral("ko");
}

QString sentenceOf(const kit::Answer& answer) {
    const kit::Problem problem = kit::problemOf(answer);
    return problem.detail.isEmpty() ? problem.title : problem.detail;
}

}  // namespace

CustomerApp::CustomerApp(look::Preferences& preferences, QString folder, kit::LiveRules rules,
                         QObject* parent)
    : QObject(parent),
      m_preferences(preferences),
      m_folder(std::move(folder)),
      m_rules(rules),
      m_notifier(tr("배달상점"), QStringLiteral("kr.baedal.customer")) {
    const auto follow = [this] {
        m_bell.setVolume(m_preferences.volume());
        m_notifier.setEnabled(m_preferences.desktopNotices());
    };
    connect(&m_preferences, &look::Preferences::soundsChanged, this, follow);
    follow();
    // Words are chosen when a window is built: another language is another window on the same
    // workplace.
    connect(
        &m_preferences, &look::Preferences::languageChanged, this,
        [this] {
            if (m_window == nullptr) return;
            m_work->setLanguage(languageOf(m_preferences));
            open();
        },
        Qt::QueuedConnection);
}

CustomerApp::~CustomerApp() = default;

void CustomerApp::start(const look::StartWish& wish) {
    const QString server =
        look::serverAddress(!wish.server.isEmpty()              ? wish.server
                            : !m_preferences.server().isEmpty() ? m_preferences.server()
                                                                : serverAtFirst);
    const QString user = !wish.user.isEmpty() ? wish.user : m_preferences.user();
    if (server.isEmpty() || user.isEmpty()) {
        ask(server.isEmpty() ? serverAtFirst : server, user);
        return;
    }
    signIn(server, user, wish.password, true);
}

void CustomerApp::ask(const QString& server, const QString& user) {
    m_page =
        std::make_unique<look::SignInPage>(tr("배달상점"), QStringLiteral("kr.baedal.customer"),
                                           look::SignInPage::Offers::SignInAndUp);
    m_page->setWindowTitle(tr("배달상점"));
    m_page->resize(520, 680);
    m_page->fill(server, user);
    connect(m_page.get(), &look::SignInPage::signInWanted, this, [this](const look::SignIn& wish) {
        signIn(wish.server, wish.user, wish.password, wish.remember);
    });
    connect(m_page.get(), &look::SignInPage::signUpWanted, this, [this](const look::SignUp& wish) {
        signUp(wish.server, wish.user, wish.password, wish.name, wish.mobile);
    });
    m_page->show();
}

void CustomerApp::signIn(const QString& server, const QString& user, const QString& password,
                         bool remember) {
    auto work = kit::Workplace::open(
        {QUrl(server), user, kit::Resource::Orders, m_folder, remember, languageOf(m_preferences)},
        kit::realSurroundings(), m_rules);
    if (!work) {
        if (m_page == nullptr) ask(server, user);
        m_page->sayRefused(tr("이 컴퓨터에 저장할 수 없습니다: %1")
                               .arg(QString::fromStdString(work.error().text)));
        return;
    }
    m_work = std::move(*work);
    kit::Session& session = m_work->session();
    if (!password.isEmpty()) session.setPassword(password);
    connect(&session, &kit::Session::opened, this, [this, server, user] {
        m_preferences.setServer(server);
        m_preferences.setUser(user);
        if (m_window == nullptr) open();
    });
    const auto say = [this, server, user](const QString& sentence) {
        if (m_window != nullptr) return;
        if (m_page == nullptr) ask(server, user);
        m_page->setPending(false);
        m_page->sayRefused(sentence);
    };
    connect(&session, &kit::Session::refused, this,
            [say](const kit::Answer& answer) { say(sentenceOf(answer)); });
    connect(&session, &kit::Session::failed, this, [say](const QString&, bool) {
        say(tr("서버에 연결할 수 없습니다. 주소와 네트워크를 확인해 주세요."));
    });
    connect(&m_work->feed(), &kit::LiveFeed::signInNeeded, this, &CustomerApp::signOut);
    if (session.grant()) {
        open();
    } else if (session.hasPassword()) {
        if (m_page != nullptr) m_page->setPending(true);
        session.login();
    } else {
        ask(server, user);
    }
}

void CustomerApp::signUp(const QString& server, const QString& user, const QString& password,
                         const QString& name, const QString& mobile) {
    auto* gateway = new kit::Gateway(QUrl(server), {}, m_page.get());
    gateway->setLanguage(languageOf(m_preferences));
    const kit::Request request{QStringLiteral("POST"), QStringLiteral("/customers"),
                               kit::Body()
                                   .set("userId", user)
                                   .set("password", password)
                                   .set("name", name)
                                   .set("mobile", mobile)
                                   .json()};
    m_page->setPending(true);
    gateway->ask(request, {}, m_page.get(), [=, this](const kit::Outcome& outcome) {
        gateway->deleteLater();
        m_page->setPending(false);
        if (!outcome) {
            m_page->sayRefused(tr("서버에 연결할 수 없습니다. 주소와 네트워크를 확인해 주세요."));
        } else if (!outcome->isDone()) {
            m_page->sayRefused(sentenceOf(*outcome));
        } else {
            signIn(server, user, password, true);
        }
    });
}

void CustomerApp::open() {
    const bool first = m_window == nullptr;
    m_window = std::make_unique<CustomerWindow>(*m_work, m_preferences, m_bell, m_notifier);
    connect(m_window.get(), &CustomerWindow::signOutWanted, this, &CustomerApp::signOut,
            Qt::QueuedConnection);
    m_window->show();
    if (m_page != nullptr) m_page.release()->deleteLater();
    if (first) m_work->start();
}

void CustomerApp::signOut() {
    const QString server = m_work->account().server.toString();
    const QString user = m_work->account().user;
    m_work->stop();
    m_work->session().logout();
    ask(server, user);
    m_window.reset();
}

}  // namespace delivery::customer
