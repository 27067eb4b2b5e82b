#include "apps/kit/position_source.h"

#include <QFile>
#include <QGeoPositionInfoSource>
#include <QNmeaPositionInfoSource>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>
#include <utility>

#include "apps/kit/place.h"
#include "apps/kit/track.h"

namespace delivery::kit {
namespace {

constexpr int tellEveryMs = 1'000;
constexpr int reconnectEveryMs = 3'000;

class FixedPosition : public PositionSource {
  public:
    explicit FixedPosition(std::optional<GeoPoint> place) : m_place(place) {
        m_again.setInterval(tellEveryMs);
        connect(&m_again, &QTimer::timeout, this, [this] { emit moved(*m_place); });
    }
    void start() override {
        if (!m_place) {
            emit lost(
                PositionSource::tr("내 위치를 아직 정하지 않았습니다. 지도에서 정해 주세요."));
            return;
        }
        emit moved(*m_place);
        m_again.start();
    }

  private:
    std::optional<GeoPoint> m_place;
    QTimer m_again;
};

class PlayedPosition : public PositionSource {
  public:
    PlayedPosition(QString file, Surroundings surroundings)
        : m_file(std::move(file)), m_surroundings(std::move(surroundings)) {
        m_again.setInterval(tellEveryMs);
        connect(&m_again, &QTimer::timeout, this, &PlayedPosition::tell);
    }
    void start() override {
        QFile file(m_file);
        if (file.open(QIODevice::ReadOnly)) m_track = Track::read(file.readAll());
        if (!m_track) {
            emit lost(PositionSource::tr("경로 파일(GPX)을 읽을 수 없습니다: %1").arg(m_file));
            return;
        }
        m_since = m_surroundings.uptimeMilliseconds();
        tell();
        m_again.start();
    }

  private:
    void tell() { emit moved(m_track->after(m_surroundings.uptimeMilliseconds() - m_since)); }

    QString m_file;
    Surroundings m_surroundings;
    std::optional<Track> m_track;
    std::int64_t m_since = 0;
    QTimer m_again;
};

/// What Qt Positioning hears.
class HeardPosition : public PositionSource {
  public:
    /// Without a source it says so when it is started.
    HeardPosition(std::unique_ptr<QGeoPositionInfoSource> source, QString hint)
        : m_source(std::move(source)), m_hint(std::move(hint)) {
        if (m_source == nullptr) return;
        m_source->setUpdateInterval(tellEveryMs);
        connect(m_source.get(), &QGeoPositionInfoSource::positionUpdated, this,
                &HeardPosition::hear);
        connect(m_source.get(), &QGeoPositionInfoSource::errorOccurred, this,
                [this](QGeoPositionInfoSource::Error error) {
                    if (error != QGeoPositionInfoSource::NoError) emit lost(m_hint);
                });
    }
    void start() override {
        if (m_source == nullptr) {
            emit lost(m_hint);
            return;
        }
        m_source->startUpdates();
    }

  private:
    void hear(const QGeoPositionInfo& heard) {
        const QGeoCoordinate place = heard.coordinate();
        if (!place.isValid()) return;
        emit moved(pointAt(place.latitude(), place.longitude()));
    }

    std::unique_ptr<QGeoPositionInfoSource> m_source;
    QString m_hint;
};

/// Sentences that a receiver in the network sends: a telephone that shares its place, gpsd's pipe.
class NetworkReceiver : public QNmeaPositionInfoSource {
  public:
    explicit NetworkReceiver(const QUrl& address)
        : QNmeaPositionInfoSource(RealTimeMode), m_address(address), m_line(new QTcpSocket(this)) {
        m_again.setInterval(reconnectEveryMs);
        connect(&m_again, &QTimer::timeout, this, [this] {
            if (m_line->state() == QAbstractSocket::UnconnectedState) callAgain();
        });
        callAgain();
        setDevice(m_line);
        m_again.start();
    }

  private:
    void callAgain() {
        m_line->connectToHost(m_address.host(), static_cast<quint16>(m_address.port(0)));
    }

    QUrl m_address;
    QTcpSocket* m_line;
    QTimer m_again;
};

/// The plug-in reads serial lines and files, and would wait for a network.
std::unique_ptr<QGeoPositionInfoSource> receiverAt(const QString& address) {
    const QUrl url(address);
    if (url.scheme() == QLatin1String("socket")) return std::make_unique<NetworkReceiver>(url);
    return std::unique_ptr<QGeoPositionInfoSource>(QGeoPositionInfoSource::createSource(
        QStringLiteral("nmea"), {{QStringLiteral("nmea.source"), address}}, nullptr));
}

std::unique_ptr<QGeoPositionInfoSource> locationService() {
    return std::unique_ptr<QGeoPositionInfoSource>(
        QGeoPositionInfoSource::createSource(QStringLiteral("geoclue2"), {}, nullptr));
}

}  // namespace

std::unique_ptr<PositionSource> makePositionSource(const PositionWish& wish,
                                                   Surroundings surroundings) {
    switch (wish.kind) {
        case PositionWish::Kind::Fixed:
            break;
        case PositionWish::Kind::Track:
            return std::make_unique<PlayedPosition>(wish.address, std::move(surroundings));
        case PositionWish::Kind::Desktop:
            return std::make_unique<HeardPosition>(
                locationService(),
                PositionSource::tr(
                    "이 컴퓨터의 위치 서비스가 답하지 않습니다. 설정에서 다른 방법을 "
                    "골라 주세요."));
        case PositionWish::Kind::Receiver:
            return std::make_unique<HeardPosition>(
                receiverAt(wish.address),
                PositionSource::tr("위치 수신기에서 아무것도 들리지 않습니다: %1")
                    .arg(wish.address));
    }
    return std::make_unique<FixedPosition>(wish.place);
}

}  // namespace delivery::kit
