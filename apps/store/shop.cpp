#include "apps/store/shop.h"

#include "apps/look/wording.h"

namespace delivery::store {

namespace {

constexpr int refreshMilliseconds = 30'000;

QString until(const kit::Representation& store, const char* member) {
    if (!store.has(member)) return {};
    return QStringLiteral(" ~") + look::timeText(look::instantOf(store.text(member)));
}

}  // namespace

Shop::Shop(kit::Workplace& work, QObject* parent)
    : QObject(parent),
      m_work(work),
      m_id(work.session().grant() ? work.session().grant()->storeId : 0) {
    m_again.setInterval(refreshMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &Shop::refresh);
    connect(&work, &kit::Workplace::decided, this,
            [this](const QString&, const kit::CommandSubject& subject) {
                reread(subject);
                if (subject.order == 0) emit changed();
            });
    connect(
        &work, &kit::Workplace::refused, this,
        [this](const QString&, const kit::CommandSubject& subject, const kit::Problem& problem) {
            emit refused(problem.sentence());
            reread(subject);
        });
}

void Shop::start() {
    refresh();
    refreshDishes();
    m_again.start();
}

QHash<qlonglong, QString> Shop::stationOfDish() const {
    QHash<qlonglong, QString> stations;
    for (int row = 0; row < m_dishes.rowCount(); ++row) {
        stations.insert(m_dishes.at(row).number("id"), m_dishes.at(row).text("station"));
    }
    return stations;
}

void Shop::refresh() {
    refreshStore();
    refreshSales();
}

void Shop::refreshStore() {
    m_work.read(path(), kit::Reader::Pages::First, this, [this](const kit::Representation& store) {
        if (store.oneLine() == m_store.oneLine()) return;
        m_store = store;
        emit storeChanged();
    });
}

void Shop::refreshSales() {
    m_work.read(path() + QStringLiteral("/sales"), kit::Reader::Pages::First, this,
                [this](const kit::Representation& sales) {
                    if (sales.oneLine() == m_sales.oneLine()) return;
                    m_sales = sales;
                    emit salesChanged();
                });
}

void Shop::refreshDishes() {
    m_work.read(QStringLiteral("/foods?size=100&storeId=%1").arg(m_id), kit::Reader::Pages::All,
                this, [this](const kit::Representation& menu) {
                    m_dishes.show(menu.embedded());
                    emit dishesChanged();
                });
}

void Shop::reread(const kit::CommandSubject& subject) {
    if (subject.order != 0) {
        refreshSales();
        return;
    }
    refreshStore();
    refreshDishes();
}

void Shop::change(const QString& verb, const QByteArray& body) {
    m_work.send({QStringLiteral("PUT"), path() + QLatin1Char('/') + verb, body},
                kit::Repeat::Undoable);
}

void Shop::changeProfile(const QByteArray& body) {
    m_work.send({QStringLiteral("PATCH"), path(), body}, kit::Repeat::Undoable);
}

void Shop::changeDish(qlonglong dish, const QByteArray& body) {
    m_work.send({QStringLiteral("PATCH"), QStringLiteral("/foods/%1").arg(dish), body},
                kit::Repeat::Undoable);
}

void Shop::addDish(const QByteArray& body) {
    m_work.send({QStringLiteral("POST"), QStringLiteral("/foods"), body});
}

void Shop::removeDish(qlonglong dish) {
    m_work.send({QStringLiteral("DELETE"), QStringLiteral("/foods/%1").arg(dish), {}},
                kit::Repeat::Undoable);
}

look::Face faceOfShop(const kit::Representation& store) {
    if (!store.has("id")) return {};
    if (store.isTrue("paused")) {
        return {Shop::tr("주문 안 받음") + until(store, "pausedUntil"), QStringLiteral("pause"),
                look::Tone::Bad};
    }
    if (!store.isTrue("open")) {
        QString word = Shop::tr("영업 시간 아님");
        if (store.has("opensNext")) {
            word = Shop::tr("%1에 엽니다")
                       .arg(look::timeText(look::instantOf(store.text("opensNext"))));
        }
        return {word, QStringLiteral("moon"), look::Tone::Done};
    }
    if (store.isTrue("busy")) {
        return {
            Shop::tr("바쁨 +%1분").arg(store.text("busyExtraMinutes")) + until(store, "busyUntil"),
            QStringLiteral("clock"), look::Tone::Waiting};
    }
    return {Shop::tr("주문 받는 중"), QStringLiteral("check_circle"), look::Tone::Ready};
}

}  // namespace delivery::store
