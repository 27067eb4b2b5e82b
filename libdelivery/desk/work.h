#pragma once
/// One command in the making: loads states, asks the deciders, follows what react says, and
/// collects the writes.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"
#include "desk/clocks.h"
#include "desk/command.h"
#include "desk/desk.h"
#include "desk/ledger.h"
#include "desk/reply.h"
#include "notice/notice.h"
#include "record/record.h"
#include "saga/react.h"

namespace delivery::desk {

/// Why a command stops: the business says no, or something broke.
using Stop = std::variant<Refusal, Fault>;
template <class T>
using Step = tl::expected<T, Stop>;

[[nodiscard]] inline tl::unexpected<Stop> refuse(RefusalCode code,
                                                 std::map<std::string, std::string> facts = {}) {
    return tl::unexpected<Stop>(Refusal{code, std::move(facts)});
}
[[nodiscard]] inline tl::unexpected<Stop> broken(Fault fault) {
    return tl::unexpected<Stop>(std::move(fault));
}

/// A stream's folded state and what this command adds to it.
struct Slot {
    record::AnyState state;
    std::int64_t version = 0;
    std::vector<page::AnyEvent> fresh;
};

/// Folded states of the streams that were touched lately. Dropped whole when it grows past its
/// bound.
class StateCache {
  public:
    [[nodiscard]] const Slot* find(const StreamKey& key) const;
    void put(const StreamKey& key, Slot slot);
    void drop(const StreamKey& key);
    void clear();

  private:
    static constexpr std::size_t slotsMax = 20'000;
    std::map<StreamKey, Slot> m_slots;
};

[[nodiscard]] StreamKey streamOf(OrderId id);
[[nodiscard]] StreamKey streamOf(FoodId id);
[[nodiscard]] StreamKey streamOf(StoreId id);
[[nodiscard]] StreamKey streamOf(const RiderId& id);
[[nodiscard]] StreamKey pointsOf(const CustomerId& id);
[[nodiscard]] StreamKey reviewOf(OrderId id);
[[nodiscard]] StreamKey acknowledgementOf(OrderId id);

/// Lives for one command on the desk's thread.
class Work {
  public:
    Work(Transaction& transaction, const StateCache& cache, const Counters& counters,
         const Settings& settings, const std::string& install, const Envelope& envelope,
         Instant now);

    [[nodiscard]] const Envelope& envelope() const { return m_envelope; }
    [[nodiscard]] const Actor& actor() const { return m_envelope.actor; }
    [[nodiscard]] Instant now() const { return m_now; }
    [[nodiscard]] const Settings& settings() const { return m_settings; }
    [[nodiscard]] const std::string& install() const { return m_install; }
    [[nodiscard]] Transaction& ledger() { return m_transaction; }
    /// The stream whose state could not be read, if that is what stopped this command.
    [[nodiscard]] const std::optional<StreamKey>& unreadable() const { return m_unreadable; }
    [[nodiscard]] bool couldNotRead(const StreamKey& key) const { return m_unreadable == key; }
    /// Names what cannot be read in an alarm that lasts until it can: quarantine.cpp.
    void rest(const Unreadable& row);
    [[nodiscard]] bool changesQuarantine() const { return m_changesQuarantine; }

    /// The state of a stream, its own changes included.
    template <class State>
    [[nodiscard]] Step<State> look(const StreamKey& key) {
        auto slot = load(key);
        if (!slot) return tl::unexpected(slot.error());
        return std::get<State>((*slot)->state);
    }
    /// Asks the decider of a stream and applies what it decides.
    [[nodiscard]] Step<void> ask(OrderId id, const order::Command& command);
    [[nodiscard]] Step<void> ask(FoodId id, const shop::FoodCommand& command);
    [[nodiscard]] Step<void> ask(StoreId id, const shop::StoreCommand& command);
    [[nodiscard]] Step<void> ask(const RiderId& id, const rider::Command& command);
    [[nodiscard]] Step<void> askPoints(const CustomerId& id, const points::Command& command);
    [[nodiscard]] Step<void> askReview(OrderId id, const shop::ReviewCommand& command);
    [[nodiscard]] Step<void> askAcknowledgement(OrderId id,
                                                const shop::AcknowledgementCommand& command);

