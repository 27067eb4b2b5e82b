// delivery-sandbox plays the outside world on a machine without a merchant account.

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include <fcntl.h>

#include <nlohmann/json.hpp>

#include "server/door/http_server.h"
#include "server/sandbox/control.h"
#include "server/sandbox/database.h"
#include "server/sandbox/lifeline.h"
#include "server/sandbox/messenger.h"
#include "server/sandbox/payment_ledger.h"
#include "server/sandbox/payment_provider.h"
#include "server/sandbox/provider_gate.h"
#include "server/sandbox/replies.h"
#include "server/sandbox/switches.h"

#include <QCoreApplication>
#include <QTimer>

namespace {

using namespace delivery;
using namespace delivery::sandbox;

constexpr std::uint16_t portDefault = 9099;
constexpr int drainMsMax = 2'000;
constexpr const char* providerPortSetting = "provider_port";
constexpr const char* parentVariable = "DELIVERY_DIE_WITH_PARENT";

/// As sysexits.h has them.
constexpr int exitUsage = 64;
constexpr int exitUnavailable = 69;
constexpr int exitInputOutput = 74;
constexpr int exitInUse = 75;

struct Settings {
    std::uint16_t port = portDefault;
    std::optional<std::uint16_t> providerPort;
    std::string data;
    std::string secretKey = "test_sk_sandbox";
    std::string webhook;
    MessengerKeys messenger;
    bool diesWithParent = false;
    std::optional<pid_t> parent;
};

int complain(int code, const std::string& why) {
    std::cerr << "delivery-sandbox: " << why << std::endl;
    return code;
}

/// Without a wish the port of the last run is taken again, so that a server that knows it finds it
/// after a restart.
Expected<std::uint16_t> takeProviderPort(ProviderGate& gate, PaymentLedger& ledger,
                                         const Settings& settings) {
    Expected<std::uint16_t> taken = tl::unexpected(Fault{FaultCode::NotAllowed, ""});
    const auto last = ledger.findSetting(providerPortSetting);
    if (!settings.providerPort && last) {
        taken = gate.take(static_cast<std::uint16_t>(std::strtoul(last->c_str(), nullptr, 10)));
    }
    if (!taken) taken = gate.take(settings.providerPort.value_or(0));
    if (taken) ledger.putSetting(providerPortSetting, std::to_string(*taken));
    return taken;
}

/// Held until the process ends.
bool lockDirectory(const std::string& directory) {
    const std::string path = directory + "/sandbox.lock";
    const int lock = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0;
}

int run(const Settings& settings) {
    std::error_code error;
    std::filesystem::create_directories(settings.data, error);
    if (error) return complain(exitInputOutput, settings.data + ": " + error.message());
    if (!lockDirectory(settings.data)) {
        return complain(exitInUse, settings.data + " is used by another delivery-sandbox");
    }
    auto database = Database::open(settings.data + "/sandbox.db");
    if (!database) return complain(exitInputOutput, database.error().text);

    Lifeline lifeline;
    PaymentLedger ledger(**database);
    Switchboard paymentSwitches({"charge", "query", "cancel", "issue"});
    Switchboard kakaoSwitches({"send"});
    PaymentProvider provider(ledger, paymentSwitches, settings.secretKey);
    Messenger messenger(ledger, kakaoSwitches, settings.messenger);
    ProviderGate gate(provider);
    Webhook webhook;
    if (!webhook.setTarget(settings.webhook)) {
        return complain(exitUsage, "--webhook: an http address is expected");
    }
    provider.onMoved([&webhook](const std::string& payment) { webhook.tell(payment); });
    Control control({ledger, paymentSwitches, kakaoSwitches, provider, gate, messenger, webhook});
    door::HttpServer server(control, sandboxLimits());

    const auto providerPort = takeProviderPort(gate, ledger, settings);
    if (!providerPort) return complain(exitUnavailable, providerPort.error().text);
    const auto port = server.listen("127.0.0.1", settings.port);
    if (!port) return complain(exitUnavailable, port.error().text);

    // Both end after what is in flight; a client that never reads is not waited for.
    QObject::connect(&lifeline, &Lifeline::ended, &server, &door::HttpServer::drain);
    QObject::connect(&lifeline, &Lifeline::ended, &server, [&gate] {
        gate.shut();
        QTimer::singleShot(drainMsMax, QCoreApplication::instance(), &QCoreApplication::quit);
    });
    QObject::connect(&server, &door::HttpServer::drained, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    const nlohmann::ordered_json ready{
        {"ready", true},
        {"http", "http://127.0.0.1:" + std::to_string(*port)},
        {"provider", "http://127.0.0.1:" + std::to_string(*providerPort)},
        {"pid", ::getpid()}};
    std::cout << ready.dump() << std::endl;
    return QCoreApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    // Its files are for its owner alone, like those of the server that started it.
    ::umask(077);
    QCoreApplication application(argc, argv);
    Settings settings;
    if (const char* parent = std::getenv(parentVariable); parent != nullptr) {
        settings.diesWithParent = true;
        const long pid = std::strtol(parent, nullptr, 10);
        if (pid > 1) settings.parent = static_cast<pid_t>(pid);
    }
    CLI::App app{"Plays the payment provider, the KakaoTalk message provider and the geocoder."};
    app.add_option("--port", settings.port, "control, messages, geocoder; 0 takes a free one");
    app.add_option("--provider-port", settings.providerPort, "the payment provider's API");
    app.add_option("--data", settings.data, "where the ledger lies")->required();
    app.add_option("--secret-key", settings.secretKey, "what the payment provider accepts");
    app.add_option("--webhook", settings.webhook, "who is told of captures and refunds");
    app.add_option("--kakao-key", settings.messenger.apiKey, "the message provider's API key");
    app.add_option("--kakao-secret", settings.messenger.apiSecret, "and its secret");
    pid_t parent = 0;
    const auto* dies = app.add_option("--die-with-parent", parent, "end when the parent (pid) does")
                           ->expected(0, 1);
    CLI11_PARSE(app, argc, argv);
    if (dies->count() > 0) settings.diesWithParent = true;
    if (parent > 1) settings.parent = parent;
    if (settings.diesWithParent && !dieWithParent(settings.parent)) {
        return complain(exitUnavailable, "the parent is gone");
    }
    return run(settings);
}
