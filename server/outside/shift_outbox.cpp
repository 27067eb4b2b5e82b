#include "server/outside/shift_outbox.h"

#include <mutex>
#include <utility>

#include "record/record.h"
#include "server/shift/showing.h"

namespace delivery::outside {

/// The way back to the Qt thread. A job on another thread may outlive the outbox; then its answer
/// goes nowhere.
struct ShiftOutbox::Return {
    std::mutex mutex;
    QObject* home = nullptr;

    void post(std::function<void()> answer) {
        const std::lock_guard lock(mutex);
        if (home == nullptr) return;
        QMetaObject::invokeMethod(home, std::move(answer), Qt::QueuedConnection);
    }
};

namespace {

Expected<std::optional<SealedCard>> cardOf(desk::LedgerReader& reader, const saga::Call& call) {
    std::optional<desk::SideRow> row;
    if (call.cardId) {
        auto found = reader.side({"card", call.cardId->text()});
        if (!found) return tl::make_unexpected(found.error());
        row = std::move(*found);
        // A card that was given to somebody else meanwhile is nobody's to charge for this order.
        if (row && row->owner != call.customerId.text()) row.reset();
    } else {
        auto found = reader.sidesOf("card", call.customerId.text());
        if (!found) return tl::make_unexpected(found.error());
        if (!found->empty()) row = std::move(found->front());
    }
    if (!row) return std::optional<SealedCard>{};
    auto card = record::decodeCard(row->body);
    if (!card) return tl::make_unexpected(card.error());
    return SealedCard{std::move(card->sealedBillingKey), std::move(card->sealedCustomerKey)};
}

Expected<Owed> owedOf(const desk::EffectRow& row) {
    auto call = record::decodeCall(row.body);
    if (!call) return tl::make_unexpected(call.error());
    return Owed{row.id, row.due, row.tries, row.since, std::move(*call), std::nullopt};
}

struct Rows {
    DueEffects due;
    std::vector<desk::Unreadable> leftOut;
    /// Effects whose card cannot be read, and why.
    std::vector<std::pair<std::string, std::string>> cardless;
};

Expected<std::optional<Instant>> nextAfter(desk::LedgerReader& reader, Instant upTo, int known) {
    auto rows = reader.effectsDue(upTo + minutes(1), known + 1);
    if (!rows) return tl::make_unexpected(rows.error());
    if (rows->empty() || rows->back().due <= upTo) return std::optional<Instant>{};
    return rows->back().due;
}

Expected<Rows> read(desk::LedgerReader& reader, Instant upTo, int limit) {
    auto rows = reader.effectsDue(upTo, limit);
    if (!rows) return tl::make_unexpected(rows.error());
    Rows read;
    read.due.more = static_cast<int>(rows->size()) >= limit;
    if (!read.due.more) {
        auto next = nextAfter(reader, upTo, static_cast<int>(rows->size()));
        if (!next) return tl::make_unexpected(next.error());
        read.due.next = *next;
    }
    read.due.effects.reserve(rows->size());
    for (const desk::EffectRow& row : *rows) {
        auto owed = owedOf(row);
        if (!owed) {
            read.leftOut.push_back({.what = desk::Unreadable::What::Effect,
                                    .effectId = row.id,
                                    .why = owed.error().text});
            continue;
        }
        // Not only a charge may be sent: a question that finds nothing becomes one again.
        if (owed->call.kind != saga::Call::Kind::Refund && !owed->call.orderOver) {
            auto card = cardOf(reader, owed->call);
            if (!card && card.error().code != FaultCode::Unreadable) {
                return tl::make_unexpected(card.error());
            }
            // A card that cannot be read is no card: the customer is asked for another.
            if (card) owed->card = std::move(*card);
            if (!card) read.cardless.emplace_back(row.id, card.error().text);
        }
        read.due.effects.push_back(std::move(*owed));
    }
    read.due.unreadable = read.leftOut.size();
    return read;
}

// --- messages

Expected<std::string> personalText(desk::LedgerReader& reader, const PersonalId& id) {
    auto text = shift::textOf(reader, id);
    if (!text) return tl::make_unexpected(text.error());
    // Erased: nothing is said of it any more.
    return std::move(*text).value_or("");
}

/// "010-1234-5678" and "+82 10-1234-5678" are 01012345678.
std::string digitsOf(const std::string& phone) {
    std::string digits;
    for (const char c : phone) {
        if (c >= '0' && c <= '9') digits += c;
    }
    if (phone.starts_with("+82")) digits = "0" + digits.substr(2);
    return digits;
}

Expected<void> addPerson(desk::LedgerReader& reader, OwedMessage& owed) {
    const auto row = reader.side({"account", owed.message.to.text()});
    if (!row) return tl::make_unexpected(row.error());
    if (!*row) return {};
    const auto account = record::decodeAccount((*row)->body);
    // An account that cannot be read has no number: the message is failed, and an alarm is told
    // where somebody wants to sign in with it.
    if (!account) return {};
    const auto phone = personalText(reader, account->phone);
    if (!phone) return tl::make_unexpected(phone.error());
    owed.phone = digitsOf(*phone);
    owed.language = account->language.value_or(Language::Korean);
    return {};
}

/// Whether the store has answered meanwhile.
Expected<bool> isAnswered(desk::LedgerReader& reader, OrderId id) {
    const auto row = reader.state({"order", id.text()});
    if (!row) return tl::make_unexpected(row.error());
    if (!*row) return true;
    const auto state = record::decodeState("order", (*row)->body);
    if (!state) return false;
    const auto* order = std::get_if<order::Order>(&std::get<order::State>(*state));
    return order == nullptr || order::isOver(*order) ||
           !std::holds_alternative<order::kitchen::Waiting>(order->kitchen);
}

Expected<OwedMessage> messageOf(desk::LedgerReader& reader, const desk::EffectRow& row) {
    auto message = record::decodeMessage(row.body);
    if (!message) return tl::make_unexpected(message.error());
    OwedMessage owed;
    owed.effectId = row.id;
    owed.due = row.due;
    owed.tries = row.tries;
    owed.since = row.since;
    owed.message = std::move(*message);
    if (owed.message.providerId) return owed;
    if (auto added = addPerson(reader, owed); !added) return tl::make_unexpected(added.error());
    if (owed.message.why) {
        auto reason = personalText(reader, owed.message.why->id);
        if (!reason) return tl::make_unexpected(reason.error());
        owed.reason = std::move(*reason);
    }
    if (owed.message.subject == notice::Subject::OrderUnheard && owed.message.orderId) {
        const auto answered = isAnswered(reader, *owed.message.orderId);
        if (!answered) return tl::make_unexpected(answered.error());
        owed.moot = *answered;
    }
    return owed;
}

struct MessageRows {
    DueMessages due;
    std::vector<desk::Unreadable> leftOut;
};

Expected<MessageRows> readMessages(desk::LedgerReader& reader, Instant upTo, int limit) {
    // One look for those that are due and for the first one after them.
    auto rows = reader.messagesDue(upTo + minutes(1), limit + 1);
    if (!rows) return tl::make_unexpected(rows.error());
    MessageRows read;
    for (const desk::EffectRow& row : *rows) {
        if (row.due > upTo) {
            read.due.next = row.due;
            break;
        }
        if (static_cast<int>(read.due.messages.size()) >= limit) break;
        auto owed = messageOf(reader, row);
        if (owed) {
            read.due.messages.push_back(std::move(*owed));
        } else if (owed.error().code == FaultCode::Unreadable) {
            read.leftOut.push_back({.what = desk::Unreadable::What::Effect,
                                    .effectId = row.id,
                                    .why = owed.error().text});
        } else {
            return tl::make_unexpected(owed.error());
        }
    }
    return read;
}

}  // namespace

ShiftOutbox::ShiftOutbox(shift::Shift& shift, shift::Log& log, QObject* parent)
    : QObject(parent), m_shift(shift), m_log(log), m_return(std::make_shared<Return>()) {
    m_return->home = this;
}

ShiftOutbox::~ShiftOutbox() {
    const std::lock_guard lock(m_return->mutex);
    m_return->home = nullptr;
}

void ShiftOutbox::ask(Instant upTo, int limit, Outbox::Due due) {
    const auto back = m_return;
    const bool taken = m_shift.read([this, back, due, upTo, limit](desk::LedgerReader& reader) {
        auto rows = read(reader, upTo, limit);
        // Runs on this object's thread and only while it lives.
        back->post([this, due, rows = std::move(rows)]() mutable {
            if (!rows) return due(tl::make_unexpected(rows.error()));
            for (auto& row : rows->leftOut) m_shift.setAside(std::move(row));
            for (const auto& [effectId, why] : rows->cardless) tellCardless(effectId, why);
            due(std::move(rows->due));
        });
    });
    if (taken) return;
    back->post([due] { due(tl::make_unexpected(Fault{FaultCode::Busy, "too many reads wait"})); });
}

void ShiftOutbox::tellCardless(const std::string& effectId, const std::string& why) {
    if (!m_cardless.insert(effectId).second) return;
    m_log.line(shift::Level::Alarm, "outside", "a card cannot be read: " + why, {},
               "effect:" + effectId);
}

void ShiftOutbox::askMessages(Instant upTo, int limit, MessageOutbox::Due due) {
    const auto back = m_return;
    const bool taken = m_shift.read([this, back, due, upTo, limit](desk::LedgerReader& reader) {
        auto rows = readMessages(reader, upTo, limit);
        back->post([this, due, rows = std::move(rows)]() mutable {
            if (!rows) return due(tl::make_unexpected(rows.error()));
            for (auto& row : rows->leftOut) m_shift.setAside(std::move(row));
            due(std::move(rows->due));
        });
    });
    if (taken) return;
    back->post([due] { due(tl::make_unexpected(Fault{FaultCode::Busy, "too many reads wait"})); });
}

void ShiftOutbox::submit(desk::Command command, Outbox::Answered answered) {
    desk::Envelope envelope = shift::systemEnvelope(std::move(command));
    envelope.keepReply = false;
    const auto back = m_return;
    m_shift.submit(std::move(envelope), [back, answered](shift::Outcome outcome) {
        back->post(
            [answered, outcome = std::move(outcome)]() mutable { answered(std::move(outcome)); });
    });
}

}  // namespace delivery::outside
