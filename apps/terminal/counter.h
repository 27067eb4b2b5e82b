#pragma once
/// Where a verb asks: one question after another, each waited for, each failure already explained
/// on the screen.

#include <QString>
#include <QStringList>
#include <QUrl>
#include <memory>
#include <optional>

#include "apps/kit/command_outbox.h"
#include "apps/kit/reader.h"
#include "apps/kit/representation.h"
#include "apps/kit/session.h"
#include "apps/terminal/screen.h"
#include "apps/terminal/verb.h"

namespace delivery::kit {
class Body;
class CommandSender;
}  // namespace delivery::kit

namespace delivery::terminal {

struct Settings {
    QUrl server;
    QString user;
    /// The folder of the outboxes; empty: under the user's own data.
    QString outboxFolder;
    QString password;
    /// Vouches for the server's certificate; empty: the machine's own authorities do.
    QString authorityFile = {};
};

/// What was read, or how to leave: the reason is on the screen already.
using Told = tl::expected<kit::Representation, Exit>;

class Counter {
  public:
    Counter(Settings settings, const Screen& screen);
    ~Counter();
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;

    [[nodiscard]] const Screen& screen() const { return m_screen; }
    [[nodiscard]] const QString& user() const { return m_settings.user; }
    /// Before anything is asked: false when the authority's file holds no certificate.
    [[nodiscard]] bool knowsWhomToTrust() const { return m_knowsWhomToTrust; }
    [[nodiscard]] const kit::Surroundings& surroundings() const { return m_surroundings; }
    /// For what goes on by itself while a verb runs.
    [[nodiscard]] kit::Session& session() { return m_session; }
    [[nodiscard]] const kit::Gateway& gateway() const { return m_gateway; }
    /// Signs in where no session is kept, so that role and store are known.
    [[nodiscard]] tl::expected<kit::Grant, Exit> signedIn();

    [[nodiscard]] Told read(const QString& path,
                            kit::Reader::Pages pages = kit::Reader::Pages::First);
    [[nodiscard]] Told readAll(const QString& path) { return read(path, kit::Reader::Pages::All); }
    /// Says nothing of a failure: for whoever asks again anyway.
    [[nodiscard]] kit::Outcome readQuietly(const QString& path);

    [[nodiscard]] Told command(const QString& method, const QString& path, const kit::Body& body,
                               kit::Repeat repeat = kit::Repeat::SameWish);
    /// DELETE, which has no body.
    [[nodiscard]] Told deletion(const QString& path);
    /// Not stored before it is sent: the body holds a secret, and a repeat does no harm.
    [[nodiscard]] Told unstored(const QString& method, const QString& path, const kit::Body& body);

    /// PUT of a file's bytes. Not stored either: the file is at hand for a repeat, and a repeat
    /// does no harm.
    [[nodiscard]] Told upload(const QString& path, const QByteArray& bytes);

    /// The same, without a token: whoever asks has no account yet.
    [[nodiscard]] Told unstoredAsNobody(const QString& method, const QString& path,
                                        const kit::Body& body);

    /// From the environment, or typed at the terminal without being shown.
    [[nodiscard]] std::optional<QString> password();
    [[nodiscard]] Exit login();
    [[nodiscard]] Exit logout();

    /// What was answered is written: from now on the same command line is a new wish.
    void acknowledge();

    /// Lets time pass.
    void rest(std::chrono::milliseconds span);

  private:
    struct Sent;
    [[nodiscard]] Told unstored(const kit::Request& request, kit::Headers headers);
    [[nodiscard]] Told submit(const kit::Request& request, kit::Repeat repeat);
    [[nodiscard]] Sent send(const kit::Request& request, kit::Repeat repeat, bool isSecondTime);
    [[nodiscard]] bool openOutbox();
    [[nodiscard]] bool findPassword();
    [[nodiscard]] bool askPasswordAfter(const kit::Outcome& outcome);
    [[nodiscard]] Told toldOf(const kit::Request& asked, const kit::Outcome& outcome) const;
    void noteKept() const;
    void noteUnreachable(const QString& why) const;
    /// Somebody answered, and it was not the delivery server.
    void noteForeign(const QString& why) const;

    Settings m_settings;
    const Screen& m_screen;
    kit::Surroundings m_surroundings;
    kit::Gateway m_gateway;
    kit::Session m_session;
    kit::Reader m_reader;
    std::unique_ptr<kit::CommandOutbox> m_outbox;
    std::unique_ptr<kit::CommandSender> m_sender;
    /// Commands whose answers are not known to be written yet.
    QStringList m_answered;
    bool m_hasAskedPassword = false;
    bool m_knowsWhomToTrust = true;
};

}  // namespace delivery::terminal
