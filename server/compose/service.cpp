#include "server/compose/service.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <utility>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "desk/desk.h"
#include "server/announce/follower.h"
#include "server/compose/announcing.h"
#include "server/compose/backups.h"
#include "server/compose/children.h"
#include "server/compose/demo.h"
#include "server/compose/health.h"
#include "server/compose/messaging.h"
#include "server/compose/storage.h"
#include "server/compose/views.h"
#include "server/door/door.h"
#include "server/door/http_server.h"
#include "server/outside/card_issuer.h"
#include "server/outside/effect_worker.h"
#include "server/outside/kakao_geocoder.h"
#include "server/outside/payment_client.h"
#include "server/outside/shift_outbox.h"
#include "server/shift/shift.h"

#include <QCoreApplication>
#include <QTimer>

namespace delivery::compose {

namespace {

/// Of the ten seconds that a stop may take: for what is in flight at the desk, for the last answers
/// on their way to slow readers, and for the rest.
constexpr int drainMsMax = 4'000;
constexpr int flushMsMax = 1'500;
/// Pages that were paused catch up without a commit that says so.
constexpr int pulseMs = 1'000;
constexpr auto checkWaitMax = std::chrono::milliseconds(1'500);
constexpr const char* sandboxSecretKey = "test_sk_sandbox";
constexpr const char* sandboxCardPage = "/sandbox/cards/register";

std::string urlOf(const char* scheme, const std::string& host, std::uint16_t port) {
    const bool isV6 = host.find(':') != std::string::npos;
    return std::string{scheme} + "://" + (isV6 ? "[" + host + "]" : host) + ":" +
           std::to_string(port);
}

struct OperationGauge {
    const char* name;
    outside::OperationFigures outside::EffectFigures::*figures;
};
constexpr OperationGauge operations[] = {{"charge", &outside::EffectFigures::charge},
                                         {"query", &outside::EffectFigures::query},
                                         {"refund", &outside::EffectFigures::refund}};

}  // namespace

class Service::Inside {
  public:
    Inside(Service& home, Configuration configuration, bool isDemo, ServerLog& log)
        : m_home(home), m_configuration(std::move(configuration)), m_isDemo(isDemo), m_log(log) {
        m_patience.setSingleShot(true);
        QObject::connect(&m_patience, &QTimer::timeout, &home, [this] { closeDesk(); });
    }
    ~Inside() {
        waitForCheck();
        // The shift's thread calls into what is declared after it.
        if (m_shift) m_shift->stop();
    }

    tl::expected<void, Ending> start() {
        for (const auto step : {&Inside::startDesk, &Inside::startBroker, &Inside::startSandbox,
                                &Inside::startOutside, &Inside::startDoor}) {
            if (auto done = (this->*step)(); !done) return done;
        }
        m_announcing->await();
        checkInBackground();
        return {};
    }

    [[nodiscard]] std::string readyLine() const {
        nlohmann::ordered_json line{
            {"ready", true},
            {"http", urlOf(isSecure() ? "https" : "http", m_configuration.host, m_port)},
            {"mqtt", nullptr},
            {"sandbox", nullptr},
            {"pid", ::getpid()}};
        if (const auto url = m_announcing->url()) line["mqtt"] = *url;
        if (m_sandbox) line["sandbox"] = m_sandbox->controlUrl();
        return line.dump();
    }

    void stop(int exitCode) {
        if (m_stopping) return;
        m_stopping = true;
        m_exitCode = exitCode;
        m_log.line(shift::Level::Notice, "compose", "stopping: what is in flight is answered");
        // The worker goes on meanwhile: whoever waits for a payment's outcome still hears it.
        m_door->leave();
        QObject::connect(m_server.get(), &door::HttpServer::drained, &m_home, [this] {
            closeDesk();
            takeDown();
        });
        m_patience.start(drainMsMax);
        m_server->drain();
    }

  private:
    /// After the directory is ours alone: a second server must not touch the first one's broker.
    tl::expected<void, Ending> startBroker() {
        m_announcing = std::make_unique<Announcing>(m_configuration, m_clock, m_log);
        m_announcing->start();
        return {};
    }

