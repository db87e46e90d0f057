#include "platform/mail/mime.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::mail {
namespace {

// "=_" occurs in neither quoted-printable nor base64, so no body can contain the boundary.
constexpr std::string_view kBoundary = "=_AspireX_alternative";

// A display name as a quoted string, or as encoded words if it is not plain.
std::string display_name(std::string_view name, std::size_t column) {
    std::string quoted = "\"";
    for (char const c : one_line(name)) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    quoted += '"';
    bool const ascii =
        std::ranges::all_of(quoted, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return ascii && column + quoted.size() <= 76 && !quoted.contains("=?") ? quoted
                                                                           : encode_words(name, column);
}

std::string mailbox(std::string_view header, std::string_view name, std::string_view address) {
    std::string const angle = fmt::format("<{}>", one_line(address));
    if (name.empty())
        return fmt::format("{}: {}\r\n", header, angle);
    return fmt::format("{}: {}\r\n {}\r\n", header, display_name(name, header.size() + 2), angle);
}

// Of a Message-ID only what RFC 5322 allows unquoted stays.
std::string message_id(std::string_view id) {
    std::string out;
    for (char const c : id)
        if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
            std::string_view("@.-_+=$!#%&'*/?^`{|}~").contains(c))
            out += c;
    return out;
}

// `parameters` as they stand: what a caller gives is made tidy by them.
std::string part(std::string_view type, std::string_view content, std::string_view parameters = {}) {
    return fmt::format(
        "--{}\r\nContent-Type: text/{}; charset=utf-8{}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
        kBoundary, type, parameters, quoted_printable(content));
}

std::string calendar_part(CalendarPart const& calendar) {
    return part("calendar", calendar.text,
                calendar.method == "CANCEL" ? "; method=CANCEL" : "; method=REQUEST");
}

bool is_safe_url(std::string_view url) {
    return url.starts_with("https://") && url.size() < 900 &&
           std::ranges::all_of(
               url, [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != ','; });
}

}  // namespace

std::string to_mime(Mail const& mail, MailOptions const& options, Instant now) {
    std::string out;
    out += fmt::format("Date: {}\r\n", mail_date(now));
    out += mailbox("From", options.from_name, options.from_address);
    out += mailbox("To", mail.to_name, mail.to_address);
    out += fmt::format("Subject: {}\r\n", encode_words(mail.subject, 9));
    out += fmt::format("Message-ID: <{}>\r\n", message_id(mail.message_id));
    out += "Auto-Submitted: auto-generated\r\n";
    if (is_safe_url(mail.unsubscribe_url))
        out += fmt::format("List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                           mail.unsubscribe_url);
    out += "MIME-Version: 1.0\r\n";
    out += fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n", kBoundary);
    // The last part is the one that readers prefer, of those that they can show.
    out += part("plain", mail.text);
    out += part("html", mail.html);
    if (mail.calendar)
        out += calendar_part(*mail.calendar);
    out += fmt::format("--{}--\r\n", kBoundary);
    return out;
}

}  // namespace ax::mail
