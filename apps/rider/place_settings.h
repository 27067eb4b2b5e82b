#pragma once
/// The rows of the settings that say where the rider's place comes from.

#include <QObject>

#include "apps/look/preferences_page.h"
#include "apps/rider/own_place.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace delivery::rider {

/// GUI thread. Page and place must outlive it.
class PlaceSettings : public QObject {
    Q_OBJECT

  public:
    PlaceSettings(look::PreferencesPage& page, OwnPlace& place, QObject* parent = nullptr);

  private:
    void choose();
    void show();

    OwnPlace& m_place;
    QComboBox* m_kind;
    QLineEdit* m_address;
    QLabel* m_wrong;
};

}  // namespace delivery::rider
