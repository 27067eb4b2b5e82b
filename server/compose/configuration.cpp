#include "server/compose/configuration.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <type_traits>
#include <utility>

#include <sys/stat.h>

#include <QHostAddress>
#include <QUrl>

namespace {
/// toml++ 3.3 asserts where some broken files should be complained about (found by the fuzzer).
struct TomlAsserted {};
[[noreturn]] void endParsing() { throw TomlAsserted{}; }
}  // namespace

// Header only, so that its assertions are ours: they end in parsed(), as all of its exceptions do.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ASSERT(expression) ((expression) ? void() : endParsing())
#include <toml++/toml.h>

#include "server/compose/settings.h"

namespace delivery::compose {

namespace {

using Problem = std::optional<std::string>;

std::string betweenText(const Setting& setting) {
    return "must be between " + std::to_string(setting.min) + " and " + std::to_string(setting.max);
}

Problem putNumber(const Setting& setting, std::int64_t value) {
    if (value < setting.min || value > setting.max) return betweenText(setting);
    return std::visit(
        [value](auto* place) -> Problem {
            using Value = std::remove_pointer_t<decltype(place)>;
            if constexpr (std::is_same_v<Value, Span>) {
                *place = milliseconds(value);
            } else if constexpr (std::is_same_v<Value, int> ||
                                 std::is_same_v<Value, std::int64_t> ||
                                 std::is_same_v<Value, std::size_t>) {
                *place = static_cast<Value>(value);
            }
            return std::nullopt;
        },
        setting.place);
}

Problem putText(const Setting& setting, const std::string& value) {
    const bool allowed = setting.words.empty() || std::ranges::count(setting.words, value) > 0;
    if (!allowed) {
        std::string words;
        for (const std::string& word : setting.words) words += (words.empty() ? "" : ", ") + word;
        return "must be one of " + words;
    }
    *std::get<std::string*>(setting.place) = value;
    return std::nullopt;
}

bool isNumber(const Setting& setting) {
    return !std::holds_alternative<bool*>(setting.place) &&
           !std::holds_alternative<std::string*>(setting.place) &&
           !std::holds_alternative<std::vector<std::string>*>(setting.place);
}

Problem putNode(const Setting& setting, const toml::node& node) {
    if (isNumber(setting)) {
        const auto* number = node.as_integer();
        return number ? putNumber(setting, number->get()) : "must be a whole number";
    }
    if (auto* const* flag = std::get_if<bool*>(&setting.place)) {
        const auto* value = node.as_boolean();
        if (value == nullptr) return "must be true or false";
        **flag = value->get();
        return std::nullopt;
    }
    if (std::holds_alternative<std::string*>(setting.place)) {
        const auto* value = node.as_string();
        return value ? putText(setting, value->get()) : "must be a text in quotes";
    }
    const auto* list = node.as_array();
    if (list == nullptr) return "must be a list of texts";
    std::vector<std::string> texts;
    for (const toml::node& item : *list) {
        if (!item.is_string()) return "must be a list of texts";
        texts.push_back(item.as_string()->get());
    }
    *std::get<std::vector<std::string>*>(setting.place) = std::move(texts);
    return std::nullopt;
}

Problem putEnvironment(const Setting& setting, const std::string& value) {
    if (isNumber(setting)) {
        std::int64_t number = 0;
        const char* const end = value.data() + value.size();
        const auto read = std::from_chars(value.data(), end, number);
        if (read.ec != std::errc{} || read.ptr != end) return "must be a whole number";
        return putNumber(setting, number);
    }
    if (auto* const* flag = std::get_if<bool*>(&setting.place)) {
        if (value != "true" && value != "false") return "must be true or false";
        **flag = value == "true";
        return std::nullopt;
    }
    if (std::holds_alternative<std::string*>(setting.place)) return putText(setting, value);
    std::vector<std::string> texts;
    std::istringstream parts(value);
    for (std::string part; std::getline(parts, part, ',');) texts.push_back(part);
    *std::get<std::vector<std::string>*>(setting.place) = std::move(texts);
    return std::nullopt;
}

std::string environmentName(const std::string& key) {
    std::string name = "DELIVERY_";
    for (const char c : key) {
        const bool lower = c >= 'a' && c <= 'z';
        name += c == '.' ? '_' : lower ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

std::string placeOf(const std::string& key, const toml::node& node) {
    return key + " (line " + std::to_string(node.source().begin.line) + ")";
}

tl::expected<void, Wrong> putTable(const std::string& file, const toml::table& table,
                                   const std::string& prefix,
                                   const std::vector<Setting>& settings) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        if (const toml::table* inner = node.as_table()) {
            const bool known = std::ranges::any_of(
                settings, [&](const Setting& s) { return s.key.starts_with(key + "."); });
            if (!known)
                return tl::make_unexpected(Wrong{file, placeOf(key, node), "is no setting"});
            auto put = putTable(file, *inner, key + ".", settings);
            if (!put) return put;
            continue;
        }
        const auto setting = std::ranges::find(settings, key, &Setting::key);
        if (setting == settings.end()) {
            return tl::make_unexpected(Wrong{file, placeOf(key, node), "is no setting"});
        }
        if (const Problem problem = putNode(*setting, node)) {
            return tl::make_unexpected(Wrong{file, placeOf(key, node), *problem});
        }
    }
    return {};
}

/// Whether a letter outside of ASCII stands where it is neither in a text that ends on this line
/// nor in a comment. toml++ 3.3 leaves undefined what it does then (found by the fuzzer).
bool hasForeignLetter(std::string_view line) {
    bool foreign = false;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char letter = line[i];
        if (static_cast<signed char>(letter) < 0) foreign = true;
        if (quote == 0) {
            if (foreign) return true;
            if (letter == '#') return false;
            if (letter == '"' || letter == '\'') quote = letter;
        } else if (letter == '\\' && quote == '"') {
            ++i;
        } else if (letter == quote) {
            quote = 0;
            foreign = false;
        }
    }
    return foreign;
}

std::optional<std::size_t> lineOfForeignLetter(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (hasForeignLetter(line)) return number;
    }
    return std::nullopt;
}

