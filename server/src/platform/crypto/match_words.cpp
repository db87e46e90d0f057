#include "platform/crypto/common_passwords.h"
#include "platform/crypto/matches.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace ax::crypto {
namespace {

constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kLongestWord = 24;

/// Word -> rank, 1 = most frequent. Built at the first estimate: about 21,000 entries, one megabyte, a
/// millisecond.
class Dictionary {
public:
    struct Entry {
        std::uint32_t rank = 0;  // 0: not in it
        bool is_password = false;
    };

    Dictionary() {
        words_.reserve(24'000);
        add(kCommonPasswords, true);
        add(kCommonWords, false);
    }
    [[nodiscard]] Entry find(std::string_view word) const {
        auto const found = words_.find(word);
        return found == words_.end() ? Entry{} : found->second;
    }

private:
    void add(std::string_view list, bool passwords) {
        std::uint32_t rank = 0;
        while (!list.empty()) {
            auto const end = std::min(list.find_first_of(" \n"), list.size());
            if (end > 0)
                words_.try_emplace(list.substr(0, end), Entry{++rank, passwords});
            list.remove_prefix(std::min(end + 1, list.size()));
        }
    }
    std::unordered_map<std::string_view, Entry> words_;
};

Dictionary const& dictionary() {
    static Dictionary const words;
    return words;
}

char letter_for(char c) {
    switch (c) {
        case '4':
        case '@':
            return 'a';
        case '8':
            return 'b';
        case '3':
            return 'e';
        case '6':
        case '9':
            return 'g';
        case '1':
        case '!':
            return 'i';
        case '0':
            return 'o';
        case '$':
        case '5':
            return 's';
        case '7':
        case '+':
            return 't';
        case '2':
            return 'z';
        default:
            return c;
    }
}

std::uint32_t rank_of(std::string_view word, std::span<std::string const> personal) {
    if (std::ranges::find(personal, word) != personal.end())
        return 1;
    return dictionary().find(word).rank;
}

/// Capitals cost an attacker little: a first or last capital or all of them double the tries, others
/// quadruple them.
double capitals_log10(std::string_view part) {
    auto const is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const uppers = std::ranges::count_if(part, is_upper);
    if (uppers == 0)
        return 0;
    bool const usual = (uppers == 1 && (is_upper(part.front()) || is_upper(part.back()))) ||
                       uppers == static_cast<std::ptrdiff_t>(part.size());
    return std::log10(usual ? 2 : 4);
}

/// All parts of `text` (already in one disguise's plain form) that are words; positions map back by
/// `reversed`.
void scan(std::string_view password, std::string const& text, bool reversed, double disguise_log10,
          std::span<std::string const> personal, std::vector<Match>& out) {
    std::size_t const n = text.size();
    for (std::size_t begin = 0; begin + kShortestWord <= n; ++begin) {
        for (std::size_t end = begin + kShortestWord; end <= std::min(n, begin + kLongestWord); ++end) {
            std::uint32_t const rank = rank_of(std::string_view(text).substr(begin, end - begin), personal);
            if (rank == 0)
                continue;
            std::size_t const from = reversed ? n - end : begin;
            std::size_t const to = reversed ? n - begin : end;
            out.push_back({from, to,
                           std::log10(static_cast<double>(rank)) + disguise_log10 +
                               capitals_log10(password.substr(from, to - from))});
        }
    }
}

}  // namespace

std::string to_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_common_password(std::string_view lower) { return dictionary().find(lower).is_password; }

void find_words(std::string_view password, std::span<std::string const> personal, std::vector<Match>& out) {
    double const doubled = std::log10(2);
    std::string const lower = to_lower(password);
    scan(password, lower, false, 0, personal, out);

    std::string const backwards(lower.rbegin(), lower.rend());
    scan(password, backwards, true, doubled, personal, out);

    std::string letters = lower;
    std::ranges::transform(letters, letters.begin(), letter_for);
    if (letters != lower) {
        scan(password, letters, false, doubled, personal, out);
        // 1 stands for l as often as for i.
        std::ranges::replace(letters, 'i', 'l');
        scan(password, letters, false, 2 * doubled, personal, out);
    }
}

}  // namespace ax::crypto
