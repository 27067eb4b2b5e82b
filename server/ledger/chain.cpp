#include "server/ledger/chain.h"

#include <sodium.h>

#include <array>
#include <cassert>
#include <cstdint>

namespace delivery::ledger {

namespace {

/// Little-endian lengths and numbers before the bytes themselves: no two rows share an encoding.
class Encoding {
  public:
    Encoding() {
        static const int ready = sodium_init();
        assert(ready >= 0);
        crypto_generichash_init(&m_state, nullptr, 0, hashBytes);
    }
    void add(std::int64_t number) {
        std::array<unsigned char, 8> bytes{};
        auto rest = static_cast<std::uint64_t>(number);
        for (unsigned char& byte : bytes) {
            byte = static_cast<unsigned char>(rest & 0xffU);
            rest >>= 8U;
        }
        crypto_generichash_update(&m_state, bytes.data(), bytes.size());
    }
    void add(std::string_view text) {
        add(static_cast<std::int64_t>(text.size()));
        crypto_generichash_update(&m_state, reinterpret_cast<const unsigned char*>(text.data()),
                                  text.size());
    }
    [[nodiscard]] desk::Bytes hash() {
        desk::Bytes result(hashBytes, '\0');
        crypto_generichash_final(&m_state, reinterpret_cast<unsigned char*>(result.data()),
                                 result.size());
        return result;
    }

    static constexpr std::size_t hashBytes = 32;

  private:
    crypto_generichash_state m_state;
};

}  // namespace

const desk::Bytes& chainRoot() {
    static const desk::Bytes root(Encoding::hashBytes, '\0');
    return root;
}

desk::Bytes chainHash(std::string_view previous, const desk::EventRow& row) {
    Encoding encoding;
    encoding.add(previous);
    encoding.add(row.stream.kind);
    encoding.add(row.stream.id);
    encoding.add(row.version);
    encoding.add(row.at.utcMilliseconds);
    encoding.add(row.type);
    encoding.add(row.typeVersion);
    encoding.add(row.body);
    encoding.add(row.actor);
    encoding.add(row.cause);
    return encoding.hash();
}

}  // namespace delivery::ledger
