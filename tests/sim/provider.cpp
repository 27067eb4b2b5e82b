#include "tests/sim/provider.h"

#include <memory>
#include <utility>

namespace delivery::sim {

namespace {

using effect::ProviderAnswer;
using Transport = ProviderAnswer::Transport;

constexpr Span chargePatience = seconds(30);
constexpr Span queryPatience = seconds(10);
constexpr Span refundPatience = seconds(30);

/// "ds-simulate-17-2" speaks of order 17.
std::int64_t numberIn(const std::string& orderName) {
    const auto attempt = orderName.rfind('-');
    if (attempt == std::string::npos || attempt == 0) return 0;
    const auto before = orderName.rfind('-', attempt - 1);
    if (before == std::string::npos) return 0;
    return std::stoll(orderName.substr(before + 1, attempt - before - 1));
}

ProviderAnswer failed(Transport transport) {
    ProviderAnswer answer;
    answer.transport = transport;
    return answer;
}
ProviderAnswer error(int status, std::string code) {
    ProviderAnswer answer;
    answer.httpStatus = status;
    answer.code = std::move(code);
    return answer;
}

}  // namespace

Provider::Way Provider::draw(const std::string& operation, const std::string& orderName) {
    Way way;
    way.there = m_dice.between(milliseconds(5), milliseconds(60));
    way.work = m_dice.between(milliseconds(20), milliseconds(400));
    way.back = m_dice.between(milliseconds(5), milliseconds(60));
    m_world.count("provider." + operation);
    if (m_world.weather.providerDown) {
        way.refused = true;
        m_world.strike("provider.down", numberIn(orderName));
    } else if (m_dice.permille(m_world.weather.providerTroublePermille)) {
        trouble(way, operation, orderName);
    }
    return way;
}

void Provider::trouble(Way& way, const std::string& operation, const std::string& orderName) {
    static const std::vector<std::string> kinds{
        "slow",  "hang-before", "hang-after",  "late",     "error-before", "error-after",
        "reset", "unreadable",  "interrupted", "too-many", "wrong"};
    const std::string& kind = m_dice.oneOf(kinds);
    m_world.strike("provider." + kind, numberIn(orderName));
    if (kind == "slow") {
        way.work = m_dice.between(seconds(3), seconds(40));
    } else if (kind == "hang-before") {
        way.lostThere = true;
    } else if (kind == "hang-after") {
        way.lostBack = true;
    } else if (kind == "late") {
        // Longer under way than anybody waits, sometimes longer than the order lives.
        way.there = m_dice.between(seconds(20), minutes(15));
    } else if (kind == "error-before") {
        way.insteadOfDoing = error(500, "FAILED_INTERNAL_SYSTEM_PROCESSING");
    } else if (kind == "error-after") {
        way.insteadOfAnswer = error(500, "FAILED_INTERNAL_SYSTEM_PROCESSING");
    } else if (kind == "reset") {
        way.reset = true;
    } else if (kind == "unreadable") {
        way.insteadOfAnswer = failed(Transport::Unreadable);
    } else if (kind == "interrupted") {
        way.insteadOfDoing = error(400, "PROVIDER_ERROR");
    } else if (kind == "wrong" && operation == "charge") {
        way.wrongBy = m_dice.percent(50) ? Won{100} : Won{-1};
    } else if (kind == "wrong" && operation == "refund") {
        way.insteadOfDoing = error(403, "NOT_CANCELABLE_PAYMENT");
        way.forGood = true;
    } else if (kind == "wrong") {
        // A question is refused, which says nothing of what it was about.
        way.insteadOfDoing = error(403, "FORBIDDEN_REQUEST");
    } else {
        way.insteadOfDoing = error(429, "");
        way.insteadOfDoing->retryAfter = m_dice.between(seconds(1), seconds(20));
    }
}

void Provider::start(Call call) {
    auto heard = std::make_shared<Heard>(std::move(call.heard));
    const auto tell = [heard](Answer answer) {
        if (*heard) std::exchange(*heard, nullptr)(std::move(answer));
    };
    if (call.way.refused) {
        m_world.agenda.in(milliseconds(1), [tell] { tell(failed(Transport::Refused)); });
        return;
    }
    m_world.agenda.in(call.patience, [tell] { tell(failed(Transport::TimedOut)); });
    if (call.way.lostThere) return;
    m_world.agenda.in(call.way.there, [this, tell, call = std::move(call)]() mutable {
        const auto answering = [this, tell, way = call.way](Answer answer) {
            if (way.lostBack) return;
            if (way.reset) answer = failed(Transport::Reset);
            m_world.agenda.in(way.back, [tell, answer] { tell(answer); });
        };
        if (call.key && m_underWay.contains(*call.key)) {
            return answering(error(409, "IDEMPOTENT_REQUEST_PROCESSING"));
        }
        if (call.key) m_underWay.insert(*call.key);
        const Span work = call.way.work;
        m_world.agenda.in(work, [this, answering, call = std::move(call)]() mutable {
            answering(arrived(call));
        });
    });
}

Provider::Answer Provider::arrived(Call& call) {
    if (!call.key) return call.way.insteadOfDoing.value_or(call.perform());
    m_underWay.erase(*call.key);
    if (const auto before = m_answered.find(*call.key); before != m_answered.end()) {
        m_world.count("provider.replays");
        return before->second;
    }
    if (call.way.insteadOfDoing) {
        if (call.way.forGood) m_answered[*call.key] = *call.way.insteadOfDoing;
        return *call.way.insteadOfDoing;
    }
    Answer answer = call.perform();
    m_answered[*call.key] = answer;
    return call.way.insteadOfAnswer.value_or(answer);
}

ProviderAnswer Provider::show(const PaymentKey& payment) const {
    const auto found = m_payments.find(payment);
    if (found == m_payments.end()) return error(404, "NOT_FOUND_PAYMENT");
    const Payment& kept = found->second;
    ProviderAnswer answer;
    answer.httpStatus = 200;
    const bool whole = kept.balance == kept.total;
    answer.payment = effect::ProviderPayment{whole ? "DONE" : "CANCELED", kept.total, kept.balance,
                                             kept.orderId, payment};
    return answer;
}

void Provider::move(Movement movement) {
    m_movements.push_back(movement);
    if (m_moved) m_moved(movement);
}

void Provider::charge(const std::string& orderId, Won amount, const ProviderKey& key, Heard heard) {
    const bool declines = m_dice.permille(50);
    const Way way = draw("charge", orderId);
    const Won taken = amount + way.wrongBy > Won{} ? amount + way.wrongBy : amount;
    start({.way = way,
           .key = key,
           .patience = chargePatience,
           .perform =
               [this, orderId, amount = taken, key, declines] {
                   if (declines) return error(403, "REJECT_CARD_PAYMENT");
                   const PaymentKey payment{"pay-" + std::to_string(m_payments.size() + 1)};
                   m_payments[payment] = {orderId, amount, amount};
                   m_byOrder[orderId] = payment;
                   move({Movement::Kind::Capture, key, orderId, payment, amount,
                         m_world.agenda.now()});
                   return show(payment);
               },
           .heard = std::move(heard)});
}

void Provider::refund(const PaymentKey& payment, const ProviderKey& key, Heard heard) {
    const auto known = m_payments.find(payment);
    start({.way = draw("refund", known == m_payments.end() ? "" : known->second.orderId),
           .key = key,
           .patience = refundPatience,
           .perform =
               [this, payment, key] {
                   const auto found = m_payments.find(payment);
                   if (found == m_payments.end()) return error(404, "NOT_FOUND_PAYMENT");
                   found->second.balance = Won{0};
                   move({Movement::Kind::Refund, key, found->second.orderId, payment,
                         found->second.total, m_world.agenda.now()});
                   return show(payment);
               },
           .heard = std::move(heard)});
}

void Provider::askByOrder(const std::string& orderId, Heard heard) {
    start({.way = draw("query", orderId),
           .key = std::nullopt,
           .patience = queryPatience,
           .perform =
               [this, orderId] {
                   const auto found = m_byOrder.find(orderId);
                   if (found == m_byOrder.end()) return error(404, "NOT_FOUND_PAYMENT");
                   return show(found->second);
               },
           .heard = std::move(heard)});
}

void Provider::askByPayment(const PaymentKey& payment, Heard heard) {
    const auto known = m_payments.find(payment);
    start({.way = draw("query", known == m_payments.end() ? "" : known->second.orderId),
           .key = std::nullopt,
           .patience = queryPatience,
           .perform = [this, payment] { return show(payment); },
           .heard = std::move(heard)});
}

}  // namespace delivery::sim
