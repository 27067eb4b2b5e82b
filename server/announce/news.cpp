#include "server/announce/news.h"

#include <algorithm>
#include <optional>

#include "record/record.h"
#include "server/shift/showing.h"
#include "server/shift/sides.h"
#include "wire/envelope.h"
#include "wire/print_account.h"

namespace delivery::announce {
namespace {

/// Orders whose states are kept between two events of theirs.
constexpr std::size_t knownMax = 4'096;
/// More riders than this on duty at one server are not told of an offer.
constexpr std::int64_t ridersMax = 10'000;
constexpr int streamChunk = 500;

constexpr const char* noticesPage = "notices";
constexpr std::int64_t noticesAtOnce = 500;

template <class Body>
Expected<std::optional<Body>> bodyAt(desk::LedgerReader& ledger, const std::string& page,
                                     const std::string& key) {
    const auto row = ledger.pageRow(page, key);
    if (!row) return tl::unexpected(row.error());
    if (!row->has_value()) return std::optional<Body>{};
    auto body = record::decodeBody((*row)->body);
    if (!body) return tl::unexpected(body.error());
    auto* wanted = std::get_if<Body>(&*body);
    return wanted == nullptr ? std::optional<Body>{} : std::optional<Body>{std::move(*wanted)};
}

Expected<order::State> evolved(const order::State& before, const desk::EventRow& row) {
    const auto event = record::decodeEvent(row.stream.kind, row.type, row.typeVersion, row.body);
    if (!event) return tl::unexpected(event.error());
    const auto* ofOrder = std::get_if<order::Event>(&*event);
    if (ofOrder == nullptr) {
        return tl::unexpected(Fault{FaultCode::Misfit, "no event of an order: " + row.type});
    }
    return order::evolveRecorded(before, *ofOrder);
}

Actor actorOf(Role role, const std::string& id) {
    if (role != Role::Store) return {UserId{id}, role, std::nullopt};
    return {UserId{}, role, StoreId{std::stoll(id)}};
}

bool concernsOrders(const desk::EventRow& event) {
    const std::string& kind = event.stream.kind;
    return kind == "order" || kind == "review" || kind == "ack";
}

}  // namespace

std::string rowOf(Role role, const std::string& id) {
    switch (role) {
        case Role::Store:
            return "stores/" + id;
        case Role::Rider:
            return "riders/" + id;
        case Role::Admin:
            return "admins";
        case Role::Customer:
        case Role::System:
            break;
    }
    return "users/" + id;
}

NewsReader::NewsReader(std::string epoch, std::int64_t after, int holdMax)
    : m_epoch(std::move(epoch)),
      m_holdMax(holdMax),
      m_lanes{{"customer", Role::Customer, after},
              {"store", Role::Store, after},
              {"rider", Role::Rider, after},
              {noticesPage, Role::Customer, after}} {}

Expected<NewsReader::Step> NewsReader::next(desk::LedgerReader& ledger, int eventsMax) {
    // How far the pages are, before their rows: a row may be newer than its news, never older.
    const auto cursors = ledger.pageCursors();
    if (!cursors) return tl::unexpected(cursors.error());
    std::optional<std::int64_t> from;
    for (Lane& lane : m_lanes) {
        lane.reach = lane.position;
        for (const desk::PageCursor& cursor : *cursors) {
            if (cursor.page == lane.page) lane.reach = std::max(lane.position, cursor.position);
        }
        if (lane.reach > lane.position)
            from = std::min(from.value_or(lane.position), lane.position);
    }
    Step step;
    if (from) {
        Work work;
        if (auto read = readLog(ledger, *from, eventsMax, work); !read) {
            return tl::unexpected(read.error());
        }
        m_audiences.clear();
        const auto endOf = [&](const Lane& lane) {
            return std::max(lane.position, std::min(lane.reach, work.readTo.value_or(lane.reach)));
        };
        for (const Lane& lane : m_lanes) {
            auto done = lane.page == noticesPage ? notify(ledger, lane, endOf(lane), work)
                                                 : collect(ledger, lane, work);
            if (!done) return tl::unexpected(done.error());
        }
        for (Lane& lane : m_lanes) lane.position = endOf(lane);
        number(work.announcements);
        step.news.announcements = std::move(work.announcements);
        for (std::string& text : work.leftOut) {
            if (m_leftOut.size() >= knownMax) m_leftOut.clear();
            if (m_leftOut.insert(text).second) step.leftOut.push_back(std::move(text));
        }
        step.mayBeMore = true;
    }
    step.news.upTo = m_lanes.front().position;
    for (const Lane& lane : m_lanes) step.news.upTo = std::min(step.news.upTo, lane.position);
    return step;
}

Expected<void> NewsReader::leaveOut(const std::string& what, const Fault& fault, Work& work) {
    if (!shift::restsAlone(fault)) return tl::unexpected(fault);
    work.leftOut.push_back(what + " is news to nobody: " + fault.text);
    return {};
}

Expected<void> NewsReader::readLog(desk::LedgerReader& ledger, std::int64_t from, int eventsMax,
                                   Work& work) {
    auto events = ledger.log(from, eventsMax);
    if (events) {
        work.events = std::move(*events);
        if (static_cast<int>(work.events.size()) < eventsMax) return {};
        work.readTo = work.events.back().position;
        return {};
    }
    // One of them cannot be read: one by one, past it.
    const auto last = ledger.lastPosition();
    if (!last) return tl::unexpected(last.error());
    std::int64_t position = from;
    for (int looks = 0; looks < eventsMax && position < *last; ++looks) {
        auto next = ledger.log(position, 1);
        if (!next) {
            position += 1;
            const std::string what = "the event at " + std::to_string(position);
            if (auto left = leaveOut(what, next.error(), work); !left) return left;
            continue;
        }
        if (next->empty()) break;
        position = next->front().position;
        work.events.push_back(std::move(next->front()));
    }
    if (position < *last) work.readTo = position;
    return {};
}

Expected<void> NewsReader::collect(desk::LedgerReader& ledger, const Lane& lane, Work& work) {
    std::map<std::string, std::set<std::string>> hearers;
    for (const desk::EventRow& event : work.events) {
        if (event.position <= lane.position || event.position > lane.reach) continue;
        if (!concernsOrders(event)) continue;
        const auto audience = audienceOf(ledger, event);
        if (!audience) {
            auto left = leaveOut("order " + event.stream.id, audience.error(), work);
            if (!left) return left;
            continue;
        }
        for (const share::Recipient& one : *audience) {
            if (one.role == lane.role) hearers[event.stream.id].insert(one.id);
        }
    }
    for (const auto& [order, ids] : hearers) {
        const auto card = bodyAt<page::OrderCard>(ledger, lane.page, order);
        auto told = card ? Expected<void>{} : leaveOut("order " + order, card.error(), work);
        if (card && card->has_value()) told = tell(ledger, lane, **card, ids, work);
        if (!told) return told;
    }
    return {};
}

/// What was decided beside the order's stream shows on the order: a rating, an end that was seen.
Expected<std::vector<share::Recipient>> NewsReader::audienceOf(desk::LedgerReader& ledger,
                                                               const desk::EventRow& event) {
    const auto known = m_audiences.find(event.position);
    if (known != m_audiences.end()) return known->second;
    std::vector<share::Recipient> audience;
    if (event.stream.kind == "order") {
        const auto before = stateBefore(ledger, event);
        auto after = before ? evolved(*before, event) : before;
        if (!after) return tl::unexpected(after.error());
        const auto* order = std::get_if<order::Order>(&*after);
        if (order != nullptr) audience = share::audience(*before, *order);
        if (m_known.size() >= knownMax) m_known.clear();
        m_known.insert_or_assign(event.stream.id, Known{event.version, std::move(*after)});
    } else {
        const auto card = bodyAt<page::OrderCard>(ledger, "customer", event.stream.id);
        if (!card) return tl::unexpected(card.error());
        if (card->has_value()) {
            const order::OrderPlaced& placed = (*card)->order.placed;
            audience.push_back({Role::Customer, placed.customerId.text(), share::View::Customer});
            audience.push_back({Role::Store, placed.storeId.text(), share::View::Store});
        }
    }
    return m_audiences.insert_or_assign(event.position, std::move(audience)).first->second;
}

Expected<order::State> NewsReader::stateBefore(desk::LedgerReader& ledger,
                                               const desk::EventRow& event) {
    const auto known = m_known.find(event.stream.id);
    if (known != m_known.end() && known->second.version == event.version - 1) {
        return known->second.state;
    }
    order::State state;
    std::int64_t version = 0;
    while (version < event.version - 1) {
        const auto rows = ledger.stream(event.stream, version + 1, streamChunk);
        if (!rows) return tl::unexpected(rows.error());
        if (rows->empty()) break;
        for (const desk::EventRow& row : *rows) {
            if (row.version >= event.version) return state;
            auto after = evolved(state, row);
            if (!after) return tl::unexpected(after.error());
            state = std::move(*after);
            version = row.version;
        }
    }
    return state;
}

Expected<void> NewsReader::tell(desk::LedgerReader& ledger, const Lane& lane,
                                const page::OrderCard& card, const std::set<std::string>& hearers,
                                Work& work) {
    std::set<std::string> everybody = hearers;
    if (everybody.erase(std::string{share::everyRiderNear}) > 0) {
        const auto riders = ridersToTell(ledger, card);
        if (!riders) return tl::unexpected(riders.error());
        everybody.insert(riders->begin(), riders->end());
    }
    for (const std::string& id : everybody) {
        // A store that has not seen it yet is not told that it is gone.
        if (lane.role == Role::Store && !card.order.reachedStore) continue;
        const Actor actor = actorOf(lane.role, id);
        auto shown = shift::showOrder(ledger, card, actor, {}, m_holdMax);
        if (!shown) {
            auto left = leaveOut("order " + card.order.placed.orderId.text(), shown.error(), work);
            if (!left) return left;
            continue;
        }
        work.announcements.push_back({lane.role, id, card.order.placed.orderId, false,
                                      share::viewOf(actor, card), std::move(*shown)});
    }
    return {};
}

/// While it is offered: who is on duty within the round's radius, or nobody knows where. When it is
/// offered no longer: everyone on duty, for nobody knows who came to hear of it.
Expected<std::vector<std::string>> NewsReader::ridersToTell(desk::LedgerReader& ledger,
                                                            const page::OrderCard& card) {
    const auto rows = ledger.scan({"riders", "riders", "onduty", false, 0, ridersMax});
    if (!rows) return tl::unexpected(rows.error());
    const bool isOffered = order::isOffered(card.order);
    std::vector<std::string> riders;
    for (const desk::PageRow& row : *rows) {
        if (isOffered) {
            const auto position = shift::positionOf(ledger, RiderId{row.key});
            if (!position) return tl::unexpected(position.error());
            const auto place = *position ? std::optional((*position)->place) : std::nullopt;
            if (!share::isWithinReach(card.order, place)) continue;
        }
        riders.push_back(row.key);
    }
    return riders;
}

namespace {

Expected<Language> languageOf(desk::LedgerReader& ledger, const std::string& user) {
    // Whose account cannot be read is told in Korean, and hears of the alarm when they sign in.
    const auto account = shift::readableSide(ledger, {"account", user}, record::decodeAccount);
    if (!account) return tl::unexpected(account.error());
    return *account ? (*account)->language.value_or(Language::Korean) : Language::Korean;
}

/// In their own language each; a store's people are told in its owner's, admins in Korean.
Expected<Language> languageFor(desk::LedgerReader& ledger, const page::NoticeCard& notice) {
    switch (notice.role) {
        case Role::Customer:
        case Role::Rider:
            return languageOf(ledger, notice.userId.text());
        case Role::Store: {
            const auto row = ledger.state({"store", notice.userId.text()});
            if (!row && shift::restsAlone(row.error())) return Language::Korean;
            if (!row) return tl::unexpected(row.error());
            if (!*row) return Language::Korean;
            const auto state = record::decodeState("store", (*row)->body);
            if (!state) return Language::Korean;
            const auto* store = std::get_if<shop::Store>(&std::get<shop::StoreState>(*state));
            return store == nullptr ? Language::Korean : languageOf(ledger, store->owner.text());
        }
        case Role::Admin:
        case Role::System:
            break;
    }
    return Language::Korean;
}

/// Behind the last slash of its key.
std::int64_t positionOf(const desk::PageRow& notice) {
    return std::stoll(notice.key.substr(notice.key.rfind('/') + 1));
}

share::View viewFor(Role role) {
    switch (role) {
        case Role::Store:
            return share::View::Store;
        case Role::Rider:
            return share::View::RiderPast;
        case Role::Admin:
        case Role::System:
            return share::View::Admin;
        case Role::Customer:
            break;
    }
    return share::View::Customer;
}

}  // namespace

/// The page keeps its notices by the position of their change.
Expected<void> NewsReader::notify(desk::LedgerReader& ledger, const Lane& lane, std::int64_t upTo,
                                  Work& work) {
    desk::ScanRequest wish{lane.page, noticesPage, "all", false, 0, noticesAtOnce, lane.position};
    while (lane.position < upTo) {
        std::vector<desk::PageRow> rows;
        const auto mayBeMore = readNotices(ledger, wish, rows, work);
        if (!mayBeMore) return tl::unexpected(mayBeMore.error());
        for (const desk::PageRow& row : rows) {
            if (positionOf(row) > upTo) return {};
            if (auto added = addNotice(ledger, row, work); !added) return added;
        }
        if (!*mayBeMore) return {};
        wish.offset += noticesAtOnce;
    }
    return {};
}

Expected<bool> NewsReader::readNotices(desk::LedgerReader& ledger, const desk::ScanRequest& wish,
                                       std::vector<desk::PageRow>& rows, Work& work) {
    auto all = ledger.scan(wish);
    if (all) {
        rows = std::move(*all);
        return static_cast<std::int64_t>(rows.size()) >= wish.limit;
    }
    // One of them cannot be read: one by one, past it.
    desk::ScanRequest single = wish;
    single.limit = 1;
    for (; single.offset < wish.offset + wish.limit; ++single.offset) {
        auto row = ledger.scan(single);
        if (!row) {
            if (auto left = leaveOut("a notice", row.error(), work); !left) {
                return tl::unexpected(left.error());
            }
            continue;
        }
        if (row->empty()) return false;
        rows.push_back(std::move(row->front()));
    }
    return true;
}

Expected<void> NewsReader::addNotice(desk::LedgerReader& ledger, const desk::PageRow& row,
                                     Work& work) {
    const auto body = record::decodeBody(row.body);
    if (!body) return leaveOut("notice " + row.key, body.error(), work);
    const auto* notice = std::get_if<page::NoticeCard>(&*body);
    if (notice == nullptr) return {};
    const auto language = languageFor(ledger, *notice);
    if (!language) return tl::unexpected(language.error());
    const std::string& id = notice->userId.text();
    const wire::Scene scene{{}, actorOf(notice->role, id), {}};
    work.announcements.push_back({notice->role, id, notice->orderId, true, viewFor(notice->role),
                                  wire::printNotice({*notice, row.key, *language}, scene,
                                                    {"notificationLogs", "notificationLog"})});
    return {};
}

/// Numbered last of all, so that a step that failed leaves no number out.
void NewsReader::number(std::vector<Announcement>& announcements) {
    using Kind = wire::Envelope::Kind;
    for (Announcement& one : announcements) {
        const std::string to = rowOf(one.role, one.id);
        one.text = wire::printEnvelope({one.isNotice ? Kind::Notice : Kind::Order, to, m_epoch,
                                        ++m_numbers[to], std::move(one.text)});
    }
}

}  // namespace delivery::announce
