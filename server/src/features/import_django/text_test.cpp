#include "features/import_django/text.h"

#include "base/time.h"

#include <gtest/gtest.h>

namespace ax::import_django {
namespace {

std::string mended(std::string_view text) {
    auto const out = clean(text, Lines::one, 100);
    EXPECT_TRUE(out.mended);
    return out.text;
}

TEST(ImportText, IsValidUtf8WithoutControlCharactersWhateverComes) {
    EXPECT_EQ(mended("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(mended(std::string_view("a\0z", 3)), "az");
    EXPECT_EQ(mended("a\x1Bz"), "az");
    EXPECT_TRUE(mended("cut off \xE2\x82").starts_with("cut off \xEF\xBF\xBD"));
    EXPECT_FALSE(clean("Zoë 数学", Lines::one, 100).mended);
}

TEST(ImportText, OneLineHasSingleSpacesAndManyLinesKeepTheirs) {
    EXPECT_EQ(clean(" a \r\n\t b ", Lines::one, 100).text, "a b");
    EXPECT_EQ(clean("\n\na\r\n\r\nb\t\n", Lines::many, 100).text, "a\n\nb");
    EXPECT_EQ(clean(" \t ", Lines::one, 100).text, "");
}

TEST(ImportText, IsCutBetweenCharacters) {
    auto const out = clean("äöü", Lines::one, 2);
    EXPECT_EQ(out.text, "äö");
    EXPECT_TRUE(out.cut);
    EXPECT_FALSE(clean("äö", Lines::one, 2).cut);
    EXPECT_EQ(beginning("one two three", 9), "one two");
    EXPECT_EQ(beginning("one", 9), "one");
}

TEST(ImportText, MoneyIsWholeHundredths) {
    EXPECT_EQ(to_hundredths("80"), 8000);
    EXPECT_EQ(to_hundredths("80.5"), 8050);
    EXPECT_EQ(to_hundredths("80.05"), 8005);
    EXPECT_EQ(to_hundredths("80.500"), 8050);
    for (auto const* text :
         {"", "-1", "+1", "1e3", "NaN", "1,000", "0.001", "80.", ".5", "9999999999999", " 80"})
        EXPECT_EQ(to_hundredths(text), std::nullopt) << text;
}

TEST(ImportText, TimesAreThoseOfBothEngines) {
    EXPECT_EQ(to_iso(*to_instant("2026-03-12 09:00:00")), "2026-03-12T09:00:00Z");
    EXPECT_EQ(to_iso(*to_instant("2026-03-12T09:00")), "2026-03-12T09:00:00Z");
    EXPECT_EQ(to_iso(*to_instant("2026-03-12 09:00:00.5+00")), "2026-03-12T09:00:00.500000Z");
    EXPECT_EQ(to_iso(*to_instant("2026-03-12 09:00:00+05:30")), "2026-03-12T03:30:00Z");
    for (auto const* text :
         {"", "2026-02-30 09:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "infinity", "2026-03-12",
          "2026-03-12 25:00:00", "12026-03-12 09:00:00", "2026-03-12 09:00:00 BC"})
        EXPECT_EQ(to_instant(text), std::nullopt) << text;
}

TEST(ImportText, OnlyHashesThatCanBeCheckedAreKept) {
    constexpr std::string_view kGood =
        "pbkdf2_sha256$1000$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=";
    EXPECT_EQ(usable_hash(kGood), kGood);
    for (auto const* text : {"", "!", "plain", "md5$a$0cc175b9c0f1b6a831c399e269772661", "pbkdf2_sha256$",
                             "pbkdf2_sha256$0$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=",
                             "pbkdf2_sha256$99999999999$seasalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=",
                             "pbkdf2_sha256$1000$$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso=",
                             "pbkdf2_sha256$1000$seasalt$AAAA",
                             "pbkdf2_sha256$1000$sea\nsalt$mQnueSakb748zqBAC1tmWVZsZbi2zPGZarEzTGdfmso="})
        EXPECT_EQ(usable_hash(text), kNoPassword) << text;
}

}  // namespace
}  // namespace ax::import_django