tl::expected<toml::table, Wrong> parsed(const std::string& file, const std::string& text) {
    if (const auto line = lineOfForeignLetter(text)) {
        return tl::make_unexpected(
            Wrong{file, "line " + std::to_string(*line),
                  "only ASCII letters may stand outside of quotes and comments"});
    }
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        const auto line = std::to_string(error.source().begin.line);
        return tl::make_unexpected(Wrong{file, "line " + line, std::string(error.description())});
    } catch (const TomlAsserted&) {
        return tl::make_unexpected(Wrong{file, "-", "is not TOML; see docs/CONFIGURATION.md"});
    }
}

tl::expected<void, Wrong> readFile(const std::string& file, const std::vector<Setting>& settings) {
    std::ifstream stream(file, std::ios::binary);
    struct stat facts {};
    // A folder opens, and its reading throws.
    const bool isFolder = ::stat(file.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
    if (!stream || isFolder) return tl::make_unexpected(Wrong{file, "-", "cannot be read"});
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto table = parsed(file, text);
    if (!table) return tl::make_unexpected(table.error());
    return putTable(file, *table, "", settings);
}

/// What a demo is for: many people from one machine, on nobody's real money.
void relaxForDemo(Configuration& configuration) {
    configuration.http.perAddressConnectionsMax = 4'096;
    configuration.door.commandsPerSecond = 1'000;
    configuration.door.commandsBurst = 1'000;
    configuration.door.loginFailuresMax = 1'000;
    configuration.presencePauses = false;
}

/// A secret that others may read is none.
Problem problemOfSecretFile(const std::string& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return "cannot be read";
    if ((status.st_mode & 077) != 0) return "may be read by others; chmod 600 it";
    return std::nullopt;
}

tl::expected<std::string, std::string> readSecret(const std::string& file) {
    if (const Problem problem = problemOfSecretFile(file)) return tl::make_unexpected(*problem);
    std::ifstream stream(file, std::ios::binary);
    std::string secret{std::istreambuf_iterator<char>(stream), {}};
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    const bool visible = std::ranges::all_of(secret, [](char c) { return c > ' ' && c < 127; });
    if (secret.empty() || !visible)
        return tl::make_unexpected("must hold one key and nothing else");
    return secret;
}

Problem problemOfBrokerUrl(const std::string& text) {
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const bool isPlain = url.scheme() == "mqtt";
    if (!url.isValid() || url.host().isEmpty() || (!isPlain && url.scheme() != "mqtts")) {
        return "must be an address that begins with mqtt:// or mqtts://";
    }
    if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty() ||
        (!url.path().isEmpty() && url.path() != "/")) {
        return "must be an address without user, path, query or fragment";
    }
    if (isPlain && !isLoopback(url.host().toStdString())) {
        return "must be mqtts: the password and what it opens would travel in the open";
    }
    return std::nullopt;
}

