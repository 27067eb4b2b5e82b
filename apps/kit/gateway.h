#pragma once
/// One question to the server and its answer, within bounded time. Knows no user, no retry, no
/// storage.

#include <QByteArray>
#include <QMetaType>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QString>
#include <QUrl>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/result.h"

namespace delivery::kit {

struct Request {
    QString method;
    /// Begins with a slash, holds the query; names inside it went through segment().
    QString path;
    /// JSON, or nothing.
    QByteArray body = {};
    bool operator==(const Request&) const = default;
};

struct Answer {
    int status = 0;
    QByteArray body = {};
    QByteArray contentType = {};
    std::optional<int> retryAfterSeconds = std::nullopt;
    [[nodiscard]] bool isDone() const { return status >= 200 && status < 300; }
};

/// Unreachable: certainly not sent. OutcomeUnknown: it may have been heard, and no whole answer
/// came.
using Outcome = tl::expected<Answer, Fault>;
using Heard = std::function<void(const Outcome&)>;
using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

struct Timeouts {
    std::chrono::milliseconds connect{3'000};
    std::chrono::milliseconds total{10'000};
};

/// Percent-encodes a name so that it stays one part of a path or of a query.
[[nodiscard]] QString segment(const QString& name);

/// The server's address without a slash at its end, whichever way it was written.
[[nodiscard]] QUrl withoutTrailingSlash(const QUrl& server);

/// Lives on the thread of its creator.
class Gateway : public QObject {
    Q_OBJECT

  public:
    explicit Gateway(const QUrl& server, Timeouts timeouts = {}, QObject* parent = nullptr);

    /// "ko" or "en": the language of the refusals that the server sends.
    void setLanguage(const QString& language);
    [[nodiscard]] const QUrl& server() const { return m_server; }
    /// From now on only servers whose certificate one of this file's authorities (PEM) vouches for.
    /// False when the file holds none: then nothing has changed.
    [[nodiscard]] bool trustOnly(const QString& authorityFile);
    /// What other roads to the same server trust; nothing: the machine's own authorities.
    [[nodiscard]] const std::optional<QSslConfiguration>& trust() const { return m_trust; }
    /// The file that trustOnly was given, or empty.
    [[nodiscard]] const QString& authorityFile() const { return m_authorityFile; }

    /// Never calls back before it returns, nor after the context is gone.
    void ask(const Request& request, const Headers& headers, QObject* context, Heard heard);

  private:
    QUrl m_server;
    Timeouts m_timeouts;
    QByteArray m_language = "ko";
    /// The machine's own authorities unless somebody named others.
    std::optional<QSslConfiguration> m_trust;
    QString m_authorityFile;
    QNetworkAccessManager m_network;
    int m_underWay = 0;
    /// Somebody was not answered: the connections that are kept may be of no use.
    bool m_doubtsConnections = false;
};

}  // namespace delivery::kit

Q_DECLARE_METATYPE(delivery::kit::Answer)
