#pragma once
/// One message as MQTT and /live carry it: what changed, for whom, and its number in the row of
/// messages to them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace delivery::wire {

/// Longer ones do not fit into a message of 16 KiB beside its topic.
constexpr std::size_t envelopeBytesMax = 15 * 1024;

struct Envelope {
    enum class Kind {
        Order,   ///< body is the order as /changes shows it to them, or its tombstone
        Notice,  ///< body is the notice as /notificationLogs shows it
        Resync,  ///< messages were left out: ask /changes
    };
    Kind kind = Kind::Resync;
    /// Whose row of messages it is: "users/song", "stores/1", "riders/rider1".
    std::string to = {};
    /// Another one at each start of whoever numbers: numbers of two epochs say nothing about each
    /// other.
    std::string epoch = {};
    /// 1, 2, 3 … for each recipient within an epoch: a number that is missing is a message that
    /// was lost.
    std::int64_t number = 0;
    std::string body = {};
};

/// {"to","epoch","number","order":{…}} or "notice", or {"resync":true}. A body that would make it
/// too long is replaced by {"id","version","changedAt","partial":true}: whoever reads that asks
/// /changes.
[[nodiscard]] std::string printEnvelope(const Envelope& envelope);
/// Nothing if it is none. Members that this version does not know are left alone.
[[nodiscard]] std::optional<Envelope> parseEnvelope(std::string_view text);

}  // namespace delivery::wire
