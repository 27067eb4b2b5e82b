/// The log's stream: what its reader leaves there waits, is written in order later, and of too much
/// the oldest is lost and counted.

#include "server/compose/log_stream.h"

#include <array>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTemporaryFile>
#include <QTest>

using delivery::compose::LogStream;

namespace {

/// Numbered, and long enough that a few hundred fill a pipe.
std::string lineOf(int number) {
    return std::to_string(number) + " " + std::string(300, 'x') + "\n";
}

/// What is there now; nothing is waited for.
QByteArray everythingIn(int descriptor) {
    QByteArray all;
    std::array<char, 65'536> bytes{};
    pollfd one{descriptor, POLLIN, 0};
    while (::poll(&one, 1, 0) > 0) {
        const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
        if (count <= 0) break;
        all.append(bytes.data(), count);
    }
    return all;
}

}  // namespace

class TestDeliverydLog : public QObject {
    Q_OBJECT

    /// The reading and the writing end.
    std::array<int, 2> m_ends{-1, -1};

    void open() {
        QFETCH(bool, isSocket);
        if (isSocket) {
            QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends.data()), 0);
        } else {
            QCOMPARE(::pipe2(m_ends.data(), O_CLOEXEC), 0);
        }
    }
    static void kinds() {
        QTest::addColumn<bool>("isSocket");
        QTest::newRow("pipe") << false;
        QTest::newRow("socket") << true;
    }

  private slots:
    void cleanup() {
        for (int& end : m_ends) {
            if (end >= 0) ::close(end);
            end = -1;
        }
    }

    void unreadLines_waitAndComeInOrder_data() { kinds(); }
    void unreadLines_waitAndComeInOrder() {
        open();
        constexpr int count = 2'000;
        LogStream stream(m_ends[1]);
        QByteArray wanted;
        for (int i = 0; i < count; ++i) {
            stream.write(lineOf(i));
            wanted += QByteArray::fromStdString(lineOf(i));
        }
        QVERIFY(stream.figures().waiting > 0);
        QCOMPARE(stream.figures().lost, std::uint64_t{0});
        QByteArray read;
        while (stream.figures().waiting > 0) {
            const QByteArray more = everythingIn(m_ends[0]);
            QVERIFY(!more.isEmpty());
            read += more;
            stream.flush();
        }
        read += everythingIn(m_ends[0]);
        QVERIFY(read == wanted);
    }

    void tooManyUnreadLines_loseTheOldestAndNoHalves_data() { kinds(); }
    void tooManyUnreadLines_loseTheOldestAndNoHalves() {
        open();
        constexpr int count = 10'000;
        LogStream stream(m_ends[1]);
        for (int i = 0; i < count; ++i) stream.write(lineOf(i));
        const auto lost = static_cast<int>(stream.figures().lost);
        QVERIFY(lost > 0);
        QByteArray read;
        do {
            stream.flush();
            read += everythingIn(m_ends[0]);
        } while (stream.figures().waiting > 0);
        read += everythingIn(m_ends[0]);
        const QList<QByteArray> lines = read.split('\n');
        QCOMPARE(lines.size(), count - lost + 1);
        int last = -1;
        for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
            const int number = lines[i].split(' ').front().toInt();
            QVERIFY(number > last);
            QCOMPARE(lines[i] + "\n", QByteArray::fromStdString(lineOf(number)));
            last = number;
        }
        QCOMPARE(last, count - 1);
    }

    void sharedDescriptor_isLeftAsItWas() {
        QCOMPARE(::pipe2(m_ends.data(), O_CLOEXEC), 0);
        LogStream stream(m_ends[1]);
        stream.write("line\n");
        QCOMPARE(::fcntl(m_ends[1], F_GETFL) & O_NONBLOCK, 0);
        QCOMPARE(everythingIn(m_ends[0]), QByteArray("line\n"));
    }

    void readerThatIsGone_costsTheLineAndNothingElse() {
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends.data()), 0);
        LogStream stream(m_ends[1]);
        ::close(std::exchange(m_ends[0], -1));
        stream.write("line\n");
        QCOMPARE(stream.figures().lost, std::uint64_t{1});
        QCOMPARE(stream.figures().waiting, std::size_t{0});
    }

    void file_isWrittenInTheOrderOfItsWriters() {
        QTemporaryFile file;
        QVERIFY(file.open());
        LogStream stream(file.handle());
        stream.write("one\n");
        QCOMPARE(::write(file.handle(), "two\n", 4), ssize_t{4});
        stream.write("three\n");
        file.seek(0);
        QCOMPARE(file.readAll(), QByteArray("one\ntwo\nthree\n"));
    }
};

QTEST_APPLESS_MAIN(TestDeliverydLog)
#include "tst_deliveryd_log.moc"
