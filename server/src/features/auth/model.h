#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Pure rules of accounts and sign-in.
namespace ax::auth {

inline constexpr Duration kAccessLife = minutes{15};
inline constexpr Duration kDeviceLife = days{30};  // absolute: then one signs in again
inline constexpr Duration kIdleLife = days{14};    // without a renewal
inline constexpr Duration kRotationGrace = seconds{10};
inline constexpr Duration kVerifyLinkLife = hours{24};
inline constexpr Duration kResetLinkLife = minutes{30};
inline constexpr Duration kRegistrationLife = days{7};
inline constexpr int kMostDevices = 50;

/// Lower case without white space around: the form that is stored and compared. ASCII only, as the rules of
/// many mail servers are about other letters nobody can know.
[[nodiscard]] std::string normal_email(std::string_view text);

/// What somebody signs in with. Exactly one member is set.
struct Identifier {
    std::optional<std::string> email;
    std::optional<StudentId> student;
    std::optional<MentorId> mentor;
};
[[nodiscard]] Identifier parse_identifier(std::string_view text);

/// The block an address is in: `203.0.113.0/24`, `2001:db8:1:2::/64`; IPv4 in IPv6 counts as IPv4. "unknown"
/// for what is no address.
[[nodiscard]] std::string network_of(std::string_view address);

/// One printable line of at most 100 characters; "Unknown device" if nothing is left.
[[nodiscard]] std::string device_name(std::string_view given, std::string_view user_agent);

[[nodiscard]] constexpr Instant to_the_minute(Instant at) { return std::chrono::floor<minutes>(at); }

/// `https://aspirex.example` of `https://aspirex.example/app/`.
[[nodiscard]] std::string_view origin_of(std::string_view url);

}  // namespace ax::auth
