#include "platform/crypto/seal.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace ax::crypto {
namespace {

constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;

struct Free {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Free>;

unsigned char const* raw(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void must(bool done) {
    if (!done)
        throw std::runtime_error("AES-GCM failed");
}

Digest key_of(std::string_view secret) { return hmac_sha256(secret, "aspirex seal v1"); }

}  // namespace

std::string seal(std::string_view secret, std::string_view context, std::string_view text) {
    auto const key = key_of(secret);
    auto out = random_bytes(kNonce);
    Cipher const cipher(EVP_CIPHER_CTX_new());
    must(cipher && EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), raw(out)) == 1);
    int size = 0;
    must(EVP_EncryptUpdate(cipher.get(), nullptr, &size, raw(context), static_cast<int>(context.size())) ==
         1);
    std::string hidden(text.size(), '\0');
    must(EVP_EncryptUpdate(cipher.get(), raw(hidden), &size, raw(text), static_cast<int>(text.size())) == 1);
    must(EVP_EncryptFinal_ex(cipher.get(), raw(hidden) + size, &size) == 1);
    std::string tag(kTag, '\0');
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag, tag.data()) == 1);
    return to_base64url(out.append(hidden).append(tag));
}

std::optional<std::string> unseal(std::string_view secret, std::string_view context,
                                  std::string_view sealed) {
    auto bytes = from_base64url(sealed);
    if (!bytes || bytes->size() < kNonce + kTag)
        return std::nullopt;
    std::string tag = bytes->substr(bytes->size() - kTag);
    std::string_view const hidden = std::string_view(*bytes).substr(kNonce, bytes->size() - kNonce - kTag);
    auto const key = key_of(secret);
    Cipher const cipher(EVP_CIPHER_CTX_new());
    must(cipher &&
         EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), raw(*bytes)) == 1);
    int size = 0;
    must(EVP_DecryptUpdate(cipher.get(), nullptr, &size, raw(context), static_cast<int>(context.size())) ==
         1);
    std::string text(hidden.size(), '\0');
    must(EVP_DecryptUpdate(cipher.get(), raw(text), &size, raw(hidden), static_cast<int>(hidden.size())) ==
         1);
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1);
    if (EVP_DecryptFinal_ex(cipher.get(), raw(text) + size, &size) != 1)
        return std::nullopt;
    return text;
}

}  // namespace ax::crypto
