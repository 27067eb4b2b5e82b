/// delivery-sim as scripts use it: exit codes, one JSON object per figure, nothing on standard
/// output that depends on more than the arguments.

#include <QProcess>
#include <QtTest>
#include <string>

#include "tests/sim/bug.h"

class TestSimProgram : public QObject {
    Q_OBJECT

  private:
    struct Ran {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };
    static Ran run(const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral(DELIVERY_BIN_DIR "/delivery-sim"), arguments);
        if (!process.waitForFinished(110'000)) return {};
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

  private slots:
    void sameArgumentsTwice_printTheSame() {
        const QStringList arguments{"--seed", "5", "--orders", "60", "--json"};
        const Ran first = run(arguments);
        const Ran second = run(arguments);
        QCOMPARE(first.code, 0);
        QVERIFY(first.out.contains(R"({"name":"orders","value":60,"unit":"count")"));
        QVERIFY(first.out.contains(R"({"name":"violations","value":0,"unit":"count")"));
        QCOMPARE(first.out, second.out);
        for (const QByteArray& line : first.out.trimmed().split('\n')) {
            QVERIFY2(line.startsWith("{\"name\":") && line.endsWith("}"), line.constData());
        }
    }

    void plantedBug_exitsOneAndNamesInvariantSeedAndTrace() {
        const Ran ran =
            run({"--seed", "9", "--orders", "5000", "--bug", "swallow-points", "--json"});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.out.contains(R"({"name":"violations","value":1,"unit":"count")"));
        QVERIFY(ran.err.contains("invariant S6 is broken"));
        QVERIFY(ran.err.contains("seed 9"));
        QVERIFY(ran.err.contains("OrderPlaced"));
    }

    void listBugs_printsBareNames() {
        const Ran ran = run({"--list-bugs"});
        QCOMPARE(ran.code, 0);
        QByteArray names;
        for (const auto bug : delivery::sim::allBugs()) {
            names += QByteArray::fromStdString(std::string(delivery::sim::name(bug))) + "\n";
        }
        QCOMPARE(ran.out, names);
    }

    void unknownBug_isRefusedAsUsage() {
        QCOMPARE(run({"--seed", "1", "--orders", "1", "--bug", "no-such"}).code, 2);
        QCOMPARE(run({"--orders", "none"}).code, 2);
    }
};

QTEST_APPLESS_MAIN(TestSimProgram)
#include "tst_sim_program.moc"
