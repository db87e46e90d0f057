#include "platform/crypto/hash.h"

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <sys/random.h>
#include <system_error>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace ax::crypto {
namespace {

// Fetched once: OpenSSL 3 otherwise looks the algorithm up by name at each call, which costs more than the
// hash.
EVP_MD const* sha256_method() {
    static EVP_MD const* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (method == nullptr)
        throw std::runtime_error("OpenSSL has no SHA-256");
    return method;
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

}  // namespace

Digest sha256(std::string_view data) {
    thread_local std::unique_ptr<EVP_MD_CTX, FreeContext> const context(EVP_MD_CTX_new());
    Digest out;
    unsigned length = 0;
    if (!context || EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), data.data(), data.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), out.data(), &length) != 1 || length != out.size())
        throw std::runtime_error("SHA-256 failed");
    return out;
}

Digest hmac_sha256(std::string_view key, std::string_view data) {
    // A null key would mean "the key of last time" to OpenSSL.
    unsigned char const none = 0;
    Digest out;
    unsigned length = 0;
    if (HMAC(sha256_method(), key.empty() ? static_cast<void const*>(&none) : key.data(),
             static_cast<int>(key.size()), reinterpret_cast<unsigned char const*>(data.data()), data.size(),
             out.data(), &length) == nullptr ||
        length != out.size())
        throw std::runtime_error("HMAC-SHA-256 failed");
    return out;
}

void fill_random(void* out, std::size_t size) {
    auto* at = static_cast<unsigned char*>(out);
    while (size > 0) {
        ssize_t const got = getrandom(at, size, 0);
        if (got < 0) {
            if (errno == EINTR)
                continue;
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
        at += got;
        size -= static_cast<std::size_t>(got);
    }
}

std::string random_bytes(std::size_t size) {
    std::string out(size, '\0');
    fill_random(out.data(), size);
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace ax::crypto
