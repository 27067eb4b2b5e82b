#include "apps/look/preferences.h"

#include <algorithm>

namespace delivery::look {

namespace {

const QString organisation = QStringLiteral("delivery");
constexpr int volumeAtFirst = 80;

}  // namespace

Preferences::Preferences(const QString& application, QObject* parent)
    : QObject(parent),
      m_settings(QSettings::IniFormat, QSettings::UserScope, organisation, application) {}

Preferences::Preferences(const QString& file, QSettings::Format format, QObject* parent)
    : QObject(parent), m_settings(file, format) {}

ThemeChoice Preferences::themeChoice() const {
    const QString name = m_settings.value(QStringLiteral("look/theme")).toString();
    if (name == QLatin1String("light")) return ThemeChoice::Light;
    if (name == QLatin1String("dark")) return ThemeChoice::Dark;
    if (name == QLatin1String("contrast")) return ThemeChoice::HighContrast;
    return ThemeChoice::System;
}

void Preferences::setThemeChoice(ThemeChoice choice) {
    QString name = QStringLiteral("system");
    switch (choice) {
        case ThemeChoice::System:
            break;
        case ThemeChoice::Light:
            name = QStringLiteral("light");
            break;
        case ThemeChoice::Dark:
            name = QStringLiteral("dark");
            break;
        case ThemeChoice::HighContrast:
            name = QStringLiteral("contrast");
            break;
    }
    m_settings.setValue(QStringLiteral("look/theme"), name);
    emit looksChanged();
}

Language Preferences::language() const {
    return m_settings.value(QStringLiteral("look/language")).toString() == QLatin1String("en")
               ? Language::English
               : Language::Korean;
}

void Preferences::setLanguage(Language language) {
    m_settings.setValue(QStringLiteral("look/language"), language == Language::English
                                                             ? QStringLiteral("en")
                                                             : QStringLiteral("ko"));
    emit languageChanged();
}

int Preferences::textPercent() const {
    return std::clamp(m_settings.value(QStringLiteral("look/text"), 100).toInt(), 100, 200);
}

void Preferences::setTextPercent(int percent) {
    m_settings.setValue(QStringLiteral("look/text"), std::clamp(percent, 100, 200));
    emit looksChanged();
}

int Preferences::volume() const {
    return std::clamp(m_settings.value(QStringLiteral("sound/volume"), volumeAtFirst).toInt(), 0,
                      100);
}

void Preferences::setVolume(int percent) {
    m_settings.setValue(QStringLiteral("sound/volume"), std::clamp(percent, 0, 100));
    emit soundsChanged();
}

bool Preferences::desktopNotices() const {
    return m_settings.value(QStringLiteral("notices/desktop"), true).toBool();
}

void Preferences::setDesktopNotices(bool wanted) {
    m_settings.setValue(QStringLiteral("notices/desktop"), wanted);
    emit soundsChanged();
}

QString Preferences::server() const {
    return m_settings.value(QStringLiteral("session/server")).toString();
}

void Preferences::setServer(const QString& server) {
    m_settings.setValue(QStringLiteral("session/server"), server);
}

QString Preferences::user() const {
    return m_settings.value(QStringLiteral("session/user")).toString();
}

void Preferences::setUser(const QString& user) {
    m_settings.setValue(QStringLiteral("session/user"), user);
}

QByteArray Preferences::windowState(const QString& window) const {
    return m_settings.value(QStringLiteral("windows/") + window).toByteArray();
}

void Preferences::keepWindowState(const QString& window, const QByteArray& state) {
    m_settings.setValue(QStringLiteral("windows/") + window, state);
}

QVariant Preferences::own(const QString& name, const QVariant& otherwise) const {
    return m_settings.value(QStringLiteral("own/") + name, otherwise);
}

void Preferences::setOwn(const QString& name, const QVariant& value) {
    m_settings.setValue(QStringLiteral("own/") + name, value);
}

QString Preferences::whyNotKept() const {
    switch (m_settings.status()) {
        case QSettings::NoError:
            break;
        case QSettings::AccessError:
            return tr("설정을 저장할 수 없습니다: %1").arg(m_settings.fileName());
        case QSettings::FormatError:
            return tr("설정 파일을 읽을 수 없습니다: %1").arg(m_settings.fileName());
    }
    return {};
}

}  // namespace delivery::look
