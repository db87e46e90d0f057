#include "platform/crypto/web_push.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace ax::crypto {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kKeySize = 16;
constexpr std::size_t kNonceSize = 12;
constexpr auto kRecordSize = "\x00\x00\x10\x00"sv;
constexpr char kLastRecord = 2;

/// HKDF (RFC 5869) for at most one block of output.
std::string derive(std::string_view salt, std::string_view secret, std::string info, std::size_t size) {
    auto const key = hmac_sha256(salt, secret);
    info += '\x01';
    return std::string(bytes(hmac_sha256(bytes(key), info)).substr(0, size));
}

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

std::string seal(std::string_view key, std::string_view nonce, std::string_view text) {
    auto const raw = [](std::string_view view) {
        return reinterpret_cast<unsigned char const*>(view.data());
    };
    std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> const context(EVP_CIPHER_CTX_new());
    std::string out(text.size() + kTagSize, '\0');
    auto* const to = reinterpret_cast<unsigned char*>(out.data());
    int written = 0;
    int rest = 0;
    // GCM's default nonce has 12 bytes.
    if (!context ||
        EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, raw(key), raw(nonce)) != 1 ||
        EVP_EncryptUpdate(context.get(), to, &written, raw(text), static_cast<int>(text.size())) != 1 ||
        EVP_EncryptFinal_ex(context.get(), to + written, &rest) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagSize),
                            to + text.size()) != 1)
        throw std::runtime_error("AES-GCM failed");
    return out;
}

}  // namespace

std::string encrypt_push(std::string_view text, PushReceiver const& receiver) {
    return encrypt_push(text, receiver, new_p256_pair(), random_bytes(kSaltSize));
}

std::string encrypt_push(std::string_view text, PushReceiver const& receiver, P256Pair const& once,
                         std::string_view salt) {
    if (text.size() > kPushText)
        throw std::length_error("the text of a push is too long");
    auto info = std::string("WebPush: info\0"sv) + receiver.public_key + once.public_key;
    auto const secret =
        derive(receiver.secret, shared_secret(once, receiver.public_key), std::move(info), sizeof(Digest));
    auto const key = derive(salt, secret, std::string("Content-Encoding: aes128gcm\0"sv), kKeySize);
    auto const nonce = derive(salt, secret, std::string("Content-Encoding: nonce\0"sv), kNonceSize);
    std::string body(salt);
    body += kRecordSize;
    body += static_cast<char>(once.public_key.size());
    body += once.public_key;
    body += seal(key, nonce, std::string(text) + kLastRecord);
    return body;
}

std::string vapid_authorization(P256Pair const& key, std::string_view audience, std::string_view subject,
                                std::int64_t expires) {
    // Neither may hold a quote or a backslash: the one is cut from a checked URL, the other is a setting.
    auto const head = to_base64url(R"({"typ":"JWT","alg":"ES256"})");
    auto const claims =
        to_base64url(fmt::format(R"({{"aud":"{}","exp":{},"sub":"{}"}})", audience, expires, subject));
    auto const token = head + "." + claims;
    return fmt::format("vapid t={}.{}, k={}", token, to_base64url(sign_es256(key, token)),
                       to_base64url(key.public_key));
}

}  // namespace ax::crypto
