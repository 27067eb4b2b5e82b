/// docs/TOUR.md as it is written: every command of it is run, one after the other, and what it
/// prints is compared line by line. "…" in the document stands for what differs every time.
///
/// DELIVERY_TOUR_WRITE=1 writes what is printed now into the document instead; read it before you
/// commit it.

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

#include "tests/support/real_city.h"

using namespace delivery::tests;

namespace {

const QString elision = QStringLiteral("…");

struct Step {
    QString command;       ///< without "$ "
    qsizetype line = 0;    ///< of the document, from 1
    qsizetype begin = 0;   ///< the first line of its output, as an index
    QStringList expected;  ///< its output
};

QStringList linesOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s", qPrintable(path));
    QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
    if (!lines.isEmpty() && lines.last().isEmpty()) lines.removeLast();
    return lines;
}

/// Commands stand in blocks of ```console behind "$ ".
std::vector<Step> stepsOf(const QStringList& lines) {
    std::vector<Step> steps;
    bool inside = false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString& line = lines[i];
        if (line.startsWith("```")) {
            inside = !inside && line == "```console";
        } else if (inside && line.startsWith("$ ")) {
            steps.push_back({line.mid(2), i + 1, i + 1, {}});
        } else if (inside && !steps.empty()) {
            steps.back().expected << line;
        }
    }
    return steps;
}

/// Looking again does no harm, and what the outside does comes when it comes.
bool onlyLooks(const QString& command) {
    static const QRegularExpression looks(
        "^delivery( --\\S+ (ko|en|[a-z]+[0-9]*))*( --json)? "
        "(orders|show|why|tickets|points|notifications|top|reviews|nearby|admin "
        "escalations|today)\\b");
    return looks.match(command).hasMatch();
}

bool fits(const QString& expected, const QString& printed) {
    if (!expected.contains(elision)) return expected == printed;
    QStringList parts;
    for (const QString& part : expected.split(elision)) {
        parts << QRegularExpression::escape(part);
    }
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(parts.join(".*")));
    return pattern.match(printed).hasMatch();
}

bool fits(const QStringList& expected, const QStringList& printed) {
    return std::equal(expected.begin(), expected.end(), printed.begin(), printed.end(),
                      [](const QString& one, const QString& other) { return fits(one, other); });
}

/// What differs every time: moments, ids, ports, places on this machine.
QString withoutWhatDiffers(QString line) {
    static const std::vector<QRegularExpression> all{
        QRegularExpression("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"),
        QRegularExpression("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z"),
        QRegularExpression("\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}(:\\d{2})?)?"),
        QRegularExpression("\\b\\d{2}-\\d{2} \\d{2}:\\d{2}\\b"),
        QRegularExpression("\\b\\d{2}:\\d{2}:\\d{2}\\b"),
        QRegularExpression("\\b\\d{2}:\\d{2}(?=까지)"),
        QRegularExpression("(?<=http://127\\.0\\.0\\.1:)\\d+"),
        QRegularExpression("(?<=/cards/register/)\\S+"),
        QRegularExpression("(?<=--after )\\S+"),
    };
    for (const QRegularExpression& one : all) line.replace(one, elision);
    return line;
}

}  // namespace

class TestE2eTour : public QObject {
    Q_OBJECT

    const QString document = QStringLiteral(DELIVERY_SOURCE_DIR "/docs/TOUR.md");
    QTemporaryDir m_home;
    std::unique_ptr<RealCity> m_city;

