/// delivery-customer: composition only.

#include <QApplication>
#include <QStandardPaths>

#include "apps/customer/customer_app.h"
#include "apps/look/start.h"

int main(int count, char** words) {
    using namespace delivery;
    look::doWithoutDisplay(count, words);
    QApplication application(count, words);
    const look::StartWish wish = look::readCommandLine(
        application, {QStringLiteral("kr.baedal.customer"), QStringLiteral("delivery-customer"),
                      QStringLiteral("배달상점")});
    look::Preferences preferences(QStringLiteral("delivery-customer"));
    look::followPreferences(application, preferences);
    customer::CustomerApp app(preferences,
                              QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    app.start(wish);
    return QApplication::exec();
}
