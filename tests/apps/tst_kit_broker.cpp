/// The ear on the broker against one that holds its tongue: what Paho still says of an attempt that
/// was given up concerns nobody.

#include <malloc.h>

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>
#include <vector>

#include "apps/kit/broker_ear.h"

using namespace delivery;
using namespace delivery::kit;
using std::chrono::milliseconds;

namespace {

constexpr int patienceMs = 60'000;
/// Given up long before Paho gives up by itself.
const BrokerRules hasty{.connectMax = std::chrono::seconds(8),
                        .attemptMax = milliseconds(1'500),
                        .pulse = milliseconds(50)};

/// As much of MQTT 3.1.1 as one quiet listener needs. Lives on the test's thread.
class TardyBroker : public QTcpServer {
  public:
    TardyBroker() {
        if (!listen(QHostAddress::LocalHost)) qFatal("no port");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* line = nextPendingConnection();
            m_lines.push_back(line);
            connect(line, &QTcpSocket::readyRead, this, [this, line] { hear(*line); });
        });
    }
    BrokerWish wish() const {
        return {.place = {.url = QStringLiteral("mqtt://127.0.0.1:%1").arg(serverPort()),
                          .username = QStringLiteral("song:1"),
                          .password = QStringLiteral("p"),
                          .clientId = QStringLiteral("song:1")},
                .filters = {QStringLiteral("delivery/v1/users/song/#")}};
    }
    void welcome(QTcpSocket& line) { line.write(QByteArray("\x20\x02\x00\x00", 4)); }
    QTcpSocket& line(std::size_t number) { return *m_lines.at(number); }

    /// Whether it says anything at all.
    bool answers = false;

  private:
    void hear(QTcpSocket& line) {
        QByteArray& unread = m_unread[&line];
        unread += line.readAll();
        // Everything that is said here is shorter than 128 bytes, so that one byte tells how long.
        while (unread.size() >= 2 && unread.size() >= 2 + unread.at(1)) {
            const QByteArray packet = unread.left(2 + unread.at(1));
            unread.remove(0, packet.size());
            if (answers) answer(line, packet);
        }
    }
    void answer(QTcpSocket& line, const QByteArray& packet) {
        switch (static_cast<unsigned char>(packet.at(0)) >> 4) {
            case 1:
                return welcome(line);
            case 8:
                line.write(QByteArray("\x90\x03", 2) + packet.mid(2, 2) + '\x01');
                return;
            case 12:
                line.write(QByteArray("\xd0\x00", 2));
                return;
            default:
                return;
        }
    }
    std::vector<QTcpSocket*> m_lines;
    QHash<QTcpSocket*, QByteArray> m_unread;
};

}  // namespace

class TestKitBroker : public QObject {
    Q_OBJECT

    /// Opens until an attempt was given up by us, and by nobody else.
    static bool givesUp(BrokerEar& ear, const BrokerWish& wish) {
        QSignalSpy closed(&ear, &BrokerEar::closed);
        ear.open(wish);
        if (!QTest::qWaitFor([&] { return !closed.isEmpty(); }, patienceMs)) return false;
        return closed.last().at(0).toString() == QLatin1String("no answer");
    }

  private slots:
    void initTestCase() {
        // What is freed is overwritten: whoever still uses it fails, and does not get by on luck.
        mallopt(M_PERTURB, 0x5a);
    }

    void lateLossOfAnAbandonedAttempt_endsNoNewConnection() {
        TardyBroker broker;
        BrokerEar ear(hasty);
        QVERIFY(givesUp(ear, broker.wish()));
        broker.answers = true;
        // Paho turns to another client when it is done waiting for the first: not always in time.
        const auto again =
            connect(&ear, &BrokerEar::closed, &ear, [&] { ear.open(broker.wish()); });
        ear.open(broker.wish());
        QTRY_VERIFY_WITH_TIMEOUT(ear.isOpen(), patienceMs);
        disconnect(again);
        QSignalSpy closed(&ear, &BrokerEar::closed);
        QSignalSpy proved(&ear, &BrokerEar::proved);
        broker.welcome(broker.line(0));
        broker.line(0).disconnectFromHost();
        // By then it has been heard.
        const qsizetype before = proved.size();
        QTRY_VERIFY_WITH_TIMEOUT(proved.size() >= before + 10 || !closed.isEmpty(), patienceMs);
        QCOMPARE(closed.size(), 0);
        QVERIFY(ear.isOpen());
    }

    void earThatGoes_leavesBehindWhatPahoStillKnows() {
        TardyBroker broker;
        BrokerRules patient;
        patient.attemptMax = milliseconds(2 * patienceMs);
        // Made first, so that it does not come to lie where the other one was.
        BrokerEar later(patient);
        {
            BrokerRules asUsual = hasty;
            asUsual.connectMax = BrokerRules().connectMax;
            BrokerEar ear(asUsual);
            QVERIFY(givesUp(ear, broker.wish()));
        }
        // Paho looks at all its clients in one round: after another whole one the first has ended.
        for (int round = 0; round < 2; ++round) {
            QSignalSpy closed(&later, &BrokerEar::closed);
            later.open(broker.wish());
            QTRY_VERIFY_WITH_TIMEOUT(!closed.isEmpty(), patienceMs);
            QVERIFY(closed.last().at(0).toString() != QLatin1String("no answer"));
        }
    }
};

QTEST_GUILESS_MAIN(TestKitBroker)
#include "tst_kit_broker.moc"
