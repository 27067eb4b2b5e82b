#pragma once
/// Desktop notifications with actions: the notification service of the desktop, else the tray's
/// balloon.

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

class OrgFreedesktopNotificationsInterface;
class QSystemTrayIcon;

namespace delivery::look {

struct DesktopNotice {
    /// What it is about ("order/17"): a newer one about the same replaces it. Comes back in
    /// activated().
    QString about;
    QString title;
    QString text;
    /// Key and word of each button ("accept", "접수"); the notice itself has the key "default".
    QList<QPair<QString, QString>> actions;
    bool urgent = false;
};

/// GUI thread. Never waits for the service: a desktop without one loses nothing but the balloon.
class Notifier : public QObject {
    Q_OBJECT

  public:
    /// The icon of the tray is shown while this lives, where the desktop has a tray.
    Notifier(const QString& application, const QString& iconName, QObject* parent = nullptr);
    ~Notifier() override;

    void setEnabled(bool enabled) { m_enabled = enabled; }
    void tell(const DesktopNotice& notice);
    void withdraw(const QString& about);

  signals:
    /// Somebody pressed a button of the notice, or the notice ("default").
    void activated(const QString& about, const QString& action);
    /// It was handed on to the desktop.
    void told(const QString& about);

  private:
    void hearAction(uint id, const QString& action);
    void hearClosed(uint id, uint reason);
    void tellByTray(const DesktopNotice& notice);

    QString m_application;
    QString m_iconName;
    bool m_enabled = true;
    OrgFreedesktopNotificationsInterface* m_service = nullptr;
    QHash<QString, uint> m_idOf;
    QHash<uint, QString> m_aboutOf;
    QSystemTrayIcon* m_tray = nullptr;
    QString m_lastByTray;
};

}  // namespace delivery::look
