#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What an attacker recognises in a password: the parts of strength.h's estimate. Private to platform/crypto.
namespace ax::crypto {

/// password[begin, end) is found after about 10^guesses tries of its kind.
struct Match {
    std::size_t begin;
    std::size_t end;
    double guesses_log10;
};

/// Common passwords and words, `personal` ones as the likeliest, whole or as a part: as written, reversed, in
/// capitals, with digits for letters.
void find_words(std::string_view password, std::span<std::string const> personal, std::vector<Match>& out);
void find_sequences(std::string_view password, std::vector<Match>& out);      // abcd, 9753
void find_keyboard_runs(std::string_view password, std::vector<Match>& out);  // qwert, 1qaz
void find_dates(std::string_view password, std::vector<Match>& out);          // 1999, 24121999, 24.12.99

/// aaaa, abcabc; `guesses_of_part` rates the part that repeats.
void find_repeats(std::string_view password, double (*guesses_of_part)(std::string_view),
                  std::vector<Match>& out);

/// Is the whole of it a common password? `lower` is in lower case.
[[nodiscard]] bool is_common_password(std::string_view lower);
[[nodiscard]] std::string to_lower(std::string_view text);  // ASCII

}  // namespace ax::crypto
