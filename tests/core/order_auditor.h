#pragma once
/// An auditor of one order's log, written without a look at the order's own code: it knows the
/// invariants and nothing else.

#include <optional>
#include <set>
#include <string>

#include "order/order.h"

namespace delivery::order::fixtures {

/// Takes the log event by event; `complaint` is empty as long as all is well. Named after the
/// invariants S2 to S9.
class Auditor {
  public:
    void take(const Event& event) {
        if (!complaint.empty()) return;
        std::visit([this](const auto& fact) { on(fact); }, event);
        if (refunded > captured) complain("S3 more refunded than captured");
        if (captured > payable && !ended) complain("S3 more captured than was to be paid");
    }

    /// The order's affairs are settled: nothing is owed either way.
    [[nodiscard]] std::string complaintAtRest() const {
        if (deal && captured != payable) return "S3 a deal that was not paid in full";
        if (deal && refunded != 0) return "S3 a deal that was refunded";
        if (ended && captured != refunded) return "S3 an end that keeps the money";
        if (ended && holder) return "S9 an end that leaves a rider on the way";
        if (ended && offered) return "S9 an end that leaves an offer open";
        return {};
    }

    std::string complaint;
    bool deal = false;
    bool ended = false;

  private:
    void complain(const std::string& what) {
        if (complaint.empty()) complaint = what;
    }
    void require(bool holds, const std::string& what) {
        if (!holds) complain(what);
    }
    void requireAlive(const std::string& what) {
        require(placed, "S2 before the order: " + what);
        require(!deal && !ended, "S9 after the end: " + what);
    }
    bool paid() const { return captured == payable; }

    void on(const OrderPlaced& event) {
        require(!placed, "S2 placed twice");
        placed = true;
        payable = event.payable.amount();
        verified = event.verified;
        pickup = event.pickup;
    }
    void on(const OrderVerified&) {
        requireAlive("verified");
        require(!verified, "S2 verified twice");
        verified = true;
    }
    void end(const std::string& what) {
        requireAlive(what);
        ended = true;
    }
    void on(const OrderCancelled& event) {
        end("cancelled");
        cancelledByCustomer = event.by == Role::Customer;
        require(!(cancelledByCustomer && cookingStarted),
                "S8 cancelled by the customer while cooking");
        require(event.by != Role::Store || (accepted && !collected && !delivered),
                "S2 cancelled by the store out of its time");
        require(!delivered, "S2 cancelled after the delivery");
    }
    void on(const OrderRejected&) {
        end("rejected");
        require(!accepted && paid() && verified, "S2 rejected out of its time");
    }
    void on(const OrderExpired&) {
        end("expired");
        require(!paid(), "S2 expired though paid");
    }
    void on(const OrderConfirmed&) {
        requireAlive("confirmed");
        require(pickup ? cooked : delivered, "S2 confirmed too early");
        require(paid(), "S3 confirmed unpaid");
        deal = true;
    }

    void on(const ChargeRequested& event) {
        requireAlive("charge requested");
        require(event.attempt == attempts + 1, "S3 an attempt left out");
        require(mayCharge, "S3 a second charge beside one that may still be captured");
        require(!doubtful, "S3 a new key while the outcome is unknown");
        require(keys.insert(event.key.text()).second, "S4 a key used twice");
        require(event.amount.amount() == payable, "S3 another amount charged");
        attempts = event.attempt;
        mayCharge = false;
    }
    void on(const PaymentApproved& event) {
        require(captured == 0, "S3 captured twice");
        require(event.attempt == attempts, "S3 another attempt captured");
        captured = event.amount.amount();
        // Another amount is no deal: it is taken in to be given back.
        require(captured == payable || ended, "S3 another amount captured while the order lives");
        require(!(ended && !event.pointsEarned.isZero()), "S6 points earned after the end");
        mayCharge = false;
        doubtful = false;
    }
    void on(const PaymentDeclined&) {
        require(captured == 0, "S2 declined after the capture");
        mayCharge = true;
        doubtful = false;
    }
    void on(const PaymentDeferred&) {
        require(!doubtful, "S3 put off though it may have been sent");
        require(captured == 0, "S2 deferred after the capture");
    }
    void on(const ChargeRetried&) { requireAlive("charge retried"); }
    void on(const PaymentOutcomeUnknown&) {
        require(captured == 0, "S2 unknown after the capture");
        doubtful = true;
    }
    void on(const ChargeRepeated&) {
        requireAlive("charge repeated");
        require(doubtful, "S2 repeated without a doubt");
    }
    void on(const PaymentEscalated&) {}
    void on(const RefundRequested& event) {
        require(ended, "S3 a refund without an end");
        require(captured > 0 && !refundAsked, "S3 a refund of nothing, or twice");
        require(event.amount.amount() == captured, "S3 another amount refunded");
        refundAsked = true;
    }
    void on(const PaymentRefunded& event) {
        require(refundAsked, "S3 a refund that nobody asked for");
        refunded += event.amount.amount();
    }
    void on(const PaymentRetried&) {
        require(placed, "S2 retried before the order");
        // An admin who retries a charge asks what became of it: until the answer it is in doubt.
        if (captured == 0) doubtful = true;
    }

