#pragma once

#include "platform/mail/mail.h"

#include <string>
#include <string_view>

/// Mail as RFC 5322 text: pure functions, any UTF-8 in, 7-bit lines of at most 78 characters out. No input
/// can add a header or leave its part.
namespace ax::mail {

/// The whole message, CRLF line ends, without SMTP's dot-stuffing.
[[nodiscard]] std::string to_mime(Mail const& mail, MailOptions const& options, Instant now);

/// Control characters become spaces.
[[nodiscard]] std::string one_line(std::string_view text);
/// Can be written between < and > in SMTP and headers: ASCII, one @, no space, control or bracket.
[[nodiscard]] bool is_plain_address(std::string_view address);
/// What stands behind the @; "localhost" if that is no host name.
[[nodiscard]] std::string domain_of(std::string_view address);

/// RFC 2047 where needed, folded; `column` is how much of the first line is taken.
[[nodiscard]] std::string encode_words(std::string_view text, std::size_t column);
/// RFC 2045 section 6.7, with CRLF for every line end of the text.
[[nodiscard]] std::string quoted_printable(std::string_view text);
/// `Sun, 22 Nov 2026 09:00:00 +0000`
[[nodiscard]] std::string mail_date(Instant at);

}  // namespace ax::mail
