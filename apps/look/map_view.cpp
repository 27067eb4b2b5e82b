#include "apps/look/map_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "apps/kit/tile_source.h"
#include "apps/look/icons.h"
#include "apps/look/projection.h"
#include "apps/look/schematic.h"
#include "apps/look/wording.h"

namespace delivery::look {

namespace {

constexpr double pinWidth = 36;
constexpr double pinHeight = 44;
constexpr int imagesKept = 192;
constexpr GeoPoint seoul{37'540'000, 126'990'000};

quint64 keyOf(int zoom, int x, int y) {
    return (quint64(zoom) << 58U) | (quint64(quint32(x)) << 29U) | quint64(quint32(y));
}

}  // namespace

MapView::MapView(QWidget* parent) : QWidget(parent), m_images(imagesKept) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setAccessibleName(tr("지도"));
    setAccessibleDescription(tr("화살표로 움직이고 더하기와 빼기로 확대하고 줄입니다."));
    m_centre = flat(seoul, m_zoom);
}

MapView::~MapView() = default;

void MapView::setTiles(kit::TileSource* tiles) {
    if (m_tiles != nullptr) m_tiles->disconnect(this);
    m_tiles = tiles;
    if (m_tiles != nullptr) {
        connect(m_tiles, &kit::TileSource::arrived, this, &MapView::hearTile);
        m_zoom = std::round(m_zoom);
    }
    update();
}

void MapView::setMarkers(const QVector<Marker>& markers) {
    if (markers == m_markers) return;
    const bool first = m_markers.isEmpty();
    m_markers = markers;
    if (first && !m_touched) showAll();
    update();
}

void MapView::setWay(const QVector<GeoPoint>& way) {
    m_way = way;
    update();
}

void MapView::select(const QString& markerId) {
    m_selected = markerId;
    update();
}

void MapView::showPlace(GeoPoint centre, double zoom) {
    m_zoom = std::clamp(m_tiles != nullptr ? std::round(zoom) : zoom, zoomMin, zoomMax);
    m_centre = flat(centre, m_zoom);
    update();
}

void MapView::showAll() {
    if (m_markers.isEmpty()) return;
    GeoPoint low = m_markers.front().place;
    GeoPoint high = low;
    for (const Marker& marker : m_markers) {
        low.latitudeE6 = std::min(low.latitudeE6, marker.place.latitudeE6);
        low.longitudeE6 = std::min(low.longitudeE6, marker.place.longitudeE6);
        high.latitudeE6 = std::max(high.latitudeE6, marker.place.latitudeE6);
        high.longitudeE6 = std::max(high.longitudeE6, marker.place.longitudeE6);
    }
    const GeoPoint middle{low.latitudeE6 + (high.latitudeE6 - low.latitudeE6) / 2,
                          low.longitudeE6 + (high.longitudeE6 - low.longitudeE6) / 2};
    const double fitting = std::min(15.0, zoomToFit(low, high, QSizeF(size())));
    showPlace(middle, m_tiles != nullptr ? std::floor(fitting) : fitting);
}

GeoPoint MapView::centre() const { return round(m_centre, m_zoom); }

void MapView::setPinMode(bool on) {
    m_pinMode = on;
    setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
}

void MapView::setPin(std::optional<GeoPoint> pin) {
    m_pin = pin;
    update();
}

QPointF MapView::onScreen(GeoPoint place) const {
    return flat(place, m_zoom) - m_centre + QPointF(width() / 2.0, height() / 2.0);
}

GeoPoint MapView::under(QPointF point) const {
    return round(point - QPointF(width() / 2.0, height() / 2.0) + m_centre, m_zoom);
}

void MapView::zoomAround(double zoom, QPointF point) {
    const double wished =
        std::clamp(m_tiles != nullptr ? std::round(zoom) : zoom, zoomMin, zoomMax);
    if (wished == m_zoom) return;
    const GeoPoint kept = under(point);
    m_zoom = wished;
    m_centre = flat(kept, m_zoom) - point + QPointF(width() / 2.0, height() / 2.0);
    m_touched = true;
    update();
}

