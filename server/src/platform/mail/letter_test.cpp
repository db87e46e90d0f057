#include "platform/mail/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Letter a_letter() {
    return {.title = "Session confirmed",
            .paragraphs = {"Ravi & Asha meet at 10:00.", "Bring <questions>."},
            .button = Letter::Button{"Open the session", "https://aspirex.example/sessions/1?a=1&b=2"},
            .footer = "You booked this session."};
}

TEST(Letter, TextSaysEverything) {
    EXPECT_EQ(to_text(a_letter(), "AspireX"),
              "Session confirmed\n\nRavi & Asha meet at 10:00.\n\nBring <questions>.\n\nOpen the session:\n"
              "https://aspirex.example/sessions/1?a=1&b=2\n\n-- \nYou booked this session.\nAspireX\n");
}

TEST(Letter, HtmlSaysTheSameEscaped) {
    auto const html = to_html(a_letter(), "AspireX");
    EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(html, HasSubstr("<title>Session confirmed</title>"));
    EXPECT_THAT(html, HasSubstr("Ravi &amp; Asha meet at 10:00."));
    EXPECT_THAT(html, HasSubstr("Bring &lt;questions&gt;."));
    EXPECT_THAT(html, HasSubstr("href=\"https://aspirex.example/sessions/1?a=1&amp;b=2\""));
    EXPECT_THAT(html, HasSubstr("You booked this session."));
}

TEST(Letter, NothingAUserWroteBecomesMarkup) {
    std::string const evil = "\"><script>alert('1')</script>\x01&";
    Letter const letter{.title = evil,
                        .paragraphs = {evil},
                        .button = Letter::Button{evil, "https://x/" + evil},
                        .footer = evil};
    auto const html = to_html(letter, evil);
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("\"><")));
    EXPECT_THAT(html, Not(HasSubstr("\x01")));
}

TEST(Letter, OnlyWebAddressesBecomeButtons) {
    auto letter = a_letter();
    for (auto const* const url :
         {"javascript:alert(1)", "data:text/html,x", "https://a b", "/relative", ""}) {
        letter.button->url = url;
        EXPECT_THAT(to_html(letter, "AspireX"), Not(HasSubstr("<a "))) << url;
        EXPECT_THAT(to_text(letter, "AspireX"), Not(HasSubstr("Open the session"))) << url;
    }
}

TEST(Letter, BecomesAMail) {
    auto const mail = to_mail(a_letter(), "AspireX", "asha@example.org", "Asha");
    EXPECT_EQ(mail.subject, "Session confirmed");
    EXPECT_EQ(mail.to_address, "asha@example.org");
    EXPECT_EQ(mail.text, to_text(a_letter(), "AspireX"));
    EXPECT_EQ(mail.html, to_html(a_letter(), "AspireX"));
}

}  // namespace
}  // namespace ax::mail