/// The setting's name and what is wrong with it.
using BrokerProblem = std::optional<std::pair<std::string, std::string>>;

BrokerProblem completeOtherBroker(BrokerSettings& broker) {
    if (const Problem problem = problemOfBrokerUrl(broker.url)) return {{"url", *problem}};
    if (!broker.certificateFile.empty() || !broker.publicUrl.empty()) {
        return {{"url", "somebody else's broker has its own certificate and address"}};
    }
    if (broker.user.empty() != broker.passwordFile.empty()) {
        return {{"user", "and password_file go together"}};
    }
    if (broker.user.empty()) return std::nullopt;
    auto secret = readSecret(broker.passwordFile);
    if (!secret) return {{"password_file", broker.passwordFile + " " + secret.error()}};
    broker.password = std::move(*secret);
    return std::nullopt;
}

BrokerProblem completeOwnBroker(const BrokerSettings& broker) {
    if (!broker.user.empty() || !broker.passwordFile.empty() || !broker.caFile.empty()) {
        return {{"user", "is for somebody else's broker (url)"}};
    }
    const QHostAddress address(QString::fromStdString(broker.host));
    if (address.isNull()) return {{"host", "must be an IP address"}};
    if (broker.certificateFile.empty() != broker.keyFile.empty()) {
        return {{"certificate_file", "and key_file go together"}};
    }
    if (broker.certificateFile.empty() && !address.isLoopback()) {
        return {{"host", "beyond this machine the broker needs certificate_file and key_file"}};
    }
    if (!broker.keyFile.empty()) {
        struct stat status {};
        if (::stat(broker.certificateFile.c_str(), &status) != 0) {
            return {{"certificate_file", broker.certificateFile + " cannot be read"}};
        }
        if (::stat(broker.keyFile.c_str(), &status) != 0) {
            return {{"key_file", broker.keyFile + " cannot be read"}};
        }
        if ((status.st_mode & 077) != 0) {
            return {{"key_file", broker.keyFile + " may be read by others; chmod 600 it"}};
        }
    }
    if (!broker.publicUrl.empty()) {
        if (const Problem problem = problemOfBrokerUrl(broker.publicUrl)) {
            return {{"public_url", *problem}};
        }
    } else if (address == QHostAddress::Any || address == QHostAddress::AnyIPv4 ||
               address == QHostAddress::AnyIPv6) {
        return {{"public_url", "is missing: nobody can connect to " + broker.host}};
    }
    return std::nullopt;
}

/// The setting and what is wrong with it.
std::optional<std::pair<std::string, std::string>> problemOfTls(const door::HttpTls& tls) {
    const std::string certificate = "http.tls_certificate_file";
    const std::string key = "http.tls_key_file";
    if (tls.certificateFile.empty() && tls.keyFile.empty()) return std::nullopt;
    if (tls.certificateFile.empty()) return std::pair{certificate, std::string{"is missing"}};
    if (tls.keyFile.empty()) return std::pair{key, std::string{"is missing"}};
    if (const Problem problem = problemOfSecretFile(tls.keyFile)) {
        return std::pair{key, tls.keyFile + " " + *problem};
    }
    const auto read = door::checkTls(tls);
    if (!read) return std::pair{certificate, read.error().text};
    return std::nullopt;
}