    tl::expected<void, Ending> startSandbox() {
        if (!m_isDemo || !m_configuration.payment.baseUrl.empty()) return {};
        const auto program =
            std::filesystem::path(QCoreApplication::applicationDirPath().toStdString()) /
            "delivery-sandbox";
        // A free gateway port is asked for where another server may run: so the sandbox takes free
        // ones too.
        const int port =
            m_configuration.port == 0 ? 0 : static_cast<int>(m_configuration.sandboxPort);
        m_sandbox = std::make_unique<SandboxChild>(
            SandboxWish{program, m_configuration.dataDirectory + "/sandbox", sandboxSecretKey,
                        port},
            m_log);
        if (auto started = m_sandbox->start(); !started) {
            return tl::make_unexpected(Ending{exitUnavailable, started.error().text});
        }
        m_configuration.payment.baseUrl = m_sandbox->providerUrl();
        m_configuration.payment.secretKey = sandboxSecretKey;
        m_configuration.cards.page = m_sandbox->controlUrl() + sandboxCardPage;
        m_configuration.cards.clientKey.clear();
        if (m_configuration.messages.baseUrl.empty()) {
            m_configuration.messages = sandboxMessages(m_sandbox->controlUrl());
        }
        return {};
    }

    tl::expected<void, Ending> startDesk() {
        auto storage = openStorage(m_configuration);
        if (!storage) return tl::make_unexpected(storage.error());
        m_storage.emplace(std::move(*storage));
        desk::Ledger& ledger = m_storage->whole();
        const auto& opening = m_storage->ledger->opening();
        if (opening.afterUncleanStop) {
            m_log.line(shift::Level::Warning, "compose",
                       "the last stop was not a clean one; the database was checked in " +
                           std::to_string(opening.checked.count()) + " ms");
        }
        m_desk = std::make_unique<desk::CommandDesk>(ledger, m_configuration.desk);
        if (auto opened = m_desk->open(); !opened) return ended(opened.error());
        if (m_desk->viewsAreOld()) {
            m_log.line(shift::Level::Notice, "compose",
                       "some views are kept in another way now, or lie behind: they are made "
                       "before orders are taken");
            if (auto made = bringViewsUp(*m_desk, ledger); !made) return ended(made.error());
        }
        if (m_clock.neverBefore(m_desk->latest())) {
            m_log.line(shift::Level::Alarm, "compose",
                       "the clock is behind the last event in the log: set the machine's time. "
                       "Until then time goes on from that event");
        }
        if (m_isDemo) {
            const auto untouched = isUntouched(ledger);
            if (!untouched) return ended(untouched.error());
            if (*untouched) {
                auto made = makeDemo(*m_desk, m_storage->vault, m_clock.now());
                if (!made) return ended(made.error());
            }
        }
        m_shift =
            std::make_unique<shift::Shift>(ledger, *m_desk, m_clock, m_log, m_configuration.shift);
        return {};
    }

    tl::expected<void, Ending> startOutside() {
        m_payment = std::make_unique<outside::PaymentClient>(m_configuration.payment);
        m_outbox = std::make_unique<outside::ShiftOutbox>(*m_shift, m_log);
        m_worker = std::make_unique<outside::EffectWorker>(*m_outbox, *m_payment, m_storage->vault,
                                                           m_clock, m_log, m_configuration.effects);
        m_messaging = std::make_unique<Messaging>(m_configuration, *m_outbox, m_clock, m_log);
        m_announcing->follow(*m_shift);
        // /live is told through the door's own thread, where its connections live.
        m_liveNews = std::make_unique<announce::Follower>(
            *m_shift, m_log, [this](const announce::News& news) {
                m_toDoor([this, all = news.announcements] {
                    for (const announce::Announcement& one : all) {
                        m_door->tell(one.role, one.id, one.text);
                    }
                });
                return true;
            });
        m_shift->onCommitted([this](const shift::Committed& committed) {
            m_liveNews->wake(committed.position);
            m_announcing->wake(committed.position);
            if (!committed.effectsChanged) return;
            m_messaging->wake();
            if (m_wakePosted.exchange(true)) return;
            QMetaObject::invokeMethod(
                m_worker.get(),
                [this] {
                    m_wakePosted = false;
                    m_worker->wake();
                },
                Qt::QueuedConnection);
        });
        m_shift->onBroken([this](const std::string& why) {
            // What is in memory may say more than the disk: nothing of it may leave any more.
            m_log.line(shift::Level::Alarm, "compose", "the disk is broken, stopping now: " + why);
            std::_Exit(exitInputOutput);
        });
        if (auto started = m_shift->start(); !started) return ended(started.error());
        for (desk::Unreadable& row : m_storage->leftOut) m_shift->setAside(std::move(row));
        m_worker->start();
        m_messaging->start();
        m_cardIssuer = std::make_unique<outside::CardIssuer>(*m_payment, m_storage->vault, m_clock,
                                                             m_log, outside::CardIssuerSettings{});
        m_announcing->begin();
        return {};
    }

