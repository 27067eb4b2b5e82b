#include "tests/sim/people.h"

#include <array>
#include <map>
#include <utility>

namespace delivery::sim {

namespace {

constexpr std::array customers{"song", "kim", "lee", "park", "choi", "jung", "kang", "yoon"};
constexpr int riders = 16;
constexpr int stores = 3;
constexpr std::array contexts{"customer", "store", "rider", "menu", "notice"};
constexpr GeoPoint town{37'530'000, 126'965'000};

Actor customer(const std::string& id) { return {UserId{id}, Role::Customer, std::nullopt}; }
Actor courier(const std::string& id) { return {UserId{id}, Role::Rider, std::nullopt}; }
Actor owner(std::int64_t store) {
    return {UserId{"owner" + std::to_string(store)}, Role::Store, StoreId{store}};
}
Actor admin() { return {UserId{"admin"}, Role::Admin, std::nullopt}; }

}  // namespace

void People::later(Span wait, const Actor& actor, desk::Command command) {
    m_world.agenda.in(
        wait, [this, actor, command = std::move(command)] { m_clients.send(actor, command); });
}

std::string People::someRider() { return "rider" + std::to_string(m_dice.between(1, riders)); }

// --- before the first order

void People::addDish(std::int64_t store, const std::string& name, std::int64_t price,
                     bool limited) {
    shop::Dish dish{name, Won{price}, {}, std::nullopt, ""};
    if (limited) dish.stock = 40;
    const auto number = static_cast<std::int64_t>(m_dishes.size()) + 1;
    m_dishes.push_back({number, store, price, limited});
    later(seconds(10 + number), owner(store), desk::AddDish{StoreId{store}, dish});
}

void People::settleStore(std::int64_t id, const std::string& name, bool pickupOnly, int minute) {
    shop::Profile profile;
    profile.name = name;
    profile.place = town;
    profile.pickupOnly = pickupOnly;
    profile.deliveryFee = Won{minute % 2 == 0 ? 0 : 3'000};
    later(seconds(id), admin(), desk::OpenStore{StoreId{id}, owner(id).user, profile});
}

void People::settle() {
    settleStore(1, "용산반점", false, 0);
    settleStore(2, "한강분식", false, 1);
    settleStore(3, "모퉁이과자", true, 2);
    addDish(1, "탕수육", 18'000, true);
    addDish(1, "짜장면", 7'000, false);
    addDish(1, "단무지", 100, false);
    addDish(2, "떡볶이", 4'500, false);
    addDish(2, "김밥", 3'500, true);
    addDish(2, "사탕", 100, false);
    addDish(3, "약과", 1'200, true);
    addDish(3, "엿", 150, false);
    for (const char* who : customers) {
        later(seconds(30), admin(),
              desk::OpenAccount{UserId{who}, Role::Customer, "hash", {}, who, "010"});
        later(seconds(40), customer(who),
              desk::AddCard{CardId{std::string("card-") + who}, CustomerId{who}, "sealed", "sealed",
                            "4330****1234"});
    }
    for (int i = 1; i <= riders; ++i) {
        later(seconds(50), courier("rider" + std::to_string(i)), desk::SetDuty{true});
    }
}

// --- ordering

void People::startOrdering(int orders, std::function<void()> done) {
    m_ordersLeft = orders;
    m_ordering = true;
    m_done = std::move(done);
    placeOne();
    keepShop();
    keepDuty();
    changeHabits();
}

void People::placeOne() {
    if (m_ordersLeft-- <= 0) {
        m_ordering = false;
        return m_done();
    }
    const std::string who = m_dice.oneOf(customers);
    const std::int64_t store = m_dice.between(1, stores);
    desk::PlaceOrder place;
    place.customerId = CustomerId{who};
    place.storeId = StoreId{store};
    std::int64_t total = 0;
    const auto wished = m_dice.between(1, 3);
    while (std::ssize(place.lines) < wished) {
        const Dish& dish = m_dice.oneOf(m_dishes);
        if (dish.store != store) continue;
        const auto qty = static_cast<int>(m_dice.percent(1) ? 100 : m_dice.between(1, 3));
        std::optional<Won> price;
        if (m_dice.percent(30)) price = Won{dish.price + (m_dice.percent(5) ? 500 : 0)};
        place.lines.push_back({FoodId{dish.id}, qty, {}, price});
        total += dish.price * qty;
    }
    place.pickup = store == 3 || m_dice.percent(20);
    if (!place.pickup) {
        place.address = "서울 용산구 " + std::string(addressInTown);
        place.phone = std::string(phoneInTown);
        place.area = "서울 용산구 용산동";
        place.dropOff =
            GeoPoint{town.latitudeE6 + (m_dice.percent(2) ? 900'000 : 5'000), town.longitudeE6};
    }
    const std::int64_t points = m_auditor.pointsOf(who);
    if (points > 0 && m_dice.percent(50)) {
        place.usePoints = Won{std::min(total, m_dice.percent(95) ? points : points + 1)};
    }
    if (m_dice.percent(10)) place.note = "문 앞에 두세요";
    m_world.count("orders");
    m_clients.send(m_dice.percent(2) ? admin() : customer(who), place);
    m_world.agenda.in(m_dice.between(milliseconds(10), seconds(40)), [this] { placeOne(); });
}

/// What runs out is filled up again, prices change, dishes are sold out for a while.
void People::keepShop() {
    if (!m_ordering) return;
    for (Dish& dish : m_dishes) {
        desk::ChangeDish change;
        change.foodId = FoodId{dish.id};
        if (dish.limited) change.stock = std::optional<int>{40};
        if (m_dice.percent(5)) change.price = Won{dish.price += 100};
        if (m_dice.percent(3)) change.soldOut = true;
        if (m_dice.percent(60)) change.soldOut = false;
        laterBetween({}, minutes(5), owner(dish.store), change);
    }
    m_world.agenda.in(minutes(6), [this] { keepShop(); });
}

/// A store takes orders by itself for a while, asks for more time, takes none, or goes back to
/// what it usually does.
void People::changeHabits() {
    if (!m_ordering) return;
    const std::int64_t store = m_dice.between(1, stores);
    const StoreId id{store};
    const Actor who = owner(store);
    switch (m_dice.between(0, 5)) {
        case 0: {
            shop::AutoAccept by{static_cast<int>(m_dice.between(1, 4)), {}};
            if (m_dice.percent(50)) by.cookMinutes = 15;
            m_world.count("draws.autoAccept");
            m_clients.send(who, desk::SetAutoAccept{id, by});
            laterBetween(minutes(2), minutes(20), who, desk::SetAutoAccept{id, std::nullopt});
            break;
        }
        case 1:
            m_world.count("draws.busy");
            m_clients.send(who, desk::SetBusy{id, shop::Busy{15, std::nullopt},
                                              static_cast<int>(m_dice.between(5, 20))});
            break;
        case 2:
            m_world.count("draws.storePaused");
            m_clients.send(who, desk::PauseStore{id, "주방 정리", std::nullopt, 10});
            laterBetween(minutes(1), minutes(4), who, desk::ResumeStore{id});
            break;
        default:
            break;
    }
    m_world.agenda.in(minutes(7), [this] { changeHabits(); });
}

/// Somebody tries what is not theirs.
void People::intrude(const OrderModel& order) {
    const OrderId id{order.id};
    const Span soon = m_dice.between(seconds(1), minutes(2));
    m_world.count("draws.intruder");
    switch (m_dice.between(0, 5)) {
        case 0:
            return later(soon, courier(someRider()), desk::CancelOrder{id, {}});
        case 1:
            return later(soon, courier(someRider()), desk::AcceptOrder{id, 20});
        case 2:
            return later(soon, customer(order.customer), desk::AcceptOrder{id, 20});
        case 3:
            return later(soon, owner(order.store == 1 ? 2 : 1), desk::AcceptOrder{id, 20});
        case 4:
            return later(soon, owner(order.store), desk::PickDelivery{id});
        default:
            return later(soon, customer(order.customer == "song" ? "kim" : "song"),
                         desk::CancelOrder{id, {}});
    }
}

/// Somebody is always about to go home, and somebody has just come.
void People::keepDuty() {
    if (!m_ordering) return;
    const Actor rider = courier(someRider());
    m_clients.send(rider, desk::SetDuty{false});
    laterBetween(minutes(1), minutes(10), rider, desk::SetDuty{true});
    m_world.agenda.in(minutes(8), [this] { keepDuty(); });
}

// --- the operator

void People::pauseSomething() {
    const std::string context = m_dice.oneOf(contexts);
    m_world.strike("paused");
    m_clients.send(admin(), desk::PauseContext{context, true});
    laterBetween(minutes(1), minutes(15), admin(), desk::PauseContext{context, false});
}

void People::resumeEverything() {
    for (const char* context : contexts) {
        m_clients.send(admin(), desk::PauseContext{context, false});
    }
}

// --- what people do about what they see

void People::see(const desk::EventRow& event) {
    if (event.stream.kind == "store" && event.type == "OrdersPaused") {
        const std::int64_t store = std::stoll(event.stream.id);
        laterBetween(seconds(5), minutes(2), owner(store), desk::ResumeStore{StoreId{store}});
    }
    if (event.stream.kind != "order") return;
    const OrderModel* order = m_auditor.order(std::stoll(event.stream.id));
    if (order == nullptr) return;
    static const std::map<std::string, Seen> reactions{
        {"PaymentApproved", &People::paid},          {"PaymentDeclined", &People::declined},
        {"PaymentDeferred", &People::deferred},      {"PaymentEscalated", &People::escalated},
        {"PaymentOutcomeUnknown", &People::inDoubt}, {"OrderAccepted", &People::accepted},
        {"CookStarted", &People::started},           {"CookFinished", &People::finished},
        {"DeliveryOffered", &People::offered},       {"DeliveryPicked", &People::picked},
        {"DeliveryCollected", &People::collected},   {"DeliveryDelivered", &People::delivered},
        {"OrderConfirmed", &People::confirmed},      {"OrderCancelled", &People::ended},
        {"OrderRejected", &People::ended},           {"OrderExpired", &People::ended},
        {"CookingRanLate", &People::ranLate},        {"DeliveryRanLate", &People::ranLate},
    };
    const auto reaction = reactions.find(event.type);
    if (reaction != reactions.end()) (this->*reaction->second)(*order);
    if (event.type == "OrderPlaced" && order->payable == 0) paid(*order);
    if (event.type == "DeliveryReleased" && event.cause.starts_with("command:")) {
        released(*order, event.actor, order->fence);
    }
}

void People::paid(const OrderModel& order) {
    const OrderId id{order.id};
    if (m_dice.percent(6)) intrude(order);
    if (m_dice.percent(7)) {
        laterBetween(milliseconds(100), minutes(4), customer(order.customer),
                     desk::CancelOrder{id, {}});
    }
    if (m_dice.permille(10)) {
        laterBetween(seconds(1), minutes(40), admin(), desk::CancelOrder{id, "고객 요청"});
    }
    if (forgets(8)) {
        // Just about when the timer gives up on them.
        laterBetween(seconds(295), seconds(305), owner(order.store), desk::AcceptOrder{id, 20});
        return;
    }
    if (m_dice.percent(6)) {
        laterBetween(seconds(3), minutes(1), owner(order.store),
                     desk::RejectOrder{id, "재료 소진"});
        return;
    }
    const auto minutesWanted = static_cast<int>(m_dice.between(5, 40));
    laterBetween(seconds(3), minutes(2), owner(order.store), desk::AcceptOrder{id, minutesWanted});
}

void People::declined(const OrderModel& order) {
    const OrderId id{order.id};
    if (m_dice.percent(60)) {
        laterBetween(seconds(3), minutes(2), customer(order.customer), desk::PayNow{id, {}});
    } else if (m_dice.percent(50)) {
        laterBetween(seconds(3), minutes(2), customer(order.customer), desk::CancelOrder{id, {}});
    }
}

void People::deferred(const OrderModel& order) {
    const OrderId id{order.id};
    if (m_dice.percent(10)) inDoubt(order);
    if (m_dice.percent(40)) {
        laterBetween(seconds(1), minutes(3), customer(order.customer), desk::PayNow{id, {}});
    }
    if (m_dice.percent(8)) {
        laterBetween(seconds(1), minutes(3), customer(order.customer), desk::CancelOrder{id, {}});
    }
}

/// Takes the card out while a charge of it is on its way, and puts it back some time later.
void People::inDoubt(const OrderModel& order) {
    if (!forgets(30)) return;
    const CardId card{"card-" + order.customer};
    const Actor owner = customer(order.customer);
    laterBetween(milliseconds(1), milliseconds(900), owner, desk::RemoveCard{card});
    laterBetween(
        minutes(1), minutes(12), owner,
        desk::AddCard{card, CustomerId{order.customer}, "sealed", "sealed", "4330****1234"});
}

void People::escalated(const OrderModel& order) {
    // Another amount was taken: no deal, so the order ends and the money goes back. Some leave it
    // to the deadline.
    if (!order.isOver() && order.pay == OrderModel::Pay::ChargeEscalated && m_dice.percent(40)) {
        laterBetween(seconds(1), minutes(9),
                     m_dice.percent(50) ? admin() : customer(order.customer),
                     desk::CancelOrder{OrderId{order.id}, {}});
    }
    // A charge is asked about all the same, however often a person insists.
    if (order.pay == OrderModel::Pay::ChargeEscalated && m_dice.percent(70)) return;
    laterBetween(minutes(1), minutes(30), admin(), desk::RetryPayment{OrderId{order.id}});
}

void People::accepted(const OrderModel& order) {
    const OrderId id{order.id};
    Span start = m_dice.between(seconds(1), minutes(4));
    if (forgets(5)) start = m_dice.between(minutes(30), hours(3));
    later(start, owner(order.store), desk::StartCooking{id});
    if (m_dice.percent(10)) {
        const auto minutesWanted = static_cast<int>(m_dice.between(5, 60));
        laterBetween(seconds(5), minutes(20), owner(order.store),
                     desk::ChangePromise{id, minutesWanted});
    }
    // The same moment: of cancel and start one wins.
    if (m_dice.percent(10)) later(start, customer(order.customer), desk::CancelOrder{id, {}});
    if (m_dice.percent(3)) {
        laterBetween(seconds(1), minutes(10), owner(order.store),
                     desk::CancelOrder{id, "가스 고장"});
    }
}

void People::started(const OrderModel& order) {
    const OrderId id{order.id};
    Span finish = m_dice.between(minutes(1), minutes(20));
    if (forgets(5)) finish = m_dice.between(minutes(50), hours(4));
    later(finish, owner(order.store), desk::FinishCooking{id});
    if (m_dice.percent(5)) {
        laterBetween(seconds(1), minutes(5), customer(order.customer), desk::CancelOrder{id, {}});
    }
}

/// Everybody is told; whoever has it in hand remembers now.
void People::ranLate(const OrderModel& order) {
    const OrderId id{order.id};
    if (forgets(30)) return;
    if (order.courier == OrderModel::Courier::Collected) {
        return laterBetween(seconds(5), minutes(5), courier(order.rider),
                            desk::DeliverOrder{id, order.fence});
    }
    if (m_dice.percent(20)) {
        laterBetween(seconds(5), minutes(5), owner(order.store), desk::ChangePromise{id, 15});
    }
    if (order.kitchen == OrderModel::Kitchen::Accepted) {
        laterBetween(seconds(5), minutes(5), owner(order.store), desk::StartCooking{id});
    } else {
        laterBetween(seconds(5), minutes(5), owner(order.store), desk::FinishCooking{id});
    }
}

void People::finished(const OrderModel& order) {
    if (!order.pickup || m_dice.percent(30)) return;
    laterBetween(seconds(5), minutes(60), customer(order.customer),
                 desk::ConfirmOrder{OrderId{order.id}});
}

void People::offered(const OrderModel& order) {
    const OrderId id{order.id};
    if (forgets(20)) return;
    const Span first = m_dice.between(seconds(1), seconds(25));
    const auto takers = m_dice.between(1, 4);
    for (std::int64_t i = 0; i < takers; ++i) {
        const Span tapped = m_dice.percent(40) ? first : m_dice.between(seconds(1), seconds(25));
        later(tapped, courier(someRider()), desk::PickDelivery{id});
    }
}

void People::picked(const OrderModel& order) {
    const OrderId id{order.id};
    const Actor rider = courier(order.rider);
    if (m_dice.percent(12)) {
        laterBetween(seconds(5), minutes(5), rider, desk::ReleaseDelivery{id, order.fence});
        return;
    }
    if (forgets(6)) {
        // Comes after all when the timer has taken it back, and does not know it.
        laterBetween(minutes(19), minutes(25), rider, desk::CollectDelivery{id, order.fence});
        return;
    }
    laterBetween(seconds(20), minutes(8), rider, desk::CollectDelivery{id, order.fence});
}

/// Changes their mind: picks it again, while an earlier tap is still under way somewhere.
void People::released(const OrderModel& order, const std::string& rider, std::int64_t fence) {
    const OrderId id{order.id};
    if (m_dice.percent(30)) return;
    later(milliseconds(500), courier(rider), desk::PickDelivery{id});
    laterBetween(seconds(2), seconds(6), courier(rider), desk::CollectDelivery{id, fence});
}

void People::collected(const OrderModel& order) {
    const OrderId id{order.id};
    const Actor rider = courier(order.rider);
    Span there = m_dice.between(minutes(1), minutes(15));
    if (forgets(6)) there = m_dice.between(minutes(80), hours(4));
    later(there, rider, desk::DeliverOrder{id, order.fence});
    if (m_dice.percent(2)) {
        laterBetween(seconds(1), minutes(1), rider, desk::ReleaseDelivery{id, order.fence});
    }
}

void People::delivered(const OrderModel& order) {
    if (m_dice.percent(40)) return;
    laterBetween(seconds(5), minutes(40), customer(order.customer),
                 desk::ConfirmOrder{OrderId{order.id}});
}

void People::confirmed(const OrderModel& order) {
    const OrderId id{order.id};
    if (m_dice.percent(60)) return;
    const auto stars = static_cast<int>(m_dice.between(1, 5));
    laterBetween(seconds(5), minutes(60), customer(order.customer),
                 desk::RateOrder{id, stars, "맛있어요"});
    laterBetween(minutes(61), minutes(90), owner(order.store),
                 desk::AnswerReview{id, "감사합니다"});
}

void People::ended(const OrderModel& order) {
    if (m_dice.percent(50)) return;
    laterBetween(seconds(5), minutes(10), owner(order.store),
                 desk::AcknowledgeEnd{OrderId{order.id}});
}

}  // namespace delivery::sim