Problem problemOfUrl(const std::string& text) {
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http";
    if (!url.isValid() || url.host().isEmpty() || (!isHttp && url.scheme() != "https")) {
        return "must be an http or https address";
    }
    if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty()) {
        return "must be an address without user, query or fragment";
    }
    if (isHttp && !isLoopback(url.host().toStdString())) {
        return "must be https: the secret key would travel in the open";
    }
    return std::nullopt;
}

/// The setting and what is wrong with it.
std::optional<std::pair<std::string, std::string>> completeGeocoder(Configuration& configuration) {
    const std::string& file = configuration.geocoderKeyFile;
    if (configuration.geocoder.baseUrl.empty()) {
        if (file.empty()) return std::nullopt;
        return {{"base_url", "is missing: there is a key and nobody to show it to"}};
    }
    if (const Problem problem = problemOfUrl(configuration.geocoder.baseUrl)) {
        return {{"base_url", *problem}};
    }
    if (file.empty()) return {{"rest_key_file", "is missing"}};
    auto secret = readSecret(file);
    if (!secret) return {{"rest_key_file", file + " " + secret.error()}};
    configuration.geocoder.restKey = std::move(*secret);
    return std::nullopt;
}

bool isDigits(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The setting's name and what is wrong with it.
std::optional<std::pair<std::string, std::string>> completeMessages(Configuration& configuration) {
    outside::SolapiSettings& messages = configuration.messages;
    configuration.messaging.look = configuration.messaging.send;
    if (messages.baseUrl.empty()) return std::nullopt;
    if (const Problem problem = problemOfUrl(messages.baseUrl)) {
        return {{"kakaotalk.base_url", *problem}};
    }
    for (const auto& [key, value] : {std::pair{"api_key", &messages.apiKey},
                                     {"channel", &messages.channel},
                                     {"order_template", &messages.orderTemplate},
                                     {"store_template", &messages.storeTemplate},
                                     {"api_secret_file", &configuration.messagesSecretFile}}) {
        if (value->empty()) return {{std::string("kakaotalk.") + key, "is missing"}};
    }
    if (!isDigits(messages.sender)) return {{"kakaotalk.sender", "must be digits only"}};
    auto secret = readSecret(configuration.messagesSecretFile);
    if (!secret) {
        return {
            {"kakaotalk.api_secret_file", configuration.messagesSecretFile + " " + secret.error()}};
    }
    messages.apiSecret = std::move(*secret);
    return std::nullopt;
}

}  // namespace

std::vector<SettingName> settingNames() {
    Configuration configuration;
    std::vector<SettingName> names;
    for (const Setting& setting : settingsOf(configuration)) {
        names.push_back({setting.key, setting.meaning});
    }
    return names;
}

tl::expected<Configuration, Wrong> readConfiguration(const std::optional<std::string>& file,
                                                     bool isDemo) {
    Configuration configuration;
    if (isDemo) relaxForDemo(configuration);
    const std::vector<Setting> settings = settingsOf(configuration);
    if (file) {
        if (auto read = readFile(*file, settings); !read) return tl::make_unexpected(read.error());
    }
    for (const Setting& setting : settings) {
        const std::string name = environmentName(setting.key);
        const char* const value = std::getenv(name.c_str());
        if (value == nullptr) continue;
        if (const Problem problem = putEnvironment(setting, value)) {
            return tl::make_unexpected(Wrong{"environment", name, *problem});
        }
    }
    return configuration;
}

