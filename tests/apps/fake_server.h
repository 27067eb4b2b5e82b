#pragma once
/// A server for tests that speaks just enough HTTP/1.1: it notes what it hears and answers what it
/// is told to.

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QTcpServer>
#include <QUrl>
#include <functional>
#include <vector>

class QTcpSocket;

namespace delivery::test {

struct HeardRequest {
    QByteArray method;
    QByteArray path;
    QHash<QByteArray, QByteArray> headers;  ///< names in lower case
    QByteArray body;
    [[nodiscard]] QByteArray key() const { return headers.value("idempotency-key"); }
    [[nodiscard]] QByteArray line() const { return method + ' ' + path; }
};

struct FakeReply {
    enum class Manner { Whole, HangUp, Silent, Half };
    int status = 200;
    QByteArray body = "{}";
    QByteArray contentType = "application/hal+json";
    std::vector<std::pair<QByteArray, QByteArray>> headers = {};
    /// HangUp closes without a word, Silent says nothing and stays, Half breaks off inside the
    /// body.
    Manner manner = Manner::Whole;
};

/// Lives on the test's thread; each connection serves one request after another.
class FakeServer : public QTcpServer {
    Q_OBJECT

  public:
    using Script = std::function<FakeReply(const HeardRequest&)>;
    explicit FakeServer(Script script = {}, QObject* parent = nullptr);

    void setScript(Script script) { m_script = std::move(script); }
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const std::vector<HeardRequest>& heard() const { return m_heard; }
    /// Those of one "METHOD /path", in order.
    [[nodiscard]] std::vector<HeardRequest> heard(const QByteArray& line) const;
    void forgetAll() { m_heard.clear(); }

  private:
    void serve(QTcpSocket* socket);
    void readFrom(QTcpSocket* socket);
    Script m_script;
    QHash<QTcpSocket*, QByteArray> m_unread;
    std::vector<HeardRequest> m_heard;
};

/// An application/problem+json answer.
[[nodiscard]] FakeReply problemReply(int status, const QByteArray& title, const QByteArray& detail,
                                     int code = 0, const QByteArray& state = {});

}  // namespace delivery::test