    /// What a person must be told of at once, whatever else comes of it.
    [[nodiscard]] const std::vector<std::string>& alarms() const { return m_alarms; }

    /// The order as a reply shows it.
    [[nodiscard]] Step<Accepted> orderReply(OrderId id, Outcome outcome);

    /// A clock by which timers count, as it stood before this command.
    [[nodiscard]] TimerClock clock(const std::string& waitsFor) const;
    [[nodiscard]] const Counters& counters() const { return m_counters; }
    [[nodiscard]] bool isPaused(const std::string& context) const { return clock(context).stands; }

    /// This command's own changes included; 0 where nothing was counted yet.
    [[nodiscard]] std::int64_t counted(const std::string& counter) const;
    [[nodiscard]] std::int64_t nextNumber(const std::string& counter);
    /// A number that was chosen from outside is never given out again.
    void numberTaken(const std::string& counter, std::int64_t number);
    void put(const Counters& counters);
    [[nodiscard]] ProviderKey newProviderKey();
    /// Keeps a text beside the log and gives the reference that an event may hold.
    [[nodiscard]] PersonalRef keepPersonal(const std::string& text, const UserId& owner);
    [[nodiscard]] Step<std::optional<SideRow>> side(const std::string& kind,
                                                    const std::string& key);
    void put(SideRow row);
    void erase(SideKey key);
    /// The effect as it is owed now, this command's own writes included.
    [[nodiscard]] Step<std::optional<EffectRow>> effect(const std::string& id);
    void put(EffectRow row);
    /// Owes a call. tries above 0: an earlier try may have reached the provider.
    void owe(const saga::Call& call, Instant due, int tries, Instant since);
    void effectDone(const std::string& id);
    /// A message is queued with the change that it tells of, where messages are sent at all.
    void tell(const notice::Message& message);
    void disarm(const StreamKey& stream, const std::string& kind);
    /// due is a time of the machine's clock; the row counts by the clock of whom the timer waits
    /// for.
    void arm(const StreamKey& stream, order::TimerKind kind, Instant due);
    /// The same timer at another time of its own clock.
    void armAgain(TimerRow timer);
    /// The time in which somebody must pick runs on, by the riders' clock, however often the
    /// delivery was picked and given back: what is armed stays armed. Ran out meanwhile: due now.
    [[nodiscard]] Step<void> armAssign(const StreamKey& stream, Instant due);
    /// It ran out while somebody held the delivery: what follows waits until they give it back.
    void putOffAssign(const TimerRow& timer);
    /// The placing's provisional reply becomes final with this command.
    void finalise(const UserId& actor, const CommandId& command, OrderId order);

    struct Finished {
        CommandWrites writes;
        /// Events in the order of writes.streams, decoded: pages fold them without parsing.
        std::vector<std::vector<page::AnyEvent>> events;
        std::map<StreamKey, Slot> slots;
        std::vector<Finalised> finalised;
        Counters counters;
        /// This very command is a placing whose outcome is still awaited.
        bool provisional = false;
    };
    /// Gathers everything, the reply included. reply is what the command itself answers.
    [[nodiscard]] Step<Finished> finish(const Reply& reply, bool awaitsOutcome,
                                        const std::string& cause);

  private:
    [[nodiscard]] Step<Slot*> load(const StreamKey& key);
    template <class State, class Command>
    [[nodiscard]] Step<void> askStream(const StreamKey& key, const Command& command);
    /// That an order runs is a row beside the log: who has one cannot be forgotten.
    void noteRunning(const order::State& before, const order::Order& after);
    /// What people are told of an event: telling.cpp. change is its version.
    [[nodiscard]] Step<void> tellOf(OrderId id, const order::State& before,
                                    const order::Event& event, const order::Order& after,
                                    std::int64_t change);
    [[nodiscard]] Step<void> tellOf(StoreId id, const shop::StoreEvent& event, std::int64_t change);
    [[nodiscard]] Step<void> tellOwner(notice::Subject subject, StoreId store,
                                       std::optional<OrderId> order, std::int64_t change);
    [[nodiscard]] Step<void> follow(OrderId id, const std::vector<saga::FollowUp>& followUps);
    [[nodiscard]] Step<void> follow(OrderId id, const saga::FollowUp& followUp);
    [[nodiscard]] std::uint64_t nextRandom();
    [[nodiscard]] std::string randomHex(int words);

