#pragma once
/// A ticket as it will lie on paper, to look at, print, or keep as PDF.

#include <QDialog>

#include "apps/store/ticket_sheet.h"

namespace delivery::store {

/// GUI thread. Opens beside the work; deletes itself when it closes.
class TicketPreview : public QDialog {
    Q_OBJECT

  public:
    TicketPreview(TicketSheet sheet, qlonglong order, QWidget* parent);

  signals:
    void printWanted();
    void told(const QString& sentence);
    void refused(const QString& sentence);

  private:
    void savePdf();

    TicketSheet m_sheet;
    qlonglong m_order;
};

}  // namespace delivery::store
