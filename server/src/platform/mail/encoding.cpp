#include "platform/mail/mime.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::mail {
namespace {

constexpr std::size_t kLine = 76;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::string base64(std::string_view bytes) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const byte = [&](std::size_t at) -> unsigned {
            return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
        };
        unsigned const group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
        for (std::size_t digit = 0; digit < 4; ++digit)
            out += i + digit > bytes.size() ? '=' : kAlphabet[group >> (18 - 6 * digit) & 63U];
    }
    return out;
}

// How many bytes of `text` fit into `room` without cutting a character.
std::size_t whole_characters(std::string_view text, std::size_t room) {
    if (text.size() <= room)
        return text.size();
    while (room > 1 && is_continuation(text[room])) --room;
    return room;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(out, is_control, ' ');
    return out;
}

bool is_plain_address(std::string_view address) {
    auto const at = address.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 < address.size() && address.size() <= 254 &&
           address.find('@', at + 1) == std::string_view::npos && std::ranges::none_of(address, [](char c) {
               return is_control(c) || !is_ascii(c) || std::string_view(" <>()[]\\,;:\"").contains(c);
           });
}

std::string domain_of(std::string_view address) {
    auto const domain = address.substr(std::min(address.rfind('@'), address.size() - 1) + 1);
    bool const is_host = !domain.empty() && std::ranges::all_of(domain, [](char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '-';
    });
    return is_host ? std::string(domain) : "localhost";
}

// One encoded word is at most 75 characters: 45 bytes make 60 in base64, and 12 go to the frame.
std::string encode_words(std::string_view text, std::size_t column) {
    std::string line = one_line(text);
    bool const plain = std::ranges::all_of(line, is_ascii) && !line.contains("=?") &&
                       column + line.size() <= kLine && !line.starts_with(' ') && !line.ends_with(' ');
    if (plain)
        return line;
    constexpr std::size_t kBytes = 42;
    std::string out;
    for (std::string_view rest = line; !rest.empty();) {
        auto const taken = whole_characters(rest, out.empty() && column > 12 ? kBytes / 2 : kBytes);
        if (!out.empty())
            out += "\r\n ";
        out += "=?UTF-8?B?" + base64(rest.substr(0, taken)) + "?=";
        rest.remove_prefix(taken);
    }
    return out;
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\n' || (c == '\r' && text.substr(i).starts_with("\r\n"))) {
            i += c == '\r' ? 1 : 0;
            out += "\r\n";
            column = 0;
            continue;
        }
        auto const next = i + 1 < text.size() ? text[i + 1] : '\n';
        bool const at_end = next == '\n' || next == '\r';
        bool const literal = (c == ' ' || c == '\t') ? !at_end : c > ' ' && c < 0x7f && c != '=';
        std::string const piece =
            literal ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c));
        if (column + piece.size() > kLine - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    }
    return out;
}

std::string mail_date(Instant at) {
    static constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<days>(at);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<seconds>(at - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace ax::mail
