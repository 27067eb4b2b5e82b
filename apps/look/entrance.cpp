#include "apps/look/entrance.h"

#include <utility>

#include "apps/kit/body.h"

namespace delivery::look {

namespace {

const QString serverAtFirst = QStringLiteral("http://127.0.0.1:8088");

QString languageOf(const Preferences& preferences) {
    return preferences.language() == Language::English ? QStringLiteral("en")
                                                       : QStringLiteral("ko");
}

QString sentenceOf(const kit::Answer& answer) {
    const kit::Problem problem = kit::problemOf(answer);
    return problem.sentence();
}

QString unreachable() {
    return Entrance::tr("서버에 연결할 수 없습니다. 주소와 네트워크를 확인해 주세요.");
}

}  // namespace

Entrance::Entrance(App app, Preferences& preferences, QString folder, kit::LiveRules rules,
                   QObject* parent)
    : QObject(parent),
      m_app(std::move(app)),
      m_preferences(preferences),
      m_folder(std::move(folder)),
      m_rules(rules),
      m_notifier(m_app.title(), m_app.id) {
    const auto follow = [this] {
        m_bell.setVolume(m_preferences.volume());
        m_notifier.setEnabled(m_preferences.desktopNotices());
    };
    connect(&m_preferences, &Preferences::soundsChanged, this, follow);
    follow();
    // Words are chosen when a window is built: another language is another window on the same
    // workplace.
    connect(
        &m_preferences, &Preferences::languageChanged, this,
        [this] {
            if (m_window == nullptr) return;
            m_work->setLanguage(languageOf(m_preferences));
            open();
        },
        Qt::QueuedConnection);
}

Entrance::~Entrance() = default;

void Entrance::start(const StartWish& wish) {
    const QString server =
        serverAddress(!wish.server.isEmpty()              ? wish.server
                      : !m_preferences.server().isEmpty() ? m_preferences.server()
                                                          : serverAtFirst);
    const QString user = !wish.user.isEmpty() ? wish.user : m_preferences.user();
    if (server.isEmpty() || user.isEmpty()) {
        ask(server.isEmpty() ? serverAtFirst : server, user);
        return;
    }
    signIn(server, user, wish.password, true);
}

void Entrance::ask(const QString& server, const QString& user) {
    m_page = std::make_unique<SignInPage>(m_app.title(), m_app.id, m_app.offers);
    m_page->setWindowTitle(m_app.title());
    m_page->resize(520, 680);
    m_page->fill(server, user);
    connect(m_page.get(), &SignInPage::signInWanted, this, [this](const SignIn& wish) {
        signIn(wish.server, wish.user, wish.password, wish.remember);
    });
    connect(m_page.get(), &SignInPage::signUpWanted, this, &Entrance::signUp);
    m_page->show();
}

void Entrance::signIn(const QString& server, const QString& user, const QString& password,
                      bool remember) {
    auto work = kit::Workplace::open(
        {QUrl(server), user, m_app.resource, m_folder, remember, languageOf(m_preferences)},
        kit::realSurroundings(), m_rules);
    if (!work) {
        say(server, user,
            tr("이 컴퓨터에 저장할 수 없습니다: %1")
                .arg(QString::fromStdString(work.error().text)));
        return;
    }
    m_work = std::move(*work);
    kit::Session& session = m_work->session();
    if (!password.isEmpty()) session.setPassword(password);
    follow(server, user);
    if (session.grant()) {
        enter(server, user);
    } else if (session.hasPassword()) {
        if (m_page != nullptr) m_page->setPending(true);
        session.login();
    } else {
        ask(server, user);
    }
}

void Entrance::follow(const QString& server, const QString& user) {
    kit::Session& session = m_work->session();
    connect(&session, &kit::Session::opened, this, [this, server, user] { enter(server, user); });
    connect(
        &session, &kit::Session::refused, this,
        [this, server, user](const kit::Answer& answer) { say(server, user, sentenceOf(answer)); });
    connect(&session, &kit::Session::failed, this,
            [this, server, user](const QString&, bool) { say(server, user, unreachable()); });
    connect(&m_work->feed(), &kit::LiveFeed::signInNeeded, this, &Entrance::signOut);
}

void Entrance::enter(const QString& server, const QString& user) {
    if (m_window != nullptr) return;
    if (m_work->session().grant()->role != m_app.role) {
        m_work->session().logout();
        say(server, user,
            tr("이 아이디로는 이 앱을 쓸 수 없습니다. 다른 아이디로 로그인해 주세요."));
        return;
    }
    m_preferences.setServer(server);
    m_preferences.setUser(user);
    open();
}

void Entrance::say(const QString& server, const QString& user, const QString& sentence) {
    if (m_window != nullptr) return;
    if (m_page == nullptr) ask(server, user);
    m_page->setPending(false);
    m_page->sayRefused(sentence);
}

void Entrance::signUp(const SignUp& wish) {
    auto* gateway = new kit::Gateway(QUrl(wish.server), {}, m_page.get());
    gateway->setLanguage(languageOf(m_preferences));
    const kit::Request request{QStringLiteral("POST"), QStringLiteral("/customers"),
                               kit::Body()
                                   .set("userId", wish.user)
                                   .set("password", wish.password)
                                   .set("name", wish.name)
                                   .set("mobile", wish.mobile)
                                   .json()};
    m_page->setPending(true);
    gateway->ask(request, {}, m_page.get(), [this, gateway, wish](const kit::Outcome& outcome) {
        gateway->deleteLater();
        m_page->setPending(false);
        if (!outcome) {
            m_page->sayRefused(unreachable());
        } else if (!outcome->isDone()) {
            m_page->sayRefused(sentenceOf(*outcome));
        } else {
            signIn(wish.server, wish.user, wish.password, true);
        }
    });
}

void Entrance::open() {
    const bool first = m_window == nullptr;
    m_window = makeWindow();
    connect(m_window.get(), &Shell::signOutWanted, this, &Entrance::signOut, Qt::QueuedConnection);
    m_window->show();
    if (m_page != nullptr) m_page.release()->deleteLater();
    if (first) m_work->start();
}

void Entrance::signOut() {
    const QString server = m_work->account().server.toString();
    const QString user = m_work->account().user;
    m_work->stop();
    m_work->session().logout();
    ask(server, user);
    m_window.reset();
}

}  // namespace delivery::look
