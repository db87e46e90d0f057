#pragma once

#include "platform/crypto/p256.h"

#include <cstdint>
#include <string>
#include <string_view>

/// What a push message is made of: RFC 8291 (its body, which the push service can't read) and RFC 8292 (who
/// sends it). Thread-safe.
namespace ax::crypto {

/// What a browser hands out when it is subscribed.
struct PushReceiver {
    std::string public_key;  // p256dh: 65 bytes
    std::string secret;      // auth: 16 bytes
};

/// One record of 4096 bytes at most: so much text fits.
inline constexpr std::size_t kPushText = 4096 - 16 - 1 - 86;

/// An aes128gcm body (RFC 8188) that only the receiver can read, under a key and salt of its own. Throws
/// std::length_error if the text is longer than kPushText.
[[nodiscard]] std::string encrypt_push(std::string_view text, PushReceiver const& receiver);
/// The same with what is otherwise random: for the RFC's example.
[[nodiscard]] std::string encrypt_push(std::string_view text, PushReceiver const& receiver,
                                       P256Pair const& once, std::string_view salt);

/// The Authorization header for pushes to `audience` (`https://push.example`), until `expires` (seconds since
/// 1970, at most a day ahead). `subject` is how the push service reaches the operator: mailto: or https:.
[[nodiscard]] std::string vapid_authorization(P256Pair const& key, std::string_view audience,
                                              std::string_view subject, std::int64_t expires);

}  // namespace ax::crypto
