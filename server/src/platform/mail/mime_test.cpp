#include "platform/mail/mime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Instant const kNow = *parse_iso("2026-11-22T09:05:07.25Z");

Mail a_mail() {
    return {.to_address = "asha@example.org",
            .to_name = "Asha Rao",
            .subject = "Your session is confirmed",
            .text = "Hello Asha",
            .html = "<p>Hello Asha</p>",
            .message_id = "abc@aspirex.example",
            .unsubscribe_url = {}};
}

MailOptions options() {
    MailOptions out;
    out.from_address = "no-reply@aspirex.example";
    return out;
}

// Unfolded header lines up to the empty line.
std::vector<std::string> headers(std::string const& message) {
    std::vector<std::string> out;
    std::size_t at = 0;
    for (auto end = message.find("\r\n"); end != at; end = message.find("\r\n", at)) {
        auto const line = message.substr(at, end - at);
        if (line.starts_with(' '))
            out.back() += line;
        else
            out.push_back(line);
        at = end + 2;
    }
    return out;
}

std::size_t longest_line(std::string const& message) {
    std::size_t longest = 0;
    for (std::size_t at = 0, end = 0; (end = message.find("\r\n", at)) != std::string::npos; at = end + 2)
        longest = std::max(longest, end - at);
    return longest;
}

TEST(Mime, PlainMailReadsAsItWasWritten) {
    auto const message = to_mime(a_mail(), options(), kNow);
    EXPECT_THAT(
        headers(message),
        ::testing::ElementsAre(
            "Date: Sun, 22 Nov 2026 09:05:07 +0000", "From: \"AspireX\" <no-reply@aspirex.example>",
            "To: \"Asha Rao\" <asha@example.org>", "Subject: Your session is confirmed",
            "Message-ID: <abc@aspirex.example>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: multipart/alternative; boundary=\"=_AspireX_alternative\""));
    EXPECT_THAT(message,
                HasSubstr("\r\n\r\n--=_AspireX_alternative\r\nContent-Type: text/plain; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello Asha\r\n--="));
    EXPECT_TRUE(message.ends_with("<p>Hello Asha</p>\r\n--=_AspireX_alternative--\r\n"));
}

TEST(Mime, NoFieldCanAddAHeader) {
    auto mail = a_mail();
    mail.to_name = "Asha\r\nBcc: all@example.org";
    mail.to_address = "asha@example.org>\r\nBcc: <all@example.org";
    mail.subject = "Hi\nBcc: all@example.org\r\n\r\nbody";
    mail.message_id = "x>\r\nBcc: all@example.org";
    mail.unsubscribe_url = "https://x.example/>\r\nBcc: all@example.org";
    auto const lines = headers(to_mime(mail, options(), kNow));
    ASSERT_EQ(lines.size(), 8U);
    for (auto const& line : lines) EXPECT_FALSE(line.starts_with("Bcc")) << line;
}

