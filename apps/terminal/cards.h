#pragma once
/// How orders, tickets and deliveries are shown: one as a card, many as a table.

#include <vector>

#include "apps/kit/representation.h"
#include "apps/terminal/screen.h"

namespace delivery::terminal {

using Items = std::vector<kit::Representation>;

/// The Korean label, or the English name of the state.
[[nodiscard]] QString statusText(const kit::Representation& order, const Screen& screen);
/// "짜장 x2, 짬뽕 x1".
[[nodiscard]] QString dishesText(const kit::Representation& order);
/// "환불 예정", "환불됨"; empty where nothing is given back.
[[nodiscard]] QString refundText(const QString& refund, const Screen& screen);
/// What this caller may do with it now: the links that are transitions.
[[nodiscard]] QString transitionsText(const kit::Representation& item);
/// True once nothing but a refund can happen to it any more.
[[nodiscard]] bool isOver(const QString& state);

void showOrder(const kit::Representation& order, const Screen& screen);
/// Why it is as it is, in words.
void showCauses(const kit::Representation& order, const Screen& screen);
void showTimeline(const kit::Representation& order, const Screen& screen);
void showOrders(const Items& orders, const Screen& screen);
void showTickets(const Items& tickets, const Screen& screen);
void showDeliveries(const Items& deliveries, const Screen& screen);
/// "주문 12: 주문접수됨".
void showChange(const kit::Representation& order, const Screen& screen);

/// Items as JSON or as the table that the function makes; a sentence where there are none.
void showList(const kit::Representation& said, const Screen& screen, const QString& whenEmpty,
              void (*show)(const Items&, const Screen&));

}  // namespace delivery::terminal
