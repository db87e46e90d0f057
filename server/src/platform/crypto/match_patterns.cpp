#include "platform/crypto/matches.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

namespace ax::crypto {
namespace {

constexpr std::size_t kLongestUnit = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Key {
    double x = -9;
    int y = -9;
};

/// Where a character sits on a US keyboard; rows are shifted by about half a key.
Key key_of(char c) {
    constexpr std::array<std::string_view, 4> kPlain{"`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'",
                                                     "zxcvbnm,./"};
    constexpr std::array<std::string_view, 4> kShifted{"~!@#$%^&*()_+", "QWERTYUIOP{}|", "ASDFGHJKL:\"",
                                                       "ZXCVBNM<>?"};
    constexpr std::array<double, 4> kShift{-1, 0.5, 0.75, 1.25};
    for (std::size_t row = 0; row < kPlain.size(); ++row) {
        for (auto const& keys : {kPlain[row], kShifted[row]})
            if (auto const at = keys.find(c); at != std::string_view::npos)
                return {static_cast<double>(at) + kShift[row], static_cast<int>(row)};
    }
    return {};
}

bool neighbours(char a, char b) {
    Key const p = key_of(a);
    Key const q = key_of(b);
    return p.y >= 0 && q.y >= 0 && a != b && std::abs(p.y - q.y) <= 1 && std::abs(p.x - q.x) <= 1;
}

int number(std::string_view digits) {
    int value = 0;
    for (char const c : digits) value = value * 10 + (c - '0');
    return value;
}

bool is_year(std::string_view digits) {
    int const year = number(digits);
    return year >= 1900 && year <= 2059;
}

bool is_day_and_month(std::string_view four) {
    int const a = number(four.substr(0, 2));
    int const b = number(four.substr(2, 2));
    return (a >= 1 && a <= 31 && b >= 1 && b <= 12) || (b >= 1 && b <= 31 && a >= 1 && a <= 12);
}

/// ddmmyyyy, mmddyyyy, yyyymmdd, ddmmyy, yymmdd: a day of the last or next decades.
bool is_date(std::string_view digits) {
    if (digits.size() == 8)
        return (is_day_and_month(digits.substr(0, 4)) && is_year(digits.substr(4))) ||
               (is_year(digits.substr(0, 4)) && is_day_and_month(digits.substr(4)));
    if (digits.size() == 6)
        return is_day_and_month(digits.substr(0, 4)) || is_day_and_month(digits.substr(2));
    return false;
}

}  // namespace

void find_sequences(std::string_view password, std::vector<Match>& out) {
    std::size_t begin = 0;
    while (begin + 2 < password.size()) {
        int const step = password[begin + 1] - password[begin];
        std::size_t end = begin + 2;
        while (end < password.size() && password[end] - password[end - 1] == step) ++end;
        if (end - begin >= 3 && step != 0 && std::abs(step) <= 5) {
            bool const obvious = std::string_view("aAzZ019").contains(password[begin]);
            double const starts = obvious ? 4 : is_digit(password[begin]) ? 10 : 26;
            double const way = (step < 0 ? 2.0 : 1.0) * std::abs(step);
            out.push_back({begin, end, std::log10(starts * way * static_cast<double>(end - begin))});
        }
        begin = end - 1;
    }
}

void find_keyboard_runs(std::string_view password, std::vector<Match>& out) {
    std::size_t begin = 0;
    while (begin + 2 < password.size()) {
        std::size_t end = begin + 1;
        int turns = 1;
        double last_dx = 0;
        int last_dy = 0;
        while (end < password.size() && neighbours(password[end - 1], password[end])) {
            Key const from = key_of(password[end - 1]);
            Key const to = key_of(password[end]);
            if (end > begin + 1 && (std::abs(to.x - from.x - last_dx) > 0.6 || to.y - from.y != last_dy))
                ++turns;
            last_dx = to.x - from.x;
            last_dy = to.y - from.y;
            ++end;
        }
        if (end - begin >= 3) {
            // A start key, the length, and a choice of about four at each turn.
            double const log = std::log10(47.0 * static_cast<double>(end - begin)) + turns * std::log10(4.0);
            out.push_back({begin, end, log});
        }
        begin = end;
    }
}

void find_repeats(std::string_view password, double (*guesses_of_part)(std::string_view),
                  std::vector<Match>& out) {
    std::size_t const n = password.size();
    for (std::size_t unit = 1; unit <= std::min(n / 2, kLongestUnit); ++unit) {
        for (std::size_t begin = 0; begin + 2 * unit <= n;) {
            std::string_view const part = password.substr(begin, unit);
            std::size_t end = begin + unit;
            while (password.substr(end, unit) == part) end += unit;
            std::size_t const times = (end - begin) / unit;
            if (times >= 2 && end - begin >= 3) {
                double const once = unit == 1 ? std::log10(12) : guesses_of_part(part);
                out.push_back({begin, end, once + std::log10(static_cast<double>(times))});
                begin = end;
            } else {
                ++begin;
            }
        }
    }
}

void find_dates(std::string_view password, std::vector<Match>& out) {
    double const years = std::log10(120);
    double const days = std::log10(365.0 * 120);
    for (std::size_t begin = 0; begin + 4 <= password.size(); ++begin) {
        // Digits from here on, separators left out; at most ten characters (24.12.1999).
        std::string digits;
        for (std::size_t end = begin; end < std::min(password.size(), begin + 10); ++end) {
            char const c = password[end];
            bool const separator = std::string_view("./-_ ").contains(c);
            if ((!is_digit(c) && !separator) || (separator && digits.empty()))
                break;
            if (separator)
                continue;
            digits += c;
            bool const apart = end - begin + 1 > digits.size();
            if (digits.size() == 4 && !apart && is_year(digits))
                out.push_back({begin, end + 1, years});
            else if (is_date(digits))
                out.push_back({begin, end + 1, days + (apart ? std::log10(4.0) : 0)});
        }
    }
}

}  // namespace ax::crypto
