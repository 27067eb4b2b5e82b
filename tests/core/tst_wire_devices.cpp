/// What devices say of themselves: understood whole or not at all.

#include <QtTest>

#include "wire/devices.h"

using namespace delivery;

class TestWireDevices : public QObject {
    Q_OBJECT

  private slots:
    void words_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isPresence");
        QTest::addColumn<bool>("isPosition");
        const auto row = [](const char* text, bool presence, bool position) {
            QTest::addRow("%s", text) << QByteArray(text) << presence << position;
        };
        row(R"({"online":true})", true, false);
        row(R"({"online":false})", true, false);
        row(R"({"lat":37.5361,"lng":126.9801})", false, true);
        row(R"({"online":1})", false, false);
        row(R"({"online":true,"more":1})", false, false);
        row(R"({"lat":37.5361})", false, false);
        row(R"({"lat":97.5361,"lng":126.9801})", false, false);
        row(R"({"lat":37.5361,"lng":126.9801,"rider":"rider2"})", false, false);
        row("{}", false, false);
        row("[]", false, false);
        row("online", false, false);
        row("", false, false);
    }
    void words() {
        QFETCH(QByteArray, text);
        QFETCH(bool, isPresence);
        QFETCH(bool, isPosition);
        const auto body = wire::JsonBody::read(text.toStdString());
        QCOMPARE(body && wire::parsePresence(*body).has_value(), isPresence);
        QCOMPARE(body && wire::parsePosition(*body).has_value(), isPosition);
    }
};

QTEST_APPLESS_MAIN(TestWireDevices)
#include "tst_wire_devices.moc"
