#include "apps/kit/session.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <utility>

#include "apps/kit/body.h"
#include "apps/kit/representation.h"

namespace delivery::kit {
namespace {

Q_LOGGING_CATEGORY(sessionLog, "delivery.kit.session")

std::optional<std::int64_t> instantOf(const Representation& said, const char* name) {
    const QString text = said.text(name);
    if (text.isEmpty()) return std::nullopt;
    if (!text.contains(u'T')) return said.number(name);
    const QDateTime at = QDateTime::fromString(text, Qt::ISODateWithMs);
    return at.isValid() ? std::optional<std::int64_t>(at.toMSecsSinceEpoch()) : std::nullopt;
}

std::optional<BrokerPlace> brokerOf(const Representation& said) {
    const Representation mqtt = said.at("mqtt");
    if (mqtt.text("url").isEmpty()) return std::nullopt;
    return BrokerPlace{.url = mqtt.text("url"),
                       .username = mqtt.text("username"),
                       .password = mqtt.text("password"),
                       .clientId = mqtt.text("clientId")};
}

std::optional<Grant> grantOf(const Answer& answer, const QString& user) {
    const auto said = Representation::parse(answer.body);
    if (!said || said->text("token").isEmpty()) return std::nullopt;
    return Grant{.token = said->text("token"),
                 .userId = said->has("userId") ? said->text("userId") : user,
                 .role = said->text("role").toLower(),
                 .storeId = said->number("storeId"),
                 .expiresAtUtcMilliseconds = instantOf(*said, "expiresAt"),
                 .broker = brokerOf(*said)};
}

}  // namespace

Session::Session(Gateway& gateway, QString user, SessionFile file, Surroundings surroundings,
                 QObject* parent)
    : QObject(parent),
      m_gateway(gateway),
      m_user(std::move(user)),
      m_file(std::move(file)),
      m_surroundings(std::move(surroundings)) {
    if (m_user.isEmpty()) return;
    m_grant = m_file.read();
    const bool isOver = m_grant && m_grant->expiresAtUtcMilliseconds &&
                        *m_grant->expiresAtUtcMilliseconds <= m_surroundings.utcMilliseconds();
    if (isOver) m_grant.reset();
}

void Session::login() {
    if (m_loginUnderWay) return;
    m_loginUnderWay = true;
    Body body;
    body.set("userId", m_user).set("password", m_password);
    m_gateway.ask({"POST", "/auth/login", body.json()}, {}, this,
                  [this](const Outcome& outcome) { finishLogin(outcome); });
}

void Session::finishLogin(const Outcome& outcome) {
    m_loginUnderWay = false;
    const std::vector<Waiting> waiting = std::exchange(m_waiting, {});
    std::optional<Grant> grant;
    if (outcome && outcome->isDone()) grant = grantOf(*outcome, m_user);
    if (grant) {
        m_grant = grant;
        if (const auto written = m_file.write(*grant); !written) {
            // The session itself is good; only the next run will have to sign in again.
            qCWarning(sessionLog) << "token not kept:" << written.error().text.c_str();
        }
        emit opened(*grant);
    } else if (!outcome) {
        emit failed(QString::fromStdString(outcome.error().text),
                    outcome.error().code == FaultCode::Unreachable);
    } else if (outcome->isDone()) {
        emit failed(QStringLiteral("the login's answer holds no token"), false);
    } else {
        emit refused(*outcome);
    }
    for (const Waiting& one : waiting) {
        if (one.context.isNull()) continue;
        if (grant) {
            askWithToken(one, false);
        } else if (outcome && outcome->isDone()) {
            one.heard(
                tl::unexpected(Fault{FaultCode::Unreadable, "the login's answer holds no token"}));
        } else {
            one.heard(outcome);
        }
    }
}

void Session::renew() {
    if (!m_user.isEmpty() && hasPassword()) login();
}

void Session::askBroker(
    QObject* context,
    std::function<void(const tl::expected<std::optional<BrokerPlace>, Fault>&)> heard) {
    ask({"GET", "/auth/session"}, {}, context, [heard = std::move(heard)](const Outcome& outcome) {
        if (!outcome) return heard(tl::unexpected(outcome.error()));
        const auto said = outcome->isDone() ? Representation::parse(outcome->body) : std::nullopt;
        if (!said) return heard(tl::unexpected(Fault{FaultCode::NotAllowed, "no session"}));
        heard(brokerOf(*said));
    });
}

void Session::logout() {
    const auto forget = [this] {
        m_grant.reset();
        m_file.erase();
        emit closed();
    };
    if (!m_grant) {
        m_surroundings.after(std::chrono::milliseconds{0}, this, forget);
        return;
    }
    const Headers headers{{"Authorization", "Bearer " + m_grant->token.toUtf8()}};
    m_gateway.ask({"POST", "/auth/logout"}, headers, this, [forget](const Outcome&) { forget(); });
}

void Session::ask(const Request& request, const Headers& headers, QObject* context, Heard heard) {
    Waiting waiting{request, headers, context, std::move(heard)};
    if (!m_grant && !m_user.isEmpty() && hasPassword()) {
        loginFirst(std::move(waiting));
    } else {
        askWithToken(waiting, true);
    }
}

void Session::askWithToken(const Waiting& waiting, bool mayRenew) {
    Headers headers = waiting.headers;
    const QString token = m_grant ? m_grant->token : QString();
    if (!token.isEmpty()) headers.emplace_back("Authorization", "Bearer " + token.toUtf8());
    m_gateway.ask(waiting.request, headers, this,
                  [this, waiting, mayRenew, token](const Outcome& outcome) {
                      if (waiting.context.isNull()) return;
                      const bool isTokenOver = outcome && outcome->status == 401 && mayRenew;
                      // Another request may have signed in again while this one was under way.
                      const bool isOvertaken = m_grant && m_grant->token != token;
                      if (isTokenOver && (isOvertaken || takeUpNewerToken())) {
                          askWithToken(waiting, false);
                      } else if (isTokenOver && !m_user.isEmpty() && hasPassword()) {
                          loginFirst(waiting);
                      } else {
                          if (isTokenOver && !token.isEmpty()) {
                              m_grant.reset();
                              m_file.erase();
                          }
                          waiting.heard(outcome);
                      }
                  });
}

void Session::loginFirst(Waiting waiting) {
    m_waiting.push_back(std::move(waiting));
    login();
}

/// Another program of the same user may have signed in meanwhile.
bool Session::takeUpNewerToken() {
    const std::optional<Grant> kept = m_user.isEmpty() ? std::nullopt : m_file.read();
    if (!kept || (m_grant && kept->token == m_grant->token)) return false;
    m_grant = kept;
    return true;
}

}  // namespace delivery::kit