    Transaction& m_transaction;
    const StateCache& m_cache;
    const Settings& m_settings;
    const std::string& m_install;
    const Envelope& m_envelope;
    Instant m_now;
    const Counters& m_counters;
    Counters m_countersChanged;
    std::uint64_t m_randomDrawn = 0;
    std::map<StreamKey, Slot> m_slots;
    /// Orders that became tickets by the decision that is being applied.
    std::map<OrderId, StoreId> m_reached;
    std::map<std::string, std::optional<EffectRow>> m_effects;
    std::map<std::pair<StreamKey, std::string>, std::optional<TimerRow>> m_timers;
    std::optional<StreamKey> m_unreadable;
    std::vector<std::string> m_alarms;
    bool m_changesQuarantine = false;
    std::vector<SideRow> m_sides;
    std::vector<SideKey> m_sidesErased;
    struct ToFinalise {
        ReplyKey key;
        OrderId order;
    };
    std::vector<ToFinalise> m_toFinalise;
};

// --- what an order does to other streams: owing.cpp
/// Does a part, or keeps it for when its stream can be read again.
[[nodiscard]] Step<void> doOrOwe(Work& work, const StreamKey& stream, const record::OwedRow& part);
/// Does what was kept for a stream, in order.
[[nodiscard]] Step<void> doWhatIsOwed(Work& work, const StreamKey& stream);

/// An order that was placed while the menu was away: its stock is taken now, or it ends with a word
/// about the dish.
[[nodiscard]] Step<void> verify(Work& work, OrderId id);

// --- the kitchen's promises: promising.cpp
/// What a store promises when it was asked for so many minutes: a busy one adds its own.
[[nodiscard]] Step<int> promisedMinutes(Work& work, StoreId store, int cookMinutes);
/// Accepts the order where its store does that by itself and has room for it.
[[nodiscard]] Step<void> acceptByItself(Work& work, OrderId order, StoreId store);

/// Whoever was forgotten meanwhile leaves nothing new behind: UnknownUser.
[[nodiscard]] Step<void> mustNotBeForgotten(Work& work, const UserId& user);

/// 202 while the payment is deferred, else 201: what the placing of an order answers.
[[nodiscard]] Outcome placingOutcome(const order::Order& order);

/// A message that cannot be read is not sent, and its row says so.
[[nodiscard]] Step<void> messageUnreadable(Work& work, const std::string& key);

// --- one function per command, by theme: placing.cpp, transitions.cpp, shopkeeping.cpp,
// accounts.cpp, quarantine.cpp
[[nodiscard]] Step<Accepted> handle(Work& work, const PlaceOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const CancelOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ConfirmOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const PayNow& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RateOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const AcceptOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ChangePromise& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RejectOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const StartCooking& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const FinishCooking& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const AcknowledgeEnd& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const AnswerReview& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const AddDish& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ChangeDish& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RemoveDish& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const SetPicture& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RemovePicture& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ChangeStore& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const PauseStore& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ResumeStore& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const SetBusy& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const SetAutoAccept& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const PickDelivery& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ReleaseDelivery& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const CollectDelivery& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const DeliverOrder& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const SetDuty& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const SetPosition& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const OpenAccount& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ChangeProfile& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const OpenSession& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const CloseSession& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const AddCard& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RemoveCard& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const AddAddress& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RemoveAddress& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const ForgetCustomer& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const OpenStore& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RetryPayment& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RecordCharge& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RecordRefund& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const PostponeEffect& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const HeedHint& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const MoveCursor& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RecordMessages& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const NoteDevicesGone& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const NoteDeviceBack& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const FireTimer& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const RebaseTimers& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const SetAside& command);
[[nodiscard]] Step<Accepted> handle(Work& work, const TakeBack& command);

}  // namespace delivery::desk
