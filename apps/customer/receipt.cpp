#include "apps/customer/receipt.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include "apps/look/order_face.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

namespace delivery::customer {

namespace {

QString say(const char* text) { return QCoreApplication::translate("Receipt", text); }

/// Writes line by line down the page, words left and amounts right.
class Sheet {
  public:
    Sheet(QPainter& painter, int width) : m_painter(painter), m_width(width) {}

    void line(const QString& left, const QString& right, double points, bool bold = false) {
        QFont font = look::font(bold ? look::Type::Strong : look::Type::Body);
        font.setPointSizeF(points);
        m_painter.setFont(font);
        const int height = int(m_painter.fontMetrics().height() * 1.25);
        const int amount = right.isEmpty() ? 0 : m_painter.fontMetrics().horizontalAdvance(right);
        QRect words(0, m_y, m_width - amount - (amount > 0 ? height : 0), 100 * height);
        QRect used;
        m_painter.drawText(words, Qt::AlignLeft | Qt::TextWordWrap, left, &used);
        m_painter.drawText(QRect(0, m_y, m_width, height), Qt::AlignRight, right);
        m_y += qMax(height, used.height());
    }
    void rule() {
        m_y += 60;
        m_painter.drawLine(0, m_y, m_width, m_y);
        m_y += 60;
    }

  private:
    QPainter& m_painter;
    int m_width;
    int m_y = 0;
};

void draw(Sheet& sheet, const kit::Representation& order) {
    const QDateTime at = look::instantOf(order.text("placedAt"));
    sheet.line(say(QT_TRANSLATE_NOOP("Receipt", "영수증")), {}, 20, true);
    sheet.line(order.text("storeName"),
               say(QT_TRANSLATE_NOOP("Receipt", "주문 %1")).arg(order.number("id")), 12, true);
    sheet.line(look::momentText(at, at.addYears(1)), look::faceOfState(order.text("state")).word,
               10);
    sheet.rule();
    for (const auto& line : order.list("lines")) {
        sheet.line(QStringLiteral("%1 × %2").arg(line.text("foodName"), line.text("qty")),
                   look::wonText(line.number("price") * line.number("qty")), 11);
        for (const auto& option : line.list("options")) {
            sheet.line(QStringLiteral("    %1").arg(option.text("choice")), {}, 9);
        }
    }
    sheet.rule();
    if (const auto fee = order.number("deliveryFee"); fee > 0) {
        sheet.line(say(QT_TRANSLATE_NOOP("Receipt", "배달비")), look::wonText(fee), 11);
    }
    if (const auto points = order.number("pointsSpent"); points > 0) {
        sheet.line(say(QT_TRANSLATE_NOOP("Receipt", "포인트")),
                   QStringLiteral("−") + look::wonText(points), 11);
    }
    sheet.line(say(QT_TRANSLATE_NOOP("Receipt", "결제 금액")),
               look::wonText(order.number("payable")), 13, true);
    if (const auto refund = look::faceOfRefund(order.text("refund")); !refund.word.isEmpty()) {
        sheet.line(refund.word, look::wonText(order.number("payable")), 11);
    }
}

}  // namespace

bool hasReceipt(const kit::Representation& order) {
    const QString state = order.text("state");
    const bool never =
        state == QLatin1String("PaymentRequested") || state == QLatin1String("PaymentDeferred") ||
        state == QLatin1String("PaymentDeclined") || state == QLatin1String("Expired");
    const bool ended = state == QLatin1String("Cancelled") || state == QLatin1String("Rejected");
    return !state.isEmpty() && !never && (!ended || order.text("refund") != QLatin1String("none"));
}

bool writeReceipt(const kit::Representation& order, const QString& file) {
    QByteArray bytes;
    {
        QBuffer buffer(&bytes);
        if (!buffer.open(QIODevice::WriteOnly)) return false;
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QPageSize::A5));
        writer.setTitle(say("영수증"));
        writer.setResolution(600);
        QPainter painter;
        if (!painter.begin(&writer)) return false;
        Sheet sheet(painter, writer.width());
        draw(sheet, order);
        if (!painter.end()) return false;
    }
    QSaveFile target(file);
    return target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() &&
           target.commit();
}

}  // namespace delivery::customer
