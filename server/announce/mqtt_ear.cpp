#include "server/announce/mqtt_ear.h"

#include <utility>
#include <vector>

#include "wire/devices.h"
#include "wire/topics.h"

namespace delivery::announce {

namespace {

constexpr int lookEveryMs = 10'000;
/// A device's name is made by us and never longer.
constexpr std::size_t devicesOfUserMax = 50;

}  // namespace

MqttEar::MqttEar(shift::Shift& shift, const shift::Clock& clock, MqttLine& line, QObject* parent)
    : QObject(parent), m_shift(shift), m_clock(clock), m_line(line) {
    connect(&line, &MqttLine::cameUp, this, &MqttEar::listenAgain);
    connect(&line, &MqttLine::arrived, this, &MqttEar::hear);
    connect(&m_look, &QTimer::timeout, this, &MqttEar::forgetSilent);
    m_look.start(lookEveryMs);
}

void MqttEar::hear(const QByteArray& topic, const QByteArray& payload) {
    if (const auto presence = wire::presenceNamed(topic.toStdString())) {
        return hearPresence(presence->user.text(), presence->device, payload.toStdString());
    }
    if (const auto rider = wire::riderNamed(topic.toStdString())) {
        return hearPosition(*rider, payload.toStdString());
    }
    m_notUnderstood += 1;
}

void MqttEar::hearPosition(const RiderId& rider, const std::string& payload) {
    const auto body = wire::JsonBody::read(payload);
    const auto place = body ? wire::parsePosition(*body) : tl::unexpected(body.error());
    if (!place) {
        m_notUnderstood += 1;
        return;
    }
    const Instant now = m_clock.now();
    const auto [last, isFirst] = m_positions.try_emplace(rider.text(), now);
    if (!isFirst && now < last->second + positionEvery) return;
    last->second = now;
    desk::Envelope envelope = shift::systemEnvelope(desk::SetPosition{*place});
    envelope.actor = {UserId{rider.text()}, Role::Rider, std::nullopt};
    envelope.keepReply = false;
    // The next one comes in a moment, so that one that was not taken is not missed.
    m_shift.submit(std::move(envelope), [](const shift::Outcome&) {});
}

void MqttEar::hearPresence(const std::string& user, const std::string& device,
                           const std::string& payload) {
    const auto body = wire::JsonBody::read(payload);
    const auto online = body ? wire::parsePresence(*body) : tl::unexpected(body.error());
    if (!online) {
        m_notUnderstood += 1;
        return;
    }
    if (!*online) return leave(user, device);
    auto& devices = m_present[user];
    const bool isFirst = devices.empty();
    if (!devices.contains(device) && devices.size() >= devicesOfUserMax) return;
    devices[device] = m_clock.now();
    if (isFirst) emit presenceChanged(QString::fromStdString(user), true);
}

void MqttEar::leave(const std::string& user, const std::string& device) {
    const auto found = m_present.find(user);
    if (found == m_present.end() || found->second.erase(device) == 0) return;
    if (!found->second.empty()) return;
    m_present.erase(found);
    emit presenceChanged(QString::fromStdString(user), false);
}

void MqttEar::listenAgain() {
    const Instant now = m_clock.now();
    for (auto& [user, devices] : m_present) {
        for (auto& [device, at] : devices) at = now;
    }
}

void MqttEar::forgetSilent() {
    if (!m_line.isUp()) return;
    const Instant now = m_clock.now();
    std::vector<std::pair<std::string, std::string>> silent;
    for (const auto& [user, devices] : m_present) {
        for (const auto& [device, at] : devices) {
            if (at + presenceLasts < now) silent.emplace_back(user, device);
        }
    }
    for (const auto& [user, device] : silent) leave(user, device);
    std::erase_if(m_positions, [now](const auto& one) { return one.second + presenceLasts < now; });
}

std::size_t MqttEar::devicesOf(const UserId& user) const {
    const auto found = m_present.find(user.text());
    return found == m_present.end() ? 0 : found->second.size();
}

std::size_t MqttEar::devices() const {
    std::size_t count = 0;
    for (const auto& [user, devices] : m_present) count += devices.size();
    return count;
}

}  // namespace delivery::announce
