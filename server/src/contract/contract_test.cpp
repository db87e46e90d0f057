#include "contract/codec.h"
#include "contract/endpoint.h"
#include "contract/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::contract {
namespace {

enum class Colour : unsigned char { red, deep_blue };
constexpr auto wire_names(Colour) { return std::array<std::string_view, 2>{"red", "deep_blue"}; }

struct Part {
    std::string label;
    std::string url;
    static constexpr auto wire() {
        return contract::Fields{field("label", &Part::label, Length{1, 10}),
                                field("url", &Part::url, HttpUrl{})};
    }
};

struct Thing {
    std::string name;
    int count = 0;
    std::optional<std::int64_t> price;
    std::vector<Part> parts;
    Colour colour{};
    Instant at{};
    MentorId mentor{};
    std::optional<bool> active;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &Thing::name, Length{3, 12}, "What it is called"),
            field("count", &Thing::count, Range{1, 5}),
            field("price", &Thing::price),
            field("parts", &Thing::parts, Items{2}),
            field("colour", &Thing::colour),
            field("at", &Thing::at),
            field("mentor", &Thing::mentor),
            field("active", &Thing::active),
        };
    }
};

constexpr std::string_view kGood =
    R"({"name":"Größe \"x\"","count":2,"price":null,"parts":[{"label":"a","url":"https://a.b/c"}],)"
    R"("colour":"deep_blue","at":"2026-11-24T14:30:00+05:30","mentor":"M000012","extra":1})";

std::vector<std::string> broken(std::string_view json) {
    auto const got = decode<Thing>(json);
    std::vector<std::string> out;
    if (got)
        return out;
    for (auto const& f : got.error().fields) out.push_back(f.field + " " + f.reason);
    if (out.empty())
        out.push_back(got.error().reason);
    return out;
}

TEST(Decode, FillsEveryKindOfField) {
    auto const got = decode<Thing>(kGood);
    ASSERT_TRUE(got) << got.error().reason;
    EXPECT_EQ(got->name, "Größe \"x\"");
    EXPECT_EQ(got->count, 2);
    EXPECT_FALSE(got->price);
    EXPECT_EQ(got->parts.at(0).url, "https://a.b/c");
    EXPECT_EQ(got->colour, Colour::deep_blue);
    EXPECT_EQ(to_iso(got->at), "2026-11-24T09:00:00Z");
    EXPECT_EQ(got->mentor, MentorId{12});
}

TEST(Decode, ReportsAllBrokenFieldsAtOnce) {
    EXPECT_THAT(
        broken(
            R"({"name":"ab","count":9,"parts":[{"label":"","url":"javascript:x"}],"colour":"green","at":"now"})"),
        testing::ElementsAre("name too_short", "count too_large", "parts[0].label required",
                             "parts[0].url not_a_url", "colour not_a_choice", "at not_a_time",
                             "mentor required"));
}

