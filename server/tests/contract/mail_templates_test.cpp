#include "app/letters.h"
#include "mail/embedded.h"

#include <set>

#include <gmock/gmock.h>

/// Every mail of the product: its files, what they say with samples.
namespace ax::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class MailTemplatesTest : public ::testing::Test {
protected:
    std::vector<mail::AnyKind> kinds = all_letters();
    mail::Templates templates{kinds, {.home = "https://aspirex.example"}};  // throws at what files misname
};

TEST_F(MailTemplatesTest, EveryValueIsUsed) { EXPECT_THAT(templates.unused(), IsEmpty()); }

TEST_F(MailTemplatesTest, EveryFileBelongsToOneMail) {
    std::set<std::string> files{"layout.txt", "layout.html"};
    for (auto const& kind : kinds) {
        EXPECT_TRUE(files.insert(std::string(kind.name) + ".txt").second)
            << kind.name << " is declared twice";
        files.insert(std::string(kind.name) + ".html");
    }
    for (auto const& file : mail::embedded_templates())
        EXPECT_TRUE(files.contains(std::string(file.file))) << file.file;
}

TEST_F(MailTemplatesTest, EveryMailReadsWell) {
    for (auto const& kind : kinds) {
        auto const mail = templates.preview(kind.name);
        ASSERT_TRUE(mail) << kind.name;
        EXPECT_THAT(mail->subject, Not(IsEmpty())) << kind.name;
        EXPECT_LE(mail->subject.size(), 90U) << kind.name;
        for (auto const* const part : {&mail->subject, &mail->text, &mail->html}) {
            EXPECT_THAT(*part, Not(HasSubstr("{{"))) << kind.name;
            EXPECT_THAT(*part, Not(HasSubstr("  "))) << kind.name << ": a gap of two spaces";
            EXPECT_THAT(*part, Not(HasSubstr("\n\n\n"))) << kind.name << ": two empty lines";
            EXPECT_THAT(*part, Not(HasSubstr(" ."))) << kind.name;
        }
        EXPECT_TRUE(mail->text.starts_with(mail->subject + "\n\n")) << kind.name;
        EXPECT_TRUE(mail->text.ends_with("\nAspireX\n")) << kind.name;
    }
}

}  // namespace
}  // namespace ax::app
