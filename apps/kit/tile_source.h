#pragma once
/// Fetches map tiles by the configured address, two at a time at most, and keeps them on disk.

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QVector>
#include <utility>

namespace delivery::kit {

/// Lives on the thread of its creator.
class TileSource : public QObject {
    Q_OBJECT

  public:
    /// The address holds {z}, {x} and {y}; the attribution is what the tiles' owner asks to be
    /// named with.
    TileSource(QString address, QString attribution, const QString& cacheFolder,
               QObject* parent = nullptr);

    [[nodiscard]] const QString& attribution() const { return m_attribution; }
    /// Ends in arrived, or in nothing: a tile that cannot be had is asked for again when it is next
    /// seen, half a minute later at the earliest. The newest wish goes first.
    void request(int zoom, int x, int y);

  signals:
    void arrived(int zoom, int x, int y, const QByteArray& image);

  private:
    struct Tile {
        int zoom = 0;
        int x = 0;
        int y = 0;
        bool operator==(const Tile&) const = default;
    };
    void fetchNext();

    QString m_address;
    QString m_attribution;
    QNetworkAccessManager m_network;
    QVector<Tile> m_wished;
    QVector<Tile> m_underWay;
    QVector<std::pair<Tile, qint64>> m_failed;
};

}  // namespace delivery::kit
