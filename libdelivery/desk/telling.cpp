#include "desk/work.h"

// What people are told beside the app: queued with the change itself, and what became of it.

namespace delivery::desk {

namespace {

constexpr const char* rowKind = "message";

Step<std::optional<shop::Store>> storeOf(Work& work, StoreId id) {
    auto state = work.look<shop::StoreState>(streamOf(id));
    if (!state) return tl::unexpected(state.error());
    const auto* store = std::get_if<shop::Store>(&*state);
    return store == nullptr ? std::nullopt : std::optional(*store);
}

/// What cannot be read is as if it were gone: the results of many messages come home together, and
/// one row must not hold up those of all others.
template <class Row>
Step<std::optional<Row>> orNothing(Step<std::optional<Row>> found) {
    if (found) return found;
    const auto* fault = std::get_if<Fault>(&found.error());
    const bool isOfOneRow = fault != nullptr && fault->code == FaultCode::Unreadable;
    return isOfOneRow ? Step<std::optional<Row>>{std::nullopt} : found;
}

/// The row of a person who was forgotten meanwhile does not come back.
Step<void> keep(Work& work, const notice::Message& message, record::MessageRow row) {
    const std::string key = notice::keyOf(message);
    auto known = orNothing(work.side(rowKind, key));
    if (!known) return tl::unexpected(known.error());
    if (!known->has_value()) return {};
    row.at = work.now();
    row.providerId = message.providerId;
    work.put(SideRow{rowKind, key, message.to.text(), record::encode(row)});
    return {};
}

/// One result on its way home: what it does to the message, to its row and to what is owed.
struct Home {
    Work& work;
    EffectRow effect;
    notice::Message message;

    Step<void> operator()(const MessageResult::Accepted& accepted) {
        message.providerId = accepted.providerId;
        message.acceptedAt = work.now();
        message.inDoubt = std::nullopt;
        again(work.now() + notice::untilNextLook(Span{}).value_or(Span{}));
        return keep(work, message, {notice::Sent::Accepted, {}});
    }
    Step<void> operator()(const MessageResult::Delivered&) {
        work.effectDone(effect.id);
        return keep(work, message, {notice::Sent::Delivered, {}});
    }
    Step<void> operator()(const MessageResult::Failed& failed) {
        work.effectDone(effect.id);
        return keep(work, message, {notice::Sent::Failed, {}, failed.reason});
    }
    Step<void> operator()(const MessageResult::Suppressed& suppressed) {
        work.effectDone(effect.id);
        return keep(work, message, {notice::Sent::Suppressed, {}, suppressed.reason});
    }
    /// It stays what it is known to be.
    Step<void> operator()(const MessageResult::NotHeardOf&) {
        work.effectDone(effect.id);
        return {};
    }
    Step<void> operator()(const MessageResult::Later& later) {
        if (later.wasRefused) message.refused += 1;
        message.inDoubt = later.inDoubt ? std::optional(true) : std::nullopt;
        again(later.due);
        return {};
    }

  private:
    void again(Instant due) {
        effect.due = due;
        effect.tries += 1;
        effect.body = record::encode(message);
        work.put(std::move(effect));
    }
};

}  // namespace

void Work::tell(const notice::Message& message) {
    if (!m_settings.sendsMessages) return;
    put(EffectRow{notice::effectId(message), messageKind, m_now, 0, m_now,
                  record::encode(message)});
    put(SideRow{rowKind, notice::keyOf(message), message.to.text(),
                record::encode(record::MessageRow{notice::Sent::Queued, m_now})});
}

Step<void> Work::tellOwner(notice::Subject subject, StoreId id, std::optional<OrderId> order,
                           std::int64_t change) {
    if (!m_settings.sendsMessages) return {};
    auto store = storeOf(*this, id);
    if (!store) return tl::unexpected(store.error());
    if (!*store) return {};
    notice::Message message;
    message.subject = subject;
    message.to = (*store)->owner;
    message.orderId = order;
    message.storeId = id;
    message.storeName = (*store)->profile.name;
    message.change = change;
    tell(message);
    return {};
}

Step<void> Work::tellOf(OrderId id, const order::State& before, const order::Event& event,
                        const order::Order& after, std::int64_t change) {
    if (const auto message = notice::ofOrder(before, event, after, change)) tell(*message);
    const auto* waiting = std::get_if<order::kitchen::Waiting>(&after.kitchen);
    const bool isFirst = waiting != nullptr && waiting->reminders == 1;
    if (!isFirst || !std::holds_alternative<order::StoreReminded>(event)) return {};
    return tellOwner(notice::Subject::OrderUnheard, after.placed.storeId, id, change);
}

Step<void> Work::tellOf(StoreId id, const shop::StoreEvent& event, std::int64_t change) {
    const auto* paused = std::get_if<shop::OrdersPaused>(&event);
    if (paused == nullptr || !paused->pause.bySystem) return {};
    const auto subject =
        paused->pause.devicesGone ? notice::Subject::DevicesGone : notice::Subject::StoreSilent;
    return tellOwner(subject, id, std::nullopt, change);
}

Step<Accepted> handle(Work& work, const RecordMessages& command) {
    for (const MessageResult& result : command.results) {
        auto effect = orNothing(work.effect(result.effectId));
        if (!effect) return tl::unexpected(effect.error());
        // Brought home before; or whoever reads it next sets it aside.
        if (!effect->has_value()) continue;
        auto message = record::decodeMessage((*effect)->body);
        if (!message) continue;
        Home home{work, std::move(**effect), std::move(*message)};
        auto done = std::visit(home, result.outcome);
        if (!done) return tl::unexpected(done.error());
    }
    return Accepted{Outcome::Changed, NamedThing{"messages", ""}};
}

Step<void> messageUnreadable(Work& work, const std::string& key) {
    auto known = orNothing(work.side(rowKind, key));
    if (!known) return tl::unexpected(known.error());
    if (!known->has_value()) return {};
    SideRow row = **known;
    row.body = record::encode(
        record::MessageRow{notice::Sent::Failed, work.now(), std::string("unreadable")});
    work.put(std::move(row));
    return {};
}

Step<Accepted> handle(Work& work, const NoteDevicesGone& command) {
    const shop::LoseDevices lose{"가게의 기기가 연결되어 있지 않아 새 주문을 멈췄어요", work.now()};
    auto asked = work.ask(command.storeId, shop::StoreCommand{lose});
    if (!asked) return tl::unexpected(asked.error());
    return Accepted{Outcome::Changed, NamedThing{"store", command.storeId.text()}};
}

Step<Accepted> handle(Work& work, const NoteDeviceBack& command) {
    auto asked = work.ask(command.storeId, shop::StoreCommand{shop::RegainDevice{}});
    if (!asked) return tl::unexpected(asked.error());
    return Accepted{Outcome::Changed, NamedThing{"store", command.storeId.text()}};
}

}  // namespace delivery::desk
