#include "apps/look/bell.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <QSoundEffect>
#include <QTimer>
#include <QUrl>
#include <algorithm>

namespace delivery::look {

namespace {

constexpr int ringEveryMilliseconds = 2500;
constexpr int strikesBeforeLouder = 60'000 / ringEveryMilliseconds;

QUrl fileOf(Sound sound) {
    switch (sound) {
        case Sound::NewOrder:
            return QUrl(QStringLiteral("qrc:/sounds/new_order.wav"));
        case Sound::Changed:
            return QUrl(QStringLiteral("qrc:/sounds/changed.wav"));
        case Sound::Cancelled:
            return QUrl(QStringLiteral("qrc:/sounds/cancelled.wav"));
    }
    return {};
}

bool hasOutput() { return !QMediaDevices::defaultAudioOutput().isNull(); }

}  // namespace

Bell::Bell(QObject* parent) : QObject(parent), m_again(new QTimer(this)) {
    m_again->setInterval(ringEveryMilliseconds);
    connect(m_again, &QTimer::timeout, this, &Bell::strike);
    auto* devices = new QMediaDevices(this);
    connect(devices, &QMediaDevices::audioOutputsChanged, this, [this] {
        // An effect keeps the device that it was made for.
        qDeleteAll(m_effects);
        m_effects.clear();
        emit audibilityChanged();
    });
}

Bell::~Bell() = default;

void Bell::setVolume(int percent) {
    m_volume = std::clamp(percent, 0, 100);
    emit audibilityChanged();
}

void Bell::play(Sound sound) {
    const double louder = m_ringing && m_strikes > strikesBeforeLouder ? 4.0 / 3.0 : 1.0;
    if (QSoundEffect* effect = effectOf(sound); effect != nullptr && m_volume > 0) {
        effect->setVolume(static_cast<float>(std::min(1.0, m_volume / 100.0 * louder)));
        effect->play();
    }
    emit played(sound);
}

void Bell::ring(Sound sound) {
    m_ringingSound = sound;
    if (m_ringing) return;
    m_ringing = true;
    m_strikes = 0;
    m_again->start();
    strike();
}

void Bell::stop() {
    m_ringing = false;
    m_again->stop();
    for (QSoundEffect* effect : std::as_const(m_effects)) effect->stop();
}

QString Bell::whySilent() const {
    if (!hasOutput()) return tr("소리를 낼 장치가 없습니다. 스피커를 연결해 주세요.");
    if (m_volume == 0) return tr("소리가 꺼져 있습니다. 설정에서 켤 수 있습니다.");
    return {};
}

QSoundEffect* Bell::effectOf(Sound sound) {
    if (!hasOutput()) return nullptr;
    QSoundEffect*& effect = m_effects[static_cast<int>(sound)];
    if (effect == nullptr) {
        effect = new QSoundEffect(this);
        effect->setSource(fileOf(sound));
    }
    return effect;
}

void Bell::strike() {
    ++m_strikes;
    play(m_ringingSound);
}

}  // namespace delivery::look
