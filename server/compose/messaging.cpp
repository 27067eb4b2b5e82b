#include "server/compose/messaging.h"

#include "server/door/door.h"
#include "server/outside/solapi_client.h"

namespace delivery::compose {

namespace {

bool isShut(const outside::OperationFigures& figures) {
    return figures.breaker != effect::Breaker::State::Closed;
}

/// Not needed for readiness: nobody waits for a message, and the app says the same.
door::HealthState healthOf(const outside::MessageFigures& figures) {
    door::HealthState health;
    const auto add = [&health](const std::string& what) {
        health.up = false;
        health.detail += (health.detail.empty() ? "" : ", ") + what;
    };
    if (figures.outboxFails) add("the queue of messages cannot be read");
    if (!figures.trouble.empty()) add("no message is taken: " + figures.trouble);
    for (const auto& [name, one] :
         {std::pair{"sending", &figures.send}, {"asking", &figures.look}}) {
        if (!isShut(*one)) continue;
        add(std::string(name) + " is tried again in " +
            std::to_string(one->opensIn.milliseconds / 1000) + " s");
    }
    return health;
}

}  // namespace

outside::SolapiSettings sandboxMessages(const std::string& url) {
    outside::SolapiSettings settings;
    settings.baseUrl = url;
    settings.apiKey = "sandbox-solapi-key";
    settings.apiSecret = "sandbox-solapi-secret";
    settings.channel = "KA01PF-sandbox";
    settings.orderTemplate = "order-ko";
    settings.orderTemplateEnglish = "order-en";
    settings.storeTemplate = "store-ko";
    settings.storeTemplateEnglish = "store-en";
    return settings;
}

Messaging::Messaging(const Configuration& configuration, outside::ShiftOutbox& outbox,
                     const shift::Clock& clock, shift::Log& log) {
    if (configuration.messages.baseUrl.empty()) return;
    m_provider = std::make_unique<outside::SolapiClient>(configuration.messages);
    m_worker = std::make_unique<outside::MessageWorker>(outbox, *m_provider, clock, log,
                                                        configuration.messaging);
}

Messaging::~Messaging() = default;

void Messaging::start() {
    if (m_worker) m_worker->start();
}

void Messaging::wake() {
    if (!m_worker || m_wakePosted.exchange(true)) return;
    QMetaObject::invokeMethod(
        m_worker.get(),
        [this] {
            m_wakePosted = false;
            m_worker->wake();
        },
        Qt::QueuedConnection);
}

void Messaging::stop() {
    if (m_worker) m_worker->stop();
}

void Messaging::tellDoor(door::Door& door) {
    if (!m_worker) return;
    outside::MessageWorker& worker = *m_worker;
    door.addHealth("kakaotalk", [&worker] { return healthOf(worker.figures()); });
    door.addGauge("delivery_messages_waiting", "Messages that are due and wait for their turn",
                  [&worker] { return static_cast<double>(worker.figures().waiting); });
    using Figures = outside::MessageFigures;
    for (const auto& [name, figure] : {std::pair{"accepted", &Figures::accepted},
                                       {"delivered", &Figures::delivered},
                                       {"failed", &Figures::failed},
                                       {"suppressed", &Figures::suppressed}}) {
        door.addGauge(
            "delivery_messages{sent=\"" + std::string(name) + "\"}",
            "Messages to people since the start, by what became of them",
            [&worker, which = figure] { return static_cast<double>(worker.figures().*which); });
    }
    for (const auto& [name, lane] : {std::pair{"send", &Figures::send}, {"look", &Figures::look}}) {
        door.addGauge(
            "delivery_messages_breaker_open{operation=\"" + std::string(name) + "\"}",
            "1 while calls to the message provider are held back",
            [&worker, which = lane] { return isShut(worker.figures().*which) ? 1.0 : 0.0; });
    }
}

}  // namespace delivery::compose
