#pragma once
/// From signing in to the window and back: who is signed in decides what is shown.

#include <QObject>
#include <memory>

#include "apps/kit/workplace.h"
#include "apps/look/bell.h"
#include "apps/look/notifier.h"
#include "apps/look/preferences.h"
#include "apps/look/start.h"

namespace delivery::look {
class SignInPage;
}

namespace delivery::customer {

class CustomerWindow;

/// GUI thread.
class CustomerApp : public QObject {
    Q_OBJECT

  public:
    /// Files of the accounts lie in the folder.
    CustomerApp(look::Preferences& preferences, QString folder, kit::LiveRules rules = {},
                QObject* parent = nullptr);
    ~CustomerApp() override;

    /// Signs in at once where the wish or an earlier run says enough, else asks.
    void start(const look::StartWish& wish);
    [[nodiscard]] CustomerWindow* window() const { return m_window.get(); }
    [[nodiscard]] look::SignInPage* signInPage() const { return m_page.get(); }
    [[nodiscard]] kit::Workplace* work() const { return m_work.get(); }

  private:
    void ask(const QString& server, const QString& user);
    void signIn(const QString& server, const QString& user, const QString& password, bool remember);
    void signUp(const QString& server, const QString& user, const QString& password,
                const QString& name, const QString& mobile);
    void open();
    void signOut();

    look::Preferences& m_preferences;
    QString m_folder;
    kit::LiveRules m_rules;
    look::Bell m_bell;
    look::Notifier m_notifier;
    std::unique_ptr<kit::Workplace> m_work;
    std::unique_ptr<look::SignInPage> m_page;
    std::unique_ptr<CustomerWindow> m_window;
};

}  // namespace delivery::customer
