#include "platform/mail/templates.h"

#include "platform/mail/mime.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Sample kItem[] = {{"title", "One"}};
constexpr Kind kNote{"note", {{"who", "Ravi"}, {"text", "Hello"}}, Purpose::notice};
constexpr Kind kList{"list", {{"items", "", kItem}}};
constexpr AnyKind kKinds[] = {kNote, kList};

/// A folder of templates that the test writes.
class TemplatesTest : public ::testing::Test {
protected:
    TemplatesTest()
        : folder_(std::filesystem::temp_directory_path() /
                  fmt::format("ax-templates-{}-{}", getpid(),
                              ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
        std::filesystem::create_directories(folder_);
        write("note.txt", "Subject: {{who}} wrote\nButton: Read it\nFooter: From {{site}}.\n\n{{text}}\n");
        write("list.txt", "Subject: List\n\n{{#each items}}\n- {{title}}\n{{/each}}\n");
        write("list.html", "<ul>{{#each items}}<li>{{title}}</li>{{/each}}</ul>\n");
    }
    ~TemplatesTest() override { std::filesystem::remove_all(folder_); }

    void write(std::string const& name, std::string const& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    [[nodiscard]] std::unique_ptr<Templates> load() const {
        return std::make_unique<Templates>(
            kKinds, TemplateOptions{.folder = folder_.string(), .home = "https://ax.example"});
    }
    [[nodiscard]] std::string fault() const {
        try {
            (void)load();
            return {};
        } catch (std::invalid_argument const& fault) {
            return fault.what();
        }
    }
    [[nodiscard]] Mail note(std::string const& who, std::string const& text, std::string const& url) const {
        auto const templates = load();
        return templates->mail(templates->words<kNote>({{"who", who}, {"text", text}}),
                               {.to_address = "asha@example.org",
                                .to_name = "Asha",
                                .url = url,
                                .leave = "https://ax.example/unsubscribe?token=1"});
    }

    std::filesystem::path folder_;
};

TEST_F(TemplatesTest, TextAndHtmlSayTheSame) {
    auto const mail =
        note("Ravi & Co", "Bring <questions>.\nAnd time.\n\nBye", "https://ax.example/s?a=1&b=2");
    EXPECT_EQ(mail.subject, "Ravi & Co wrote");
    EXPECT_EQ(
        mail.text,
        "Ravi & Co wrote\n\nBring <questions>.\nAnd time.\n\nBye\n\nRead it:\n"
        "https://ax.example/s?a=1&b=2\n\n-- \nFrom AspireX.\nYou get this mail because it is about your "
        "AspireX account. No more mails like this: https://ax.example/unsubscribe?token=1\nAspireX\n");
    EXPECT_THAT(mail.html, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(mail.html, HasSubstr("<title>Ravi &amp; Co wrote</title>"));
    EXPECT_THAT(mail.html, HasSubstr("<p>Bring &lt;questions&gt;.<br>And time.</p>\n<p>Bye</p>"));
    EXPECT_THAT(mail.html, HasSubstr("href=\"https://ax.example/s?a=1&amp;b=2\""));
    EXPECT_THAT(mail.html, HasSubstr("href=\"https://ax.example/unsubscribe?token=1\""));
    EXPECT_THAT(mail.html, Not(HasSubstr("{{")));
}

TEST_F(TemplatesTest, NothingAUserWroteBecomesMarkupOrAHeader) {
    std::string const evil = "\"><script>alert('1')</script>\r\nBcc: all@example.org\r\n\r\n{{site}}";
    auto const mail = note(evil, evil, "https://x/" + evil);
    EXPECT_THAT(mail.html, Not(HasSubstr("<script")));
    EXPECT_THAT(mail.html, Not(HasSubstr("\"><s")));
    EXPECT_THAT(mail.html, Not(HasSubstr("<a href=\"https://x/")));
    EXPECT_THAT(mail.text, HasSubstr("{{site}}"));
    auto const head = to_mime(mail, {}, {});
    EXPECT_THAT(head.substr(0, head.find("\r\n\r\n")), Not(HasSubstr("\r\nBcc")));
}

TEST_F(TemplatesTest, OnlyWebAddressesBecomeButtons) {
    for (auto const* const url :
         {"javascript:alert(1)", "data:text/html,x", "https://a b", "/relative", ""}) {
        auto const mail = note("Ravi", "Hi", url);
        EXPECT_THAT(mail.html, Not(HasSubstr("Read it"))) << url;
        EXPECT_THAT(mail.text, Not(HasSubstr("Read it"))) << url;
    }
}

TEST_F(TemplatesTest, AFileOfItsOwnIsTheMarkup) {
    auto const templates = load();
    decltype(Value::items) const items{{{"title", "<A>"}}, {{"title", "B"}}};
    auto const words = templates->words<kList>({{"items", items}});
    EXPECT_EQ(words.text, "- <A>\n- B");
    EXPECT_EQ(words.html, "<ul><li>&lt;A&gt;</li><li>B</li></ul>\n");
    EXPECT_THAT(templates->mail(words, {}).html, HasSubstr(words.html));
}

TEST_F(TemplatesTest, FaultsNameFileAndLine) {
    write("note.txt", "Subject: {{whom}}\n\n{{#each who}}{{/each}}\n{{text}}\n");
    write("list.html", "{{items}}\n{{#if title}}{{/if}}");
    write("lisst.txt", "Subject: x\n\nx");
    EXPECT_EQ(fault(),
              "mail templates:\n"
              "  note.txt: line 1: there is no {{whom}}\n"
              "  note.txt: line 3: no list is {{who}}\n"
              "  list.html: line 1: a list, not a text, is {{items}}\n"
              "  list.html: line 2: there is no {{title}}\n"
              "  lisst.txt: there is no mail of that name; see aspirex mail list");
    write("note.txt", "Hello\n\n{{text}}");
    EXPECT_THAT(fault(), HasSubstr("note.txt: line 1: expected Subject:"));
    write("note.txt", "Button: x\n\n{{text}}");
    EXPECT_THAT(fault(), HasSubstr("note.txt: line 1: there is no Subject:"));
    write("note.txt", "Subject: x\n\ny\n{{#if text}}\n");
    EXPECT_THAT(fault(), HasSubstr("note.txt: line 4: {{#if text}} is not closed"));
    std::filesystem::remove(folder_ / "note.txt");
    EXPECT_THAT(fault(), HasSubstr("note.txt: there is no such file"));
    std::filesystem::remove_all(folder_);
    EXPECT_THAT(fault(), HasSubstr("can't be read"));
}

TEST_F(TemplatesTest, WhatALetterDoesNotSayIsListed) {
    EXPECT_THAT(load()->unused(), ::testing::IsEmpty());
    write("note.txt", "Subject: Hi {{who}}\n\nNothing.\n");
    write("list.html", "<p>Nothing.</p>");
    EXPECT_THAT(load()->unused(),
                ::testing::ElementsAre("note.txt does not use {{text}}", "list.html does not use {{items}}"));
}

TEST_F(TemplatesTest, APreviewIsFilledWithSamples) {
    auto const templates = load();
    auto const mail = templates->preview("note");
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->subject, "Ravi wrote");
    EXPECT_THAT(mail->text, HasSubstr("unsubscribe?token=sample"));
    EXPECT_THAT(templates->preview("list")->text, HasSubstr("- One\n- One\n"));
    EXPECT_FALSE(templates->preview("layout"));
    EXPECT_FALSE(templates->preview("nothing"));
}

TEST_F(TemplatesTest, TheOperatorsTextTakesBuiltInMarkupWithIt) {
    write("layout.html", "[{{content}}]");
    EXPECT_EQ(note("Ravi", "Hi", "").html, "[<p>Hi</p>\n]");
    auto const entries = load()->list();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_THAT(entries[1].files, ::testing::SizeIs(2));
    EXPECT_THAT(entries[2].files, ::testing::ElementsAre((folder_ / "layout.html").string()));
}

}  // namespace
}  // namespace ax::mail
