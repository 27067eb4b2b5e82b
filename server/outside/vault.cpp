#include "server/outside/vault.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace delivery::outside {

namespace {

static_assert(Vault::keyBytes == crypto_secretbox_KEYBYTES);

/// Closes a file descriptor when it leaves.
class OpenFile {
  public:
    explicit OpenFile(int descriptor) : m_descriptor(descriptor) {}
    ~OpenFile() {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

  private:
    int m_descriptor;
};

tl::unexpected<Fault> notAllowed(const std::string& keyFile, const std::string& why) {
    return tl::make_unexpected(Fault{FaultCode::NotAllowed, "key file " + keyFile + ": " + why});
}

std::string folderOf(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// Written beside and linked into place, so that a key file is either whole or not there, and of
/// two that make one at once both use the first one's.
Expected<void> makeKeyFile(const std::string& keyFile) {
    std::array<unsigned char, Vault::keyBytes> key{};
    randombytes_buf(key.data(), key.size());
    const std::string beside = keyFile + "." + std::to_string(::getpid()) + ".new";
    ::unlink(beside.c_str());
    {
        const OpenFile file(
            ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file.isOpen()) return notAllowed(keyFile, std::strerror(errno));
        const auto written = ::write(file.descriptor(), key.data(), key.size());
        sodium_memzero(key.data(), key.size());
        if (written != static_cast<ssize_t>(Vault::keyBytes) || ::fsync(file.descriptor()) != 0) {
            ::unlink(beside.c_str());
            return notAllowed(keyFile, "cannot be written");
        }
    }
    const bool linked = ::link(beside.c_str(), keyFile.c_str()) == 0 || errno == EEXIST;
    const std::string why = linked ? std::string{} : std::strerror(errno);
    ::unlink(beside.c_str());
    if (!linked) return notAllowed(keyFile, why);
    const OpenFile folder(::open(folderOf(keyFile).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen()) ::fsync(folder.descriptor());
    return {};
}

}  // namespace

Expected<Vault> Vault::open(const std::string& keyFile, Missing missing) {
    if (sodium_init() < 0) return notAllowed(keyFile, "libsodium does not start");
    if (::access(keyFile.c_str(), F_OK) != 0 && errno == ENOENT) {
        if (missing == Missing::Refuse) {
            return notAllowed(
                keyFile,
                "is missing although there is a database whose cards it opens; put it "
                "back from the backup");
        }
        if (auto made = makeKeyFile(keyFile); !made) return tl::make_unexpected(made.error());
    }
    const OpenFile file(::open(keyFile.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.isOpen()) return notAllowed(keyFile, std::strerror(errno));
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) return notAllowed(keyFile, std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return notAllowed(keyFile, "is not a plain file");
    if ((status.st_mode & 077) != 0) {
        return notAllowed(keyFile, "may be read by others; chmod 600 it");
    }
    if (status.st_size != static_cast<off_t>(keyBytes)) {
        return notAllowed(keyFile, "does not hold exactly 32 bytes");
    }
    Vault vault;
    if (::read(file.descriptor(), vault.m_key.data(), keyBytes) != static_cast<ssize_t>(keyBytes)) {
        return notAllowed(keyFile, "cannot be read");
    }
    return vault;
}

Vault::Vault(Vault&& other) noexcept : m_key(other.m_key) {
    sodium_memzero(other.m_key.data(), other.m_key.size());
}

Vault::~Vault() { sodium_memzero(m_key.data(), m_key.size()); }

std::string Vault::seal(std::string_view secret) const {
    std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(),
                       '\0');
    auto* const nonce = reinterpret_cast<unsigned char*>(sealed.data());
    randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES,
                          reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                          nonce, m_key.data());
    return sealed;
}

std::string Vault::keyFor(std::string_view purpose) const {
    std::string key(keyBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
                       m_key.data(), m_key.size());
    return key;
}

Expected<std::string> Vault::unseal(std::string_view sealed) const {
    constexpr std::size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto unreadable =
        tl::make_unexpected(Fault{FaultCode::Unreadable, "a sealed secret does not open"});
    if (sealed.size() < around) return unreadable;
    const auto* const nonce = reinterpret_cast<const unsigned char*>(sealed.data());
    std::string secret(sealed.size() - around, '\0');
    if (crypto_secretbox_open_easy(
            reinterpret_cast<unsigned char*>(secret.data()), nonce + crypto_secretbox_NONCEBYTES,
            sealed.size() - crypto_secretbox_NONCEBYTES, nonce, m_key.data()) != 0) {
        return unreadable;
    }
    return secret;
}

}  // namespace delivery::outside
