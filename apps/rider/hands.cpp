#include "apps/rider/hands.h"

#include <algorithm>

#include "apps/kit/order_list_model.h"
#include "apps/kit/roles.h"

namespace delivery::rider {

namespace {

constexpr QChar between = QLatin1Char('\t');

bool isHeld(const kit::Representation& delivery) {
    static const kit::OrderFilter inHand = kit::holdings();
    return inHand(delivery);
}

bool isDelivered(const QString& state) {
    return state == QLatin1String("Delivered") || state == QLatin1String("Confirmed");
}

}  // namespace

Hands::Hands(kit::Workplace& work, look::Preferences& preferences, QObject* parent)
    : QObject(parent),
      m_work(work),
      m_preferences(preferences),
      m_key(QStringLiteral("hands/") +
            kit::accountFileName(work.account().server, work.account().user)) {
    remember();
    for (const std::int64_t id : work.book().ids()) look(id);
    connect(&work.book(), &kit::OrderBook::added, this, &Hands::look);
    connect(&work.book(), &kit::OrderBook::changed, this, &Hands::look);
    connect(&work.book(), &kit::OrderBook::removed, this, &Hands::look);
    connect(&work, &kit::Workplace::refused, this,
            [this](const QString&, const kit::CommandSubject& subject) {
                if (subject.verb == QLatin1String("release")) m_released.erase(subject.order);
            });
}

std::optional<kit::Representation> Hands::held() const {
    for (const auto& [order, store] : m_held) {
        const auto known = m_work.book().find(order);
        if (known && isHeld(*known)) return known;
    }
    return std::nullopt;
}

void Hands::acknowledge(qlonglong order) {
    std::erase_if(m_losses, [order](const Loss& loss) { return loss.order == order; });
    keep();
    emit changed();
}

void Hands::look(qlonglong order) {
    const auto now = m_work.book().find(order);
    const auto known = m_held.find(order);
    if (now && isHeld(*now)) {
        if (known == m_held.end()) m_released.erase(order);
        m_held[order] = now->text("storeName");
    } else if (known != m_held.end()) {
        const QString storeName = known->second;
        m_held.erase(known);
        lose(order, storeName, now);
    } else {
        return;
    }
    keep();
    emit changed();
}

void Hands::lose(qlonglong order, const QString& storeName,
                 const std::optional<kit::Representation>& now) {
    const QString state = now ? now->text("state") : QString();
    const bool mine = now && now->text("riderId") == m_work.account().user;
    if (isDelivered(state) && mine) return;
    const bool over = kit::isOverState(state) && !isDelivered(state);
    if (m_released.erase(order) > 0 && !over) return;
    const Loss loss{order, over ? Loss::Kind::CalledOff : Loss::Kind::TakenBack, storeName,
                    now ? now->text("cancelReason") : QString()};
    m_losses.push_back(loss);
    keep();
    emit lost(loss);
}

void Hands::keep() {
    QStringList held;
    for (const auto& [order, store] : m_held) held << QString::number(order) + between + store;
    QStringList losses;
    for (const Loss& loss : m_losses) {
        losses << QStringList{QString::number(loss.order),
                              QString::number(static_cast<int>(loss.kind)), loss.storeName,
                              loss.reason}
                      .join(between);
    }
    m_preferences.setOwn(m_key + QStringLiteral("/held"), held);
    m_preferences.setOwn(m_key + QStringLiteral("/losses"), losses);
}

void Hands::remember() {
    const QStringList held = m_preferences.own(m_key + QStringLiteral("/held")).toStringList();
    for (const QString& one : held) {
        m_held[one.section(between, 0, 0).toLongLong()] = one.section(between, 1);
    }
    const QStringList losses = m_preferences.own(m_key + QStringLiteral("/losses")).toStringList();
    for (const QString& one : losses) {
        const QStringList parts = one.split(between);
        if (parts.size() != 4) continue;
        m_losses.push_back(
            {parts[0].toLongLong(), static_cast<Loss::Kind>(parts[1].toInt()), parts[2], parts[3]});
    }
}

}  // namespace delivery::rider
