#include "apps/kit/tile_source.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QNetworkDiskCache>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <algorithm>

namespace delivery::kit {

namespace {

// The tile usage policy of OpenStreetMap asks for at most two downloads at once, a cache and a
// name.
constexpr int downloadsMax = 2;
constexpr int wishesMax = 64;
constexpr qint64 cacheBytesMax = 64LL * 1024 * 1024;
constexpr qint64 tileBytesMax = 1024 * 1024;
constexpr qint64 againAfterMilliseconds = 30'000;

qint64 monotonicMilliseconds() {
    static const QElapsedTimer since = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    return since.elapsed();
}

}  // namespace

TileSource::TileSource(QString address, QString attribution, const QString& cacheFolder,
                       QObject* parent)
    : QObject(parent), m_address(std::move(address)), m_attribution(std::move(attribution)) {
    auto* cache = new QNetworkDiskCache(this);
    cache->setCacheDirectory(cacheFolder);
    cache->setMaximumCacheSize(cacheBytesMax);
    m_network.setCache(cache);
    m_network.setTransferTimeout(10'000);
}

void TileSource::request(int zoom, int x, int y) {
    const Tile tile{zoom, x, y};
    if (m_underWay.contains(tile) || m_wished.contains(tile)) return;
    const qint64 now = monotonicMilliseconds();
    m_failed.removeIf([now](const auto& one) { return now - one.second > againAfterMilliseconds; });
    const bool resting = std::any_of(m_failed.cbegin(), m_failed.cend(),
                                     [&](const auto& one) { return one.first == tile; });
    if (resting) return;
    m_wished.append(tile);
    // What was wished long ago has been scrolled away.
    if (m_wished.size() > wishesMax) m_wished.removeFirst();
    fetchNext();
}

void TileSource::fetchNext() {
    while (m_underWay.size() < downloadsMax && !m_wished.isEmpty()) {
        const Tile tile = m_wished.takeLast();
        QString address = m_address;
        address.replace(QLatin1String("{z}"), QString::number(tile.zoom))
            .replace(QLatin1String("{x}"), QString::number(tile.x))
            .replace(QLatin1String("{y}"), QString::number(tile.y));
        QNetworkRequest request{QUrl(address)};
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                             QNetworkRequest::PreferCache);
        request.setHeader(QNetworkRequest::UserAgentHeader,
                          QCoreApplication::applicationName() + QLatin1Char('/') +
                              QCoreApplication::applicationVersion());
        m_underWay.append(tile);
        QNetworkReply* reply = m_network.get(request);
        connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 got, qint64) {
            if (got > tileBytesMax) reply->abort();
        });
        connect(reply, &QNetworkReply::finished, this, [this, reply, tile] {
            reply->deleteLater();
            m_underWay.removeOne(tile);
            if (reply->error() == QNetworkReply::NoError) {
                emit arrived(tile.zoom, tile.x, tile.y, reply->readAll());
            } else {
                m_failed.append({tile, monotonicMilliseconds()});
            }
            fetchNext();
        });
    }
}

}  // namespace delivery::kit
