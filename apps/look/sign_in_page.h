#pragma once
/// Who you are and where your server is; signing up where the app has customers.

#include <QString>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace delivery::look {

class ActionButton;
class Banner;

struct SignIn {
    QString server;
    QString user;
    QString password;
    bool remember = true;
};
struct SignUp {
    QString server;
    QString user;
    QString password;
    QString name;
    QString mobile;
};

/// GUI thread. Says what was typed; whoever owns it asks the server and tells it the answer.
class SignInPage : public QWidget {
    Q_OBJECT

  public:
    enum class Offers { SignIn, SignInAndUp };

    SignInPage(const QString& application, const QString& iconName, Offers offers,
               QWidget* parent = nullptr);

    void fill(const QString& server, const QString& user, const QString& password = {});
    void setPending(bool pending);
    /// A sentence that says what to do; the fields keep what was typed.
    void sayRefused(const QString& sentence);

  signals:
    void signInWanted(const delivery::look::SignIn& wish);
    void signUpWanted(const delivery::look::SignUp& wish);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    [[nodiscard]] QWidget* makeSignIn(Offers offers);
    [[nodiscard]] QWidget* makeSignUp();
    void trySignIn();
    void trySignUp();

    Banner* m_banner;
    QStackedWidget* m_pages;
    QLineEdit* m_server = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_password = nullptr;
    QCheckBox* m_remember = nullptr;
    ActionButton* m_signIn = nullptr;
    QLineEdit* m_newUser = nullptr;
    QLineEdit* m_newPassword = nullptr;
    QLineEdit* m_newName = nullptr;
    QLineEdit* m_newMobile = nullptr;
    ActionButton* m_signUp = nullptr;
};

/// What a person types as the server: "192.168.0.5:8088" means http://; empty if it cannot be an
/// address.
[[nodiscard]] QString serverAddress(const QString& typed);

}  // namespace delivery::look
