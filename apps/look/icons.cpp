#include "apps/look/icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <cassert>

#include "apps/look/theme.h"

namespace delivery::look {

namespace {

QByteArray drawingOf(const QString& name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    const bool known = file.open(QIODevice::ReadOnly);
    assert(known);
    return file.readAll();
}

/// Asks for the palette's colour each time, so that a change of theme needs no new icon.
class InkEngine : public QIconEngine {
  public:
    explicit InkEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        painter->drawPixmap(rect, iconPixmap(m_name, rect.width(), colourFor(mode),
                                             painter->device()->devicePixelRatio()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        const int logical = qMax(1, qRound(qMin(size.width(), size.height()) / scale));
        return iconPixmap(m_name, logical, colourFor(mode), scale);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new InkEngine(m_name); }

  private:
    static QColor colourFor(QIcon::Mode mode) {
        const QPalette palette = QApplication::palette();
        switch (mode) {
            case QIcon::Disabled:
                return palette.color(QPalette::Disabled, QPalette::WindowText);
            case QIcon::Selected:
                return palette.color(QPalette::HighlightedText);
            case QIcon::Normal:
            case QIcon::Active:
                break;
        }
        return palette.color(QPalette::WindowText);
    }

    QString m_name;
};

}  // namespace

QIcon icon(const QString& name) { return QIcon(new InkEngine(name)); }

QPixmap iconPixmap(const QString& name, int size, const QColor& colour, double devicePixelRatio) {
    const QString key = QStringLiteral("delivery/%1/%2/%3/%4")
                            .arg(name)
                            .arg(size)
                            .arg(colour.rgba())
                            .arg(devicePixelRatio);
    QPixmap drawn;
    if (QPixmapCache::find(key, &drawn)) return drawn;
    QByteArray svg = drawingOf(name);
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    const int pixels = qRound(size * devicePixelRatio);
    drawn = QPixmap(pixels, pixels);
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    renderer.render(&painter);
    painter.end();
    drawn.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, drawn);
    return drawn;
}

}  // namespace delivery::look
