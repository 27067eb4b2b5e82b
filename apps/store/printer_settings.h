#pragma once
/// Where tickets are printed, on which roll, and whether by themselves.

#include <QWidget>

#include "apps/look/preferences.h"
#include "apps/store/ticket_printer.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace delivery::store {

/// What was set the last time.
[[nodiscard]] PrinterWish printerWishOf(const look::Preferences& preferences);

/// GUI thread. Takes effect and is kept at once.
class PrinterSettings : public QWidget {
    Q_OBJECT

  public:
    PrinterSettings(look::Preferences& preferences, TicketPrinter& printer,
                    QWidget* parent = nullptr);

  private:
    void keep();

    look::Preferences& m_preferences;
    TicketPrinter& m_printer;
    QLineEdit* m_place;
    QComboBox* m_roll;
    QCheckBox* m_automatic;
};

}  // namespace delivery::store
