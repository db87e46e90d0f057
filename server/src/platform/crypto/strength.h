#pragma once

#include <span>
#include <string>
#include <string_view>

/// How many guesses a cracker needs who knows how people choose: common passwords and words (also reversed,
/// in capitals or with digits for letters), the person's own name and address, runs on the keyboard,
/// sequences, repeats and dates. The model is that of zxcvbn (Wheeler, USENIX Security 2016), reduced. Pure;
/// a few tens of microseconds.
namespace ax::crypto {

/// log10 of the guesses. `personal` are words the attacker knows, in any case. Only the first 100 bytes
/// count.
[[nodiscard]] double guesses_log10(std::string_view password, std::span<std::string const> personal = {});

enum class PasswordFlaw : unsigned char {
    none,
    too_short,  // fewer than kFewestPasswordCharacters
    too_long,   // more than kMostPasswordBytes bytes
    common,     // is in the list of common passwords
    personal,   // is little more than the person's name or address
    too_weak,   // guessed too soon
};

inline constexpr std::size_t kFewestPasswordCharacters = 10;

/// 10^8 guesses: out of reach for guessing over the network under any throttle, and for one leaked argon2id
/// hash about a month of one core.
inline constexpr double kNeededGuessesLog10 = 8;

/// The rule for new passwords. `personal`: name, e-mail address and the like; split into words here.
[[nodiscard]] PasswordFlaw password_flaw(std::string_view password,
                                         std::span<std::string const> personal = {});

/// The stable field reason: "too_short", "too_long", "too_common", "too_personal", "too_weak".
[[nodiscard]] std::string_view reason_of(PasswordFlaw flaw) noexcept;

}  // namespace ax::crypto