TEST(Decode, RefusesWhatIsNotReadable) {
    EXPECT_THAT(broken("{"), testing::ElementsAre("request.malformed_json"));
    EXPECT_THAT(broken("[]"), testing::ElementsAre("request.not_an_object"));
    EXPECT_THAT(broken(std::string(100'000, '[')), testing::ElementsAre("request.malformed_json"));
    EXPECT_THAT(broken(R"({"name":"abc","name":"abd"})"), testing::ElementsAre("request.duplicate_member"));
    EXPECT_THAT(broken("{\"name\":\"\xff\"}"), testing::ElementsAre("request.malformed_json"));
    EXPECT_THAT(broken("\xef\xbb\xbf{}"), testing::ElementsAre("request.malformed_json"));
}

TEST(Decode, NumbersStayWithinTheirTypeAndRange) {
    auto const count = [](std::string_view number) {
        auto const got = decode<Thing>("{\"count\":" + std::string(number) + "}");
        for (auto const& f : got.error().fields)
            if (f.field == "count")
                return f.reason;
        return std::string{};
    };
    EXPECT_EQ(count("2.5"), "not_an_integer");
    EXPECT_EQ(count("\"2\""), "not_an_integer");
    EXPECT_EQ(count("0"), "too_small");
    EXPECT_EQ(count("9223372036854775808"), "too_large");
    EXPECT_EQ(count("-9223372036854775808"), "too_small");
    EXPECT_EQ(count("3.0"), "");
    EXPECT_NE(count("1e309"), "");
}

TEST(Decode, TextFieldsOverrideTheBodyAndTakeTheFieldsType) {
    auto const got = decode<Thing>(kGood, {{"count", "4"}, {"active", "true"}, {"unknown", "x"}});
    ASSERT_TRUE(got);
    EXPECT_EQ(got->count, 4);
    EXPECT_EQ(got->active, true);
    auto const bad = decode<Thing>(kGood, {{"count", "four"}});
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fields.at(0).reason, "not_an_integer");
    EXPECT_EQ(decode<Thing>(kGood, {{"name", "\xc0\xaf zz"}}).error().fields.at(0).reason, "not_text");
}

TEST(Encode, IsTheInverseOfDecode) {
    auto const first = decode<Thing>(kGood);
    ASSERT_TRUE(first);
    auto const again = decode<Thing>(to_json(*first));
    ASSERT_TRUE(again);
    EXPECT_EQ(to_json(*again), to_json(*first));
    EXPECT_EQ(to_json(*first),
              R"({"name":"Größe \"x\"","count":2,"price":null,"parts":[{"label":"a","url":"https://a.b/c"}],)"
              R"("colour":"deep_blue","at":"2026-11-24T09:00:00Z","mentor":"M000012","active":null})");
}

struct Half {
    std::optional<double> least;
    static constexpr auto wire() { return contract::Fields{field("least", &Half::least, Range{1, 5})}; }
};

TEST(Decode, RealNumbersComeFromBodiesAndQueries) {
    EXPECT_EQ(decode<Half>(R"({"least":4.5})")->least, 4.5);
    EXPECT_EQ(decode<Half>(R"({"least":4})")->least, 4.0);
    EXPECT_EQ(decode<Half>("", {{"least", "4.25"}})->least, 4.25);
    auto const reason = [](char const* text) {
        return decode<Half>("", {{"least", text}}).error().fields.at(0).reason;
    };
    EXPECT_EQ(reason("5.01"), "too_large");
    EXPECT_EQ(reason("0.9"), "too_small");
    for (auto const* bad : {"nan", "inf", "1e999", "four", "4,5", "0x1"})
        EXPECT_EQ(reason(bad), "not_a_number") << bad;
}

struct Shelf {
    Encoded<std::vector<Half>> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Shelf::items)}; }
};

TEST(Encode, WhatIsJsonAlreadyIsSentAsItIsAndDocumentedAsItsType) {
    EXPECT_EQ(to_json(Shelf{{"[{\"least\":1}]"}}), R"({"items":[{"least":1}]})");
    EXPECT_EQ(type_info<Shelf>().fields.at(0).type()->item()->name, "Half");
    EXPECT_EQ(type_info<std::vector<Half>>().encoded, nullptr);
    EXPECT_EQ(decode<Shelf>(R"({"items":[]})").error().fields.at(0).reason, "not_accepted");
}

TEST(Formats, AcceptAndRefuse) {
    EXPECT_TRUE(is_email("asha@example.org"));
    for (auto const* bad :
         {"", "@", "a@b", "a b@c.d", "a@b.c@d", "a@.b.c", "a..b@c.d", "\"a\"@b.c", "a@b.c\r\nBcc:x"})
        EXPECT_FALSE(is_email(bad)) << bad;
    EXPECT_TRUE(is_http_url("https://example.org/a?b#c"));
    for (auto const* bad :
         {"", "javascript:alert(1)", "http://", "https://a@b.c/", "ftp://a.b", "https://a b", "https:///x"})
        EXPECT_FALSE(is_http_url(bad)) << bad;
    EXPECT_TRUE(is_zone("Asia/Kolkata"));
    EXPECT_FALSE(is_zone("Asia/Atlantis"));
    EXPECT_FALSE(is_zone("../../etc/passwd"));
}

}  // namespace
}  // namespace ax::contract
