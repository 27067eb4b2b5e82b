#include "apps/look/schematic.h"

#include <QFile>
#include <QPainterPath>
#include <QString>
#include <QVector>
#include <array>

#include "apps/kit/place.h"
#include "apps/look/theme.h"

namespace delivery::look {

namespace {

struct District {
    QString name;  ///< the last part: "용산구"
    GeoPoint centre;
    int depth = 1;  ///< 1 a city or province, 2 a district, 3 a neighbourhood
};

QVector<District> readGazetteer() {
    QVector<District> districts;
    QFile file(QStringLiteral(":/gazetteer.tsv"));
    if (!file.open(QIODevice::ReadOnly)) return districts;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.startsWith(QLatin1Char('#'))) continue;
        const QStringList fields = line.split(QLatin1Char('\t'));
        if (fields.size() < 3) continue;
        const QStringList parts = fields[0].split(QLatin1Char(' '));
        districts.append({parts.last(), kit::pointAt(fields[1].toDouble(), fields[2].toDouble()),
                          static_cast<int>(parts.size())});
    }
    return districts;
}

/// The Han through Seoul from east to west, by its bridges (public map knowledge, some 200 m
/// coarse).
constexpr std::array<GeoPoint, 15> hanRiver{{{37'566'000, 127'180'000},
                                             {37'555'000, 127'150'000},
                                             {37'545'000, 127'115'000},
                                             {37'527'000, 127'092'000},
                                             {37'521'000, 127'070'000},
                                             {37'532'000, 127'050'000},
                                             {37'540'000, 127'030'000},
                                             {37'525'000, 127'010'000},
                                             {37'512'000, 126'990'000},
                                             {37'512'000, 126'962'000},
                                             {37'528'000, 126'942'000},
                                             {37'541'000, 126'915'000},
                                             {37'552'000, 126'890'000},
                                             {37'575'000, 126'850'000},
                                             {37'600'000, 126'800'000}}};

bool isShown(const District& district, double zoom) {
    switch (district.depth) {
        case 1:
            return zoom < 10.5;
        case 2:
            return zoom >= 9.5;
        default:
            return zoom >= 12.5;
    }
}

void paintGrid(QPainter& painter, const QRectF& window, double zoom,
               const std::function<QPointF(GeoPoint)>& onScreen) {
    // Lines every so many thousandths of a degree, about 80 pixels apart.
    const std::int32_t step = zoom >= 14   ? 5'000
                              : zoom >= 12 ? 20'000
                              : zoom >= 10 ? 50'000
                                           : 500'000;
    const QPointF origin = onScreen({37'500'000, 127'000'000});
    const QPointF next = onScreen({37'500'000 - step, 127'000'000 + step});
    const double dx = next.x() - origin.x();
    const double dy = next.y() - origin.y();
    if (dx < 8 || dy < 8) return;
    QColor line = theme().line;
    line.setAlpha(110);
    painter.setPen(QPen(line, 1));
    for (double x = origin.x() - std::ceil((origin.x() - window.left()) / dx) * dx;
         x < window.right(); x += dx) {
        painter.drawLine(QPointF(x, window.top()), QPointF(x, window.bottom()));
    }
    for (double y = origin.y() - std::ceil((origin.y() - window.top()) / dy) * dy;
         y < window.bottom(); y += dy) {
        painter.drawLine(QPointF(window.left(), y), QPointF(window.right(), y));
    }
}

}  // namespace

void paintSchematic(QPainter& painter, const QRectF& window, double zoom,
                    const std::function<QPointF(GeoPoint)>& onScreen) {
    static const QVector<District> districts = readGazetteer();
    painter.fillRect(window, theme().surface);
    paintGrid(painter, window, zoom, onScreen);

    QPainterPath river;
    river.moveTo(onScreen(hanRiver.front()));
    for (const GeoPoint& bend : hanRiver) river.lineTo(onScreen(bend));
    const double width = std::clamp(std::exp2(zoom - 13.0) * 52.0, 3.0, 400.0);
    painter.setPen(QPen(theme().active.plate, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(river);

    QVector<QRectF> taken;
    for (const District& district : districts) {
        if (!isShown(district, zoom)) continue;
        const QPointF at = onScreen(district.centre);
        if (!window.adjusted(-80, -20, 80, 20).contains(at)) continue;
        const QFont face = font(district.depth >= 3 ? Type::Caption : Type::Strong);
        const QFontMetricsF metrics(face);
        QRectF place(0, 0, metrics.horizontalAdvance(district.name) + 6, metrics.height());
        place.moveCenter(at);
        const bool crowded = std::any_of(taken.cbegin(), taken.cend(), [&](const QRectF& other) {
            return other.intersects(place);
        });
        if (crowded) continue;
        taken.append(place);
        painter.setFont(face);
        painter.setPen(theme().inkSoft);
        painter.drawText(place, Qt::AlignCenter, district.name);
    }
}

}  // namespace delivery::look
