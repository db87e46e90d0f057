#include "features/community/markdown.h"

#include <array>
#include <fstream>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::community {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> corpus() {
    std::vector<std::string> out;
    std::ifstream file(AX_XSS_CORPUS);
    for (std::string line; std::getline(file, line);)
        out.push_back(std::regex_replace(line, std::regex(R"(\\n)"), "\n"));
    return out;
}

// What is not one of our tags, letter by letter, must not hold a bracket or a quote.
std::string stranger_in(std::string const& html) {
    static std::regex const ours(
        R"re(</?(p|em|strong|b|code|pre|blockquote|ul|ol|li)>|<br>|</a>|)re"
        R"re(<a href="https?://[A-Za-z0-9][^"'<>\s`]*" rel="nofollow ugc noopener noreferrer" target="_blank">)re");
    auto const rest = std::regex_replace(html, ours, "");
    auto const at = rest.find_first_of("<>\"'");
    return at == std::string::npos ? std::string{} : rest.substr(at, 80);
}

// Every tag is closed in the order it was opened, so nothing leaks out of a post.
bool balanced(std::string const& html) {
    static std::regex const tag("<(/?)([a-z]+)[^>]*>");
    std::vector<std::string> open;
    for (std::sregex_iterator it(html.begin(), html.end(), tag), end; it != end; ++it) {
        if ((*it)[2] == "br")
            continue;
        if ((*it)[1].length() == 0) {
            open.push_back((*it)[2]);
        } else {
            if (open.empty() || open.back() != (*it)[2])
                return false;
            open.pop_back();
        }
    }
    return open.empty();
}

TEST(Markdown, NoPayloadOfTheCorpusLeavesTheDialectWhereverItStands) {
    auto const payloads = corpus();
    ASSERT_EQ(payloads.size(), 200U);
    Names const names{{"M000001", "<img src=x onerror=alert(1)>"}, {"S000001", "\" onclick=\"x"}};
    constexpr std::array<std::string_view, 15> kAround{"{}",
                                                       "**{}**",
                                                       "*{}",
                                                       "`{}`",
                                                       "[{}](https://a.example)",
                                                       "[x]({})",
                                                       "[x](https://a.example/{})",
                                                       "> {}",
                                                       "- {}",
                                                       "1. x\n  {}",
                                                       "```\n{}",
                                                       "https://a.example/{}",
                                                       "@M000001{} @S000001",
                                                       "{0}{0}",
                                                       "x\n{0}\n\n{0}"};
    for (auto const& payload : payloads) {
        for (auto const around : kAround) {
            auto const text = fmt::format(fmt::runtime(around), payload);
            auto const html = to_html(text, names);
            EXPECT_THAT(stranger_in(html), IsEmpty()) << text << "\n" << html;
            EXPECT_TRUE(balanced(html)) << text << "\n" << html;
        }
        auto const thrice = fmt::format("{0}{0}{0}", payload);
        EXPECT_THAT(stranger_in(to_html(opening_of(thrice, 20), names)), IsEmpty());
    }
}

TEST(Markdown, WhatPeopleNeed) {
    EXPECT_EQ(to_html("one\ntwo\n\nthree"), "<p>one<br>two</p><p>three</p>");
    EXPECT_EQ(to_html("*a* **b** `c*d*` _e_"),
              "<p><em>a</em> <strong>b</strong> <code>c*d*</code> <em>e</em></p>");
    EXPECT_EQ(to_html("**a *b* c**"), "<p><strong>a <em>b</em> c</strong></p>");
    EXPECT_EQ(to_html("- a\n- *b*\n  more\n\n1. c"),
              "<ul><li>a</li><li><em>b</em><br>more</li></ul><ol><li>c</li></ol>");
    EXPECT_EQ(to_html("> a\n> > b"), "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>");
    EXPECT_EQ(to_html("```\nint a < b;\n```\nx"), "<pre><code>int a &lt; b;\n</code></pre><p>x</p>");
    EXPECT_EQ(to_html("2 * 3 * 4, snake_case_name, \\*so\\*"), "<p>2 * 3 * 4, snake_case_name, *so*</p>");
    EXPECT_THAT(to_html("[a](https://a.example/x)"), HasSubstr(R"(<a href="https://a.example/x" )"));
    EXPECT_THAT(to_html("see https://a.example/x, or"), HasSubstr(">https://a.example/x</a>, or"));
    EXPECT_THAT(to_html("[a](javascript:x) [b](/c)"), Not(HasSubstr("href")));
    EXPECT_EQ(to_html(""), "");
}

TEST(Markdown, MentionsAreNamesThatAreKnown) {
    EXPECT_EQ(to_html("hi @M000001!", {{"M000001", "A & B"}}), "<p>hi <b>@A &amp; B</b>!</p>");
    EXPECT_EQ(to_html("hi @M000002", {{"M000001", "A"}}), "<p>hi @M000002</p>");
    EXPECT_THAT(mentions_in("@M000001 a@M000002 @S000003, @M000001 @M12 @M000004x", 9),
                ElementsAre("M000001", "S000003"));
    EXPECT_THAT(mentions_in("@M000001 @M000002", 1), ElementsAre("M000001"));
}

TEST(Markdown, AnyBytesInBoundedTime) {
    for (std::string_view const part :
         {"*", "_", "`", "[", "](", "**a", "> ", "- ", "\xff", "[a](", "http://", "\\", "@M", "*_"}) {
        std::string text;
        while (text.size() < 10'000) text += part;
        auto const html = to_html(text);
        EXPECT_LT(html.size(), 20 * text.size());
        EXPECT_THAT(stranger_in(html), IsEmpty()) << part;
    }
    EXPECT_EQ(to_html("a\x01\xE2\x80\xAE"
                      "b"),
              "<p>ab</p>")
        << "no controls, nothing that turns the text around";
}

TEST(Markdown, TheOpeningEndsBetweenWords) {
    EXPECT_EQ(opening_of("short", 10), "");
    EXPECT_EQ(opening_of("one two three four", 10), "one two");
    EXPECT_EQ(opening_of("one two\n\nthree", 11), "one two");
    EXPECT_EQ(opening_of("\xC3\xA4\xC3\xA4\xC3\xA4", 3), "\xC3\xA4");
}

}  // namespace
}  // namespace ax::community
