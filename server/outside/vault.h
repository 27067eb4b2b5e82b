#pragma once
/// Seals small secrets (billing keys) with a key that lies in a file of its own, so that the
/// database alone gives none away.
///
/// libsodium's secretbox: what was changed or sealed with another key does not open.

#include <array>
#include <string>
#include <string_view>

#include "core/result.h"

namespace delivery::outside {

class Vault {
  public:
    static constexpr std::size_t keyBytes = 32;

    /// What to do when there is no key file.
    enum class Missing {
        Make,    ///< a new data directory: 32 random bytes, readable by the owner only
        Refuse,  ///< there are sealed rows already, and a new key would open none of them
    };

    /// NotAllowed when the file may be read by others, has another length or is not a plain file.
    [[nodiscard]] static Expected<Vault> open(const std::string& keyFile, Missing missing);

    Vault(Vault&& other) noexcept;
    Vault& operator=(Vault&&) = delete;
    Vault(const Vault&) = delete;
    Vault& operator=(const Vault&) = delete;
    /// Wipes the key.
    ~Vault();

    [[nodiscard]] std::string seal(std::string_view secret) const;
    /// A key of its own for another purpose: whoever has one of them learns nothing of the others.
    [[nodiscard]] std::string keyFor(std::string_view purpose) const;
    /// Unreadable when it was not sealed here.
    [[nodiscard]] Expected<std::string> unseal(std::string_view sealed) const;

  private:
    Vault() = default;
    std::array<unsigned char, keyBytes> m_key{};
};

}  // namespace delivery::outside
