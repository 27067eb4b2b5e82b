#include "server/shift/queue.h"

namespace delivery::shift {

namespace {

struct UrgencyByCommand {
    Urgency operator()(const desk::PlaceOrder&) const { return Urgency::NewOrder; }
    Urgency operator()(const desk::RecordCharge&) const { return Urgency::Settle; }
    Urgency operator()(const desk::RecordRefund&) const { return Urgency::Settle; }
    Urgency operator()(const desk::PostponeEffect&) const { return Urgency::Settle; }
    Urgency operator()(const desk::HeedHint&) const { return Urgency::Settle; }
    Urgency operator()(const desk::FireTimer&) const { return Urgency::Settle; }
    Urgency operator()(const desk::RebaseTimers&) const { return Urgency::Settle; }
    Urgency operator()(const desk::SetAside&) const { return Urgency::Settle; }
    Urgency operator()(const desk::TakeBack&) const { return Urgency::Settle; }
    Urgency operator()(const desk::StartCooking&) const { return Urgency::DeliverAndCook; }
    Urgency operator()(const desk::FinishCooking&) const { return Urgency::DeliverAndCook; }
    Urgency operator()(const desk::PickDelivery&) const { return Urgency::DeliverAndCook; }
    Urgency operator()(const desk::ReleaseDelivery&) const { return Urgency::DeliverAndCook; }
    Urgency operator()(const desk::CollectDelivery&) const { return Urgency::DeliverAndCook; }
    Urgency operator()(const desk::DeliverOrder&) const { return Urgency::DeliverAndCook; }
    Urgency operator()(const desk::SetPosition&) const { return Urgency::Position; }
    Urgency operator()(const desk::CancelOrder&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ConfirmOrder&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::PayNow&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RateOrder&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::AcceptOrder&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ChangePromise&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RejectOrder&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::AcknowledgeEnd&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::AnswerReview&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::AddDish&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ChangeDish&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RemoveDish&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::SetPicture&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RemovePicture&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ChangeStore&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::PauseStore&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ResumeStore&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::SetBusy&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::SetAutoAccept&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::SetDuty&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::OpenAccount&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ChangeProfile&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::OpenSession&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::CloseSession&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::AddCard&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RemoveCard&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::AddAddress&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RemoveAddress&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::ForgetCustomer&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::OpenStore&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::RetryPayment&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::PauseContext&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::MoveCursor&) const { return Urgency::Position; }
    Urgency operator()(const desk::RecordMessages&) const { return Urgency::Position; }
    Urgency operator()(const desk::NoteDevicesGone&) const { return Urgency::CancelAndAccept; }
    Urgency operator()(const desk::NoteDeviceBack&) const { return Urgency::CancelAndAccept; }
};

}  // namespace

Urgency urgencyOf(const desk::Command& command) { return std::visit(UrgencyByCommand{}, command); }

bool CommandQueue::hasRoom(Urgency urgency, Instant now) const {
    if (urgency == Urgency::Settle) return m_size < m_limits.queueMax * 2;
    if (m_size >= m_limits.queueMax) return false;
    if (urgency != Urgency::NewOrder && urgency != Urgency::Position) return true;
    // Only what is served before it says how long it would wait; positions may starve meanwhile.
    for (std::size_t i = 0; i <= static_cast<std::size_t>(urgency); ++i) {
        const auto& lane = m_lanes[i];
        if (!lane.empty() && now - lane.front().since > m_limits.waitMax) return false;
    }
    return true;
}

void CommandQueue::push(Waiting waiting) {
    const auto lane = static_cast<std::size_t>(urgencyOf(waiting.envelope.command));
    m_lanes[lane].push_back(std::move(waiting));
    ++m_size;
}

std::vector<Waiting> CommandQueue::take() {
    std::vector<Waiting> taken;
    for (auto& lane : m_lanes) {
        while (!lane.empty() && taken.size() < m_limits.batchMax) {
            taken.push_back(std::move(lane.front()));
            lane.pop_front();
            --m_size;
        }
    }
    return taken;
}

}  // namespace delivery::shift
