#include "apps/kit/session_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <nlohmann/json.hpp>
#include <utility>

#include "apps/kit/gateway.h"
#include "apps/kit/representation.h"

namespace delivery::kit {
namespace {

constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr qint64 bytesMax = 64 * 1024;

}  // namespace

QString accountFileName(const QUrl& server, const QString& user) {
    const QByteArray account = withoutTrailingSlash(server).toEncoded() + '\n' + user.toUtf8();
    const QByteArray digest =
        QCryptographicHash::hash(account, QCryptographicHash::Sha256).toHex().left(16);
    QString readable;
    for (const QChar letter : user.left(32)) {
        const bool plain = letter.isLetterOrNumber() || letter == u'-' || letter == u'_';
        readable += plain ? letter : QChar(u'_');
    }
    return readable + u'-' + QString::fromLatin1(digest);
}

SessionFile::SessionFile(QString path) : m_path(std::move(path)) {}

SessionFile SessionFile::ofAccount(const QUrl& server, const QString& user) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    return SessionFile(folder + "/sessions/" + accountFileName(server, user) + ".json");
}

std::optional<Grant> SessionFile::read() const {
    QFile file(m_path);
    if (m_path.isEmpty() || !file.open(QIODevice::ReadOnly)) return std::nullopt;
    const auto held = Representation::parse(file.read(bytesMax));
    if (!held || held->text("token").isEmpty()) return std::nullopt;
    return Grant{.token = held->text("token"),
                 .userId = held->text("userId"),
                 .role = held->text("role"),
                 .storeId = held->number("storeId"),
                 .expiresAtUtcMilliseconds = held->has("expiresAt")
                                                 ? std::optional(held->number("expiresAt"))
                                                 : std::nullopt};
}

Expected<void> SessionFile::write(const Grant& grant) const {
    if (m_path.isEmpty()) return {};
    const QString folder = QFileInfo(m_path).absolutePath();
    if (!QDir().mkpath(folder)) {
        return tl::unexpected(
            Fault{FaultCode::NotAllowed, "cannot make the folder " + folder.toStdString()});
    }
    nlohmann::json held{{"token", grant.token.toStdString()},
                        {"userId", grant.userId.toStdString()},
                        {"role", grant.role.toStdString()}};
    if (grant.storeId != 0) held["storeId"] = grant.storeId;
    if (grant.expiresAtUtcMilliseconds) held["expiresAt"] = *grant.expiresAtUtcMilliseconds;
    QSaveFile file(m_path);
    // The permissions are set on the empty file, so that the token is never readable by others.
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly) &&
                         file.write(QByteArray::fromStdString(held.dump())) > 0 && file.commit();
    if (!written) {
        return tl::unexpected(Fault{FaultCode::NotAllowed, file.errorString().toStdString()});
    }
    return {};
}

void SessionFile::erase() const {
    if (!m_path.isEmpty()) QFile::remove(m_path);
}

}  // namespace delivery::kit
