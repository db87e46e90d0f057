#include "platform/crypto/strength.h"

#include "platform/crypto/matches.h"
#include "platform/crypto/password_hasher.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace ax::crypto {
namespace {

constexpr std::size_t kMostScanned = 100;
constexpr std::size_t kMostParts = 12;

/// Words of three letters and more: "Asha Rao", "asha.rao@example.com" -> asha, rao, example, com, and the
/// whole.
std::vector<std::string> words_of(std::span<std::string const> personal) {
    std::vector<std::string> out;
    auto const keep = [&out](std::string word) {
        if (word.size() >= 3)
            out.push_back(std::move(word));
    };
    for (auto const& text : personal) {
        std::string const lower = to_lower(text);
        std::string word;
        std::string joined;
        for (char const c : lower) {
            // Bytes of multi-byte characters belong to words.
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
                word += c;
                joined += c;
            } else {
                keep(std::exchange(word, {}));
            }
        }
        keep(word);
        keep(joined);
        keep(lower);
    }
    return out;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The cheapest way to put the password together from matches and characters tried one by one. As in zxcvbn,
/// a way of `l` parts costs its product times l! orders, on top of the search through all ways of fewer
/// parts, about 10^(3(l-1)).
double cheapest(std::size_t n, std::vector<Match> const& matches) {
    double const never = std::numeric_limits<double>::infinity();
    // best[end][parts]: least log10 of the product over the first `end` bytes in that many parts.
    std::vector<std::vector<double>> best(n + 1, std::vector<double>(kMostParts + 1, never));
    best[0][0] = 0;

    std::vector<std::vector<Match const*>> ending(n + 1);
    for (auto const& match : matches) ending[match.end].push_back(&match);

    for (std::size_t end = 1; end <= n; ++end) {
        for (std::size_t parts = 1; parts <= kMostParts; ++parts) {
            double& here = best[end][parts];
            for (auto const* match : ending[end])
                here = std::min(here, best[match->begin][parts - 1] + std::max(match->guesses_log10, 0.0));
            for (std::size_t begin = 0; begin < end; ++begin)
                here = std::min(here, best[begin][parts - 1] + static_cast<double>(end - begin));
        }
    }

    double total = never;
    for (std::size_t parts = 1; parts <= kMostParts; ++parts) {
        double const orders = std::lgamma(static_cast<double>(parts) + 1) / std::log(10.0);
        double const product = best[n][parts] + orders;
        double const search = 3.0 * static_cast<double>(parts - 1);
        double const high = std::max(product, search);
        if (std::isfinite(high))
            total = std::min(total,
                             high + std::log10(std::pow(10, product - high) + std::pow(10, search - high)));
    }
    return total;
}

double estimate_once(std::string_view password, std::span<std::string const> words, bool repeats) {
    password = password.substr(0, kMostScanned);
    if (password.empty())
        return 0;
    std::vector<Match> matches;
    find_words(password, words, matches);
    find_sequences(password, matches);
    find_keyboard_runs(password, matches);
    find_dates(password, matches);
    // The part that repeats is rated without looking for repeats in it: the work stays bounded.
    if (repeats)
        find_repeats(password, [](std::string_view part) { return estimate_once(part, {}, false); }, matches);
    return cheapest(password.size(), matches);
}

double estimate(std::string_view password, std::span<std::string const> words) {
    return estimate_once(password, words, true);
}

}  // namespace

double guesses_log10(std::string_view password, std::span<std::string const> personal) {
    return estimate(password, words_of(personal));
}

PasswordFlaw password_flaw(std::string_view password, std::span<std::string const> personal) {
    if (password.size() > kMostPasswordBytes)
        return PasswordFlaw::too_long;
    if (code_points(password) < kFewestPasswordCharacters)
        return PasswordFlaw::too_short;
    if (is_common_password(to_lower(password)))
        return PasswordFlaw::common;
    auto const words = words_of(personal);
    if (estimate(password, words) >= kNeededGuessesLog10)
        return PasswordFlaw::none;
    // Weak only because of who it is: say so.
    return estimate(password, {}) >= kNeededGuessesLog10 ? PasswordFlaw::personal : PasswordFlaw::too_weak;
}

std::string_view reason_of(PasswordFlaw flaw) noexcept {
    switch (flaw) {
        case PasswordFlaw::none:
            break;
        case PasswordFlaw::too_short:
            return "too_short";
        case PasswordFlaw::too_long:
            return "too_long";
        case PasswordFlaw::common:
            return "too_common";
        case PasswordFlaw::personal:
            return "too_personal";
        case PasswordFlaw::too_weak:
            return "too_weak";
    }
    return "";
}

}  // namespace ax::crypto
