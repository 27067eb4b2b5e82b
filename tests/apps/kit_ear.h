#pragma once
/// One client of kit as the apps have it: session, order book and live feed, and what a test counts
/// of them.

#include <QString>
#include <QUrl>
#include <map>
#include <memory>

#include "apps/kit/live_feed.h"
#include "apps/kit/order_book.h"

namespace delivery::test {

class KitEar {
  public:
    KitEar(const QUrl& server, const QString& user, const QString& role, kit::LiveRules rules = {},
           const QUrl& live = {})
        : gateway(server),
          session(gateway, user, kit::SessionFile(QString()), kit::realSurroundings()),
          book(kit::resourceOf(role)),
          liveGateway(live.isEmpty() ? server : live),
          feed(session, liveGateway, book, kit::realSurroundings(), rules) {
        session.setPassword(QStringLiteral("demo1234"));
        QObject::connect(&book, &kit::OrderBook::added, &book, [this](qint64 id) { note(id); });
        QObject::connect(&book, &kit::OrderBook::changed, &book, [this](qint64 id) { note(id); });
    }

    [[nodiscard]] QString stateOf(qint64 id) const {
        const auto order = book.find(id);
        return order ? order->text("state") : QString();
    }
    [[nodiscard]] bool isLive() const {
        return feed.way() == kit::LiveFeed::Way::Socket || feed.way() == kit::LiveFeed::Way::Broker;
    }
    /// How often an order was taken although nothing newer had come.
    [[nodiscard]] int backwards() const { return m_backwards; }
    [[nodiscard]] int taken() const { return m_taken; }

    kit::Gateway gateway;
    kit::Session session;
    kit::OrderBook book;
    kit::Gateway liveGateway;
    kit::LiveFeed feed;

  private:
    void note(qint64 id) {
        const kit::Representation order = *book.find(id);
        const kit::Stamp now = kit::stampOf(order);
        const QByteArray words = order.oneLine();
        const auto before = m_last.find(id);
        // At the same stamp only what this caller may do can be another.
        const bool isSame =
            before != m_last.end() && now == before->second.first && words == before->second.second;
        if (isSame || (before != m_last.end() && now < before->second.first)) ++m_backwards;
        m_last[id] = {now, words};
        ++m_taken;
    }
    std::map<qint64, std::pair<kit::Stamp, QByteArray>> m_last;
    int m_backwards = 0;
    int m_taken = 0;
};

}  // namespace delivery::test
