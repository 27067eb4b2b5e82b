#pragma once
/// Runs the real delivery-sandbox as a child and speaks its contracts, for tests.

#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/raw_client.h"

#include <QProcess>
#include <QTest>
#include <QUrl>

namespace delivery::test {

struct SandboxReply {
    int status = 0;  ///< 0: the connection was refused or broke off
    nlohmann::json body;
    std::map<std::string, std::string> headers;
};

class SandboxProcess {
  public:
    explicit SandboxProcess(QString data) : m_data(std::move(data)) {}
    ~SandboxProcess() { kill(); }

    /// False if it did not become ready.
    bool start(QStringList more = {}) {
        m_process = std::make_unique<QProcess>();
        m_process->setProcessChannelMode(QProcess::SeparateChannels);
        m_process->start(QStringLiteral(DELIVERY_BIN_DIR "/delivery-sandbox"),
                         QStringList{"--port", "0", "--data", m_data} + more);
        QByteArray line;
        const bool told = QTest::qWaitFor(
            [&] {
                line += m_process->readAllStandardOutput();
                return line.endsWith('\n') || m_process->state() == QProcess::NotRunning;
            },
            20'000);
        const auto ready = nlohmann::json::parse(line.toStdString(), nullptr, false);
        if (!told || !ready.is_object()) return false;
        port = portOf(ready["http"]);
        providerPort = portOf(ready["provider"]);
        return ready["ready"] == true && ready["pid"] == m_process->processId();
    }
    void kill() {
        if (!m_process) return;
        m_process->kill();
        m_process->waitForFinished();
    }
    /// SIGTERM; the exit code, or -1 if it did not end well in time.
    int terminate() {
        m_process->terminate();
        const bool ended = m_process->waitForFinished(10'000);
        return ended && m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode()
                                                                        : -1;
    }
    QProcess& process() { return *m_process; }

    /// A request to the control port.
    SandboxReply ask(const std::string& method, const std::string& target,
                     const std::string& body = {}, const std::string& fields = {}) const {
        return exchange(port, method, target, body, fields);
    }
    SandboxReply put(const std::string& target, const nlohmann::json& body) const {
        return ask("PUT", target, body.dump());
    }
    nlohmann::json ledger() const { return ask("GET", "/sandbox/ledger").body; }

    static std::string authorization(const std::string& secretKey = "test_sk_sandbox") {
        return "Authorization: Basic " +
               QByteArray::fromStdString(secretKey + ":").toBase64().toStdString() + "\r\n";
    }
    static std::string printRequest(const std::string& method, const std::string& target,
                                    const std::string& body, const std::string& fields) {
        return method + " " + target + " HTTP/1.1\r\nHost: sandbox\r\n" + fields +
               (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
               "\r\n" + body;
    }
    static nlohmann::json chargeBody(const std::string& orderId, std::int64_t amount = 12'000) {
        return {{"amount", amount},
                {"customerKey", "demo-song"},
                {"orderId", orderId},
                {"orderName", "불닭 외 1건"}};
    }
    static std::string chargeRequest(const std::string& orderId, const std::string& key,
                                     std::int64_t amount = 12'000) {
        return printRequest("POST", "/v1/billing/bk_demo_song", chargeBody(orderId, amount).dump(),
                            authorization() + "Idempotency-Key: " + key + "\r\n");
    }
    /// A request to the payment provider, with the right secret key.
    SandboxReply pay(const std::string& method, const std::string& target,
                     const std::string& body = {}, const std::string& key = {}) const {
        const std::string idempotency = key.empty() ? "" : "Idempotency-Key: " + key + "\r\n";
        return exchange(providerPort, method, target, body, authorization() + idempotency);
    }
    SandboxReply charge(const std::string& orderId, const std::string& key,
                        std::int64_t amount = 12'000,
                        const std::string& billingKey = "bk_demo_song") const {
        return pay("POST", "/v1/billing/" + billingKey, chargeBody(orderId, amount).dump(), key);
    }
    SandboxReply query(const std::string& orderId) const {
        return pay("GET", "/v1/payments/orders/" + orderId);
    }
    SandboxReply cancel(const std::string& paymentKey, const std::string& key,
                        nlohmann::json body = {{"cancelReason", "고객 취소"}}) const {
        return pay("POST", "/v1/payments/" + paymentKey + "/cancel", body.dump(), key);
    }

    static SandboxReply readReply(RawClient& client) {
        const RawReply reply = client.reply();
        return {reply.status, nlohmann::json::parse(reply.body, nullptr, false), reply.headers};
    }
    static SandboxReply exchange(std::uint16_t to, const std::string& method,
                                 const std::string& target, const std::string& body,
                                 const std::string& fields) {
        RawClient client(to);
        if (client.closed()) return {};
        client.send(printRequest(method, target, body, fields));
        return readReply(client);
    }

    std::uint16_t port = 0;
    std::uint16_t providerPort = 0;

  private:
    static std::uint16_t portOf(const nlohmann::json& url) {
        return static_cast<std::uint16_t>(
            QUrl(QString::fromStdString(url.get<std::string>())).port());
    }

    QString m_data;
    std::unique_ptr<QProcess> m_process;
};

}  // namespace delivery::test
