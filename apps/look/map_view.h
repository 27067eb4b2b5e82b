#pragma once
/// A map that is dragged, wheeled and steered by keys: tiles where the configuration names a
/// source, else a drawing of the districts.

#include <QCache>
#include <QPixmap>
#include <QString>
#include <QVector>
#include <QWidget>
#include <optional>

#include "apps/look/theme.h"
#include "core/geo.h"

namespace delivery::kit {
class TileSource;
}

namespace delivery::look {

struct Marker {
    QString id;
    GeoPoint place;
    QString icon;
    Tone tone = Tone::Plain;
    QString label;
    bool operator==(const Marker&) const = default;
};

/// GUI thread. Arrow keys move, + and - zoom, Home shows all markers, Tab walks the markers, Enter
/// chooses one.
class MapView : public QWidget {
    Q_OBJECT

  public:
    explicit MapView(QWidget* parent = nullptr);
    ~MapView() override;

    /// Without one (the default) the districts are drawn. The source must outlive the map.
    void setTiles(kit::TileSource* tiles);

    void setMarkers(const QVector<Marker>& markers);
    [[nodiscard]] const QVector<Marker>& markers() const { return m_markers; }
    /// A line from one marker to the next: the way there, as the crow flies.
    void setWay(const QVector<GeoPoint>& way);
    void select(const QString& markerId);
    [[nodiscard]] QString selected() const { return m_selected; }

    void showPlace(GeoPoint centre, double zoom);
    /// So that all markers are seen; nothing without markers.
    void showAll();
    [[nodiscard]] GeoPoint centre() const;
    [[nodiscard]] double zoom() const { return m_zoom; }

    /// A click then sets the pin instead of choosing a marker.
    void setPinMode(bool on);
    void setPin(std::optional<GeoPoint> pin);
    [[nodiscard]] std::optional<GeoPoint> pin() const { return m_pin; }

    [[nodiscard]] QSize sizeHint() const override { return {420, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 160}; }

  signals:
    void markerChosen(const QString& markerId);
    void pinPlaced(delivery::GeoPoint place);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    [[nodiscard]] QPointF onScreen(GeoPoint place) const;
    [[nodiscard]] GeoPoint under(QPointF point) const;
    void zoomAround(double zoom, QPointF point);
    void paintTiles(QPainter& painter);
    void paintScale(QPainter& painter);
    void paintMarker(QPainter& painter, const Marker& marker);
    [[nodiscard]] int markerAt(QPointF point) const;
    void hearTile(int zoom, int x, int y, const QByteArray& image);

    kit::TileSource* m_tiles = nullptr;
    QCache<quint64, QPixmap> m_images;
    QVector<Marker> m_markers;
    QVector<GeoPoint> m_way;
    QString m_selected;
    std::optional<GeoPoint> m_pin;
    bool m_pinMode = false;
    bool m_touched = false;
    QPointF m_centre;  ///< flat at m_zoom
    double m_zoom = 13.0;
    QPointF m_grabbed;
    bool m_dragging = false;
    bool m_pressed = false;
};

}  // namespace delivery::look
