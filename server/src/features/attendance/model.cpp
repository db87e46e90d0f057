#include "features/attendance/model.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/format.h>

namespace ax::attendance {

Window join_window(booking::Record const& session, Policy const& policy) {
    return {session.start - policy.join_before, session.end + policy.join_after};
}

Window keys_window(booking::Record const& session, Policy const& policy) {
    return {session.start - policy.keys_before, session.end + policy.keys_after};
}

Instant dispute_end(booking::Record const& session, Policy const& policy) {
    return session.end + policy.keys_after + policy.dispute;
}

std::string room_of(std::string_view secret, BookingId booking) {
    auto const digest = crypto::hmac_sha256(secret, fmt::format("attendance.room:{}", booking.value));
    return "AspireX-" + crypto::to_base62(crypto::bytes(digest));
}

std::string key_of(std::string_view secret, booking::Record const& session, booking::Side owner) {
    // 32 signs, without I, O, 0 and 1: five bits of a byte choose one.
    constexpr std::string_view kSigns = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    auto const digest =
        crypto::hmac_sha256(secret, fmt::format("attendance.key:{}:{}:{}", session.id.value,
                                                static_cast<int>(owner), to_micros(session.start)));
    std::string key;
    for (std::size_t i = 0; i < 6; ++i) key += kSigns[digest[i] & 31U];
    return key;
}

std::string tidy_key(std::string_view typed) {
    std::string key;
    for (char const c : typed) {
        if (c >= 'a' && c <= 'z')
            key += static_cast<char>(c - 'a' + 'A');
        else if (c != ' ' && c != '-')
            key += c;
    }
    return key;
}

}  // namespace ax::attendance
