#include "server/ledger/seal.h"

#include <sodium.h>

#include <array>
#include <cstring>

namespace delivery::ledger {

namespace {

/// SipHash of every part, each chained into the next one's key: parts cannot run into each other.
class Seal {
  public:
    void add(std::string_view part) {
        std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
        std::memcpy(key.data(), &m_sum, sizeof m_sum);
        std::array<unsigned char, crypto_shorthash_BYTES> hash{};
        crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(part.data()),
                         part.size(), key.data());
        std::memcpy(&m_sum, hash.data(), sizeof m_sum);
    }
    void add(std::int64_t number) {
        std::array<char, sizeof number> bytes{};
        std::memcpy(bytes.data(), &number, sizeof number);
        add(std::string_view(bytes.data(), bytes.size()));
    }
    void add(Instant at) { add(at.utcMilliseconds); }
    [[nodiscard]] std::int64_t sum() const { return m_sum; }

  private:
    std::int64_t m_sum = 0;
};

template <class... Parts>
std::int64_t sealed(const Parts&... parts) {
    Seal seal;
    (seal.add(parts), ...);
    return seal.sum();
}

}  // namespace

std::int64_t sealOf(const desk::EventRow& row) {
    return sealed(row.position, row.stream.kind, row.stream.id, row.version, row.at, row.type,
                  std::int64_t{row.typeVersion}, row.body, row.actor, row.cause, row.hash);
}

std::int64_t sealOfState(const desk::StreamKey& stream, std::int64_t version, std::string_view tail,
                         std::string_view body) {
    return sealed(stream.kind, stream.id, version, tail, body);
}

std::int64_t sealOf(const desk::ReplyRow& row) {
    return sealed(row.key.actor, row.key.command.text(), row.fingerprint, row.body,
                  std::int64_t{row.final}, row.at);
}

std::int64_t sealOf(const desk::EffectRow& row) {
    return sealed(row.id, row.kind, row.due, std::int64_t{row.tries}, row.since, row.body);
}

std::int64_t sealOf(const desk::SideRow& row) {
    return sealed(row.kind, row.key, row.owner, row.body);
}

std::int64_t sealOf(const desk::TimerRow& row) {
    // A row of the machine's clock looks as it did before there were others.
    if (row.waitsFor.empty()) return sealed(row.stream.kind, row.stream.id, row.kind, row.due);
    return sealed(row.stream.kind, row.stream.id, row.kind, row.due, row.waitsFor);
}

std::int64_t sealOf(const desk::PageCursor& row) {
    return sealed(row.page, row.position, std::int64_t{row.paused}, std::int64_t{row.quarantined},
                  row.lastError);
}

std::int64_t sealOfPageCount(std::string_view page, std::string_view index,
                             std::string_view partition, std::int64_t entries) {
    return sealed(page, index, partition, entries);
}

std::int64_t sealOfCounter(std::string_view name, std::int64_t value) {
    return sealed(name, value);
}

std::int64_t sealOfMeta(std::string_view name, std::string_view value) {
    return sealed(name, value);
}

std::int64_t sealOfPageRow(std::string_view page, std::string_view key, std::string_view entries,
                           std::string_view body) {
    return sealed(page, key, entries, body);
}

}  // namespace delivery::ledger
