#pragma once
/// Reads what a server shows of itself over TLS. Internal to the HTTP front.

#include "core/result.h"
#include "server/door/http_server.h"

#include <QSslConfiguration>

namespace delivery::door {

/// A configuration of TLS 1.2 and later, or what is wrong with the files.
[[nodiscard]] Expected<QSslConfiguration> readTls(const HttpTls& tls);

}  // namespace delivery::door