    /// What the shell shows for a command: both streams, and how it ended where that was not well.
    QStringList printed(const QString& command) {
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH",
                           QStringLiteral(DELIVERY_BIN_DIR ":") + environment.value("PATH"));
        environment.insert("XDG_CONFIG_HOME", m_home.filePath("config"));
        environment.insert("XDG_DATA_HOME", m_home.filePath("data"));
        environment.insert("DELIVERY_SERVER",
                           QStringLiteral("http://127.0.0.1:%1").arg(m_city->port()));
        environment.insert("DELIVERY_PASSWORD", "demo1234");
        environment.insert("DELIVERY_NEW_PASSWORD", "demo1234");
        environment.remove("DELIVERY_OUTBOX");
        shell.setProcessEnvironment(environment);
        // What it leaves in files is gone with the rest.
        shell.setWorkingDirectory(m_home.path());
        shell.setProcessChannelMode(QProcess::MergedChannels);
        shell.setStandardInputFile(QProcess::nullDevice());
        shell.start("/bin/sh", {"-c", command});
        if (!shell.waitForFinished(120'000)) qFatal("%s", qPrintable(command));
        QStringList lines = QString::fromUtf8(shell.readAllStandardOutput()).split('\n');
        if (lines.last().isEmpty()) lines.removeLast();
        if (shell.exitCode() != 0) lines << QStringLiteral("[exit %1]").arg(shell.exitCode());
        return lines;
    }

    /// "sandbox payment '{…}'" turns a switch of the outside world, whose port nobody knows ahead.
    QStringList run(const QString& command) {
        static const QRegularExpression bending("^sandbox (payment|kakao) '(.*)'$");
        const auto bent = bending.match(command);
        if (!bent.hasMatch()) return printed(command);
        const auto sandbox = m_city->sandbox();
        const auto answer = sandbox->put("/sandbox/" + bent.captured(1).toUtf8(),
                                         nlohmann::json::parse(bent.captured(2).toStdString()));
        return answer.status == 200 ? QStringList{} : QStringList{QString::fromUtf8(answer.body)};
    }

    void write(QStringList lines, const std::vector<Step>& steps,
               const std::vector<QStringList>& outputs) {
        for (std::size_t i = steps.size(); i-- > 0;) {
            const Step& step = steps[i];
            for (qsizetype j = 0; j < step.expected.size(); ++j) lines.removeAt(step.begin);
            for (qsizetype j = 0; j < outputs[i].size(); ++j) {
                lines.insert(step.begin + j, withoutWhatDiffers(outputs[i][j]));
            }
        }
        QFile file(document);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write((lines.join('\n') + '\n').toUtf8());
    }

  private slots:
    void initTestCase() {
        // A loaded machine takes its time; what the tour shows is the same.
        m_city = std::make_unique<RealCity>(
            "[timers]\nreply_ms = 50000\nstore_reminder_first_ms = 3000000\n"
            "store_reminder_second_ms = 6000000\nstore_answer_ms = 9000000\n"
            "offer_round_ms = 3000000\n");
    }

    void tour_printsWhatItSays() {
        // What is counted by the Korean day would be counted on two.
        const auto dayIsLongEnough = [] {
            constexpr qint64 dayMs = 86'400'000;
            constexpr qint64 seoulMs = 9 * 3'600'000;
            return (QDateTime::currentMSecsSinceEpoch() + seoulMs) % dayMs < dayMs - 180'000;
        };
        QVERIFY(QTest::qWaitFor(dayIsLongEnough, 200'000));
        const QStringList lines = linesOf(document);
        const std::vector<Step> steps = stepsOf(lines);
        QVERIFY(steps.size() > 80);
        const bool writes = qEnvironmentVariableIsSet("DELIVERY_TOUR_WRITE");
        std::vector<QStringList> outputs;
        for (const Step& step : steps) {
            outputs.push_back(run(step.command));
            if (writes && onlyLooks(step.command)) {
                // What the outside does comes when it comes: until it looks the same twice.
                (void)QTest::qWaitFor(
                    [&] {
                        const QStringList before = std::exchange(outputs.back(), run(step.command));
                        return before == outputs.back();
                    },
                    20'000);
            }
            if (writes) continue;
            const bool same =
                fits(step.expected, outputs.back()) ||
                (onlyLooks(step.command) && QTest::qWaitFor(
                                                [&] {
                                                    outputs.back() = run(step.command);
                                                    return fits(step.expected, outputs.back());
                                                },
                                                20'000));
            const QString told = QStringLiteral("line %1: $ %2\n--- written\n%3\n--- printed\n%4")
                                     .arg(QString::number(step.line), step.command,
                                          step.expected.join('\n'), outputs.back().join('\n'));
            QVERIFY2(same, qPrintable(told));
        }
        if (writes) write(lines, steps, outputs);
    }

    void tour_hasEveryVerb() {
        const QStringList help = printed("delivery --lang en --help");
        const qsizetype list = help.indexOf("Subcommands:");
        QVERIFY(list >= 0);
        QString walked;
        for (const Step& step : stepsOf(linesOf(document))) walked += " " + step.command + " ";
        static const QRegularExpression named("^  ([a-z]+) ");
        QStringList missing;
        int verbs = 0;
        for (const QString& line : help.mid(list)) {
            const auto match = named.match(line);
            if (!match.hasMatch()) continue;
            ++verbs;
            if (!walked.contains(" " + match.captured(1) + " ")) missing << match.captured(1);
        }
        QVERIFY(verbs > 30);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(' ')));
    }
};

QTEST_GUILESS_MAIN(TestE2eTour)
#include "tst_e2e_tour.moc"
