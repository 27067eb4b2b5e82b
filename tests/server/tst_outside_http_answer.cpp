// What an answer over HTTP is read as, in whatever slices it comes.

#include "server/outside/http_answer.h"

#include <QTest>

using namespace delivery;
using outside::AnswerLimits;
using outside::HttpAnswer;
using Step = HttpAnswer::Step;

namespace {

/// Of everything in slices of this size, and then the end of the connection.
QString wholeOf(const QByteArray& bytes, qsizetype slice, const AnswerLimits& limits = {}) {
    HttpAnswer answer(limits);
    Step step = Step::NeedMore;
    for (qsizetype at = 0; at < bytes.size(); at += slice) {
        const QByteArray part = bytes.mid(at, slice);
        step = answer.more({part.constData(), static_cast<std::size_t>(part.size())});
        if (step == Step::Head) step = answer.more({});
        if (step != Step::NeedMore) break;
    }
    if (step == Step::NeedMore) step = answer.end();
    if (step == Step::TooLong) return "too long";
    if (step != Step::Whole) return "broken";
    return QString::number(answer.status()) + ' ' + QString::fromStdString(answer.body()) +
           QString::fromStdString(answer.field("retry-after"));
}

}  // namespace

class TestOutsideHttpAnswer : public QObject {
    Q_OBJECT

  private slots:
    void answer_isReadTheSameInAnySlices_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("read");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        const auto row = [](const char* name, const QByteArray& bytes, const char* read) {
            QTest::newRow(name) << bytes << QString(read);
        };
        row("length", ok + "Content-Length: 2\r\n\r\n{}", "200 {}");
        row("nothing", ok + "Content-Length: 0\r\n\r\n", "200 ");
        row("to the end", ok + "\r\n{\"a\":1}", "200 {\"a\":1}");
        row("chunks", ok + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
            "200 {}");
        row("no chunk", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "200 ");
        row("trailer", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: y\r\n\r\n",
            "200 {}");
        row("no content", "HTTP/1.1 204 No Content\r\n\r\n", "204 ");
        row("HTTP/1.0", "HTTP/1.0 503 Busy\r\nRetry-After: 7\r\n\r\n", "503 7");
        row("go on", "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\n{}",
            "200 {}");
        row("more than it says", ok + "Content-Length: 2\r\n\r\n{}and more", "200 {}");
        row("silence", "", "broken");
        row("half a header", ok + "Content-Le", "broken");
        row("half a body", ok + "Content-Length: 3\r\n\r\n{}", "broken");
        row("half a chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}", "broken");
        row("half a last chunk", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "broken");
        row("no chunk's size", ok + "Transfer-Encoding: chunked\r\n\r\nxyzxyz\r\n", "broken");
        row("another protocol", "HTTP/2.0 200 OK\r\n\r\n", "broken");
        row("no protocol", "220 mail.example.com ready\r\n\r\n", "broken");
        row("two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "broken");
        row("length below nothing", ok + "Content-Length: -1\r\n\r\n{}", "broken");
        row("another road", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "broken");
        row("no status", "HTTP/1.1 000 Continue\r\nContent-Length: 2\r\n\r\n{}", "broken");
        row("beyond every status", "HTTP/1.1 600 Much\r\nContent-Length: 2\r\n\r\n{}", "broken");
        row("length beyond the limit", ok + "Content-Length: 262145\r\n\r\n", "too long");
        row("chunk beyond the limit", ok + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n",
            "too long");
        row("long field", ok + "X: " + QByteArray(9'000, 'x') + "\r\n\r\n", "too long");
        row("field without end", ok + "X: " + QByteArray(9'000, 'x'), "too long");
        row("many fields", ok + QByteArray("X: y\r\n").repeated(65) + "\r\n", "too long");
        row("64 fields", ok + QByteArray("X: y\r\n").repeated(64) + "\r\n", "200 ");
        row("go on for ever", QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(400),
            "too long");
        row("chunk's head without end",
            ok + "Transfer-Encoding: chunked\r\n\r\n1;" + QByteArray(9'000, 'x'), "too long");
        row("trailer without end",
            ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + QByteArray(9'000, 'x'), "too long");
    }
    void answer_isReadTheSameInAnySlices() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, read);
        for (const qsizetype slice : {1, 2, 3, 5, 7, 64, 1'000, 1'000'000}) {
            QCOMPARE(wholeOf(bytes, slice), read);
        }
    }
};

QTEST_APPLESS_MAIN(TestOutsideHttpAnswer)
#include "tst_outside_http_answer.moc"
