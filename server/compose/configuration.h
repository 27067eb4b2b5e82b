#pragma once
/// Every setting of the server in one struct, read from a TOML file and the environment; what is
/// wrong is named, never guessed.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "desk/desk.h"
#include "server/door/door.h"
#include "server/door/http_server.h"
#include "server/outside/effect_worker.h"
#include "server/outside/message_worker.h"
#include "server/outside/payment_client.h"
#include "server/outside/solapi_client.h"
#include "server/shift/shift.h"

namespace delivery::compose {

/// The broker of our own, or (url) one that somebody else runs.
struct BrokerSettings {
    std::string host = "127.0.0.1";
    std::int64_t port = 1883;
    std::string program = "/usr/sbin/mosquitto";
    /// Ours for it; empty: beside the program that runs.
    std::string plugin;
    std::string certificateFile;
    std::string keyFile;
    /// What clients are told, where it is not the address that is listened on.
    std::string publicUrl;
    int connectionsMax = 1'000;
    std::string url;
    std::string user;
    std::string passwordFile;
    /// Read from that file.
    std::string password;
    std::string caFile;
};

struct Configuration {
    std::string host = "127.0.0.1";
    std::int64_t port = 8088;
    /// Also listens on 8081 to 8085, with the same routes.
    bool legacyPorts = false;
    /// Listening beyond this machine without TLS is refused unless somebody says so here.
    bool allowPlainHttp = false;
    std::string dataDirectory;
    std::string logLevel = "notice";
    /// Pages of 4096 bytes before the write-ahead log is moved into the file.
    std::int64_t checkpointFrames = 1000;
    /// A bound for the database in pages; 0: the disk's.
    std::int64_t databasePagesMax = 0;
    /// The control port of the demo's delivery-sandbox; 0 takes a free one.
    std::int64_t sandboxPort = 9099;

    BrokerSettings broker;
    /// Where POST /backups may copy to; empty: the data directory's backups.
    std::string backupDirectory;
    delivery::door::HttpLimits http;
    /// Both or neither; the key's file is readable by its owner only.
    delivery::door::HttpTls tls;
    delivery::door::DoorSettings door;
    delivery::shift::Limits shift;
    delivery::desk::Settings desk;
    outside::PaymentClientSettings payment;
    /// Holds the provider's secret key and nothing else; readable by its owner only.
    std::string paymentSecretKeyFile;
    outside::EffectSettings effects;
    /// Without an address nobody is sent a message; the app tells them all the same.
    outside::SolapiSettings messages;
    std::string messagesSecretFile;
    outside::MessageSettings messaging;
    /// A store whose last device is gone for so long takes no new orders until one is back.
    bool presencePauses = true;
    Span presenceGrace = seconds(60);
    /// How a browser gets to the provider's card page: by address, or by the provider's script.
    struct Cards {
        std::string page;
        std::string clientKey;
        std::string script = "https://js.tosspayments.com/v1/payment";
    } cards;
};

/// What is wrong, where: "delivery.toml: server.port (line 3): must be between 0 and 65535".
struct Wrong {
    std::string file;
    std::string key;
    std::string reason;
    [[nodiscard]] std::string text() const { return file + ": " + key + ": " + reason; }
};

/// "server.port" and what it means, for the documentation and its test.
struct SettingName {
    std::string key;
    std::string meaning;
};
[[nodiscard]] std::vector<SettingName> settingNames();

/// Defaults, then what a demo changes, then the file, then DELIVERY_SERVER_PORT and its like.
[[nodiscard]] tl::expected<Configuration, Wrong> readConfiguration(
    const std::optional<std::string>& file, bool isDemo);

/// Where settings contradict each other or name what is not there; reads the secrets. isDemo: the
/// payment provider may be missing, because the demo brings its own.
[[nodiscard]] tl::expected<void, Wrong> complete(Configuration& configuration,
                                                 const std::string& file, bool isDemo);

/// Only what is needed to open the data directory: for errands that call nobody.
[[nodiscard]] tl::expected<void, Wrong> completeStorage(Configuration& configuration,
                                                        const std::string& file, bool isDemo);

/// $XDG_DATA_HOME/deliverystore, or deliverystore-demo: demo accounts never meet real ones.
[[nodiscard]] std::string defaultDataDirectory(bool isDemo);

[[nodiscard]] bool isLoopback(const std::string& host);

}  // namespace delivery::compose
