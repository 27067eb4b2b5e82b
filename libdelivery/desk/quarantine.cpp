#include "desk/quarantine.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "desk/states.h"
#include "desk/work.h"
#include "record/record.h"

namespace delivery::desk {

namespace {

constexpr const char* sideKind = "quarantine";
/// More than this many means a broken disk, not broken rows.
constexpr int rowsMax = 10'000;

/// What became of what was owed.
enum class Remade { MadeAgain, NotOwed, Rests };

const char* sentence(Remade remade) {
    switch (remade) {
        case Remade::MadeAgain:
            return "made again from the order";
        case Remade::NotOwed:
            return "not owed any more";
        case Remade::Rests:
            return "rests";
    }
    std::abort();
}

std::optional<OrderId> numberIn(std::string_view text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return OrderId{number};
}

/// "charge/17/1" and "refund/17" belong to order 17.
std::optional<OrderId> orderOfEffect(const std::string& effectId) {
    const auto from = effectId.find('/');
    if (from == std::string::npos) return std::nullopt;
    const auto to = effectId.find('/', from + 1);
    const auto length = to == std::string::npos ? std::string::npos : to - from - 1;
    return numberIn(std::string_view(effectId).substr(from + 1, length));
}

/// None where there is no such order, or where it does not read. A disk that fails now is a fault:
/// what is owed must not be forgotten because of it.
Step<std::optional<order::Order>> orderNamed(Work& work, const std::optional<OrderId>& id) {
    if (!id) return std::nullopt;
    const auto state = work.look<order::State>(streamOf(*id));
    if (!state && work.couldNotRead(streamOf(*id))) return std::nullopt;
    if (!state) return tl::unexpected(state.error());
    const auto* order = std::get_if<order::Order>(&*state);
    return order == nullptr ? std::nullopt : std::optional(*order);
}

/// With the keys that the order's events hold the call is done once however often it is made; what
/// went before is not known, so it counts as tried.
void owe(Work& work, const saga::Call& call) {
    work.owe(call, work.now(), 1, call.unknownSince.value_or(work.now()));
}

Step<Remade> remakeEffect(Work& work, const std::string& effectId) {
    // A message is not made again: whom it was for and what it said stood in it.
    if (const std::string key = notice::keyIn(effectId); !key.empty()) {
        return messageUnreadable(work, key) ? Remade::NotOwed : Remade::Rests;
    }
    const auto known = orderNamed(work, orderOfEffect(effectId));
    if (!known) return tl::unexpected(known.error());
    if (!*known) return Remade::Rests;
    for (const saga::Call& call : saga::resume(**known).calls) {
        if (saga::effectId(call) != effectId) continue;
        owe(work, call);
        return Remade::MadeAgain;
    }
    return Remade::NotOwed;
}

/// When it was to fall due is not known any more: people get the whole time once more.
void arm(Work& work, const order::Order& order, order::TimerKind kind) {
    const Instant due = saga::dueOf(kind, order, work.now(), work.settings().times);
    work.arm(streamOf(order.placed.orderId), kind, std::max(due, work.now() + seconds(1)));
}

Step<Remade> remakeTimer(Work& work, const StreamKey& stream, const std::string& timer) {
    const auto kind = saga::timerKindNamed(timer);
    if (!kind || stream.kind != "order") return Remade::Rests;
    const auto known = orderNamed(work, numberIn(stream.id));
    if (!known) return tl::unexpected(known.error());
    const auto& order = *known;
    if (!order) return Remade::Rests;
    const auto owed = saga::resume(*order).timers;
    // The deadline of a reply is not the order's; one that is not needed does nothing.
    const bool isOwed = *kind == order::TimerKind::ReplyDeadline ||
                        std::find(owed.begin(), owed.end(), *kind) != owed.end();
    if (!isOwed) return Remade::NotOwed;
    arm(work, *order, *kind);
    return Remade::MadeAgain;
}

/// While it rested its timers and results had nowhere to go.
Step<Remade> remakeStream(Work& work, const StreamKey& stream) {
    if (!stateOf(work.ledger(), stream)) return Remade::Rests;
    if (stream.kind != "order") {
        auto done = doWhatIsOwed(work, stream);
        if (!done) return tl::unexpected(done.error());
        return Remade::NotOwed;
    }
    const auto named = orderNamed(work, numberIn(stream.id));
    if (!named) return tl::unexpected(named.error());
    const auto& order = *named;
    if (!order) return Remade::NotOwed;
    const saga::Owed owed = saga::resume(*order);
    for (const saga::Call& call : owed.calls) {
        auto known = work.ledger().effect(saga::effectId(call));
        if (!known) return broken(known.error());
        if (!known->has_value()) owe(work, call);
    }
    for (const order::TimerKind kind : owed.timers) {
        auto known = work.ledger().timer(stream, saga::name(kind));
        if (!known) return broken(known.error());
        if (!known->has_value()) arm(work, *order, kind);
    }
    return Remade::MadeAgain;
}

/// True when there is a row, readable or not.
bool isThere(Work& work, const Unreadable& row) {
    if (row.what == Unreadable::What::Effect) {
        const auto effect = work.ledger().effect(row.effectId);
        return !effect || effect->has_value();
    }
    if (row.what == Unreadable::What::Timer) {
        const auto timer = work.ledger().timer(row.stream, row.timer);
        return !timer || timer->has_value();
    }
    if (row.what == Unreadable::What::Side) {
        const auto side = work.ledger().side(row.side);
        return !side || side->has_value();
    }
    return true;
}

Accepted done(const char* what, const std::string& name) {
    return {Outcome::Changed, NamedThing{what, name}};
}

}  // namespace

std::string nameOf(const Unreadable& row) {
    const std::string stream = row.stream.kind + "/" + row.stream.id;
    switch (row.what) {
        case Unreadable::What::Effect:
            return "effect " + row.effectId;
        case Unreadable::What::Timer:
            return "timer " + stream + " " + row.timer;
        case Unreadable::What::Stream:
            return "stream " + stream;
        case Unreadable::What::Side:
            return "side " + row.side.kind + "/" + row.side.key;
    }
    std::abort();
}

std::optional<Unreadable> unreadableNamed(const std::string& name) {
    const auto space = name.find(' ');
    if (space == std::string::npos) return std::nullopt;
    const std::string what = name.substr(0, space);
    std::string rest = name.substr(space + 1);
    Unreadable row;
    if (what == "effect") {
        row.what = Unreadable::What::Effect;
        row.effectId = rest;
        return row;
    }
    if (what == "timer") {
        const auto last = rest.rfind(' ');
        if (last == std::string::npos) return std::nullopt;
        row.what = Unreadable::What::Timer;
        row.timer = rest.substr(last + 1);
        rest.resize(last);
    } else if (what == "side") {
        row.what = Unreadable::What::Side;
    } else if (what != "stream") {
        return std::nullopt;
    }
    const auto slash = rest.find('/');
    if (slash == std::string::npos) return std::nullopt;
    const std::string kind = rest.substr(0, slash);
    const std::string key = rest.substr(slash + 1);
    if (row.what == Unreadable::What::Side) {
        row.side = {kind, key};
    } else {
        row.stream = {kind, key};
    }
    return row;
}

Expected<Quarantine> setAsideIn(LedgerReader& reader) {
    auto rows = reader.sidesOfKind(sideKind, rowsMax);
    if (!rows) return tl::unexpected(rows.error());
    Quarantine known;
    for (const SideRow& row : *rows) known.emplace(row.key, row.body);
    return known;
}

void Work::rest(const Unreadable& row) {
    put(SideRow{sideKind, nameOf(row), "", row.why + "; " + sentence(Remade::Rests)});
    m_changesQuarantine = true;
}

Step<Accepted> handle(Work& work, const SetAside& command) {
    const Unreadable& row = command.row;
    const std::string name = nameOf(row);
    // Done or disarmed meanwhile.
    if (!isThere(work, row)) return done("nothing", name);
    Step<Remade> remade = Remade::Rests;
    if (row.what == Unreadable::What::Effect) {
        work.effectDone(row.effectId);
        remade = remakeEffect(work, row.effectId);
    }
    if (row.what == Unreadable::What::Timer) {
        work.disarm(row.stream, row.timer);
        remade = remakeTimer(work, row.stream, row.timer);
    }
    if (!remade) return tl::unexpected(remade.error());
    work.put(SideRow{sideKind, name, "", row.why + "; " + sentence(*remade)});
    return done(sideKind, name);
}

Step<Accepted> handle(Work& work, const TakeBack& command) {
    const auto row = unreadableNamed(command.name);
    Step<Remade> remade = Remade::NotOwed;
    if (row && row->what == Unreadable::What::Stream) {
        remade = remakeStream(work, row->stream);
    } else if (row && row->what == Unreadable::What::Side) {
        // Nothing of it can be made again: it is mended, erased, or it rests.
        if (!work.ledger().side(row->side)) remade = Remade::Rests;
    } else if (row && !isThere(work, *row)) {
        remade = row->what == Unreadable::What::Effect ? remakeEffect(work, row->effectId)
                                                       : remakeTimer(work, row->stream, row->timer);
    }
    if (!remade) return tl::unexpected(remade.error());
    if (*remade != Remade::Rests) work.erase({sideKind, command.name});
    return done(sideKind, command.name);
}

}  // namespace delivery::desk
