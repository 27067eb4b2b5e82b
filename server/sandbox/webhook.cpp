#include "server/sandbox/webhook.h"

#include <QDateTime>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimeZone>
#include <QUrl>

namespace delivery::sandbox {

namespace {

constexpr int patienceMs = 10'000;
constexpr int seoulOffsetSeconds = 9 * 3'600;

/// As the provider writes it: without a zone.
QByteArray createdAt() {
    return QDateTime::currentDateTimeUtc()
        .toOffsetFromUtc(seoulOffsetSeconds)
        .toString("yyyy-MM-ddTHH:mm:ss.zzz000")
        .toUtf8();
}

}  // namespace

Webhook::Webhook() { m_network.setProxy(QNetworkProxy::NoProxy); }

bool Webhook::setTarget(const std::string& url) {
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    const bool isHttp = parsed.scheme() == "http" || parsed.scheme() == "https";
    if (!url.empty() && (!parsed.isValid() || !isHttp || parsed.host().isEmpty())) return false;
    m_target = url;
    return true;
}

void Webhook::tell(const std::string& payment) {
    if (m_target.empty()) return;
    QNetworkRequest request(QUrl(QString::fromStdString(m_target)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(patienceMs);
    const QByteArray body = R"({"eventType":"PAYMENT_STATUS_CHANGED","createdAt":")" + createdAt() +
                            R"(","data":)" + QByteArray::fromStdString(payment) + "}";
    QNetworkReply* const reply = m_network.post(request, body);
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

}  // namespace delivery::sandbox