    /// Without a page of the provider's nobody can register a card, and the door says so.
    void offerCards() {
        const Configuration::Cards& cards = m_configuration.cards;
        if (cards.page.empty() && cards.clientKey.empty()) return;
        const auto exchange = [this](const door::CardExchange& brought,
                                     std::function<void(door::CardAnswer)> answered) {
            m_cardIssuer->issue(
                {brought.authKey, brought.customerKey, ProviderKey{brought.idempotencyKey}},
                [answered = std::move(answered)](auto issued) {
                    answered(issued ? door::CardAnswer{door::IssuedCard{
                                          issued->keys.billingKey, issued->keys.customerKey,
                                          issued->masked, issued->issuer}}
                                    : tl::make_unexpected(troubleOf(issued.error())));
                });
        };
        m_door->offerCards({cards.page, cards.script, cards.clientKey, exchange});
    }

    /// Without one the door asks its own gazetteer.
    void offerGeocoder() {
        if (m_configuration.geocoder.baseUrl.empty()) return;
        m_geocoder =
            std::make_unique<outside::KakaoGeocoder>(m_configuration.geocoder, m_clock, m_log);
        m_door->offerGeocoder(*m_geocoder);
        m_door->addGauge("delivery_geocoder_breaker_open",
                         "1 while the gazetteer answers in the geocoder's place",
                         [this] { return isShut(m_geocoder->figures()) ? 1.0 : 0.0; });
        m_door->addGauge("delivery_geocoder_calls", "Questions to the geocoder since the start",
                         [this] { return static_cast<double>(m_geocoder->figures().calls); });
        m_door->addGauge("delivery_geocoder_failures", "Of these, those that failed",
                         [this] { return static_cast<double>(m_geocoder->figures().failures); });
        m_door->addHealth("geocoder", [this] {
            const bool shut = isShut(m_geocoder->figures());
            return door::HealthState{.up = !shut, .detail = shut ? "the gazetteer answers" : ""};
        });
    }

    static door::CardTrouble troubleOf(outside::NoCard why) {
        switch (why) {
            case outside::NoCard::Refused:
                return door::CardTrouble::Refused;
            case outside::NoCard::NotSent:
                return door::CardTrouble::Away;
            case outside::NoCard::Unknown:
                break;
        }
        return door::CardTrouble::Unknown;
    }

    tl::expected<void, Ending> startDoor() {
        m_configuration.door.times = m_configuration.desk.times;
        m_configuration.door.fingerprintKey = m_storage->vault.keyFor("request fingerprints");
        m_door = std::make_unique<door::Door>(*m_shift, m_clock, m_log, m_configuration.door);
        m_backups = std::make_unique<Backups>(*m_storage->ledger, backupDirectory());
        if (auto started = m_door->start(); !started) return ended(started.error());
        m_toDoor = m_door->wayIn();
        m_door->onLiveAudience(
            [this](bool anybody) { anybody ? m_liveNews->resume() : m_liveNews->rest(); });
        QObject::connect(&m_pulse, &QTimer::timeout, &m_home, [this] {
            m_liveNews->wake();
            m_log.flush();
        });
        m_pulse.start(pulseMs);
        m_liveNews->wake();
        tellFigures();
        m_announcing->tellDoor(*m_door);
        m_messaging->tellDoor(*m_door);
        m_door->offerBackup(
            [this](const std::string& wish, const std::string& file, door::Door::Copied copied) {
                m_backups->copy(wish, file, std::move(copied));
            });
        offerCards();
        offerGeocoder();
        m_server = std::make_unique<door::HttpServer>(*m_door, m_configuration.http);
        if (isSecure()) {
            if (auto secured = m_server->secure(m_configuration.tls); !secured) {
                return tl::make_unexpected(Ending{exitConfiguration, secured.error().text});
            }
        }
        m_door->countServer(*m_server);
        const auto port = m_server->listen(m_configuration.host,
                                           static_cast<std::uint16_t>(m_configuration.port));
        if (!port) return tl::make_unexpected(Ending{exitUnavailable, port.error().text});
        m_port = *port;
        constexpr std::uint16_t legacyFirst = 8081;
        constexpr std::uint16_t legacyLast = 8085;
        for (std::uint16_t legacy = legacyFirst;
             m_configuration.legacyPorts && legacy <= legacyLast; ++legacy) {
            const auto taken = m_server->listen(m_configuration.host, legacy);
            if (!taken) return tl::make_unexpected(Ending{exitUnavailable, taken.error().text});
        }
        return {};
    }