    void on(const StoreReminded&) {
        requireAlive("reminded");
        require(paid() && verified && !accepted, "S2 a reminder out of its time");
    }
    void on(const OrderAccepted&) {
        requireAlive("accepted");
        require(paid(), "S5 accepted unpaid");
        require(verified && !accepted, "S2 accepted out of its time");
        accepted = true;
    }
    void on(const PromiseChanged&) {
        requireAlive("promised anew");
        require(accepted && !cooked, "S2 promised anew out of its time");
    }
    void on(const CookStarted&) {
        requireAlive("cooking");
        require(paid(), "S5 cooking unpaid");
        require(accepted && !cookingStarted, "S2 started out of its time");
        require(!cancelledByCustomer, "S8 cooking what the customer cancelled");
        cookingStarted = true;
    }
    void on(const CookFinished&) {
        requireAlive("cooked");
        require(cookingStarted && !cooked, "S2 finished out of its time");
        cooked = true;
    }
    void on(const CookingRanLate&) {
        requireAlive("late");
        require(accepted && !cooked, "S2 late out of its time");
    }

    void on(const DeliveryOffered&) {
        requireAlive("offered");
        require(cooked && !pickup && !holder && !delivered, "S7 offered while held, or too early");
        offered = true;
    }
    void on(const DeliveryPicked& event) {
        requireAlive("picked");
        require(!holder, "S7 picked while another holds it");
        require(offered, "S7 picked without an offer");
        require(event.fence > fence, "S7 a fence that does not grow");
        holder = event.riderId;
        fence = event.fence;
        offered = false;
    }
    void on(const DeliveryReleased& event) {
        require(holder == event.riderId, "S7 released by somebody else");
        require(fence == event.fence, "S7 released under another fence");
        require(!collected || ended, "S7 given back after the collection");
        holder.reset();
    }
    void on(const DeliveryCollected&) {
        requireAlive("collected");
        require(holder.has_value() && !collected, "S7 collected without a holder, or twice");
        collected = true;
    }
    void on(const DeliveryDelivered&) {
        requireAlive("delivered");
        require(holder.has_value() && collected, "S7 delivered without a holder");
        delivered = true;
        holder.reset();
    }
    void on(const DeliveryRanLate&) {
        requireAlive("delivery late");
        require(collected && !delivered, "S2 delivery late out of its time");
    }
    void on(const OfferWithdrawn&) {
        require(offered && ended, "S2 withdrawn without an offer, or without an end");
        offered = false;
    }
    void on(const DeliveryUnassignable&) {
        requireAlive("unassignable");
        require(offered && !holder, "S2 unassignable though held");
    }

    bool placed = false;
    bool verified = false;
    bool pickup = false;
    bool accepted = false;
    bool cookingStarted = false;
    bool cooked = false;
    bool offered = false;
    bool collected = false;
    bool delivered = false;
    bool cancelledByCustomer = false;
    bool refundAsked = false;
    /// No attempt is open: none was made yet, or the last was declined.
    bool mayCharge = true;
    bool doubtful = false;
    int attempts = 0;
    std::int64_t payable = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::int64_t fence = 0;
    std::optional<RiderId> holder;
    std::set<std::string> keys;
};

}  // namespace delivery::order::fixtures
