#pragma once
/// The signed-in road to the server: puts the token on each request, and signs in again when it has
/// run out.

#include <QObject>
#include <QPointer>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "apps/kit/gateway.h"
#include "apps/kit/session_file.h"
#include "apps/kit/surroundings.h"

namespace delivery::kit {

/// Lives on the thread of its creator. The gateway must outlive it.
class Session : public QObject {
    Q_OBJECT

  public:
    /// Takes up the file's token where there is one. An empty user asks without a token.
    Session(Gateway& gateway, QString user, SessionFile file, Surroundings surroundings,
            QObject* parent = nullptr);

    [[nodiscard]] const QString& user() const { return m_user; }
    [[nodiscard]] const std::optional<Grant>& grant() const { return m_grant; }
    /// Held in memory only, so that a session that ran out can be opened again.
    void setPassword(const QString& password) { m_password = password; }
    [[nodiscard]] bool hasPassword() const { return !m_password.isEmpty(); }

    /// Opens a session with the password at hand; ends in opened, refused or failed.
    void login();
    /// Ends the session at the server and forgets the token, whatever the server says; ends in
    /// closed.
    void logout();

    /// Opens a new session before the present one ends, if the password is at hand. The old one
    /// stays good until the new one is there.
    void renew();
    /// Asks for the session's place at the broker, where there is one.
    void askBroker(
        QObject* context,
        std::function<void(const tl::expected<std::optional<BrokerPlace>, Fault>&)> heard);

    /// Asks as this user. A 401 is answered by one new login where the password is at hand.
    void ask(const Request& request, const Headers& headers, QObject* context, Heard heard);

  signals:
    void opened(const delivery::kit::Grant& grant);
    void refused(const delivery::kit::Answer& answer);
    void failed(const QString& why, bool certainlyNotSent);
    void closed();

  private:
    struct Waiting {
        Request request;
        Headers headers;
        QPointer<QObject> context;
        Heard heard;
    };
    void askWithToken(const Waiting& waiting, bool mayRenew);
    void loginFirst(Waiting waiting);
    void finishLogin(const Outcome& outcome);
    [[nodiscard]] bool takeUpNewerToken();

    Gateway& m_gateway;
    QString m_user;
    SessionFile m_file;
    Surroundings m_surroundings;
    QString m_password;
    std::optional<Grant> m_grant;
    bool m_loginUnderWay = false;
    std::vector<Waiting> m_waiting;
};

}  // namespace delivery::kit
