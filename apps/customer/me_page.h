#pragma once
/// Me: profile, addresses, cards, points and what became of them lately.

#include <QWidget>

#include "apps/kit/thing_list_model.h"
#include "apps/kit/workplace.h"
#include "apps/look/map_view.h"

class QLabel;
class QLineEdit;
class QListView;

namespace delivery::look {
class ActionButton;
}

namespace delivery::customer {

/// GUI thread. The workplace must outlive it.
class MePage : public QWidget {
    Q_OBJECT

  public:
    explicit MePage(kit::Workplace& work, QWidget* parent = nullptr);

    void refresh();

  signals:
    void refused(const QString& sentence);
    void told(const QString& sentence);
    /// The provider's page, to be opened in the browser.
    void cardPageWanted(const QString& address);
    void signOutWanted();

  private:
    [[nodiscard]] QWidget* makeProfile();
    [[nodiscard]] QWidget* makeAddresses();
    [[nodiscard]] QWidget* makeCards();
    [[nodiscard]] QWidget* makePoints();
    void addAddress();
    void registerCard();
    void removeChosen(QListView* list, const QString& path);
    void saveProfile();

    kit::Workplace& m_work;
    kit::ThingListModel m_addresses;
    kit::ThingListModel m_cards;
    kit::ThingListModel m_ledger;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_mobile = nullptr;
    look::ActionButton* m_save = nullptr;
    QListView* m_addressList = nullptr;
    QLineEdit* m_newAddress = nullptr;
    look::MapView* m_map = nullptr;
    QListView* m_cardList = nullptr;
    QLabel* m_balance = nullptr;
};

}  // namespace delivery::customer
