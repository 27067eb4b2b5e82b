#pragma once
/// A blocking HTTP/1.1 client for tests: one request at a time on a kept connection, usable from
/// any thread.

#include <QByteArray>
#include <QMap>
#include <QString>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace delivery::tests {

struct HttpAnswer {
    /// 0 when there was no answer: refused, reset or silent.
    int status = 0;
    QMap<QByteArray, QByteArray> headers;  ///< names in lower case
    QByteArray body;
    [[nodiscard]] nlohmann::json json() const;
};

using Headers = std::vector<std::pair<QByteArray, QByteArray>>;

/// Not shared between threads.
class BlockingHttp {
  public:
    BlockingHttp(quint16 port, QByteArray token = {});
    ~BlockingHttp();
    BlockingHttp(const BlockingHttp&) = delete;
    BlockingHttp& operator=(const BlockingHttp&) = delete;

    HttpAnswer get(const QByteArray& path) { return request("GET", path, {}); }
    HttpAnswer post(const QByteArray& path, const nlohmann::json& body, const Headers& more = {}) {
        return request("POST", path, QByteArray::fromStdString(body.dump()), more);
    }
    HttpAnswer put(const QByteArray& path, const nlohmann::json& body = nlohmann::json::object(),
                   const Headers& more = {}) {
        return request("PUT", path, QByteArray::fromStdString(body.dump()), more);
    }
    HttpAnswer erase(const QByteArray& path) { return request("DELETE", path, {}); }
    HttpAnswer request(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                       const Headers& more = {});
    void setTimeoutMs(int timeoutMs) { m_timeoutMs = timeoutMs; }
    [[nodiscard]] const QByteArray& token() const { return m_token; }

  private:
    struct Line;
    quint16 m_port;
    QByteArray m_token;
    int m_timeoutMs = 20'000;
    std::unique_ptr<Line> m_line;
};

}  // namespace delivery::tests
