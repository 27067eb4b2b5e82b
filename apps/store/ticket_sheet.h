#pragma once
/// A kitchen ticket as it lies on paper: one layout for the preview, the PDF and the printer's
/// dots.

#include <QDateTime>
#include <QFont>
#include <QImage>
#include <QRectF>
#include <QString>
#include <QVector>

#include "apps/kit/representation.h"

class QPainter;

namespace delivery::store {

/// Rolls of 58 mm print 384 dots, those of 80 mm 576, at 203 dpi.
enum class Roll { Narrow, Wide };
[[nodiscard]] int dotsOf(Roll roll);

struct SheetWords {
    kit::Representation ticket;
    QString storeName;
    /// 1 is the first; every further one says that it is printed again.
    int copy = 1;
    QDateTime printedAt;
};

/// What stands where, in dots.
struct Placed {
    enum class What { Title, Text, Dish, Qty, Option, Note, Rule, Again };
    What what = What::Text;
    QRectF where;
    QString text = {};
    QFont font = {};
    Qt::Alignment align = Qt::AlignLeft;
};

/// A value; knows no printer.
class TicketSheet {
  public:
    TicketSheet(const SheetWords& words, Roll roll);

    [[nodiscard]] const QVector<Placed>& placed() const { return m_placed; }
    [[nodiscard]] QSize size() const { return {m_width, m_height}; }
    /// In the painter's own units, one for each dot.
    void paint(QPainter& painter) const;
    /// Black and white, as the printer burns it.
    [[nodiscard]] QImage dots() const;
    /// False when the file cannot be written.
    [[nodiscard]] bool writePdf(const QString& file) const;

  private:
    void lay(const SheetWords& words);
    void layHead(const SheetWords& words);
    void layDishes(const kit::Representation& ticket);
    void layFoot(const SheetWords& words);
    void text(Placed::What what, const QString& words, const QFont& font, int indent = 0);
    void rule();
    [[nodiscard]] QFont font(double lines, bool bold = false) const;

    Roll m_roll;
    int m_width = 0;
    int m_height = 0;
    QVector<Placed> m_placed;
};

/// ESC/POS: the dots as raster bands, fed out and cut.
[[nodiscard]] QByteArray escposOf(const QImage& dots);

}  // namespace delivery::store
