/// Where a rider's place comes from: tracks by table, and each source as the window meets it.

#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include "apps/kit/position_source.h"
#include "apps/kit/track.h"

using namespace delivery;
using namespace delivery::kit;

namespace {

constexpr int patienceMs = 20'000;

const QByteArray timed = R"(<gpx><trk><trkseg>
<trkpt lat="37.5" lon="127.0"><time>2026-11-21T01:00:00Z</time></trkpt>
<trkpt lat="37.6" lon="127.0"><time>2026-11-21T01:00:10Z</time></trkpt>
<trkpt lat="37.6" lon="127.2"><time>2026-11-21T01:00:30Z</time></trkpt>
</trkseg></trk></gpx>)";

/// Where 용산반점 is, so many seconds after four o'clock.
QByteArray sentenceAt(int seconds) {
    const QByteArray said =
        QStringLiteral("GPRMC,04%1%2.00,A,3732.0940,N,12659.0100,E,0.0,0.0,211126,,")
            .arg(seconds / 60, 2, 10, QLatin1Char('0'))
            .arg(seconds % 60, 2, 10, QLatin1Char('0'))
            .toLatin1();
    int sum = 0;
    for (const char letter : said) sum ^= letter;
    return '$' + said + '*' + QByteArray::number(sum, 16).toUpper().rightJustified(2, '0') + "\r\n";
}

}  // namespace

class TestKitPosition : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString fileOf(const QByteArray& bytes) {
        QFile file(m_folder.filePath("track.gpx"));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
        file.write(bytes);
        return file.fileName();
    }

  private slots:
    void track_isWhereSomebodyWas_data() {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<int>("latitude");
        QTest::addColumn<int>("longitude");
        QTest::newRow("before it began") << qint64{-5} << 37'500'000 << 127'000'000;
        QTest::newRow("at the first point") << qint64{0} << 37'500'000 << 127'000'000;
        QTest::newRow("between two points") << qint64{5'000} << 37'550'000 << 127'000'000;
        QTest::newRow("at a point") << qint64{10'000} << 37'600'000 << 127'000'000;
        QTest::newRow("at the end") << qint64{30'000} << 37'600'000 << 127'200'000;
        QTest::newRow("on the way back") << qint64{40'000} << 37'600'000 << 127'100'000;
        QTest::newRow("back at the start") << qint64{60'000} << 37'500'000 << 127'000'000;
        QTest::newRow("once more") << qint64{65'000} << 37'550'000 << 127'000'000;
    }
    void track_isWhereSomebodyWas() {
        QFETCH(qint64, milliseconds);
        QFETCH(int, latitude);
        QFETCH(int, longitude);
        const auto track = Track::read(timed);
        QVERIFY(track.has_value());
        QCOMPARE(track->lasts(), qint64{30'000});
        QCOMPARE(track->after(milliseconds).latitudeE6, latitude);
        QCOMPARE(track->after(milliseconds).longitudeE6, longitude);
    }

    void trackWithoutTimes_isRiddenAtAScootersPace() {
        const auto track = Track::read(
            R"(<gpx><rte><rtept lat="37.5" lon="127"/><rtept lat="37.509" lon="127"/></rte></gpx>)");
        QVERIFY(track.has_value());
        // A kilometre at 30 km/h takes two minutes.
        QVERIFY(track->lasts() > 115'000 && track->lasts() < 125'000);
    }

    void trackThatIsNone_isNothing_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no points") << QByteArray("<gpx></gpx>");
        QTest::newRow("not XML") << QByteArray("hello");
        QTest::newRow("off the earth") << QByteArray(R"(<gpx><trkpt lat="137" lon="0"/></gpx>)");
        QTest::newRow("not a number") << QByteArray(R"(<gpx><trkpt lat="x" lon="0"/></gpx>)");
    }
    void trackThatIsNone_isNothing() {
        QFETCH(QByteArray, bytes);
        QVERIFY(!Track::read(bytes).has_value());
    }

    void theDemosTrack_canBeRead() {
        QFile file(DELIVERY_SOURCE_DIR "/resources/tracks/yongsan.gpx");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto track = Track::read(file.readAll());
        QVERIFY(track.has_value());
        QVERIFY(track->lasts() > 60'000);
    }

    void fixedPlace_isToldAgainAndAgain() {
        const auto source = makePositionSource(
            {PositionWish::Kind::Fixed, GeoPoint{37'500'000, 127'000'000}, {}}, realSurroundings());
        QSignalSpy moved(source.get(), &PositionSource::moved);
        source->start();
        QCOMPARE(moved.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(moved.count() >= 2, patienceMs);
    }

    void whatCannotWork_saysSo_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("address");
        QTest::newRow("no place was named") << int(PositionWish::Kind::Fixed) << QString();
        QTest::newRow("no such track") << int(PositionWish::Kind::Track) << "/no/such/file.gpx";
        QTest::newRow("no such receiver")
            << int(PositionWish::Kind::Receiver) << "file:///no/such/log.nmea";
    }
    void whatCannotWork_saysSo() {
        QFETCH(int, kind);
        QFETCH(QString, address);
        const auto source = makePositionSource(
            {static_cast<PositionWish::Kind>(kind), std::nullopt, address}, realSurroundings());
        QSignalSpy lost(source.get(), &PositionSource::lost);
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(lost.count() >= 1, patienceMs);
        QVERIFY(!lost.front().front().toString().isEmpty());
    }

    void track_isPlayedByTheClockThatIsHandedIn() {
        Surroundings surroundings = realSurroundings();
        auto now = std::make_shared<std::int64_t>(1'000);
        surroundings.uptimeMilliseconds = [now] { return *now; };
        const auto source = makePositionSource(
            {PositionWish::Kind::Track, std::nullopt, fileOf(timed)}, surroundings);
        QSignalSpy moved(source.get(), &PositionSource::moved);
        source->start();
        QCOMPARE(moved.count(), 1);
        QCOMPARE(moved.last().front().value<GeoPoint>().latitudeE6, 37'500'000);
        *now += 10'000;
        QTRY_VERIFY_WITH_TIMEOUT(moved.count() >= 2, patienceMs);
        QCOMPARE(moved.last().front().value<GeoPoint>().latitudeE6, 37'600'000);
    }

    void receiver_isHeardOverTheNetwork() {
        QTcpServer tower;
        QVERIFY(tower.listen(QHostAddress::LocalHost));
        // A receiver says every second where it is.
        QTimer clock;
        std::vector<QTcpSocket*> listeners;
        int seconds = 0;
        connect(&tower, &QTcpServer::newConnection, &tower,
                [&] { listeners.push_back(tower.nextPendingConnection()); });
        connect(&clock, &QTimer::timeout, &tower, [&] {
            const QByteArray sentence = sentenceAt(++seconds);
            for (QTcpSocket* listener : listeners) listener->write(sentence);
        });
        clock.start(200);
        const auto source =
            makePositionSource({PositionWish::Kind::Receiver, std::nullopt,
                                QStringLiteral("socket://127.0.0.1:%1").arg(tower.serverPort())},
                               realSurroundings());
        QSignalSpy moved(source.get(), &PositionSource::moved);
        source->start();
        QTRY_VERIFY_WITH_TIMEOUT(moved.count() >= 1, patienceMs);
        const auto place = moved.front().front().value<GeoPoint>();
        QVERIFY(std::abs(place.latitudeE6 - 37'534'900) < 20);
        QVERIFY(std::abs(place.longitudeE6 - 126'983'500) < 20);
    }
};

QTEST_GUILESS_MAIN(TestKitPosition)
#include "tst_kit_position.moc"
