#include "features/import_django/text.h"

#include "base/fold.h"
#include "base/text.h"
#include "platform/crypto/encode.h"

#include <algorithm>
#include <charconv>

namespace ax::import_django {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::int64_t kMostUnits = 1'000'000'000;
constexpr std::size_t kHashBytes = 32;
constexpr int kMostRounds = 10'000'000;  // as platform/crypto verifies

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Takes exactly so many digits off the front.
std::optional<int> take(std::string_view& text, std::size_t digits) {
    if (text.size() < digits || !all_digits(text.substr(0, digits)))
        return std::nullopt;
    int value = 0;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return value;
}

bool skip(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Duration> fraction(std::string_view& text) {
    if (!skip(text, "."))
        return Duration{0};
    std::int64_t micros = 0;
    int digits = 0;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), ++digits)
        if (digits < 6)
            micros = micros * 10 + (text.front() - '0');
    for (int i = digits; i < 6; ++i) micros *= 10;
    return digits > 0 ? std::optional(Duration{micros}) : std::nullopt;
}

std::optional<Duration> offset(std::string_view text) {
    if (text.empty() || text == "Z")
        return Duration{0};
    bool const behind = text.front() == '-';
    if (!skip(text, "+-"))
        return std::nullopt;
    auto const h = take(text, 2);
    skip(text, ":");
    auto const m = text.empty() ? std::optional(0) : take(text, 2);
    if (!h || !m || *h > 15 || *m > 59 || !text.empty())
        return std::nullopt;
    Duration const by = hours{*h} + minutes{*m};
    return behind ? -by : by;
}

}  // namespace

Cleaned clean(std::string_view text, Lines lines, std::size_t most) {
    Cleaned out;
    std::size_t count = 0;
    while (!text.empty()) {
        auto const before = text;
        auto const c = next_code_point(text);
        auto bytes = before.substr(0, before.size() - text.size());
        if (c == 0xFFFD && bytes != kReplacement) {
            out.mended = true;
            bytes = kReplacement;
        }
        bool const blank = c == '\n' || c == '\t' || c == '\r' || c == ' ';
        if (c == '\r' && lines == Lines::many)
            continue;
        if (is_control(c) && !blank) {
            out.mended = true;
            continue;
        }
        if (blank && (out.text.empty() || lines == Lines::one)) {
            if (!out.text.empty() && out.text.back() != ' ' && count < most) {
                out.text += ' ';
                ++count;
            }
            continue;
        }
        if (count == most && blank)
            continue;
        if (count == most) {
            out.cut = true;
            break;
        }
        out.text += bytes;
        ++count;
    }
    out.text = trimmed(out.text);
    return out;
}

std::string beginning(std::string_view text, std::size_t most) {
    auto cut = clean(text, Lines::one, most);
    if (!cut.cut)
        return cut.text;
    auto const space = cut.text.rfind(' ');
    return space == std::string::npos || space < cut.text.size() / 2 ? cut.text : cut.text.substr(0, space);
}

std::optional<std::int64_t> to_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> to_hundredths(std::string_view text) {
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    auto behind = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    while (behind.size() > 2 && behind.back() == '0') behind.remove_suffix(1);
    if (!all_digits(whole) || whole.size() > 12 || behind.size() > 2 ||
        (point != std::string_view::npos && !all_digits(behind)))
        return std::nullopt;
    auto const units = *to_number(whole);
    auto cents = behind.empty() ? 0 : *to_number(behind);
    if (behind.size() == 1)
        cents *= 10;
    return units > kMostUnits ? std::nullopt : std::optional(units * 100 + cents);
}

bool to_bool(std::string_view text) { return text == "1" || text == "true" || text == "t"; }

std::optional<Instant> to_instant(std::string_view text) {
    using namespace std::chrono;
    auto const y = take(text, 4);
    bool const dashed = skip(text, "-");
    auto const mo = take(text, 2);
    skip(text, "-");
    auto const d = take(text, 2);
    skip(text, " T");
    auto const h = take(text, 2);
    skip(text, ":");
    auto const mi = take(text, 2);
    auto const s = skip(text, ":") ? take(text, 2) : std::optional(0);
    if (!y || !dashed || !mo || !d || !h || !mi || !s || *h > 23 || *mi > 59 || *s > 59)
        return std::nullopt;
    year_month_day const day{year{*y}, month{static_cast<unsigned>(*mo)},
                             std::chrono::day{static_cast<unsigned>(*d)}};
    auto const part = fraction(text);
    auto const by = offset(text);
    if (!day.ok() || *y < 2000 || *y > 2100 || !part || !by)
        return std::nullopt;
    return Instant{sys_days{day}} + hours{*h} + minutes{*mi} + seconds{*s} + *part - *by;
}

std::string usable_hash(std::string_view stored) {
    constexpr std::string_view kScheme = "pbkdf2_sha256$";
    if (!stored.starts_with(kScheme) || stored.size() > 256)
        return std::string(kNoPassword);
    auto rest = stored.substr(kScheme.size());
    auto const first = rest.find('$');
    auto const last = rest.rfind('$');
    if (first == std::string_view::npos || last == first)
        return std::string(kNoPassword);
    auto const rounds = all_digits(rest.substr(0, first)) ? to_number(rest.substr(0, first)) : std::nullopt;
    auto const salt = rest.substr(first + 1, last - first - 1);
    auto const hash = crypto::from_base64(rest.substr(last + 1));
    bool const plain = std::ranges::all_of(salt, [](char c) { return c > ' ' && c < 0x7F && c != '$'; });
    bool const known = rounds && *rounds >= 1 && *rounds <= kMostRounds && !salt.empty() && plain && hash &&
                       hash->size() == kHashBytes;
    return std::string(known ? stored : kNoPassword);
}

}  // namespace ax::import_django
