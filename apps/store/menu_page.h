#pragma once
/// The menu as its shop changes it: dishes with price, options, stock, picture, and sold out until
/// when.

#include <QWidget>

#include "apps/store/shop.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListView;
class QPlainTextEdit;
class QSpinBox;
class QVBoxLayout;

namespace delivery::look {
class ActionButton;
}

namespace delivery::store {

/// GUI thread. Workplace and shop must outlive it.
class MenuPage : public QWidget {
    Q_OBJECT

  public:
    MenuPage(kit::Workplace& work, Shop& shop, QWidget* parent = nullptr);

  signals:
    void refused(const QString& sentence);
    void told(const QString& sentence);

  private:
    void buildForm(QVBoxLayout& column);
    void buildSoldOut(QVBoxLayout& column);
    void buildPicture(QVBoxLayout& column);
    void showChosen();
    void showPicture();
    void beginNew();
    void save();
    void sellOut(const QByteArray& body);
    void choosePicture();
    void sendPicture(const QString& file);
    [[nodiscard]] std::optional<QByteArray> dishBody();

    kit::Workplace& m_work;
    Shop& m_shop;
    /// 0: a new one is being written.
    qlonglong m_dish = 0;
    QByteArray m_shown;
    /// As they were before anybody typed.
    QString m_choicesShown;
    QString m_pictureShown;
    QListView* m_list;
    QLabel* m_title;
    QLineEdit* m_name;
    QSpinBox* m_price;
    QLineEdit* m_category;
    QLineEdit* m_station;
    QPlainTextEdit* m_description;
    QCheckBox* m_limited;
    QSpinBox* m_stock;
    QPlainTextEdit* m_choices;
    look::ActionButton* m_save;
    look::ActionButton* m_remove;
    QLabel* m_soldOutState;
    QWidget* m_selling;
    look::ActionButton* m_reopen;
    QLabel* m_picture;
    look::ActionButton* m_upload;
    bool m_removeAsked = false;
};

}  // namespace delivery::store
