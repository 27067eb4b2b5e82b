#pragma once
/// Remembers one user's token at one server between runs, readable by its owner alone.

#include <QString>
#include <QUrl>
#include <cstdint>
#include <optional>

#include "core/result.h"

namespace delivery::kit {

/// A session's place at the broker. The password is short-lived and never written to a file.
struct BrokerPlace {
    /// "mqtt://host:port" or "mqtts://host:port".
    QString url = {};
    QString username = {};
    QString password = {};
    QString clientId = {};
    bool operator==(const BrokerPlace&) const = default;
};

/// What a login gives.
struct Grant {
    QString token = {};
    QString userId = {};
    /// "customer", "store", "rider" or "admin".
    QString role = {};
    /// The owner's own store, 0 for everybody else.
    std::int64_t storeId = 0;
    std::optional<std::int64_t> expiresAtUtcMilliseconds = std::nullopt;
    /// Only right after a login: later asked for when it is needed.
    std::optional<BrokerPlace> broker = std::nullopt;
};

/// Names the files of one account: readable, and different for each server and user.
[[nodiscard]] QString accountFileName(const QUrl& server, const QString& user);

class SessionFile {
  public:
    /// An empty path remembers nothing.
    explicit SessionFile(QString path);
    /// Under the program's own configuration folder.
    [[nodiscard]] static SessionFile ofAccount(const QUrl& server, const QString& user);

    [[nodiscard]] std::optional<Grant> read() const;
    [[nodiscard]] Expected<void> write(const Grant& grant) const;
    void erase() const;

  private:
    QString m_path;
};

}  // namespace delivery::kit
