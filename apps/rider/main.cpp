/// delivery-rider: composition only.

#include <QApplication>
#include <QStandardPaths>

#include "apps/look/start.h"
#include "apps/rider/rider_app.h"

int main(int count, char** words) {
    using namespace delivery;
    look::doWithoutDisplay(count, words);
    QApplication application(count, words);
    const look::StartWish wish = look::readCommandLine(
        application, {QStringLiteral("kr.baedal.rider"), QStringLiteral("delivery-rider"),
                      QStringLiteral("배달상점 라이더")});
    look::Preferences preferences(QStringLiteral("delivery-rider"));
    look::followPreferences(application, preferences);
    rider::RiderApp app(preferences,
                        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    app.start(wish);
    return QApplication::exec();
}
