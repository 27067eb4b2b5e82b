/// delivery-bench breaker, for a few seconds: nothing is charged twice, nothing is lost, with the
/// breaker and without.

#include <QProcess>
#include <QtTest>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

using nlohmann::json;

class TestE2eBreaker : public QObject {
    Q_OBJECT

  private slots:
    void slowProvider_losesNoOrderAndChargesNoneTwice() {
        QProcess bench;
        bench.start(QStringLiteral(DELIVERY_BIN_DIR "/delivery-bench"),
                    {"breaker", "--seconds", "10", "--json"});
        QVERIFY(bench.waitForFinished(580'000));
        QCOMPARE(bench.exitCode(), 0);
        std::map<std::string, json> figures;
        for (const QByteArray& line : bench.readAllStandardOutput().trimmed().split('\n')) {
            const json figure = json::parse(line.toStdString(), nullptr, false);
            QVERIFY2(figure.is_object(), line.constData());
            figures[figure.at("name").get<std::string>()] = figure;
        }
        QCOMPARE(figures.size(), std::size_t{9});
        for (const char* nothing : {"breaker.charged_twice", "breaker.orders_lost"}) {
            QCOMPARE(figures.at(nothing).at("value").get<double>(), 0.0);
            QCOMPARE(figures.at(nothing).at("baseline").get<double>(), 0.0);
        }
        QVERIFY(figures.at("breaker.availability").at("value").get<double>() > 0.0);
        QVERIFY(figures.at("breaker.orders").at("value").get<double>() > 100.0);
    }
};

QTEST_GUILESS_MAIN(TestE2eBreaker)
#include "tst_e2e_breaker.moc"
