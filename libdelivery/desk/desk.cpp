#include "desk/desk.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "desk/directory.h"
#include "desk/feed.h"
#include "desk/work.h"

namespace delivery::desk {

namespace {

/// Replies that nobody can still repeat are forgotten a few at a time, so that no batch pays for
/// many, and four times as many as were made since, so that they never become more.
constexpr std::size_t commandsBetweenForgetting = 64;
constexpr std::size_t forgottenPerCommand = 4;

/// Which context must not be paused for this command. Empty: none.
struct ContextByCommand {
    Role role;

    const char* operator()(const PlaceOrder&) const { return "customer"; }
    const char* operator()(const CancelOrder&) const {
        return role == Role::Store ? "store" : "customer";
    }
    const char* operator()(const ConfirmOrder&) const { return "customer"; }
    const char* operator()(const PayNow&) const { return "customer"; }
    const char* operator()(const RateOrder&) const { return "customer"; }
    const char* operator()(const AcceptOrder&) const { return "store"; }
    const char* operator()(const ChangePromise&) const { return "store"; }
    const char* operator()(const RejectOrder&) const { return "store"; }
    const char* operator()(const StartCooking&) const { return "store"; }
    const char* operator()(const FinishCooking&) const { return "store"; }
    const char* operator()(const AcknowledgeEnd&) const { return "store"; }
    const char* operator()(const AnswerReview&) const { return "menu"; }
    const char* operator()(const AddDish&) const { return "menu"; }
    const char* operator()(const ChangeDish&) const { return "menu"; }
    const char* operator()(const RemoveDish&) const { return "menu"; }
    const char* operator()(const SetPicture&) const { return "menu"; }
    const char* operator()(const RemovePicture&) const { return "menu"; }
    const char* operator()(const ChangeStore&) const { return "menu"; }
    // A store may always stop and take up its orders, and a rider the work.
    const char* operator()(const PauseStore&) const { return ""; }
    const char* operator()(const ResumeStore&) const { return ""; }
    const char* operator()(const SetBusy&) const { return ""; }
    const char* operator()(const SetAutoAccept&) const { return ""; }
    const char* operator()(const SetDuty&) const { return ""; }
    const char* operator()(const SetPosition&) const { return ""; }
    const char* operator()(const PickDelivery&) const { return "rider"; }
    const char* operator()(const ReleaseDelivery&) const { return "rider"; }
    const char* operator()(const CollectDelivery&) const { return "rider"; }
    const char* operator()(const DeliverOrder&) const { return "rider"; }
    const char* operator()(const OpenAccount&) const { return ""; }
    const char* operator()(const ChangeProfile&) const { return ""; }
    const char* operator()(const OpenSession&) const { return ""; }
    const char* operator()(const CloseSession&) const { return ""; }
    const char* operator()(const AddCard&) const { return ""; }
    const char* operator()(const RemoveCard&) const { return ""; }
    const char* operator()(const AddAddress&) const { return ""; }
    const char* operator()(const RemoveAddress&) const { return ""; }
    const char* operator()(const ForgetCustomer&) const { return ""; }
    const char* operator()(const OpenStore&) const { return ""; }
    const char* operator()(const RetryPayment&) const { return ""; }
    const char* operator()(const PauseContext&) const { return ""; }
    // What settles, and time itself, waits for nobody's pause here: a timer's own clock does.
    const char* operator()(const RecordCharge&) const { return ""; }
    const char* operator()(const RecordRefund&) const { return ""; }
    const char* operator()(const PostponeEffect&) const { return ""; }
    const char* operator()(const HeedHint&) const { return ""; }
    const char* operator()(const FireTimer&) const { return ""; }
    const char* operator()(const RebaseTimers&) const { return ""; }
    const char* operator()(const MoveCursor&) const { return ""; }
    const char* operator()(const RecordMessages&) const { return ""; }
    const char* operator()(const NoteDevicesGone&) const { return ""; }
    const char* operator()(const NoteDeviceBack&) const { return ""; }
    const char* operator()(const SetAside&) const { return ""; }
    const char* operator()(const TakeBack&) const { return ""; }
};

std::string causeOf(const Envelope& envelope) {
    if (const auto* timer = std::get_if<FireTimer>(&envelope.command)) {
        return "timer:" + timer->timer.kind;
    }
    if (const auto* charge = std::get_if<RecordCharge>(&envelope.command)) {
        return "effect:" + charge->effectId;
    }
    if (const auto* refund = std::get_if<RecordRefund>(&envelope.command)) {
        return "effect:" + refund->effectId;
    }
    if (const auto* hint = std::get_if<HeedHint>(&envelope.command)) {
        return "effect:hint/" + hint->providerOrderId;
    }
    return "command:" + envelope.id.text();
}

Answer failed(Fault fault) { return {Answer::Kind::Failed, std::nullopt, std::move(fault)}; }
Answer final(Reply reply) { return {Answer::Kind::Final, std::move(reply), std::nullopt}; }

}  // namespace

struct CommandDesk::Inner {
    Ledger& ledger;
    const Settings settings;
    std::string install;
    Counters counters;
    Instant last;
    StateCache cache;
    PageFeed feed;
    std::size_t commandsSinceForgetting = 0;
    bool viewsAreOld = false;
    /// By side rows; pages come to it in quarantine.
    Quarantine setAside;
    Quarantine quarantine;

