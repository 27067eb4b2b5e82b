#include "apps/store/printer_settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include "apps/look/action_button.h"
#include "apps/look/theme.h"

namespace delivery::store {

namespace {
const QString placeWish = QStringLiteral("printer/place");
const QString rollWish = QStringLiteral("printer/millimetres");
const QString automaticWish = QStringLiteral("printer/onAcceptance");
constexpr int narrowMillimetres = 58;
constexpr int wideMillimetres = 80;
}  // namespace

PrinterWish printerWishOf(const look::Preferences& preferences) {
    const bool narrow = preferences.own(rollWish, wideMillimetres).toInt() == narrowMillimetres;
    return {preferences.own(placeWish).toString(), narrow ? Roll::Narrow : Roll::Wide,
            preferences.own(automaticWish, false).toBool()};
}

PrinterSettings::PrinterSettings(look::Preferences& preferences, TicketPrinter& printer,
                                 QWidget* parent)
    : QWidget(parent),
      m_preferences(preferences),
      m_printer(printer),
      m_place(new QLineEdit),
      m_roll(new QComboBox),
      m_automatic(new QCheckBox(tr("접수하면 바로 출력(&A)"))) {
    const PrinterWish wish = printerWishOf(preferences);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    m_place->setObjectName(QStringLiteral("printerPlace"));
    m_place->setText(wish.place);
    m_place->setPlaceholderText(QStringLiteral("/dev/usb/lp0, 192.168.0.50:9100"));
    m_place->setAccessibleName(tr("프린터의 자리"));
    m_place->setMinimumHeight(look::targetHeight);
    row->addWidget(m_place, 1);
    m_roll->setAccessibleName(tr("용지 폭"));
    m_roll->setMinimumHeight(look::targetHeight);
    m_roll->addItem(QStringLiteral("80 mm"), wideMillimetres);
    m_roll->addItem(QStringLiteral("58 mm"), narrowMillimetres);
    m_roll->setCurrentIndex(wish.roll == Roll::Narrow ? 1 : 0);
    row->addWidget(m_roll);
    auto* test = new look::ActionButton(tr("시험 출력(&E)"));
    test->setObjectName(QStringLiteral("printTest"));
    row->addWidget(test);
    column->addLayout(row);
    m_automatic->setObjectName(QStringLiteral("printOnAcceptance"));
    m_automatic->setMinimumHeight(look::targetHeight);
    m_automatic->setChecked(wish.onAcceptance);
    column->addWidget(m_automatic);
    connect(m_place, &QLineEdit::editingFinished, this, &PrinterSettings::keep);
    connect(m_roll, &QComboBox::activated, this, &PrinterSettings::keep);
    connect(m_automatic, &QCheckBox::toggled, this, &PrinterSettings::keep);
    connect(test, &QPushButton::clicked, this, [this] {
        keep();
        m_printer.printTest();
    });
}

void PrinterSettings::keep() {
    m_preferences.setOwn(placeWish, m_place->text().trimmed());
    m_preferences.setOwn(rollWish, m_roll->currentData());
    m_preferences.setOwn(automaticWish, m_automatic->isChecked());
    m_printer.setWish(printerWishOf(m_preferences));
}

}  // namespace delivery::store