tl::expected<void, Wrong> complete(Configuration& configuration, const std::string& file,
                                   bool isDemo) {
    const auto wrong = [&](std::string key, std::string reason) {
        return tl::make_unexpected(Wrong{file, std::move(key), std::move(reason)});
    };
    if (const auto problem = problemOfTls(configuration.tls)) {
        return wrong(problem->first, problem->second);
    }
    if (!isLoopback(configuration.host)) {
        if (isDemo) return wrong("server.host", "a demo listens on this machine only");
        if (configuration.tls.certificateFile.empty() && !configuration.allowPlainHttp) {
            return wrong("server.host",
                         "listening beyond this machine needs http.tls_certificate_file and "
                         "http.tls_key_file, or server.allow_plain_http = true");
        }
    }
    const std::pair<const char*, const effect::BreakerPolicy*> breakers[]{
        {"charge", &configuration.effects.charge},
        {"query", &configuration.effects.query},
        {"refund", &configuration.effects.refund},
        {"geocoder", &configuration.geocoder.breaker},
        {"kakaotalk", &configuration.messaging.send}};
    for (const auto& [name, policy] : breakers) {
        if (policy->openFirst > policy->openMax) {
            return wrong(std::string("breaker_") + name + ".open_first_ms",
                         "must not be above open_max_ms");
        }
    }
    BrokerSettings& broker = configuration.broker;
    if (const auto problem =
            broker.url.empty() ? completeOwnBroker(broker) : completeOtherBroker(broker)) {
        return wrong("broker." + problem->first, problem->second);
    }
    const bool named = !configuration.payment.baseUrl.empty();
    if (!named && !isDemo) {
        return wrong("payment.base_url", "is missing: without a payment provider nothing is sold");
    }
    if (named) {
        if (const Problem problem = problemOfUrl(configuration.payment.baseUrl)) {
            return wrong("payment.base_url", *problem);
        }
        if (configuration.paymentSecretKeyFile.empty()) {
            return wrong("payment.secret_key_file", "is missing");
        }
        auto secret = readSecret(configuration.paymentSecretKeyFile);
        if (!secret) {
            return wrong("payment.secret_key_file",
                         configuration.paymentSecretKeyFile + " " + secret.error());
        }
        configuration.payment.secretKey = std::move(*secret);
    }
    if (const auto problem = completeGeocoder(configuration)) {
        return wrong("geocoder." + problem->first, problem->second);
    }
    for (const auto& [key, address] : {std::pair{"payment.card_page", &configuration.cards.page},
                                       {"payment.card_script", &configuration.cards.script}}) {
        if (address->empty()) continue;
        if (const Problem problem = problemOfUrl(*address)) return wrong(key, *problem);
    }
    if (const auto problem = completeMessages(configuration)) {
        return wrong(problem->first, problem->second);
    }
    // A demo that brings its own sandbox has everything there.
    configuration.desk.sendsMessages =
        !configuration.messages.baseUrl.empty() || (isDemo && !named);
    return completeStorage(configuration, file, isDemo);
}

tl::expected<void, Wrong> completeStorage(Configuration& configuration, const std::string& file,
                                          bool isDemo) {
    if (configuration.dataDirectory.empty()) {
        configuration.dataDirectory = defaultDataDirectory(isDemo);
    }
    if (configuration.dataDirectory.empty()) {
        return tl::make_unexpected(Wrong{
            file, "storage.directory", "is missing, and there is neither XDG_DATA_HOME nor HOME"});
    }
    if (configuration.apartContext.empty() != configuration.apartDirectory.empty()) {
        return tl::make_unexpected(Wrong{file, "storage.apart_directory",
                                         "goes with storage.apart_context: both or neither"});
    }
    std::error_code ignored;
    const bool isTheSame =
        std::filesystem::weakly_canonical(configuration.apartDirectory, ignored) ==
        std::filesystem::weakly_canonical(configuration.dataDirectory, ignored);
    if (!configuration.apartDirectory.empty() && isTheSame) {
        return tl::make_unexpected(
            Wrong{file, "storage.apart_directory", "must not be the data directory"});
    }
    return {};
}

std::string defaultDataDirectory(bool isDemo) {
    const std::string name = isDemo ? "/deliverystore-demo" : "/deliverystore";
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/') {
        return data + name;
    }
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        return std::string(home) + "/.local/share" + name;
    }
    return {};
}

bool isLoopback(const std::string& host) {
    return host == "localhost" || QHostAddress(QString::fromStdString(host)).isLoopback();
}

}  // namespace delivery::compose
