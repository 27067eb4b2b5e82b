/// delivery-store: composition only.

#include <QApplication>
#include <QStandardPaths>

#include "apps/look/start.h"
#include "apps/store/store_app.h"

int main(int count, char** words) {
    using namespace delivery;
    look::doWithoutDisplay(count, words);
    QApplication application(count, words);
    const look::StartWish wish = look::readCommandLine(
        application, {QStringLiteral("kr.baedal.store"), QStringLiteral("delivery-store"),
                      QStringLiteral("배달상점 사장님")});
    look::Preferences preferences(QStringLiteral("delivery-store"));
    look::followPreferences(application, preferences);
    store::StoreApp app(preferences,
                        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    app.start(wish);
    return QApplication::exec();
}