    [[nodiscard]] std::string backupDirectory() const {
        const std::string& named = m_configuration.backupDirectory;
        return named.empty() ? m_configuration.dataDirectory + "/backups" : named;
    }

    void tellFigures() {
        for (const OperationGauge& operation : operations) {
            const auto label = std::string("{operation=\"") + operation.name + "\"}";
            const auto figures = [this, which = operation.figures] {
                return m_worker->figures().*which;
            };
            m_door->addGauge("delivery_payment_breaker_open" + label,
                             "1 while calls to the payment provider are held back",
                             [figures] { return isShut(figures()) ? 1.0 : 0.0; });
            m_door->addGauge("delivery_payment_under_way" + label,
                             "Calls to the payment provider under way",
                             [figures] { return static_cast<double>(figures().underWay); });
            m_door->addGauge("delivery_payment_calls" + label,
                             "Calls to the payment provider since the start",
                             [figures] { return static_cast<double>(figures().calls); });
            m_door->addGauge("delivery_payment_failures" + label, "Of these, those that failed",
                             [figures] { return static_cast<double>(figures().failures); });
        }
        m_door->addGauge("delivery_payment_breaker_open{operation=\"card\"}",
                         "1 while calls to the payment provider are held back",
                         [this] { return isShut(m_cardIssuer->figures()) ? 1.0 : 0.0; });
        m_door->addGauge("delivery_effects_waiting", "Effects that are due and wait for a place",
                         [this] { return static_cast<double>(m_worker->figures().waiting); });
        m_door->addGauge("delivery_effects_unreadable",
                         "Effects of the last look that could not be read: they are made again",
                         [this] { return static_cast<double>(m_worker->figures().unreadable); });
        m_door->addGauge("delivery_log_lines_waiting", "Lines that the log's reader left there",
                         [this] { return static_cast<double>(m_log.figures().waiting); });
        m_door->addGauge("delivery_log_lines_lost", "Lines of the log that nobody read",
                         [this] { return static_cast<double>(m_log.figures().lost); });
        for (const char* what : {"page", "effect", "timer", "stream", "side"}) {
            const std::string label = std::string("{what=\"") + what + "\"}";
            m_door->addGauge("delivery_quarantined" + label,
                             "What stands still alone because it failed or cannot be read",
                             [this, what] { return quarantinedOf(m_shift->figures(), what); });
        }
        m_door->addHealth("quarantine", [this] { return quarantineHealth(m_shift->figures()); });
        for (const std::string& context : contextNames()) {
            m_door->addHealth("context-" + context, [this, context] {
                return contextHealth(m_shift->figures(), context);
            });
        }
        m_door->addHealth("payment", [this] { return paymentHealth(); });
        if (m_sandbox) {
            m_door->addHealth("sandbox",
                              [this] { return door::HealthState{.up = m_sandbox->isRunning()}; });
        }
    }

    /// Not needed for readiness: orders are taken while it is away, and paid later.
    [[nodiscard]] door::HealthState paymentHealth() const {
        door::HealthState health;
        const outside::EffectFigures figures = m_worker->figures();
        if (figures.outboxFails) {
            health = {.up = false, .detail = "the outbox cannot be read"};
        } else if (figures.unreadable > 0) {
            health = {.up = false,
                      .detail = std::to_string(figures.unreadable) + " effects could not be read"};
        }
        for (const OperationGauge& operation : operations) {
            const outside::OperationFigures& one = figures.*operation.figures;
            if (!isShut(one)) continue;
            health.up = false;
            health.detail += std::string(health.detail.empty() ? "" : ", ") + operation.name +
                             " is tried again in " +
                             std::to_string(one.opensIn.milliseconds / 1000) + " s";
        }
        return health;
    }

    static bool isShut(const outside::OperationFigures& figures) {
        return figures.breaker != effect::Breaker::State::Closed;
    }

