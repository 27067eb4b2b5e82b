#include "apps/store/ticket_sheet.h"

#include <QApplication>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPdfWriter>
#include <algorithm>
#include <cmath>

#include "apps/look/order_face.h"
#include "apps/look/wording.h"
#include "apps/store/ticket.h"

namespace delivery::store {

namespace {

constexpr int dotsNarrow = 384;
constexpr int dotsWide = 576;
constexpr int edge = 8;
constexpr int gap = 6;
constexpr int ruleHeight = 3;
constexpr int heightMax = 20'000;
constexpr double dotsPerInch = 203.0;
constexpr int bandRows = 128;
/// What is darker than this is burnt; half-tones would be lost or smear.
constexpr int darkEnough = 150;

QString say(const char* text) { return QCoreApplication::translate("Sheet", text); }

double heightOf(const QFont& font, double width, const QString& words) {
    const QFontMetricsF metrics(font);
    return std::ceil(metrics
                         .boundingRect(QRectF(0, 0, width, heightMax),
                                       Qt::TextWordWrap | Qt::TextWrapAnywhere, words)
                         .height());
}

}  // namespace

int dotsOf(Roll roll) { return roll == Roll::Narrow ? dotsNarrow : dotsWide; }

TicketSheet::TicketSheet(const SheetWords& words, Roll roll) : m_roll(roll), m_width(dotsOf(roll)) {
    lay(words);
}

/// Sizes are the same on both rolls: the narrow one has shorter lines, not smaller letters.
QFont TicketSheet::font(double lines, bool bold) const {
    QFont f = QApplication::font();
    constexpr int line = 24;
    f.setPixelSize(static_cast<int>(line * lines));
    f.setWeight(bold ? QFont::Bold : QFont::Medium);
    f.setHintingPreference(QFont::PreferFullHinting);
    return f;
}

void TicketSheet::text(Placed::What what, const QString& words, const QFont& f, int indent) {
    if (words.isEmpty()) return;
    const double width = m_width - 2.0 * edge - indent;
    const double height = heightOf(f, width, words);
    m_placed.append({what, QRectF(edge + indent, m_height, width, height), words, f});
    m_height += static_cast<int>(height) + gap;
}

void TicketSheet::rule() {
    m_placed.append(
        {Placed::What::Rule, QRectF(edge, m_height + gap, m_width - 2.0 * edge, ruleHeight)});
    m_height += ruleHeight + 3 * gap;
}

void TicketSheet::lay(const SheetWords& words) {
    m_height = edge;
    layHead(words);
    rule();
    layDishes(words.ticket);
    rule();
    layFoot(words);
    m_height += edge;
}

void TicketSheet::layHead(const SheetWords& words) {
    const kit::Representation& ticket = words.ticket;
    const auto loud = [this](const QString& said) {
        text(Placed::What::Again, said, font(1.3, true));
    };
    if (words.copy > 1) {
        loud(say(QT_TRANSLATE_NOOP("Sheet", "재출력 (%1번째)")).arg(words.copy));
    }
    if (ticket.text("state") == QLatin1String("Cancelled")) {
        loud(say(QT_TRANSLATE_NOOP("Sheet", "취소된 주문")));
    }
    text(Placed::What::Text, words.storeName, font(1.0));
    text(Placed::What::Title, QStringLiteral("#%1").arg(ticket.text("id")), font(2.6, true));
    const bool pickup = ticket.isTrue("pickup");
    text(Placed::What::Title,
         pickup ? say(QT_TRANSLATE_NOOP("Sheet", "포장")) : say(QT_TRANSLATE_NOOP("Sheet", "배달")),
         font(1.6, true));
    const QDateTime placedAt = look::instantOf(ticket.text("placedAt"));
    QString when =
        say(QT_TRANSLATE_NOOP("Sheet", "주문 %1")).arg(look::momentText(placedAt, words.printedAt));
    text(Placed::What::Text, when, font(1.0));
    if (const QDateTime ready = look::instantOf(ticket.text("readyBy")); ready.isValid()) {
        text(Placed::What::Title,
             say(QT_TRANSLATE_NOOP("Sheet", "%1까지")).arg(look::timeText(ready)), font(1.4, true));
    }
}

void TicketSheet::layDishes(const kit::Representation& ticket) {
    const QFont large = font(1.5, true);
    const QFontMetricsF metrics(large);
    const QVector<Dish> dishes = dishesOn(ticket);
    double qtyWidth = 0;
    for (const Dish& dish : dishes) {
        qtyWidth = std::max(qtyWidth,
                            metrics.horizontalAdvance(QStringLiteral("×%1").arg(dish.qty)) + gap);
    }
    // The quantity has a column of its own: no name is so long that it pushes the number out.
    const double nameWidth = m_width - 2.0 * edge - qtyWidth - gap;
    for (const Dish& dish : dishes) {
        const double height = heightOf(large, nameWidth, dish.name);
        m_placed.append(
            {Placed::What::Dish, QRectF(edge, m_height, nameWidth, height), dish.name, large});
        m_placed.append({Placed::What::Qty,
                         QRectF(m_width - edge - qtyWidth, m_height, qtyWidth, metrics.height()),
                         QStringLiteral("×%1").arg(dish.qty), large, Qt::AlignRight});
        m_height += static_cast<int>(height) + 2;
        constexpr int optionIndent = 24;
        for (const QString& option : dish.options) {
            text(Placed::What::Option, QStringLiteral("- ") + option, font(1.15), optionIndent);
        }
        m_height += gap;
    }
}

void TicketSheet::layFoot(const SheetWords& words) {
    const kit::Representation& ticket = words.ticket;
    if (const QString note = ticket.text("options"); !note.isEmpty()) {
        text(Placed::What::Note, say(QT_TRANSLATE_NOOP("Sheet", "요청: %1")).arg(note),
             font(1.25, true));
        m_height += gap;
    }
    const kit::Representation payment = ticket.at("payment");
    text(Placed::What::Text,
         QStringLiteral("%1 %2").arg(look::wonText(payment.number("amount")),
                                     look::faceOfState(payment.text("state")).word),
         font(1.15, true));
    if (!ticket.isTrue("pickup")) text(Placed::What::Text, ticket.text("address"), font(1.0));
    text(Placed::What::Text,
         say(QT_TRANSLATE_NOOP("Sheet", "출력 %1 · %2판"))
             .arg(look::timeText(words.printedAt), ticket.text("version")),
         font(0.85));
}

void TicketSheet::paint(QPainter& painter) const {
    painter.fillRect(QRectF(0, 0, m_width, m_height), Qt::white);
    for (const Placed& one : m_placed) {
        if (one.what == Placed::What::Rule) {
            painter.fillRect(one.where, Qt::black);
            continue;
        }
        const bool inverse = one.what == Placed::What::Again;
        if (inverse) painter.fillRect(one.where, Qt::black);
        painter.setPen(inverse ? Qt::white : Qt::black);
        painter.setFont(one.font);
        const Qt::Alignment align = inverse ? Qt::AlignHCenter | Qt::AlignTop : one.align;
        painter.drawText(one.where,
                         int(align) | Qt::TextWordWrap | Qt::TextWrapAnywhere | Qt::TextDontClip,
                         one.text);
        if (one.what == Placed::What::Note) {
            painter.setPen(QPen(Qt::black, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(one.where.adjusted(-2, -2, 2, 2));
        }
    }
}

QImage TicketSheet::dots() const {
    QImage grey(size(), QImage::Format_Grayscale8);
    grey.fill(Qt::white);
    QPainter painter(&grey);
    paint(painter);
    painter.end();
    QImage mono(size(), QImage::Format_Mono);
    mono.setColorTable({qRgb(255, 255, 255), qRgb(0, 0, 0)});
    mono.fill(0);
    for (int y = 0; y < grey.height(); ++y) {
        const uchar* line = grey.constScanLine(y);
        for (int x = 0; x < grey.width(); ++x) {
            if (line[x] < darkEnough) mono.setPixel(x, y, 1);
        }
    }
    return mono;
}

bool TicketSheet::writePdf(const QString& file) const {
    QPdfWriter pdf(file);
    const QSizeF inches(m_width / dotsPerInch, m_height / dotsPerInch);
    pdf.setPageSize(QPageSize(inches, QPageSize::Inch, QString(), QPageSize::ExactMatch));
    pdf.setPageMargins({});
    QPainter painter;
    if (!painter.begin(&pdf)) return false;
    const double scale = pdf.resolution() / dotsPerInch;
    painter.scale(scale, scale);
    paint(painter);
    return painter.end();
}

QByteArray escposOf(const QImage& dots) {
    const QImage mono = dots.convertToFormat(QImage::Format_Mono);
    const int bytesAcross = (mono.width() + 7) / 8;
    // A colour table that has black first means set bits are white.
    const bool setIsBlack = qGray(mono.colorTable().value(1, qRgb(0, 0, 0))) < 128;
    QByteArray out("\x1b@", 2);  // ESC @: as after power on
    for (int top = 0; top < mono.height(); top += bandRows) {
        const int rows = std::min(bandRows, mono.height() - top);
        out.append("\x1dv0\0", 4);  // GS v 0: raster, one dot for one bit
        out.append(static_cast<char>(bytesAcross & 0xff));
        out.append(static_cast<char>(bytesAcross >> 8));
        out.append(static_cast<char>(rows & 0xff));
        out.append(static_cast<char>(rows >> 8));
        for (int y = top; y < top + rows; ++y) {
            QByteArray line(reinterpret_cast<const char*>(mono.constScanLine(y)), bytesAcross);
            if (!setIsBlack) {
                for (char& byte : line) byte = static_cast<char>(~byte);
            }
            if (const int spare = bytesAcross * 8 - mono.width(); spare > 0) {
                line.back() = static_cast<char>(line.back() & (0xff << spare));
            }
            out.append(line);
        }
    }
    out.append(
        "\x1b"
        "d\x03",
        3);                        // ESC d 3: out past the tear bar
    out.append("\x1dV\x42\0", 4);  // GS V 66 0: cut
    return out;
}

}  // namespace delivery::store
