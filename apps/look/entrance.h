#pragma once
/// From signing in to the window and back, the same in every app: who is signed in decides what is
/// shown.

#include <QObject>
#include <memory>

#include "apps/kit/workplace.h"
#include "apps/look/bell.h"
#include "apps/look/notifier.h"
#include "apps/look/preferences.h"
#include "apps/look/shell.h"
#include "apps/look/sign_in_page.h"
#include "apps/look/start.h"

namespace delivery::look {

/// GUI thread. An app says what it is and makes its window; the rest is here.
class Entrance : public QObject {
    Q_OBJECT

  public:
    struct App {
        QString id;  ///< "kr.baedal.store"
        /// Asked for whenever it is shown: the language may have changed.
        QString (*title)();
        kit::Resource resource = kit::Resource::Orders;
        /// Who may come in, as the server calls them: "store".
        QString role;
        SignInPage::Offers offers = SignInPage::Offers::SignIn;
    };
    /// Files of the accounts lie in the folder.
    Entrance(App app, Preferences& preferences, QString folder, kit::LiveRules rules = {},
             QObject* parent = nullptr);
    ~Entrance() override;

    /// Signs in at once where the wish or an earlier run says enough, else asks.
    void start(const StartWish& wish);
    void signOut();
    [[nodiscard]] Shell* shell() const { return m_window.get(); }
    [[nodiscard]] SignInPage* signInPage() const { return m_page.get(); }
    [[nodiscard]] kit::Workplace* work() const { return m_work.get(); }
    [[nodiscard]] Bell& bell() { return m_bell; }

  protected:
    /// On the workplace that is open now.
    [[nodiscard]] virtual std::unique_ptr<Shell> makeWindow() = 0;
    [[nodiscard]] Preferences& preferences() { return m_preferences; }
    [[nodiscard]] Notifier& notifier() { return m_notifier; }

  private:
    void ask(const QString& server, const QString& user);
    void signIn(const QString& server, const QString& user, const QString& password, bool remember);
    void signUp(const SignUp& wish);
    void follow(const QString& server, const QString& user);
    void say(const QString& server, const QString& user, const QString& sentence);
    void enter(const QString& server, const QString& user);
    void open();

    App m_app;
    Preferences& m_preferences;
    QString m_folder;
    kit::LiveRules m_rules;
    Bell m_bell;
    Notifier m_notifier;
    std::unique_ptr<kit::Workplace> m_work;
    std::unique_ptr<SignInPage> m_page;
    std::unique_ptr<Shell> m_window;
};

}  // namespace delivery::look
