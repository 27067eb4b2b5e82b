#include "apps/terminal/counter.h"

#include <QDir>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>
#include <utility>

#include "apps/kit/body.h"
#include "apps/kit/command_sender.h"
#include "apps/kit/problem.h"
#include "apps/kit/retry.h"
#include "apps/kit/uuid7.h"
#include "apps/terminal/own_answer.h"
#include "apps/terminal/password_prompt.h"
#include "apps/terminal/wording.h"

namespace delivery::terminal {

namespace {

/// The server's own answers lead nowhere else, and its refusals are problems with a title. A proxy
/// that is too busy for either is one that may do better.
bool isForeign(const kit::Outcome& outcome) {
    if (outcome->isDone() || kit::isWorthAskingAgain(outcome)) return false;
    const auto said = kit::Representation::parse(outcome->body);
    return outcome->status < 400 || !said || said->text("title").isEmpty();
}

}  // namespace

/// How the sending of one command ended.
struct Counter::Sent {
    kit::Outcome outcome = tl::unexpected(Fault{FaultCode::OutcomeUnknown, ""});
    bool isDecided = false;
    QString commandId;
    /// The outbox could not take it: nothing was sent, and that has been said.
    bool isStored = true;
};

Counter::Counter(Settings settings, const Screen& screen)
    : m_settings(std::move(settings)),
      m_screen(screen),
      m_surroundings(kit::realSurroundings()),
      m_gateway(m_settings.server),
      m_session(m_gateway, m_settings.user,
                m_settings.user.isEmpty()
                    ? kit::SessionFile(QString())
                    : kit::SessionFile::ofAccount(m_settings.server, m_settings.user),
                m_surroundings),
      m_reader(m_session, m_surroundings) {
    m_gateway.setLanguage(m_screen.language() == Language::Korean ? QStringLiteral("ko")
                                                                  : QStringLiteral("en"));
    const QString& authority = m_settings.authorityFile;
    if (!authority.isEmpty()) m_knowsWhomToTrust = m_gateway.trustOnly(authority);
    if (!m_settings.password.isEmpty()) m_session.setPassword(m_settings.password);
}

Counter::~Counter() = default;

void Counter::noteUnreachable(const QString& why) const {
    m_screen.note(
        m_screen.say("서버에 닿지 못했습니다: %1 (%2)", "Cannot reach the server: %1 (%2)")
            .arg(m_settings.server.toDisplayString(), why));
}

void Counter::noteForeign(const QString& why) const {
    m_screen.note(m_screen
                      .say("배달 서버의 답이 아닙니다. 서버 주소를 확인해 주세요: %1 (%2)",
                           "This is not the delivery server. Check its address: %1 (%2)")
                      .arg(m_settings.server.toDisplayString(), why));
}

void Counter::noteKept() const {
    m_screen.note(m_screen.say(
        "명령을 보관했습니다. 같은 명령을 다시 실행하면 이어서 보내며, 두 번 처리되지 않습니다.",
        "The command is kept. Running the same again continues it; it will not be done twice."));
}

Told Counter::toldOf(const kit::Request& asked, const kit::Outcome& outcome) const {
    if (!outcome) {
        noteUnreachable(QString::fromStdString(outcome.error().text));
        return tl::unexpected(Exit::Unreachable);
    }
    if (isForeign(outcome)) {
        noteForeign(QStringLiteral("HTTP %1").arg(outcome->status));
        return tl::unexpected(Exit::Unreachable);
    }
    if (!outcome->isDone()) {
        m_screen.problem(kit::problemOf(*outcome));
        // Where nothing was decided, the same again may do better.
        const bool isRefused = kit::isDecision(outcome->status) || outcome->status == 401;
        return tl::unexpected(isRefused ? Exit::Refused : Exit::Unreachable);
    }
    const bool isEmpty = outcome->body.trimmed().isEmpty();
    const auto said = isEmpty ? kit::Representation() : kit::Representation::parse(outcome->body);
    if (!said) {
        noteForeign(m_screen.say("JSON이 아닌 답", "the answer is not JSON"));
        return tl::unexpected(Exit::Unreachable);
    }
    if (const auto missing = missingIn(asked, outcome->status, *said)) {
        noteForeign(m_screen.say("답에 %1 없음", "the answer lacks %1").arg(*missing));
        return tl::unexpected(Exit::Unreachable);
    }
    return *said;
}

bool Counter::findPassword() {
    if (m_session.hasPassword()) return true;
    if (m_settings.user.isEmpty() || m_hasAskedPassword) return false;
    m_hasAskedPassword = true;
    const auto typed =
        askPassword(m_screen.say("%1의 비밀번호: ", "Password of %1: ").arg(m_settings.user));
    if (typed) m_session.setPassword(*typed);
    return typed.has_value();
}

/// True if a 401 may turn into something better now.
bool Counter::askPasswordAfter(const kit::Outcome& outcome) {
    return outcome && outcome->status == 401 && !m_session.hasPassword() && findPassword();
}

tl::expected<kit::Grant, Exit> Counter::signedIn() {
    if (!m_session.grant()) {
        if (!findPassword()) {
            m_screen.note(m_screen.say(
                "로그인이 필요합니다: DELIVERY_PASSWORD를 주거나 delivery login을 먼저 하세요.",
                "Not signed in: set DELIVERY_PASSWORD, or run delivery login first."));
            return tl::unexpected(Exit::Refused);
        }
        if (const Exit exit = login(); exit != Exit::Done) return tl::unexpected(exit);
    }
    return *m_session.grant();
}

Exit Counter::login() {
    if (!findPassword()) {
        m_screen.note(m_screen.say("비밀번호가 필요합니다 (DELIVERY_PASSWORD).",
                                   "A password is needed (DELIVERY_PASSWORD)."));
        return Exit::Refused;
    }
    QEventLoop loop;
    Exit exit = Exit::Done;
    QObject::connect(&m_session, &kit::Session::opened, &loop, &QEventLoop::quit);
    QObject::connect(&m_session, &kit::Session::refused, &loop, [&](const kit::Answer& answer) {
        const Told told = toldOf({"POST", QStringLiteral("/auth/login")}, answer);
        exit = told ? Exit::Unreachable : told.error();
        loop.quit();
    });
    QObject::connect(&m_session, &kit::Session::failed, &loop, [&](const QString& why, bool) {
        noteUnreachable(why);
        exit = Exit::Unreachable;
        loop.quit();
    });
    m_session.login();
    loop.exec();
    return exit;
}

Exit Counter::logout() {
    QEventLoop loop;
    QObject::connect(&m_session, &kit::Session::closed, &loop, &QEventLoop::quit);
    m_session.logout();
    loop.exec();
    return Exit::Done;
}

Told Counter::read(const QString& path, kit::Reader::Pages pages) {
    const auto readOnce = [&] {
        QEventLoop loop;
        kit::Outcome outcome = kit::Answer{};
        int number = 0;
        QObject::connect(&m_reader, &kit::Reader::answered, &loop,
                         [&](int question, const kit::Answer& answer) {
                             if (question != number) return;
                             outcome = answer;
                             loop.quit();
                         });
        QObject::connect(
            &m_reader, &kit::Reader::failed, &loop, [&](int question, const QString& why) {
                if (question != number) return;
                outcome = tl::unexpected(Fault{FaultCode::Unreachable, why.toStdString()});
                loop.quit();
            });
        number = m_reader.read(path, pages);
        loop.exec();
        return outcome;
    };
    kit::Outcome outcome = readOnce();
    if (askPasswordAfter(outcome)) outcome = readOnce();
    return toldOf({"GET", path}, outcome);
}

kit::Outcome Counter::readQuietly(const QString& path) {
    QEventLoop loop;
    kit::Outcome heard = kit::Answer{};
    m_session.ask({"GET", path}, {}, &loop, [&](const kit::Outcome& outcome) {
        heard = outcome;
        loop.quit();
    });
    loop.exec();
    return heard;
}

bool Counter::openOutbox() {
    if (m_outbox) return true;
    const QString folder =
        m_settings.outboxFolder.isEmpty()
            ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/outbox"
            : m_settings.outboxFolder;
    const QString name = kit::accountFileName(m_settings.server, m_settings.user) + ".sqlite";
    auto opened = kit::CommandOutbox::open(QDir(folder).filePath(name));
    if (!opened) {
        m_screen.note(m_screen.say("보관함을 쓸 수 없어 보내지 않았습니다: ",
                                   "Not sent, because the outbox cannot be used: ") +
                      QString::fromStdString(opened.error().text));
        return false;
    }
    m_outbox = std::move(*opened);
    m_sender = std::make_unique<kit::CommandSender>(m_session, *m_outbox, m_surroundings);
    const Instant now{m_surroundings.utcMilliseconds()};
    const auto dropped = m_outbox->dropOlderThan(now - kit::sameWishFor);
    if (!dropped) return true;
    for (const kit::StoredCommand& command : *dropped) {
        m_screen.note(m_screen
                          .say("7일 넘게 답이 없던 명령을 버렸습니다: %1 %2",
                               "Dropped a command that was unanswered for 7 days: %1 %2")
                          .arg(command.request.method, command.request.path));
    }
    return true;
}

Counter::Sent Counter::send(const kit::Request& request, kit::Repeat repeat, bool isSecondTime) {
    QEventLoop loop;
    Sent sent;
    QObject::connect(m_sender.get(), &kit::CommandSender::decided, &loop,
                     [&](const QString& id, const kit::Answer& answer) {
                         sent.outcome = answer;
                         sent.isDecided = true;
                         sent.commandId = id;
                         loop.quit();
                     });
    QObject::connect(
        m_sender.get(), &kit::CommandSender::givenUp, &loop,
        [&](const QString&, const kit::Answer& last, const QString& why, bool) {
            sent.outcome = last;
            if (last.status == 0) {
                sent.outcome = tl::unexpected(Fault{FaultCode::Unreachable, why.toStdString()});
            }
            loop.quit();
        });
    QObject::connect(
        m_sender.get(), &kit::CommandSender::waiting, &loop,
        [&](const QString&, int triesDone, qint64 waitMilliseconds) {
            if (waitMilliseconds < 1'000) return;
            m_screen.note(m_screen
                              .say("%1번째 시도에서는 처리되지 않아 %2초 뒤에 다시 보냅니다.",
                                   "Try %1 was not carried out; again in %2 s.")
                              .arg(triesDone)
                              .arg((waitMilliseconds + 999) / 1'000));
        });
    const auto taken = m_sender->submit(request, repeat);
    if (!taken) {
        m_screen.note(m_screen.say("보관하지 못해 보내지 않았습니다: ",
                                   "Not sent, because it could not be stored: ") +
                      QString::fromStdString(taken.error().text));
        sent.isStored = false;
        return sent;
    }
    if (taken->isContinued && !isSecondTime) {
        m_screen.note(m_screen
                          .say("답을 받지 못한 같은 명령을 이어서 보냅니다 (%1).",
                               "Continuing the same command, which was not answered yet (%1).")
                          .arg(taken->command.id));
    }
    loop.exec();
    return sent;
}

Told Counter::submit(const kit::Request& request, kit::Repeat repeat) {
    // Signed in first: a wrong password must not leave a command behind.
    if (const auto grant = signedIn(); !grant) return tl::unexpected(grant.error());
    if (!openOutbox()) return tl::unexpected(Exit::Refused);
    Sent sent = send(request, repeat, false);
    if (sent.isStored && askPasswordAfter(sent.outcome)) sent = send(request, repeat, true);
    if (!sent.isStored) return tl::unexpected(Exit::Refused);
    const Told told = toldOf(request, sent.outcome);
    // An answer that is not the server's (a hotel's login page, say) is no decision of the server.
    const bool isUnderstood = told || told.error() == Exit::Refused;
    if (sent.isDecided && isUnderstood) {
        m_answered << sent.commandId;
    } else {
        noteKept();
    }
    return told;
}

void Counter::acknowledge() {
    for (const QString& id : m_answered) m_sender->acknowledge(id);
    m_answered.clear();
}

Told Counter::command(const QString& method, const QString& path, const kit::Body& body,
                      kit::Repeat repeat) {
    return submit({method, path, body.json()}, repeat);
}

Told Counter::deletion(const QString& path) {
    return submit({"DELETE", path}, kit::Repeat::SameWish);
}

Told Counter::unstored(const QString& method, const QString& path, const kit::Body& body) {
    return unstored(kit::Request{method, path, body.json()}, {});
}

Told Counter::upload(const QString& path, const QByteArray& bytes) {
    if (const auto grant = signedIn(); !grant) return tl::unexpected(grant.error());
    // What the bytes are is for the server to say.
    return unstored({"PUT", path, bytes}, {{"Content-Type", "application/octet-stream"}});
}

Told Counter::unstored(const kit::Request& request, kit::Headers headers) {
    const QString id = kit::uuid7(m_surroundings.utcMilliseconds(), m_surroundings.random(),
                                  m_surroundings.random());
    QEventLoop loop;
    kit::Outcome heard = kit::Answer{};
    headers.emplace_back("Idempotency-Key", id.toLatin1());
    m_session.ask(request, headers, &loop, [&](const kit::Outcome& outcome) {
        heard = outcome;
        loop.quit();
    });
    loop.exec();
    return toldOf(request, heard);
}

Told Counter::unstoredAsNobody(const QString& method, const QString& path, const kit::Body& body) {
    QEventLoop loop;
    kit::Outcome heard = kit::Answer{};
    const kit::Request request{method, path, body.json()};
    m_gateway.ask(request, {}, &loop, [&](const kit::Outcome& outcome) {
        heard = outcome;
        loop.quit();
    });
    loop.exec();
    return toldOf(request, heard);
}

std::optional<QString> Counter::password() {
    if (!m_settings.password.isEmpty()) return m_settings.password;
    return askPassword(m_screen.say("%1의 비밀번호: ", "Password of %1: ").arg(m_settings.user));
}

void Counter::rest(std::chrono::milliseconds span) {
    QEventLoop loop;
    QTimer::singleShot(span, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace delivery::terminal
