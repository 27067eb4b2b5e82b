#pragma once
/// What a person has set in an app: kept per application, read once, written when changed.

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>

#include "apps/look/theme.h"

namespace delivery::look {

enum class Language { Korean, English };

/// GUI thread. Values outside their range are taken as the default.
class Preferences : public QObject {
    Q_OBJECT

  public:
    /// The INI file of this application name; a test hands in a file of its own.
    explicit Preferences(const QString& application, QObject* parent = nullptr);
    explicit Preferences(const QString& file, QSettings::Format format, QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice themeChoice() const;
    void setThemeChoice(ThemeChoice choice);
    [[nodiscard]] Language language() const;
    void setLanguage(Language language);
    /// 100 to 200.
    [[nodiscard]] int textPercent() const;
    void setTextPercent(int percent);
    /// 0 to 100.
    [[nodiscard]] int volume() const;
    void setVolume(int percent);
    [[nodiscard]] bool desktopNotices() const;
    void setDesktopNotices(bool wanted);
    [[nodiscard]] QString server() const;
    void setServer(const QString& server);
    [[nodiscard]] QString user() const;
    void setUser(const QString& user);

    [[nodiscard]] QByteArray windowState(const QString& window) const;
    void keepWindowState(const QString& window, const QByteArray& state);
    /// Of one app's own: a name that it alone uses.
    [[nodiscard]] QVariant own(const QString& name, const QVariant& otherwise = {}) const;
    void setOwn(const QString& name, const QVariant& value);

    /// Why the last change could not be kept; empty when it was.
    [[nodiscard]] QString whyNotKept() const;

  signals:
    void looksChanged();
    void languageChanged();
    void soundsChanged();

  private:
    QSettings m_settings;
};

}  // namespace delivery::look
