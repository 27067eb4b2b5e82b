/// docs/RELIABILITY.md says what holds each promise: what it names exists, and nothing is left out.

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

#include "tests/tidy/sources.h"

using namespace delivery::tests;

class TestTidyPromises : public QObject {
    Q_OBJECT

  private:
    struct Promise {
        QString number;
        QString tests;
        QString mistakes;
    };
    QString page;
    QList<Promise> promises;

    static QStringList quoted(const QString& text) {
        static const QRegularExpression ticks("`([^`]+)`");
        QStringList found;
        auto matches = ticks.globalMatch(text);
        while (matches.hasNext()) found << matches.next().captured(1);
        return found;
    }
    static const SourceFile* sourceNamed(const std::vector<SourceFile>& all, const QString& name) {
        for (const SourceFile& file : all) {
            if (file.path.endsWith('/' + name)) return &file;
        }
        return nullptr;
    }
    /// The names of the switches as a file of theirs writes them: {Bug::DropRefund, "drop-refund"}.
    static QSet<QString> switchesIn(const SourceFile& file, const QString& type) {
        const QRegularExpression entry("\\{" + type + "::\\w+, \"([a-z-]+)\"\\}");
        QSet<QString> names;
        for (const QString& line : file.lines) {
            const auto match = entry.match(line);
            if (match.hasMatch()) names.insert(match.captured(1));
        }
        return names;
    }

  private slots:
    void initTestCase() {
        QFile file(DELIVERY_SOURCE_DIR "/docs/RELIABILITY.md");
        QVERIFY(file.open(QIODevice::ReadOnly));
        page = QString::fromUtf8(file.readAll());
        static const QRegularExpression number("^[SLRA][0-9]+$");
        for (const QString& line : page.split('\n')) {
            const QStringList cells = line.split('|');
            if (cells.size() < 5 || !number.match(cells[1].trimmed()).hasMatch()) continue;
            promises.append({cells[1].trimmed(), cells[3], cells[4]});
        }
    }

    void everyPromise_isThereOnce() {
        QStringList wanted;
        for (int i = 1; i <= 17; ++i) wanted << "S" + QString::number(i);
        wanted << "L1"
               << "R1"
               << "A1"
               << "A2"
               << "A3"
               << "A4";
        QStringList found;
        for (const Promise& promise : promises) found << promise.number;
        QCOMPARE(found, wanted);
    }

    void everyPromise_isHeldByTestsThatExist() {
        const std::vector<SourceFile> all = allSources();
        QStringList wrong;
        for (const Promise& promise : promises) {
            const QStringList named = quoted(promise.tests);
            if (named.isEmpty()) wrong << promise.number + " has no test";
            for (const QString& test : named) {
                const SourceFile* file = sourceNamed(all, test.section(": ", 0, 0) + ".cpp");
                if (file == nullptr) {
                    wrong << promise.number + " names " + test;
                    continue;
                }
                const QString slot = test.section(": ", 1);
                if (!slot.isEmpty() && file->code.filter("void " + slot + "()").isEmpty()) {
                    wrong << promise.number + " names the slot " + test;
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
    }

    void everyPlantedMistake_isNamed_andExists() {
        const std::vector<SourceFile> all = allSources();
        const SourceFile* simulator = sourceNamed(all, "sim/bug.cpp");
        const SourceFile* search = sourceNamed(all, "exhaustive/planted.cpp");
        QVERIFY(simulator != nullptr && search != nullptr);
        const QSet<QString> there = switchesIn(*simulator, "Bug") + switchesIn(*search, "Planted");
        QVERIFY(there.size() > 40);
        QSet<QString> named{"canary"};
        for (const Promise& promise : promises) {
            const QStringList names = quoted(promise.mistakes);
            named += QSet<QString>(names.begin(), names.end());
        }
        QCOMPARE(named - there, QSet<QString>{});
        QCOMPARE(there - named, QSet<QString>{});
        QVERIFY(page.contains("`canary`"));
    }
};

QTEST_APPLESS_MAIN(TestTidyPromises)
#include "tst_tidy_promises.moc"