    /// What one batch gathers until it is committed.
    struct Batch {
        BatchResult result;
        std::vector<page::Logged> events;
        Counters counters;
        bool setsAside = false;
    };

    std::optional<Answer> repeated(Transaction& transaction, const Envelope& envelope);
    Answer decideOne(Transaction& transaction, const Envelope& envelope, Instant now, Batch& batch);
    Answer pauseContext(Transaction& transaction, const Envelope& envelope, Instant now,
                        Batch& batch);
    Answer keepRefusal(Transaction& transaction, const Envelope& envelope, Instant now,
                       const Refusal& refusal);
    Answer write(Transaction& transaction, Work::Finished finished, Batch& batch, Answer answer);
    std::optional<Refusal> pausedFor(const Envelope& envelope) const;
    BatchResult failWhole(std::size_t answers, Fault fault);
    Expected<void> clearOutdated();
    void gatherQuarantine();
};

std::optional<Answer> CommandDesk::Inner::repeated(Transaction& transaction,
                                                   const Envelope& envelope) {
    if (!envelope.keepReply) return std::nullopt;
    auto row = transaction.reply({envelope.actor.user.text(), envelope.id});
    if (!row) return failed(row.error());
    if (!row->has_value()) return std::nullopt;
    if ((*row)->fingerprint != envelope.fingerprint) {
        return final(Refusal{RefusalCode::CommandIdReused, {}});
    }
    if (!(*row)->final) return Answer{Answer::Kind::Provisional, std::nullopt, std::nullopt};
    auto reply = record::decodeReply((*row)->body);
    if (!reply) return failed(reply.error());
    return final(std::move(*reply));
}

std::optional<Refusal> CommandDesk::Inner::pausedFor(const Envelope& envelope) const {
    const std::string context = std::visit(ContextByCommand{envelope.actor.role}, envelope.command);
    if (context.empty() || !feed.isPaused(context)) return std::nullopt;
    return Refusal{RefusalCode::ContextPaused, {{"context", context}}};
}

Answer CommandDesk::Inner::keepRefusal(Transaction& transaction, const Envelope& envelope,
                                       Instant now, const Refusal& refusal) {
    if (!envelope.keepReply) return final(refusal);
    CommandWrites writes;
    writes.replies.push_back({{envelope.actor.user.text(), envelope.id},
                              envelope.fingerprint,
                              record::encode(Reply{refusal}),
                              true,
                              now});
    auto kept = transaction.append(std::move(writes));
    if (!kept) return failed(kept.error());
    return final(refusal);
}

Answer CommandDesk::Inner::write(Transaction& transaction, Work::Finished finished, Batch& batch,
                                 Answer answer) {
    const bool effects = !finished.writes.effects.empty() || !finished.writes.effectsDone.empty();
    const bool timers = !finished.writes.timers.empty();
    auto rows = transaction.append(std::move(finished.writes));
    if (!rows) {
        for (const auto& [key, slot] : finished.slots) cache.drop(key);
        return failed(rows.error());
    }
    std::size_t next = 0;
    for (auto& decoded : finished.events) {
        for (auto& event : decoded) {
            const EventRow& row = (*rows)[next++];
            batch.events.push_back({row.stream.kind, row.stream.id, row.version, row.position,
                                    row.at, row.actor, std::move(event)});
        }
    }
    assert(next == rows->size());
    for (auto& [key, slot] : finished.slots) {
        slot.version += static_cast<std::int64_t>(slot.fresh.size());
        cache.put(key, std::move(slot));
    }
    for (const auto& [name, value] : finished.counters) batch.counters[name] = value;
    for (auto& done : finished.finalised) batch.result.finalised.push_back(std::move(done));
    batch.result.effectsChanged |= effects;
    batch.result.timersChanged |= timers;
    return answer;
}

Answer CommandDesk::Inner::pauseContext(Transaction& transaction, const Envelope& envelope,
                                        Instant now, Batch& batch) {
    const auto& command = std::get<PauseContext>(envelope.command);
    if (!feed.isKnown(command.context)) {
        return keepRefusal(transaction, envelope, now,
                           {RefusalCode::ContextPaused, {{"context", command.context}}});
    }
    auto kept = feed.pauseContext(transaction, command.context, command.paused);
    if (!kept) return failed(kept.error());
    const Reply reply = Accepted{Outcome::Changed, NamedThing{"context", command.context}};
    Work work(transaction, cache, batch.counters, settings, install, envelope, now);
    work.put(clockPaused(batch.counters, command.context, command.paused, now));
    auto finished = work.finish(reply, false, causeOf(envelope));
    assert(finished);
    batch.result.timersChanged = true;
    return write(transaction, std::move(*finished), batch, final(reply));
}

void CommandDesk::Inner::gatherQuarantine() {
    quarantine = setAside;
    for (const auto& [page, why] : feed.quarantined()) quarantine.emplace("page " + page, why);
}

Answer CommandDesk::Inner::decideOne(Transaction& transaction, const Envelope& envelope,
                                     Instant now, Batch& batch) {
    if (auto answer = repeated(transaction, envelope)) return *answer;
    if (std::holds_alternative<PauseContext>(envelope.command)) {
        return pauseContext(transaction, envelope, now, batch);
    }
    if (auto paused = pausedFor(envelope)) {
        // Not kept: the same command is decided when the context is back.
        return final(*paused);
    }
    Work work(transaction, cache, batch.counters, settings, install, envelope, now);
    auto accepted = std::visit(
        [&](const auto& command) -> Step<Accepted> {
            if constexpr (std::is_same_v<std::decay_t<decltype(command)>, PauseContext>) {
                std::abort();
            } else {
                return handle(work, command);
            }
        },
        envelope.command);
    if (!accepted) {
        if (const auto* refusal = std::get_if<Refusal>(&accepted.error())) {
            return keepRefusal(transaction, envelope, now, *refusal);
        }
        Answer answer = failed(std::get<Fault>(accepted.error()));
        answer.unreadable = work.unreadable();
        return answer;
    }
    batch.setsAside = batch.setsAside || work.changesQuarantine() ||
                      std::holds_alternative<SetAside>(envelope.command) ||
                      std::holds_alternative<TakeBack>(envelope.command);
    const Reply reply{std::move(*accepted)};
    const bool places = std::holds_alternative<PlaceOrder>(envelope.command);
    auto finished = work.finish(reply, places, causeOf(envelope));
    if (!finished) {
        const auto* broke = std::get_if<Fault>(&finished.error());
        return failed(broke != nullptr ? *broke : Fault{FaultCode::Misfit, "reply of no order"});
    }
    if (std::holds_alternative<RebaseTimers>(envelope.command)) batch.result.timersChanged = true;
    Answer answer = finished->provisional
                        ? Answer{Answer::Kind::Provisional, std::nullopt, std::nullopt}
                        : final(reply);
    answer.unreadable = work.unreadable();
    Answer written = write(transaction, std::move(*finished), batch, std::move(answer));
    if (written.fault) return written;
    auto& alarms = batch.result.alarms;
    alarms.insert(alarms.end(), work.alarms().begin(), work.alarms().end());
    return written;
}

BatchResult CommandDesk::Inner::failWhole(std::size_t answers, Fault fault) {
    cache.clear();
    feed.rolledBack();
    BatchResult result;
    result.answers.assign(answers, failed(fault));
    result.fault = std::move(fault);
    return result;
}

CommandDesk::CommandDesk(Ledger& ledger, Settings settings)
    : m_inner(
          std::make_unique<Inner>(Inner{ledger, settings, {}, {}, {}, {}, {}, 0, false, {}, {}})) {}
CommandDesk::~CommandDesk() = default;
const Settings& CommandDesk::settings() const { return m_inner->settings; }

/// Once for each change of a page's fold; where there is no log yet it is only noted.
Expected<void> CommandDesk::Inner::clearOutdated() {
    auto transaction = ledger.begin();
    if (!transaction) return tl::unexpected(transaction.error());
    auto cleared = feed.clearOutdated(**transaction);
    if (cleared) cleared = (*transaction)->commit();
    if (!cleared) return cleared;
    feed.committed();
    viewsAreOld = feed.lags();
    return {};
}

Expected<void> CommandDesk::open() {
    if (auto made = makeDirectory(m_inner->ledger); !made) return made;
    auto reader = m_inner->ledger.reader();
    if (!reader) return tl::unexpected(reader.error());
    auto counters = (*reader)->counters();
    if (!counters) return tl::unexpected(counters.error());
    auto install = (*reader)->install();
    if (!install) return tl::unexpected(install.error());
    auto end = (*reader)->lastPosition();
    if (!end) return tl::unexpected(end.error());
    if (*end > 0) {
        auto newest = (*reader)->log(*end - 1, 1);
        if (!newest) return tl::unexpected(newest.error());
        if (!newest->empty()) m_inner->last = newest->front().at;
    }
    m_inner->counters = std::move(*counters);
    m_inner->install = std::move(*install);
    auto setAside = setAsideIn(**reader);
    if (!setAside) return tl::unexpected(setAside.error());
    m_inner->setAside = std::move(*setAside);
    auto fed = m_inner->feed.open(**reader, m_inner->ledger);
    if (fed && m_inner->feed.hasOutdated()) fed = m_inner->clearOutdated();
    m_inner->viewsAreOld = m_inner->viewsAreOld || m_inner->feed.lagsApart();
    m_inner->gatherQuarantine();
    return fed;
}

bool CommandDesk::viewsAreOld() const { return m_inner->viewsAreOld; }

const Quarantine& CommandDesk::quarantined() const { return m_inner->quarantine; }

std::vector<PageCursor> CommandDesk::cursors() const { return m_inner->feed.cursors(); }

Instant CommandDesk::latest() const { return m_inner->last; }

std::vector<TimerClock> CommandDesk::clocks(Instant now) const {
    return timerClocks(m_inner->counters, std::max(now, m_inner->last));
}

void CommandDesk::peopleReturn(Instant now) {
    Counters& counters = m_inner->counters;
    for (const auto& [name, at] : peopleBack(counters, std::max(now, m_inner->last))) {
        counters[name] = at;
    }
}

BatchResult CommandDesk::run(std::span<const Envelope> batch, Instant wallNow) {
    Inner& inner = *m_inner;
    const Instant now = std::max(wallNow, inner.last);
    auto begun = inner.ledger.begin();
    if (!begun) return inner.failWhole(batch.size(), begun.error());
    Transaction& transaction = **begun;

    Inner::Batch gathered;
    gathered.counters = inner.counters;
    for (const Envelope& envelope : batch) {
        Answer answer = inner.decideOne(transaction, envelope, now, gathered);
        // A context and its clock stand still together or not at all.
        const bool half = std::holds_alternative<PauseContext>(envelope.command);
        if (answer.fault && (half || !transaction.alive())) {
            return inner.failWhole(batch.size(), *answer.fault);
        }
        gathered.result.answers.push_back(std::move(answer));
    }
    inner.commandsSinceForgetting += batch.size();
    if (inner.commandsSinceForgetting >= commandsBetweenForgetting) {
        const auto most =
            static_cast<int>(forgottenPerCommand * std::exchange(inner.commandsSinceForgetting, 0));
        auto forgotten = transaction.forgetRepliesBefore(now - inner.settings.repliesKept, most);
        if (!forgotten) return inner.failWhole(batch.size(), forgotten.error());
    }
    auto fed = inner.feed.feed(transaction, gathered.events);
    if (!fed) return inner.failWhole(batch.size(), fed.error());
    Expected<Quarantine> setAside = inner.setAside;
    if (gathered.setsAside) setAside = setAsideIn(transaction);
    if (!setAside) return inner.failWhole(batch.size(), setAside.error());
    auto committed = transaction.commit();
    if (!committed) return inner.failWhole(batch.size(), committed.error());
    inner.feed.committed();
    inner.setAside = std::move(*setAside);
    inner.gatherQuarantine();
    inner.counters = std::move(gathered.counters);
    inner.last = now;
    if (!gathered.events.empty()) gathered.result.lastPosition = gathered.events.back().position;
    return std::move(gathered.result);
}

Expected<bool> CommandDesk::catchUp(int eventsMax) {
    Inner& inner = *m_inner;
    if (!inner.feed.lags()) {
        inner.viewsAreOld = false;
        return true;
    }
    auto transaction = inner.ledger.begin();
    if (!transaction) return tl::unexpected(transaction.error());
    auto fed = inner.feed.catchUp(**transaction, eventsMax);
    auto committed = fed ? (*transaction)->commit() : tl::unexpected(fed.error());
    if (!committed) {
        inner.feed.rolledBack();
        // What another database cannot take stops nobody else.
        if (!inner.feed.restApart(committed.error())) return tl::unexpected(committed.error());
    } else {
        inner.feed.committed();
    }
    inner.gatherQuarantine();
    const bool lags = inner.feed.lags();
    if (!lags) inner.viewsAreOld = false;
    return !lags;
}

Expected<void> CommandDesk::clearPages() {
    Inner& inner = *m_inner;
    auto transaction = inner.ledger.begin();
    if (!transaction) return tl::unexpected(transaction.error());
    auto cleared = inner.feed.clear(**transaction);
    if (cleared) cleared = (*transaction)->commit();
    if (!cleared) {
        inner.feed.rolledBack();
        return cleared;
    }
    inner.feed.committed();
    inner.gatherQuarantine();
    return {};
}

}  // namespace delivery::desk
