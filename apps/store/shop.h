#pragma once
/// The shop behind the board: how it takes orders now, its dishes, its day; read, kept fresh,
/// changed.

#include <QHash>
#include <QObject>
#include <QTimer>

#include "apps/kit/thing_list_model.h"
#include "apps/kit/workplace.h"
#include "apps/look/order_face.h"

namespace delivery::store {

/// GUI thread. The workplace must outlive it.
class Shop : public QObject {
    Q_OBJECT

  public:
    explicit Shop(kit::Workplace& work, QObject* parent = nullptr);

    /// Begins to read, and goes on by itself.
    void start();

    /// As /stores shows it to its owner; empty until it was read.
    [[nodiscard]] const kit::Representation& store() const { return m_store; }
    [[nodiscard]] kit::ThingListModel& dishes() { return m_dishes; }
    /// Of today, as /stores/N/sales shows it.
    [[nodiscard]] const kit::Representation& sales() const { return m_sales; }
    [[nodiscard]] qlonglong id() const { return m_id; }
    [[nodiscard]] QString path() const { return QStringLiteral("/stores/%1").arg(m_id); }
    [[nodiscard]] QHash<qlonglong, QString> stationOfDish() const;

    void refresh();
    void refreshDishes();
    /// "pause", "busy", "autoAccept", "resume".
    void change(const QString& verb, const QByteArray& body);
    /// Parts of the store itself: hours, fees.
    void changeProfile(const QByteArray& body);
    void changeDish(qlonglong dish, const QByteArray& body);
    void addDish(const QByteArray& body);
    void removeDish(qlonglong dish);

  signals:
    void storeChanged();
    void dishesChanged();
    void salesChanged();
    /// Something that was asked of the shop is done.
    void changed();
    void refused(const QString& sentence);

  private:
    void reread(const kit::CommandSubject& subject);
    void refreshStore();
    void refreshSales();

    kit::Workplace& m_work;
    qlonglong m_id = 0;
    kit::Representation m_store;
    kit::Representation m_sales;
    kit::ThingListModel m_dishes;
    QTimer m_again;
};

/// How the shop takes orders at the moment, as a badge.
[[nodiscard]] look::Face faceOfShop(const kit::Representation& store);

}  // namespace delivery::store
