/// Every planted bug is caught, and by a promise that docs/RELIABILITY.md says it breaks: an
/// auditor that finds nothing must have looked.

#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QtTest>
#include <algorithm>
#include <string>

#include "tests/sim/simulation.h"

using namespace delivery::sim;

Q_DECLARE_METATYPE(delivery::sim::Bug)

namespace {

/// The promises whose rows in docs/RELIABILITY.md name this mistake: what may be heard of it. There
/// is more than one where it depends on the draw what is looked at first. Of an event that is lost,
/// the stream has a hole, or what was kept of it and of its neighbours tells more: its rows, the
/// desk's memory, stock, points, holdings, what it owes.
QStringList promisesNaming(Bug bug) {
    if (bug == Bug::Canary) return {"canary"};
    const std::string_view word = name(bug);
    const QString wanted =
        '`' + QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())) + '`';
    QFile file(DELIVERY_SOURCE_DIR "/docs/RELIABILITY.md");
    if (!file.open(QIODevice::ReadOnly)) qFatal("docs/RELIABILITY.md cannot be read");
    static const QRegularExpression number("^[SLRA][0-9]+$");
    QStringList promises;
    while (!file.atEnd()) {
        const QStringList cells = QString::fromUtf8(file.readLine()).split('|');
        if (cells.size() < 5 || !number.match(cells[1].trimmed()).hasMatch()) continue;
        if (cells[4].contains(wanted)) promises << cells[1].trimmed();
    }
    return promises;
}

}  // namespace

class TestSimBugs : public QObject {
    Q_OBJECT

  private slots:
    void plantedBug_isCaughtByItsInvariant_data() {
        QTest::addColumn<Bug>("bug");
        QTest::addColumn<QStringList>("invariants");
        for (const Bug bug : allBugs()) {
            QTest::newRow(std::string(name(bug)).c_str()) << bug << promisesNaming(bug);
        }
    }
    void plantedBug_isCaughtByItsInvariant() {
        QFETCH(Bug, bug);
        QFETCH(QStringList, invariants);
        QVERIFY(!invariants.isEmpty());
        const quint64 fresh = QRandomGenerator::global()->generate64();
        for (const quint64 seed : {quint64{1}, fresh}) {
            const Report report = simulate({.seed = seed, .orders = 5'000, .bug = bug});
            const QByteArray where = "seed " + QByteArray::number(seed);
            QVERIFY2(report.violation, where.constData());
            const QString found = QString::fromStdString(report.violation->invariant);
            QVERIFY2(invariants.contains(found), (where + ": " + found.toUtf8()).constData());
        }
    }

    void thereAreThirtyBugsAtLeast_andACanary() {
        QVERIFY(allBugs().size() > 30);
        QVERIFY(std::ranges::find(allBugs(), Bug::Canary) != allBugs().end());
    }

    void everyBug_hasANameOfItsOwn() {
        for (const Bug bug : allBugs()) QCOMPARE(bugNamed(name(bug)), std::optional{bug});
    }
};

QTEST_APPLESS_MAIN(TestSimBugs)
#include "tst_sim_bugs.moc"
