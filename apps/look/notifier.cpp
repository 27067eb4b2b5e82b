#include "apps/look/notifier.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QSystemTrayIcon>
#include <QVariantMap>

#include "notifications_proxy.h"

namespace delivery::look {

namespace {

// Desktop Notifications Specification 1.2, org.freedesktop.Notifications.
const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
constexpr int untilTheDesktopSays = -1;
constexpr uchar urgencyCritical = 2;

}  // namespace

Notifier::Notifier(const QString& application, const QString& iconName, QObject* parent)
    : QObject(parent), m_application(application), m_iconName(iconName) {
    if (QDBusConnection::sessionBus().isConnected()) {
        m_service = new OrgFreedesktopNotificationsInterface(service, path,
                                                             QDBusConnection::sessionBus(), this);
        connect(m_service, &OrgFreedesktopNotificationsInterface::ActionInvoked, this,
                &Notifier::hearAction);
        connect(m_service, &OrgFreedesktopNotificationsInterface::NotificationClosed, this,
                &Notifier::hearClosed);
    }
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = new QSystemTrayIcon(QIcon(QStringLiteral(":/icons/%1.svg").arg(iconName)), this);
        m_tray->setToolTip(application);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this,
                [this] { emit activated(m_lastByTray, QStringLiteral("default")); });
        connect(m_tray, &QSystemTrayIcon::activated, this,
                [this](QSystemTrayIcon::ActivationReason) {
                    emit activated({}, QStringLiteral("default"));
                });
        m_tray->show();
    }
}

Notifier::~Notifier() = default;

void Notifier::tell(const DesktopNotice& notice) {
    if (!m_enabled) return;
    if (m_service == nullptr) {
        tellByTray(notice);
        return;
    }
    QStringList actions{QStringLiteral("default"), tr("열기")};
    for (const auto& [key, word] : notice.actions) actions << key << word;
    QVariantMap hints{{QStringLiteral("desktop-entry"), m_iconName}};
    if (notice.urgent) hints[QStringLiteral("urgency")] = QVariant::fromValue(urgencyCritical);
    auto* watcher = new QDBusPendingCallWatcher(
        m_service->Notify(m_application, m_idOf.value(notice.about, 0U), m_iconName, notice.title,
                          notice.text.toHtmlEscaped(), actions, hints, untilTheDesktopSays),
        this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, notice] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError()) {
            tellByTray(notice);
            return;
        }
        m_idOf[notice.about] = reply.value();
        m_aboutOf[reply.value()] = notice.about;
        emit told(notice.about);
    });
}

void Notifier::withdraw(const QString& about) {
    const uint id = m_idOf.take(about);
    if (id == 0) return;
    m_aboutOf.remove(id);
    m_service->CloseNotification(id);
}

void Notifier::hearAction(uint id, const QString& action) {
    const auto about = m_aboutOf.constFind(id);
    if (about != m_aboutOf.constEnd()) emit activated(*about, action);
}

void Notifier::hearClosed(uint id, uint) { m_idOf.remove(m_aboutOf.take(id)); }

void Notifier::tellByTray(const DesktopNotice& notice) {
    if (m_tray == nullptr) return;
    m_lastByTray = notice.about;
    m_tray->showMessage(notice.title, notice.text);
    emit told(notice.about);
}

}  // namespace delivery::look
