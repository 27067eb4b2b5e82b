#include "server/door/http_tls.h"

#include <QDateTime>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace delivery::door {
namespace {

tl::unexpected<Fault> wrong(const std::string& why) {
    return tl::unexpected(Fault{FaultCode::NotAllowed, why});
}

/// Any kind of key that a certificate may have.
QSslKey keyIn(const QByteArray& pem) {
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull()) return key;
    }
    return {};
}

/// The private key's DER holds the public one: the modulus and exponent of RSA, the point of a
/// curve. They end the certificate's key.
bool belongTogether(const QSslCertificate& certificate, const QSslKey& key) {
    constexpr qsizetype tellingBytes = 64;
    const QByteArray shown = certificate.publicKey().toDer();
    return shown.size() >= tellingBytes && key.toDer().contains(shown.right(tellingBytes));
}

}  // namespace

Expected<QSslConfiguration> readTls(const HttpTls& tls) {
    if (!QSslSocket::supportsSsl()) return wrong("this machine's Qt has no TLS");
    const QList<QSslCertificate> chain =
        QSslCertificate::fromPath(QString::fromStdString(tls.certificateFile));
    if (chain.isEmpty()) return wrong(tls.certificateFile + " holds no certificate in PEM");
    if (chain.first().expiryDate() < QDateTime::currentDateTimeUtc()) {
        return wrong(tls.certificateFile + " has expired");
    }
    QFile file(QString::fromStdString(tls.keyFile));
    if (!file.open(QIODevice::ReadOnly)) return wrong(tls.keyFile + " cannot be read");
    const QSslKey key = keyIn(file.readAll());
    if (key.isNull()) return wrong(tls.keyFile + " holds no private key in PEM without a password");
    if (!belongTogether(chain.first(), key)) {
        return wrong(tls.keyFile + " is not the key of " + tls.certificateFile);
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

Expected<void> checkTls(const HttpTls& tls) {
    const auto read = readTls(tls);
    if (!read) return tl::unexpected(read.error());
    return {};
}

}  // namespace delivery::door
