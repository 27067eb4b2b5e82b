/// delivery-screens FOLDER: plays one story on a real city and keeps what the windows look like,
/// light and dark, as pictures.

#include <QApplication>
#include <QDir>
#include <QListView>
#include <QtTest>

#include "apps/customer/customer_window.h"
#include "apps/look/start.h"
#include "apps/look/theme.h"
#include "apps/look/toast.h"
#include "apps/rider/rider_window.h"
#include "apps/store/store_window.h"
#include "tests/apps/three_windows.h"

using namespace delivery;
using namespace delivery::tests;

namespace {

class Album {
  public:
    explicit Album(QString folder) : m_folder(std::move(folder)) {}

    /// One picture of the story, in the order in which they are taken.
    void tell(QWidget& window, const char* name) {
        ++m_told;
        keep(window, QStringLiteral("story-%1-%2")
                         .arg(m_told, 2, 10, QLatin1Char('0'))
                         .arg(QLatin1StringView(name)));
    }
    /// Every page, light and dark.
    void showAll(look::Shell& window, const char* name, int pages) {
        const struct {
            look::ThemeChoice choice;
            const char* name;
        } themes[] = {{look::ThemeChoice::Light, "light"}, {look::ThemeChoice::Dark, "dark"}};
        for (int page = 0; page < pages; ++page) {
            window.goTo(page);
            for (const auto& theme : themes) {
                look::wearTheme(*qApp, theme.choice);
                keep(window, QStringLiteral("%1-%2-%3")
                                 .arg(QLatin1StringView(name))
                                 .arg(page + 1)
                                 .arg(QLatin1StringView(theme.name)));
            }
        }
        look::wearTheme(*qApp, look::ThemeChoice::Light);
        window.goTo(0);
    }

  private:
    void keep(QWidget& window, const QString& name) {
        // What was asked of the server a moment ago is answered meanwhile.
        QTest::qWait(settleMs);
        const QImage picture = window.grab().toImage().convertToFormat(QImage::Format_RGB888);
        const QString file = QStringLiteral("%1/%2.png").arg(m_folder, name);
        if (!picture.save(file, "PNG")) qFatal("cannot write %s", qPrintable(file));
    }

    static constexpr int settleMs = 400;
    QString m_folder;
    int m_told = 0;
};

void must(bool done, const char* what) {
    if (!done) qFatal("the story stops: %s", what);
}

void tellDelivered(ThreeWindows& windows, Album& album) {
    customer::CustomerWindow& customer = *windows.customer().window();
    store::StoreWindow& store = *windows.store().window();
    rider::RiderWindow& rider = *windows.rider().window();
    album.tell(customer, "shops");
    const qlonglong order = windows.order(QStringLiteral("탕수육"));
    must(order > 0 && windows.waitFor(order, "Paid"), "not paid");
    album.tell(customer, "paid");
    album.tell(store, "rings");
    must(windows.stepAsStore(order, "Paid") && windows.waitFor(order, "Accepted"), "not accepted");
    must(windows.stepAsStore(order, "Accepted") && windows.waitFor(order, "Cooking"),
         "not cooking");
    album.tell(store, "cooking");
    album.tell(customer, "cooking");
    must(windows.stepAsStore(order, "Cooking") && windows.waitFor(order, "Cooked"), "not cooked");
    auto* nearby = rider.findChild<QListView*>(QStringLiteral("nearby"));
    must(QTest::qWaitFor([&] { return nearby->isVisible(); }, ThreeWindows::patienceMs),
         "not offered");
    album.tell(rider, "nearby");
    must(windows.pick(order), "not picked");
    album.tell(rider, "to-the-shop");
    must(windows.pressAsRider("next"), "not collected");
    must(QTest::qWaitFor([&] { return windows.riderSees(order) == QLatin1String("PickedUp"); },
                         ThreeWindows::patienceMs),
         "not on the way");
    album.tell(rider, "to-the-customer");
    album.tell(customer, "on-the-way");
    must(windows.pressAsRider("next") && windows.waitFor(order, "Delivered"), "not delivered");
    album.tell(customer, "delivered");
    must(windows.pressAsCustomer(order, "confirm") && windows.waitFor(order, "Confirmed"),
         "not confirmed");
    must(windows.pressAsCustomer(order, "rate"), "not rated");
    album.tell(customer, "confirmed");
}

void tellCancelled(ThreeWindows& windows, Album& album) {
    const qlonglong order = windows.order(QStringLiteral("짬뽕"));
    must(order > 0 && windows.cook(order) && windows.pick(order), "not picked");
    must(windows.refuseAsStore(order, QStringLiteral("포장이 터졌습니다")), "not cancelled");
    must(windows.waitFor(order, "Cancelled"), "not cancelled");
    rider::RiderWindow& rider = *windows.rider().window();
    must(QTest::qWaitFor([&] { return rider.isTakenOver(); }, ThreeWindows::patienceMs),
         "not taken over");
    album.tell(rider, "cancelled");
    album.tell(*windows.customer().window(), "money-back");
    must(windows.pressAsRider("seen"), "not seen");
}

}  // namespace

int main(int count, char** words) {
    QApplication application(count, words);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 2 || !QDir().mkpath(arguments[1])) {
        qWarning("usage: delivery-screens FOLDER");
        return 2;
    }
    look::speak(application, look::Language::Korean);
    look::wearTheme(application, look::ThemeChoice::Light);
    RealCity city;
    ThreeWindows windows(city);
    must(windows.open(), "a window does not open");
    Album album(arguments[1]);
    tellDelivered(windows, album);
    tellCancelled(windows, album);
    // Something to see on every page.
    const qlonglong cooked = windows.order(QStringLiteral("군만두"));
    must(windows.cook(cooked), "not cooked");
    must(windows.waitFor(windows.order(QStringLiteral("볶음밥")), "Paid"), "not paid");
    album.showAll(*windows.customer().window(), "customer",
                  windows.customer().window()->pageCount());
    album.showAll(*windows.store().window(), "store", windows.store().window()->pageCount());
    album.showAll(*windows.rider().window(), "rider", windows.rider().window()->pageCount());
    return 0;
}
