#include "base/time.h"

#include <charconv>

#include <fmt/format.h>

namespace ax {
namespace {

// Reads exactly `width` digits at `pos`.
std::optional<int> digits(std::string_view text, std::size_t pos, std::size_t width) {
    if (pos + width > text.size())
        return {};
    int value = 0;
    for (char const c : text.substr(pos, width)) {
        if (c < '0' || c > '9')
            return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<Duration> parse_fraction(std::string_view digits_only) {
    if (digits_only.empty() || digits_only.size() > 9)
        return {};
    std::int64_t micros = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        char const c = i < digits_only.size() ? digits_only[i] : '0';
        micros = micros * 10 + (c - '0');
    }
    return Duration{micros};
}

std::optional<Duration> parse_offset(std::string_view text) {
    if (text == "Z" || text == "z")
        return Duration{};
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return {};
    auto const hour = digits(text, 1, 2);
    auto const minute = digits(text, 4, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59)
        return {};
    Duration const offset = hours{*hour} + minutes{*minute};
    return text[0] == '-' ? -offset : offset;
}

// By hand: a month of free times has hundreds of instants, and a formatting library would be half of its
// cost.
void put_digits(char* at, std::int64_t value, int width) {
    for (char* digit = at + width; digit != at; value /= 10) *--digit = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string to_iso(Instant at) {
    auto const day = std::chrono::floor<days>(at);
    std::int64_t const micros = (at - day).count();
    std::int64_t const seconds = micros / 1'000'000;
    std::string out = to_iso(std::chrono::year_month_day{day});
    auto const begin = out.size();
    out += "T00:00:00";
    put_digits(&out[begin + 1], seconds / 3600, 2);
    put_digits(&out[begin + 4], seconds / 60 % 60, 2);
    put_digits(&out[begin + 7], seconds % 60, 2);
    if (micros % 1'000'000 != 0) {
        out += ".000000";
        put_digits(&out[begin + 10], micros % 1'000'000, 6);
    }
    out += 'Z';
    return out;
}

std::string to_iso(std::chrono::year_month_day date) {
    auto const year = static_cast<int>(date.year());
    if (year < 0 || year > 9999)  // no calendar of ours goes there; whatever does is still shown as it is
        return fmt::format("{:04}-{:02}-{:02}", year, static_cast<unsigned>(date.month()),
                           static_cast<unsigned>(date.day()));
    std::string out = "0000-00-00";
    put_digits(&out[0], year, 4);
    put_digits(&out[5], static_cast<unsigned>(date.month()), 2);
    put_digits(&out[8], static_cast<unsigned>(date.day()), 2);
    return out;
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return {};
    auto const year = digits(text, 0, 4);
    auto const month = digits(text, 5, 2);
    auto const day = digits(text, 8, 2);
    if (!year || !month || !day || *year < 1970)
        return {};
    std::chrono::year_month_day const date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return {};
    return date;
}

std::optional<Instant> parse_iso(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return {};
    auto const date = parse_date(text.substr(0, 10));
    auto const hour = digits(text, 11, 2);
    auto const minute = digits(text, 14, 2);
    auto const second = digits(text, 17, 2);
    if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
        return {};
    std::size_t pos = 19;
    Duration fraction{};
    if (text[pos] == '.') {
        std::size_t end = pos + 1;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        auto const parsed = parse_fraction(text.substr(pos + 1, end - pos - 1));
        if (!parsed)
            return {};
        fraction = *parsed;
        pos = end;
    }
    auto const offset = parse_offset(text.substr(pos));
    if (!offset)
        return {};
    return Instant{std::chrono::sys_days{*date}} + hours{*hour} + minutes{*minute} + seconds{*second} +
           fraction - *offset;
}

}  // namespace ax