void MapView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_tiles != nullptr) {
        paintTiles(painter);
    } else {
        paintSchematic(painter, rect(), m_zoom, [this](GeoPoint p) { return onScreen(p); });
    }
    if (m_way.size() > 1) {
        QPainterPath path(onScreen(m_way.front()));
        for (const GeoPoint& point : m_way) path.lineTo(onScreen(point));
        painter.setPen(QPen(theme().accent, 3, Qt::DashLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
    for (const Marker& marker : m_markers) {
        if (marker.id != m_selected) paintMarker(painter, marker);
    }
    for (const Marker& marker : m_markers) {
        if (marker.id == m_selected) paintMarker(painter, marker);
    }
    if (m_pin) paintMarker(painter, {QString(), *m_pin, QStringLiteral("pin"), Tone::Bad, {}});
    paintScale(painter);
    painter.setPen(QPen(hasFocus() ? theme().accent : theme().line, hasFocus() ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void MapView::paintTiles(QPainter& painter) {
    painter.fillRect(rect(), theme().ground);
    const int zoom = static_cast<int>(m_zoom);
    const QPointF corner = m_centre - QPointF(width() / 2.0, height() / 2.0);
    const int across = 1 << zoom;
    for (int x = int(std::floor(corner.x() / tileSize)); x * tileSize < corner.x() + width(); ++x) {
        for (int y = int(std::floor(corner.y() / tileSize)); y * tileSize < corner.y() + height();
             ++y) {
            if (x < 0 || y < 0 || x >= across || y >= across) continue;
            const QPointF at = QPointF(x * tileSize, y * tileSize) - corner;
            if (const QPixmap* image = m_images.object(keyOf(zoom, x, y))) {
                painter.drawPixmap(QRectF(at, QSizeF(tileSize, tileSize)), *image,
                                   QRectF(image->rect()));
            } else {
                m_tiles->request(zoom, x, y);
            }
        }
    }
    const QString thanks = m_tiles->attribution();
    const QFontMetrics metrics(look::font(Type::Caption));
    const QRect plate(width() - metrics.horizontalAdvance(thanks) - 12,
                      height() - metrics.height() - 6, metrics.horizontalAdvance(thanks) + 12,
                      metrics.height() + 6);
    painter.fillRect(plate, theme().surface);
    painter.setPen(theme().ink);
    painter.setFont(look::font(Type::Caption));
    painter.drawText(plate, Qt::AlignCenter, thanks);
}

void MapView::paintScale(QPainter& painter) {
    const double perPixel = metersPerPixel(centre(), m_zoom);
    double meters = std::pow(10.0, std::floor(std::log10(perPixel * 120)));
    if (meters * 5 < perPixel * 120) {
        meters *= 5;
    } else if (meters * 2 < perPixel * 120) {
        meters *= 2;
    }
    const double length = meters / perPixel;
    const QPointF from(12, height() - 12);
    painter.setPen(QPen(theme().ink, 2));
    painter.drawLine(from, from + QPointF(length, 0));
    painter.drawLine(from, from - QPointF(0, 5));
    painter.drawLine(from + QPointF(length, 0), from + QPointF(length, -5));
    painter.setFont(look::font(Type::Caption));
    painter.drawText(from + QPointF(4, -6), distanceText(static_cast<std::int64_t>(meters)));
}

void MapView::paintMarker(QPainter& painter, const Marker& marker) {
    const QPointF tip = onScreen(marker.place);
    const TonePair& pair = theme().tone(marker.tone);
    const bool chosen = !marker.id.isEmpty() && marker.id == m_selected;
    const double radius = pinWidth / 2.0 - 1;
    const QPointF middle = tip - QPointF(0, pinHeight - pinWidth / 2.0);
    QPainterPath shape;
    shape.addEllipse(middle, radius, radius);
    QPainterPath foot;
    foot.moveTo(middle + QPointF(-radius * 0.6, radius * 0.7));
    foot.lineTo(tip);
    foot.lineTo(middle + QPointF(radius * 0.6, radius * 0.7));
    shape = shape.united(foot);
    painter.setPen(QPen(chosen ? theme().accent : pair.ink, chosen ? 3 : 1.5));
    painter.setBrush(pair.plate);
    painter.drawPath(shape);
    const double icon = 20;
    painter.drawPixmap(QRectF(middle.x() - icon / 2, middle.y() - icon / 2, icon, icon).toRect(),
                       iconPixmap(marker.icon, int(icon), pair.ink, devicePixelRatioF()));
    if (marker.label.isEmpty()) return;
    painter.setFont(look::font(Type::Strong));
    const QFontMetricsF metrics(painter.font());
    QRectF plate(0, 0, metrics.horizontalAdvance(marker.label) + 10, metrics.height() + 2);
    plate.moveCenter(tip + QPointF(0, metrics.height() / 2 + 4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().surface);
    painter.drawRoundedRect(plate, 4, 4);
    painter.setPen(theme().ink);
    painter.drawText(plate, Qt::AlignCenter, marker.label);
}

int MapView::markerAt(QPointF point) const {
    for (int i = int(m_markers.size()) - 1; i >= 0; --i) {
        const QPointF tip = onScreen(m_markers[i].place);
        if (QRectF(tip.x() - pinWidth / 2, tip.y() - pinHeight, pinWidth, pinHeight)
                .contains(point)) {
            return i;
        }
    }
    return -1;
}

void MapView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_grabbed = event->position();
    m_dragging = false;
    m_pressed = true;
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) return;
    const QPointF moved = event->position() - m_grabbed;
    if (!m_dragging && moved.manhattanLength() < 6) return;
    m_dragging = true;
    m_touched = true;
    m_centre -= moved;
    m_grabbed = event->position();
    update();
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed) return;
    m_pressed = false;
    if (m_dragging) return;
    if (m_pinMode) {
        m_pin = under(event->position());
        update();
        emit pinPlaced(*m_pin);
        return;
    }
    const int hit = markerAt(event->position());
    if (hit < 0) return;
    select(m_markers[hit].id);
    emit markerChosen(m_selected);
}

void MapView::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / 120.0;
    zoomAround(m_zoom + (m_tiles != nullptr ? (notches > 0 ? 1.0 : -1.0) : notches * 0.5),
               event->position());
    event->accept();
}

void MapView::keyPressEvent(QKeyEvent* event) {
    const QPointF middle(width() / 2.0, height() / 2.0);
    const double step = 60;
    switch (event->key()) {
        case Qt::Key_Left:
            m_centre.rx() -= step;
            break;
        case Qt::Key_Right:
            m_centre.rx() += step;
            break;
        case Qt::Key_Up:
            m_centre.ry() -= step;
            break;
        case Qt::Key_Down:
            m_centre.ry() += step;
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomAround(m_zoom + 1, middle);
            return;
        case Qt::Key_Minus:
            zoomAround(m_zoom - 1, middle);
            return;
        case Qt::Key_Home:
            showAll();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (m_pinMode) {
                m_pin = centre();
                update();
                emit pinPlaced(*m_pin);
            } else if (!m_selected.isEmpty()) {
                emit markerChosen(m_selected);
            }
            return;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    m_touched = true;
    update();
}

void MapView::resizeEvent(QResizeEvent*) {
    if (!m_touched) showAll();
}

bool MapView::focusNextPrevChild(bool next) {
    // Tab walks the markers first and leaves the map after the last one.
    if (!m_pinMode && !m_markers.isEmpty()) {
        const auto at = std::find_if(m_markers.cbegin(), m_markers.cend(),
                                     [this](const Marker& m) { return m.id == m_selected; });
        const auto position = at == m_markers.cend() ? (next ? -1 : int(m_markers.size()))
                                                     : int(at - m_markers.cbegin());
        const auto wished = position + (next ? 1 : -1);
        if (wished >= 0 && wished < m_markers.size()) {
            select(m_markers[wished].id);
            return true;
        }
    }
    return QWidget::focusNextPrevChild(next);
}

void MapView::hearTile(int zoom, int x, int y, const QByteArray& image) {
    auto pixmap = std::make_unique<QPixmap>();
    if (!pixmap->loadFromData(image)) return;
    m_images.insert(keyOf(zoom, x, y), pixmap.release());
    update();
}

}  // namespace delivery::look
