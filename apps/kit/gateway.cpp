#include "apps/kit/gateway.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QTimer>
#include <memory>
#include <utility>

namespace delivery::kit {
namespace {

/// True where the server itself said no; false where the road to it broke, perhaps in the middle of
/// an answer.
bool isServersWord(QNetworkReply::NetworkError error) {
    const int number = error;
    // Qt's name for a plain 400 is ProtocolInvalidOperationError.
    return error == QNetworkReply::NoError ||
           error == QNetworkReply::ProtocolInvalidOperationError ||
           (number >= QNetworkReply::ContentAccessDenied &&
            number <= QNetworkReply::UnknownContentError) ||
           (number >= QNetworkReply::InternalServerError &&
            number <= QNetworkReply::UnknownServerError);
}

bool isBeforeSending(QNetworkReply::NetworkError error) {
    return error == QNetworkReply::ConnectionRefusedError ||
           error == QNetworkReply::HostNotFoundError ||
           error == QNetworkReply::SslHandshakeFailedError ||
           error == QNetworkReply::ProtocolUnknownError;
}

Outcome outcomeOf(QNetworkReply& reply, bool sent) {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 0 && isServersWord(reply.error())) {
        Answer answer;
        answer.status = status;
        answer.body = reply.readAll();
        answer.contentType = reply.header(QNetworkRequest::ContentTypeHeader).toByteArray();
        bool isNumber = false;
        const int seconds = reply.rawHeader("Retry-After").toInt(&isNumber);
        if (isNumber && seconds >= 0) answer.retryAfterSeconds = seconds;
        return answer;
    }
    const bool notSent = isBeforeSending(reply.error()) || !sent;
    return tl::unexpected(Fault{notSent ? FaultCode::Unreachable : FaultCode::OutcomeUnknown,
                                reply.errorString().toStdString()});
}

}  // namespace

QString segment(const QString& name) { return QString::fromLatin1(QUrl::toPercentEncoding(name)); }

QUrl withoutTrailingSlash(const QUrl& server) {
    QString path = server.path();
    while (path.endsWith(u'/')) path.chop(1);
    QUrl plain = server.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    plain.setPath(path);
    return plain;
}

Gateway::Gateway(const QUrl& server, Timeouts timeouts, QObject* parent)
    : QObject(parent), m_server(withoutTrailingSlash(server)), m_timeouts(timeouts) {
    m_network.setAutoDeleteReplies(true);
}

void Gateway::setLanguage(const QString& language) { m_language = language.toLatin1(); }

bool Gateway::trustOnly(const QString& authorityFile) {
    const QList<QSslCertificate> authorities = QSslCertificate::fromPath(authorityFile);
    if (authorities.isEmpty()) return false;
    QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
    trust.setCaCertificates(authorities);
    m_trust = std::move(trust);
    m_authorityFile = authorityFile;
    return true;
}

void Gateway::ask(const Request& request, const Headers& headers, QObject* context, Heard heard) {
    const QByteArray base = m_server.toEncoded();
    QNetworkRequest asked(QUrl::fromEncoded(base + request.path.toUtf8()));
    if (m_trust) asked.setSslConfiguration(*m_trust);
    asked.setRawHeader("Accept", "application/hal+json, application/json");
    asked.setRawHeader("Accept-Language", m_language);
    asked.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // A token must not follow a redirect to somebody else.
    asked.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                       QNetworkRequest::ManualRedirectPolicy);
    asked.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    asked.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    if (!request.body.isEmpty()) {
        asked.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    }
    for (const auto& [name, value] : headers) asked.setRawHeader(name, value);

    // Qt 6.4 may let a request wait for nothing until its time is over when one before it on the
    // same connections was refused. They are given up while nobody else uses them.
    if (m_underWay == 0 && std::exchange(m_doubtsConnections, false)) {
        m_network.clearConnectionCache();
    }
    ++m_underWay;
    QNetworkReply* reply =
        m_network.sendCustomRequest(asked, request.method.toLatin1(), request.body);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        --m_underWay;
        if (!isServersWord(reply->error())) m_doubtsConnections = true;
    });
    const auto sent = std::make_shared<bool>(false);
    connect(reply, &QNetworkReply::requestSent, reply, [sent] { *sent = true; });
    auto* connecting = new QTimer(reply);
    connecting->setSingleShot(true);
    connect(connecting, &QTimer::timeout, reply, &QNetworkReply::abort);
    connect(reply, &QNetworkReply::requestSent, connecting, &QTimer::stop);
    connecting->start(m_timeouts.connect);
    QTimer::singleShot(m_timeouts.total, reply, &QNetworkReply::abort);
    // The reply outlives a vanished context and is deleted by the network itself.
    connect(reply, &QNetworkReply::finished, context,
            [reply, sent, heard = std::move(heard)] { heard(outcomeOf(*reply, *sent)); });
}

}  // namespace delivery::kit
