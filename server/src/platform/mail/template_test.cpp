#include "platform/mail/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::mail {
namespace {

std::string rendered(std::string_view source, Values const& values, Format format = Format::text) {
    auto const parsed = Template::parse(source);
    return parsed ? parsed->render(values, format) : parsed.error();
}

TEST(Template, NamesAreFilledAndMissingOnesAreEmpty) {
    EXPECT_EQ(rendered("Hello {{name}}, {{ name }}{{other}}!", {{"name", {"Asha"}}}), "Hello Asha, Asha!");
    EXPECT_EQ(rendered("{ } {n} }} stay", {}), "{ } {n} }} stay");
}

TEST(Template, ConditionsLookAtTextsAndLists) {
    constexpr auto kSource = "{{#if note}}Note: {{note}}{{else}}none{{/if}}";
    EXPECT_EQ(rendered(kSource, {{"note", {"x"}}}), "Note: x");
    EXPECT_EQ(rendered(kSource, {{"note", {""}}}), "none");
    EXPECT_EQ(rendered("{{#if a}}{{#if b}}both{{else}}a{{/if}}{{/if}}", {{"a", {"1"}}}), "a");
    EXPECT_EQ(rendered("{{#if list}}some{{/if}}", {{"list", {"", {{{"x", "1"}}}}}}), "some");
}

TEST(Template, ListsRepeatAndItemsComeBeforeTheRest) {
    Values const values{{"items", {"", {{{"title", "A"}}, {{"title", "B"}, {"body", "b"}}}}},
                        {"title", {"outer"}},
                        {"by", {"Ravi"}}};
    EXPECT_EQ(
        rendered("{{#each items}}[{{title}}{{#if body}}:{{body}}{{/if}} {{by}}]{{/each}} {{title}}", values),
        "[A Ravi][B:b Ravi] outer");
}

TEST(Template, ALineOfBlocksOnlyLeavesNoLine) {
    EXPECT_EQ(rendered("a\n{{#if x}}\nb\n{{else}}\nc\n{{/if}}\nd\n", {{"x", {"1"}}}), "a\nb\nd\n");
    EXPECT_EQ(rendered("a\n  {{#if x}}  \n{{#if x}}\nb\n{{/if}}\n{{/if}}\nd\n", {{"x", {"1"}}}), "a\nb\nd\n");
    EXPECT_EQ(rendered("a {{#if x}}b{{/if}}\nc", {{"x", {"1"}}}), "a b\nc");
    EXPECT_EQ(rendered("{{x}} {{#if x}}\n!{{/if}}", {{"x", {"1"}}}), "1 \n!");
}

TEST(Template, HtmlIsEscapedWhateverAValueHolds) {
    Values const values{{"x", {"<b a=\"1\" b='2'>&\n{{y}}\x01"}}, {"y", {"secret"}}};
    EXPECT_EQ(rendered("<p>{{x}}</p>", values, Format::html),
              "<p>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;<br>{{y}}</p>");
    EXPECT_EQ(rendered("{{x}}", {{"x", {"<{{y}}>"}}}), "<{{y}}>");
}

TEST(Template, FaultsNameTheLine) {
    auto const fault = [](std::string_view source) {
        auto const parsed = Template::parse(source);
        return parsed ? std::string{} : parsed.error();
    };
    EXPECT_EQ(fault("a\nb {{#if x}}\nc"), "line 2: {{#if x}} is not closed");
    EXPECT_EQ(fault("{{#if x}}{{/each}}"), "line 1: {{#if x}} is not closed");
    EXPECT_EQ(fault("\n\n{{/if}}"), "line 3: {{/if}} closes nothing");
    EXPECT_EQ(fault("{{else}}"), "line 1: {{else}} closes nothing");
    EXPECT_EQ(fault("{{#each x}}{{else}}{{/each}}"), "line 1: {{#each x}} is not closed");
    EXPECT_EQ(fault("a\n{{Name}}"), "line 2: {{Name}} is no name: small letters and _");
    EXPECT_EQ(fault("{{{x}}}"), "line 1: {{{x}} is no name: small letters and _");
    EXPECT_EQ(fault("{{#unless x}}{{/unless}}"), "line 1: {{#unless x}} is not understood");
    EXPECT_EQ(fault("a\n{{x"), "line 2: {{ without }}");
}

TEST(Template, EverythingIsBounded) {
    EXPECT_FALSE(Template::parse(std::string(Template::kMostBytes + 1, 'x')));
    std::string many;
    for (std::size_t i = 0; i <= Template::kMostTags; ++i) many += "{{x}}";
    EXPECT_FALSE(Template::parse(many));
    std::string deep;
    for (int i = 0; i < 9; ++i) deep += "{{#if x}}";
    EXPECT_FALSE(Template::parse(deep));
    Value list{.text = {}, .items = {}};
    for (int i = 0; i < 100; ++i) list.items.push_back({{"x", std::string(30'000, 'x') + "é"}});
    EXPECT_LE(rendered("{{#each list}}{{x}}{{/each}}", {{"list", list}}).size(), Template::kMostOutput);
}

TEST(Template, AnyBytesAreATemplateOrAFault) {
    std::uint32_t state = 1;
    constexpr std::string_view kPieces[] = {"{{",     "}}",    "#if ", "/if", "else",
                                            "#each ", "/each", "a",    "\n",  " "};
    for (int round = 0; round < 20'000; ++round) {
        std::string source;
        for (int i = 0; i < 14; ++i) {
            state = state * 1664525U + 1013904223U;
            source += kPieces[(state >> 16) % std::size(kPieces)];
        }
        if (auto const parsed = Template::parse(source))
            (void)parsed->render({{"a", {"x", {{{"a", "y"}}}}}}, Format::html);
        else
            EXPECT_TRUE(parsed.error().starts_with("line ")) << source;
    }
}

}  // namespace
}  // namespace ax::mail