TEST(Mime, NamesAreQuotedOrEncoded) {
    auto mail = a_mail();
    mail.to_name = R"(Rao, "Asha" \ Mentor)";
    EXPECT_THAT(to_mime(mail, options(), kNow), HasSubstr(R"(To: "Rao, \"Asha\" \\ Mentor")"));
    mail.to_name = "Zoë";
    EXPECT_THAT(to_mime(mail, options(), kNow), HasSubstr("To: =?UTF-8?B?Wm/Dqw==?=\r\n <asha@example.org>"));
    mail.to_name = "";
    EXPECT_THAT(to_mime(mail, options(), kNow), HasSubstr("To: <asha@example.org>\r\n"));
}

TEST(Mime, LongAndForeignTextStaysInShortAsciiLines) {
    auto mail = a_mail();
    mail.subject = mail.to_name = "";
    for (int i = 0; i < 60; ++i) {
        mail.subject += "नमस्ते ";
        mail.to_name += "é€😀";
        mail.text += "नमस्ते दुनिया = 😀\t";
    }
    auto const message = to_mime(mail, options(), kNow);
    EXPECT_LE(longest_line(message), 78U);
    EXPECT_THAT(message, ::testing::Each(::testing::AllOf(::testing::Gt('\0'), ::testing::Lt('\x7f'))));
}

TEST(Mime, EncodedWordsNeverCutACharacter) {
    // 41 ASCII bytes, so that the 4-byte character would straddle the border of the first word.
    auto const words = encode_words(std::string(41, 'a') + "😀", 9);
    EXPECT_EQ(
        words,
        "=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?=\r\n =?UTF-8?B?8J+YgA==?=");
    EXPECT_EQ(encode_words("=?UTF-8?Q?fake?=", 9), "=?UTF-8?B?PT9VVEYtOD9RP2Zha2U/PQ==?=");
}

TEST(Mime, QuotedPrintableFollowsRfc2045) {
    EXPECT_EQ(quoted_printable("a=b"), "a=3Db");
    EXPECT_EQ(quoted_printable("é"), "=C3=A9");
    EXPECT_EQ(quoted_printable("one \ntwo\r\nthree\t"), "one=20\r\ntwo\r\nthree=09");
    EXPECT_EQ(quoted_printable("lone\rreturn"), "lone=0Dreturn");
    EXPECT_EQ(quoted_printable(std::string(80, 'x')), std::string(75, 'x') + "=\r\n" + std::string(5, 'x'));
    EXPECT_EQ(quoted_printable(std::string(74, 'x') + "é"), std::string(74, 'x') + "=\r\n=C3=A9");
}

TEST(Mime, OnlyHttpsAddressesUnsubscribe) {
    auto mail = a_mail();
    mail.unsubscribe_url = "https://aspirex.example/u?t=1";
    EXPECT_THAT(to_mime(mail, options(), kNow),
                HasSubstr("List-Unsubscribe: <https://aspirex.example/u?t=1>\r\n"));
    mail.unsubscribe_url = "javascript:alert(1)";
    EXPECT_THAT(to_mime(mail, options(), kNow), Not(HasSubstr("List-Unsubscribe")));
}

TEST(Mime, AddressesThatCouldLeaveTheirPlaceAreRefused) {
    EXPECT_TRUE(is_plain_address("asha.rao+x@mail.example.org"));
    for (auto const* const bad :
         {"", "@", "a@", "@b", "a b@c.d", "a@b@c", "a@b>\r\nX", "a@b\n", "<a@b>", "\"a\"@b", "é@b"})
        EXPECT_FALSE(is_plain_address(bad)) << bad;
    EXPECT_EQ(domain_of("a@mail.example.org"), "mail.example.org");
    EXPECT_EQ(domain_of("nobody"), "localhost");
    EXPECT_EQ(domain_of("a@b/../c"), "localhost");
    EXPECT_EQ(domain_of(""), "localhost");
}

TEST(Mime, ACalendarIsTheLastAlternativeAndSaysWhatItAsks) {
    auto mail = a_mail();
    EXPECT_THAT(to_mime(mail, options(), kNow), Not(HasSubstr("text/calendar")));
    mail.calendar = CalendarPart{"CANCEL", "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"};
    auto const message = to_mime(mail, options(), kNow);
    EXPECT_THAT(message, HasSubstr("Content-Type: text/calendar; charset=utf-8; method=CANCEL\r\n"));
    EXPECT_THAT(message, HasSubstr("BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"));
    EXPECT_LT(message.find("text/html"), message.find("text/calendar"));
    mail.calendar->method = "REQUEST\r\nBcc: x@example.org";
    EXPECT_THAT(to_mime(mail, options(), kNow), Not(HasSubstr("Bcc")));
    EXPECT_LE(longest_line(message), 78U);
}

}  // namespace
}  // namespace ax::mail
