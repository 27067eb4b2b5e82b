#include "apps/store/ticket_preview.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/theme.h"

namespace delivery::store {

using look::ActionButton;

TicketPreview::TicketPreview(TicketSheet sheet, qlonglong order, QWidget* parent)
    : QDialog(parent), m_sheet(std::move(sheet)), m_order(order) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("주문표 %1").arg(order));
    auto* column = new QVBoxLayout(this);
    auto* scroll = new QScrollArea;
    scroll->setFocusPolicy(Qt::StrongFocus);
    scroll->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    auto* paper = new QLabel;
    paper->setPixmap(QPixmap::fromImage(m_sheet.dots()));
    QStringList words;
    for (const Placed& one : m_sheet.placed()) {
        if (!one.text.isEmpty()) words << one.text;
    }
    paper->setAccessibleName(words.join(QStringLiteral(", ")));
    scroll->setWidget(paper);
    column->addWidget(scroll, 1);
    auto* buttons = new QHBoxLayout;
    auto* back = new ActionButton(tr("닫기"));
    auto* pdf = new ActionButton(tr("PDF로 저장(&F)"));
    pdf->setObjectName(QStringLiteral("savePdf"));
    auto* print = new ActionButton(tr("출력(&P)"), ActionButton::Rank::Leading);
    print->setObjectName(QStringLiteral("printNow"));
    buttons->addWidget(back);
    buttons->addStretch(1);
    buttons->addWidget(pdf);
    buttons->addWidget(print);
    column->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    connect(pdf, &QPushButton::clicked, this, &TicketPreview::savePdf);
    connect(print, &QPushButton::clicked, this, [this] {
        emit printWanted();
        accept();
    });
    resize(m_sheet.size().width() + 3 * look::space::page, 720);
}

void TicketPreview::savePdf() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(this, tr("주문표 저장"), folder, tr("PDF 문서 (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(tr("주문표-%1.pdf").arg(m_order));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        if (m_sheet.writePdf(file)) {
            emit told(tr("주문표를 저장했습니다: %1").arg(file));
        } else {
            emit refused(tr("저장할 수 없습니다. 다른 폴더를 골라 주세요: %1").arg(file));
        }
    });
    dialog->open();
}

}  // namespace delivery::store
