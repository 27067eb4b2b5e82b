// The broker's side of the gate: mosquitto's C interface around BrokerGate. Everything here runs on
// the broker's one thread.

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <sodium.h>

extern "C" {
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
}

#include "server/announce/broker_plugin/gate.h"

namespace {

using delivery::Instant;
using delivery::announce::BrokerGate;

/// The server's end may be slow to write the key, but not slower than this.
constexpr int keyWaitMs = 5'000;
/// How often the sessions' ends are looked at; the line to the server is read at every tick.
constexpr std::int64_t lookEveryMs = 200;

struct Plugin {
    BrokerGate gate;
    mosquitto_plugin_id_t* id = nullptr;
    /// A socket shared with the server: keys and revocations come, and its end means that the
    /// server is gone.
    int line = -1;
    bool saidReady = false;
    std::int64_t lookedAtMs = 0;
};

Instant now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

std::string_view textOf(const char* text) { return text == nullptr ? "" : text; }

/// Reads what is there. A server that is gone takes its broker along: nobody would ever come back
/// for this one.
void listen(Plugin& plugin) {
    std::array<char, 4096> bytes{};
    while (true) {
        const ssize_t count = ::read(plugin.line, bytes.data(), bytes.size());
        if (count > 0) {
            if (!plugin.gate.hear({bytes.data(), static_cast<std::size_t>(count)})) {
                mosquitto_log_printf(MOSQ_LOG_ERR, "delivery: a line was not understood");
            }
            continue;
        }
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        ::_exit(0);
    }
}

int onBasicAuth(int, void* event, void* user) {
    auto& plugin = *static_cast<Plugin*>(user);
    const auto& asked = *static_cast<mosquitto_evt_basic_auth*>(event);
    // A revocation that is on its way counts.
    listen(plugin);
    const bool admitted = plugin.gate.admit(
        {textOf(asked.username), textOf(asked.password), textOf(mosquitto_client_id(asked.client)),
         mosquitto_client_keepalive(asked.client)},
        now());
    return admitted ? MOSQ_ERR_SUCCESS : MOSQ_ERR_AUTH;
}

int onAclCheck(int, void* event, void* user) {
    auto& plugin = *static_cast<Plugin*>(user);
    const auto& asked = *static_cast<mosquitto_evt_acl_check*>(event);
    const std::string_view name = textOf(mosquitto_client_username(asked.client));
    const std::string_view topic = textOf(asked.topic);
    bool allowed = false;
    switch (asked.access) {
        case MOSQ_ACL_READ:
            allowed = plugin.gate.mayReceive(name, topic);
            break;
        case MOSQ_ACL_WRITE:
            allowed = plugin.gate.mayPublish(name, topic, asked.retain, asked.payloadlen);
            break;
        case MOSQ_ACL_SUBSCRIBE:
            allowed =
                plugin.gate.maySubscribe(name, topic, mosquitto_client_clean_session(asked.client));
            break;
        case MOSQ_ACL_UNSUBSCRIBE:
            allowed = true;
            break;
        default:
            break;
    }
    return allowed ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
}

int onDisconnect(int, void* event, void* user) {
    auto& plugin = *static_cast<Plugin*>(user);
    const auto& gone = *static_cast<mosquitto_evt_disconnect*>(event);
    plugin.gate.left(textOf(mosquitto_client_username(gone.client)), now());
    return MOSQ_ERR_SUCCESS;
}

int onTick(int, void*, void* user) {
    auto& plugin = *static_cast<Plugin*>(user);
    // The first tick comes when the listeners are open.
    if (!plugin.saidReady) {
        constexpr std::string_view ready = "ready\n";
        plugin.saidReady = ::write(plugin.line, ready.data(), ready.size()) > 0;
    }
    listen(plugin);
    const Instant at = now();
    if (at.utcMilliseconds - plugin.lookedAtMs < lookEveryMs &&
        at.utcMilliseconds >= plugin.lookedAtMs) {
        return MOSQ_ERR_SUCCESS;
    }
    plugin.lookedAtMs = at.utcMilliseconds;
    // With their will: that a device is gone is true however it went.
    for (const std::string& name : plugin.gate.toKick(at)) {
        mosquitto_kick_client_by_username(name.c_str(), true);
    }
    return MOSQ_ERR_SUCCESS;
}

/// Waits for the key, which the server writes before it starts the broker.
bool awaitKey(Plugin& plugin) {
    while (!plugin.gate.hasKey()) {
        pollfd waiting{plugin.line, POLLIN, 0};
        if (::poll(&waiting, 1, keyWaitMs) <= 0) return false;
        listen(plugin);
    }
    return true;
}

}  // namespace

extern "C" {

int mosquitto_plugin_version(int supportedCount, const int* supported) {
    for (int i = 0; i < supportedCount; ++i) {
        if (supported[i] == MOSQ_PLUGIN_VERSION) return MOSQ_PLUGIN_VERSION;
    }
    return -1;
}

int mosquitto_plugin_init(mosquitto_plugin_id_t* id, void** user, mosquitto_opt* options,
                          int optionCount) {
    if (sodium_init() < 0) return MOSQ_ERR_UNKNOWN;
    auto* plugin = new Plugin;
    *user = plugin;
    plugin->id = id;
    for (int i = 0; i < optionCount; ++i) {
        if (std::strcmp(options[i].key, "line") == 0) plugin->line = std::atoi(options[i].value);
    }
    const int flags = ::fcntl(plugin->line, F_GETFL);
    if (flags < 0 || ::fcntl(plugin->line, F_SETFL, flags | O_NONBLOCK) < 0) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "delivery: no line to the server");
        return MOSQ_ERR_INVAL;
    }
    if (!awaitKey(*plugin)) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "delivery: no key from the server");
        return MOSQ_ERR_INVAL;
    }
    struct Wish {
        int event;
        MOSQ_FUNC_generic_callback callback;
    };
    for (const Wish& wish : {Wish{MOSQ_EVT_BASIC_AUTH, onBasicAuth},
                             {MOSQ_EVT_ACL_CHECK, onAclCheck},
                             {MOSQ_EVT_DISCONNECT, onDisconnect},
                             {MOSQ_EVT_TICK, onTick}}) {
        const int registered =
            mosquitto_callback_register(id, wish.event, wish.callback, nullptr, plugin);
        if (registered != MOSQ_ERR_SUCCESS) return registered;
    }
    return MOSQ_ERR_SUCCESS;
}

int mosquitto_plugin_cleanup(void* user, mosquitto_opt*, int) {
    auto* plugin = static_cast<Plugin*>(user);
    if (plugin == nullptr) return MOSQ_ERR_SUCCESS;
    mosquitto_callback_unregister(plugin->id, MOSQ_EVT_BASIC_AUTH, onBasicAuth, nullptr);
    mosquitto_callback_unregister(plugin->id, MOSQ_EVT_ACL_CHECK, onAclCheck, nullptr);
    mosquitto_callback_unregister(plugin->id, MOSQ_EVT_DISCONNECT, onDisconnect, nullptr);
    mosquitto_callback_unregister(plugin->id, MOSQ_EVT_TICK, onTick, nullptr);
    delete plugin;
    return MOSQ_ERR_SUCCESS;
}
}
