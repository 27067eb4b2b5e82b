// deliveryd takes orders: composition only. What it promises to scripts is in the README.

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "server/compose/configuration.h"
#include "server/compose/logging.h"
#include "server/compose/service.h"
#include "server/compose/signals.h"

#include <QCoreApplication>

namespace {

using namespace delivery::compose;

struct Wish {
    std::optional<std::string> config;
    std::optional<std::string> data;
    std::optional<int> port;
    std::optional<std::string> adminUser;
    bool demo = false;
    bool checkConfig = false;
    bool rebuildViews = false;
};

int complain(int exitCode, const std::string& why) {
    std::fprintf(stderr, "deliveryd: %s\n", why.c_str());
    return exitCode;
}

int followed(const tl::expected<void, Ending>& done) {
    return done ? 0 : complain(done.error().exitCode, done.error().text);
}

tl::expected<Configuration, Wrong> configurationOf(const Wish& wish) {
    auto configuration = readConfiguration(wish.config, wish.demo);
    if (!configuration) return configuration;
    // The command line has the last word.
    if (wish.data) configuration->dataDirectory = *wish.data;
    if (wish.port) configuration->port = *wish.port;
    return configuration;
}

/// From the environment, or typed unseen.
std::string readPassword() {
    if (const char* given = std::getenv("DELIVERY_PASSWORD")) return given;
    termios shown{};
    const bool isTerminal = ::tcgetattr(STDIN_FILENO, &shown) == 0;
    if (isTerminal) {
        std::fprintf(stderr, "Password: ");
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    std::string password;
    std::getline(std::cin, password);
    if (isTerminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        std::fprintf(stderr, "\n");
    }
    return password;
}

int makeAdminAccount(const Configuration& configuration, const std::string& userId) {
    constexpr std::size_t userIdMax = 64;
    const auto allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (userId.empty() || userId.size() > userIdMax ||
        userId.find_first_not_of(allowed) != std::string::npos) {
        return complain(exitUsage, "a user id has 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    constexpr std::size_t passwordMin = 8;
    const std::string password = readPassword();
    if (password.size() < passwordMin) {
        return complain(exitUsage, "the password needs at least 8 characters");
    }
    const int code = followed(makeFirstAdmin(configuration, userId, password));
    if (code == 0) std::cout << "admin " << userId << " made" << std::endl;
    return code;
}

int serve(const Configuration& configuration, bool isDemo, ServerLog& log) {
    EndSignals endSignals;
    Service service(configuration, isDemo, log);
    if (auto started = service.start(); !started) {
        return complain(started.error().exitCode, started.error().text);
    }
    QObject::connect(&endSignals, &EndSignals::asked, &service, &Service::stop);
    QObject::connect(&service, &Service::stopped, QCoreApplication::instance(),
                     [](int exitCode) { QCoreApplication::exit(exitCode); });
    std::cout << service.readyLine() << std::endl;
    return QCoreApplication::exec();
}

int run(const Wish& wish) {
    const std::string file = wish.config.value_or("defaults");
    auto configuration = configurationOf(wish);
    if (!configuration) return complain(exitConfiguration, configuration.error().text());
    ServerLog log(configuration->logLevel);
    log.takeQtMessages();
    const auto completed = wish.adminUser || wish.rebuildViews
                               ? completeStorage(*configuration, file, wish.demo)
                               : complete(*configuration, file, wish.demo);
    if (!completed) return complain(exitConfiguration, completed.error().text());
    if (wish.checkConfig) {
        std::cout << "ok" << std::endl;
        return 0;
    }
    if (wish.adminUser) return makeAdminAccount(*configuration, *wish.adminUser);
    if (wish.rebuildViews) return followed(rebuildViews(*configuration));
    return serve(*configuration, wish.demo, log);
}

}  // namespace

int main(int argc, char** argv) {
    // What this makes (the database, its logs, copies, keys) is for its owner's eyes, as are its
    // children's files.
    ::umask(077);
    QCoreApplication application(argc, argv);
    Wish wish;
    CLI::App app{"Takes orders over HTTP, keeps them in one file, charges and refunds them."};
    app.add_option("--config", wish.config, "settings as TOML");
    app.add_option("--data", wish.data, "the data directory");
    app.add_option("--port", wish.port, "the gateway's port; 0 takes a free one")
        ->check(CLI::Range(0, 65535));
    app.add_option(
        "--make-admin", wish.adminUser,
        "make an admin's account; the password comes from DELIVERY_PASSWORD or a prompt");
    app.add_flag("--demo", wish.demo, "a town to play in, on this machine only");
    app.add_flag("--check-config", wish.checkConfig, "say what is wrong with the settings, or ok");
    app.add_flag("--rebuild-views", wish.rebuildViews, "make all views again from the log");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : exitUsage;
    }
    return run(wish);
}