    /// The opening looked at the ends of all chains; the rest is read while orders are served.
    void checkInBackground() {
        if (m_storage->ledger->opening().made) return;
        m_check = std::async(std::launch::async, [this] {
            auto checked = m_storage->ledger->fullCheck();
            if (checked) {
                for (auto& row : *checked) m_shift->setAside(std::move(row));
                return;
            }
            const Fault fault = checked.error();
            QMetaObject::invokeMethod(
                &m_home, [this, fault] { checkFailed(fault); }, Qt::QueuedConnection);
        });
    }

    void checkFailed(const Fault& fault) {
        const Ending ending = endingOf(m_configuration, fault);
        m_log.line(shift::Level::Alarm, "compose", ending.text);
        if (ending.exitCode == exitDamaged) stop(ending.exitCode);
    }

    [[nodiscard]] bool isSecure() const { return !m_configuration.tls.certificateFile.empty(); }

    /// From here on nothing is decided and nothing is looked up. What the desk said last lies in
    /// this thread's queue: it is turned into answers there, then whoever still waits hears 503,
    /// and what was answered gets its time to leave.
    void closeDesk() {
        if (m_deskClosed) return;
        m_deskClosed = true;
        m_patience.stop();
        m_worker->stop();
        m_messaging->stop();
        m_announcing->leave();
        m_shift->stop();
        QMetaObject::invokeMethod(
            m_server.get(), [this] { m_server->giveUpUnanswered(); }, Qt::QueuedConnection);
        QTimer::singleShot(flushMsMax, &m_home, [this] { takeDown(); });
    }

    void takeDown() {
        if (m_takenDown) return;
        m_takenDown = true;
        m_server->abortConnections();
        m_announcing->stop();
        if (m_sandbox) m_sandbox->stop();
        // A copy that is under way is given up; nothing of it stays.
        m_backups.reset();
        waitForCheck();
        emit m_home.stopped(m_exitCode);
    }

    /// A check of a large file cannot be called back. It only reads, so the process may end in the
    /// middle of it; the next start then finds an unclean stop and looks at the file's structure
    /// first.
    void waitForCheck() {
        if (!m_check.valid()) return;
        if (m_check.wait_for(checkWaitMax) == std::future_status::ready) return;
        m_log.line(shift::Level::Notice, "compose",
                   "stopped in the middle of the background check");
        std::_Exit(m_exitCode);
    }

    [[nodiscard]] tl::unexpected<Ending> ended(const Fault& fault) const {
        return tl::make_unexpected(endingOf(m_configuration, fault));
    }

    Service& m_home;
    Configuration m_configuration;
    bool m_isDemo;
    ServerLog& m_log;
    SystemClock m_clock;
    QTimer m_patience;
    QTimer m_pulse;
    int m_exitCode = 0;
    bool m_stopping = false;
    bool m_deskClosed = false;
    bool m_takenDown = false;
    std::uint16_t m_port = 0;
    /// Set while the wake-up that was posted to the worker has not run yet.
    std::atomic<bool> m_wakePosted = false;

    // In the order of their making; they go in the opposite one.
    std::unique_ptr<SandboxChild> m_sandbox;
    std::optional<Storage> m_storage;
    std::unique_ptr<Announcing> m_announcing;
    std::unique_ptr<desk::CommandDesk> m_desk;
    std::unique_ptr<shift::Shift> m_shift;
    std::unique_ptr<announce::Follower> m_liveNews;
    std::function<void(std::function<void()>)> m_toDoor;
    std::unique_ptr<outside::PaymentClient> m_payment;
    std::unique_ptr<outside::ShiftOutbox> m_outbox;
    std::unique_ptr<outside::EffectWorker> m_worker;
    std::unique_ptr<outside::CardIssuer> m_cardIssuer;
    std::unique_ptr<outside::KakaoGeocoder> m_geocoder;
    std::unique_ptr<Messaging> m_messaging;
    std::unique_ptr<door::Door> m_door;
    std::unique_ptr<Backups> m_backups;
    std::unique_ptr<door::HttpServer> m_server;
    std::future<void> m_check;
};

Service::Service(Configuration configuration, bool isDemo, ServerLog& log)
    : m_inside(std::make_unique<Inside>(*this, std::move(configuration), isDemo, log)) {}

Service::~Service() = default;

tl::expected<void, Ending> Service::start() { return m_inside->start(); }
std::string Service::readyLine() const { return m_inside->readyLine(); }
void Service::stop() { m_inside->stop(0); }

}  // namespace delivery::compose
