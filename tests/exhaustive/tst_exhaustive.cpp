/// Every interleaving near the beginning of one order, and the shortest way to each classic
/// mistake.

#include <QtTest>
#include <sstream>

#include "tests/exhaustive/search.h"

using namespace delivery::exhaustive;

class TestExhaustive : public QObject {
    Q_OBJECT

  private:
    static QByteArray printed(Scene scene, std::optional<Planted> planted, const Found& found) {
        std::ostringstream text;
        printFound(text, scene, planted, found);
        return QByteArray::fromStdString(text.str());
    }

  private slots:
    void everyInterleaving_upToTheBound_breaksNothing_data() {
        QTest::addColumn<bool>("offered");
        QTest::newRow("customer, store, rider, from nothing") << false;
        QTest::newRow("store and two riders over one delivery") << true;
    }
    void everyInterleaving_upToTheBound_breaksNothing() {
        QFETCH(bool, offered);
        const Scene scene = offered ? Scene::Offered : Scene::FromNothing;
        const Found found = search(scene, std::nullopt, {.placesMax = 1'000});
        const QByteArray text = printed(scene, std::nullopt, found);
        qInfo().noquote() << text.trimmed();
        QVERIFY2(!found.violation, text.constData());
        QVERIFY(found.movesMade > 5'000);
    }

    void plantedMistake_givesItsCounterexample_data() {
        QTest::addColumn<QString>("bug");
        QTest::addColumn<bool>("offered");
        QTest::addColumn<QString>("invariant");
        QTest::addColumn<QStringList>("way");
        QTest::newRow("an accept that does not change the state")
            << "accept-changes-nothing" << false << "S15" << QStringList{"store: accepts"};
        QTest::newRow("a claim that overwrites another's")
            << "claim-overwrites" << true << "S7" << QStringList{"rider1: picks", "rider2: picks"};
        QTest::newRow("a cancel that hits another order's payment")
            << "cancel-hits-another" << false << "S4"
            << QStringList{"cancels", "provider: performs refund/2"};
        QTest::newRow("a reject of what was accepted")
            << "reject-accepted" << false << "S2" << QStringList{"accepts", "rejects"};
        QTest::newRow("an accept of what nobody paid")
            << "accept-unpaid" << false << "S5" << QStringList{"places", "accepts"};
        QTest::newRow("a cancel of what is being cooked")
            << "cancel-while-cooking" << false << "S8" << QStringList{"starts cooking", "cancels"};
        QTest::newRow("a start of what was cancelled")
            << "cook-after-end" << false << "S9" << QStringList{"cancels", "starts cooking"};
    }
    void everyMistake_isTried() { QCOMPARE(allPlanted().size(), 7U); }
    void plantedMistake_givesItsCounterexample() {
        QFETCH(QString, bug);
        QFETCH(bool, offered);
        QFETCH(QString, invariant);
        QFETCH(QStringList, way);
        const auto planted = plantedNamed(bug.toStdString());
        QVERIFY(planted);
        const Scene scene = offered ? Scene::Offered : Scene::FromNothing;
        const Found found = search(scene, planted, {.placesMax = 5'000});
        const QByteArray text = printed(scene, planted, found);
        qInfo().noquote() << text.trimmed();
        QVERIFY(found.violation);
        QCOMPARE(QString::fromStdString(found.violation->invariant), invariant);
        for (const QString& step : way) QVERIFY2(text.contains(step.toUtf8()), qPrintable(step));
    }
};

QTEST_APPLESS_MAIN(TestExhaustive)
#include "tst_exhaustive.moc"
