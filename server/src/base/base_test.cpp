#include "base/csv.h"
#include "base/cursor.h"
#include "base/ids.h"
#include "base/local_time.h"
#include "base/task.h"
#include "base/text.h"
#include "base/time.h"

#include <array>

#include <gtest/gtest.h>

namespace ax {
namespace {

TEST(Iso, RoundTripsAndReadsOffsets) {
    auto const at = parse_iso("2026-11-24T14:30:00.25+05:30");
    ASSERT_TRUE(at);
    EXPECT_EQ(to_iso(*at), "2026-11-24T09:00:00.250000Z");
    EXPECT_EQ(parse_iso(to_iso(*at)), at);
}

TEST(Iso, WritesEveryDigitWhereItBelongs) {
    for (auto const* text : {"1970-01-01T00:00:00Z", "2026-12-31T23:59:59Z", "2026-03-04T05:06:07Z",
                             "2026-03-04T05:06:07.000009Z", "9999-10-20T13:40:50.120000Z"})
        EXPECT_EQ(to_iso(parse_iso(text).value()), text);
    EXPECT_EQ(to_iso(from_micros(-1)), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_iso(*parse_date("2027-01-09")), "2027-01-09");
}

TEST(Iso, RefusesWhatIsNoTime) {
    for (auto const* bad :
         {"", "2026-11-24", "2026-02-29T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T10:00:00",
          "2026-11-24T10:00:00+5:30", "2026-11-24T10:00:00.Z", "2026-1-24T10:00:00Z", "x026-11-24T10:00:00Z"})
        EXPECT_FALSE(parse_iso(bad)) << bad;
}

TEST(Names, StrangersSeeAFirstNameAndALetter) {
    EXPECT_EQ(short_name("Nina Berger"), "Nina B.");
    EXPECT_EQ(short_name("Nina Maria Özil"), "Nina Ö.");
    EXPECT_EQ(short_name("Nina"), "Nina");
    EXPECT_EQ(short_name(""), "");
}

TEST(Csv, FormulasAreTextAndNumbersStayNumbers) {
    std::string out;
    std::array<std::string, 7> const cells{"=1+1", "-12.50", "-1+2", "+5", "a,\"b\"", "-", "@x"};
    add_csv_line(out, cells);
    EXPECT_EQ(out, "\"'=1+1\",-12.50,\"'-1+2\",\"'+5\",\"a,\"\"b\"\"\",\"'-\",\"'@x\"\r\n");
    std::string wide;
    std::array<std::string, 3> const hidden{"\uFF1D1+1", "\n=1+1", "\uFF21sha"};
    add_csv_line(wide, hidden);
    EXPECT_EQ(wide, "\"'\uFF1D1+1\",\"'\n=1+1\",\uFF21sha\r\n");
    EXPECT_EQ(csv_amount(-120'050), "-1200.50");
    EXPECT_EQ(csv_amount(7), "0.07");
}

TEST(Ids, PublicFormsAreStrictAndRoundTrip) {
    EXPECT_EQ(public_id(StudentId{1}), "S000001");
    EXPECT_EQ(parse_mentor_id("M1234567"), MentorId{1234567});
    EXPECT_EQ(parse_student_id("s000012"), StudentId{12});
    for (auto const* bad :
         {"", "M", "S000001", "M00001", "M000000", "M-00001", "M00000a", "M0000000000000000001"})
        EXPECT_FALSE(parse_mentor_id(bad)) << bad;
}

TEST(LocalText, SpeaksInTheZoneOfTheReader) {
    auto const at = *parse_iso("2026-11-24T09:00:00Z");
    EXPECT_EQ(local_text(at, "Asia/Kolkata"), "Tue 24 Nov 2026, 14:30 (Kolkata time)");
    EXPECT_EQ(local_text(at, "Nowhere/Land"), "Tue 24 Nov 2026, 09:00 (UTC)");
    EXPECT_EQ(local_text(at, "America/New_York"), "Tue 24 Nov 2026, 04:00 (New York time)");
    EXPECT_EQ(money_text(123456789, "INR"), "\u20B912,34,567.89");  // grouped as in India
    EXPECT_EQ(money_text(123456789, "USD"), "$1,234,567.89");
    EXPECT_EQ(money_text(120000, "INR"), "\u20B91,200");
    EXPECT_EQ(money_text(5, "INR"), "\u20B90.05");
    EXPECT_EQ(money_text(120000, "CHF"), "CHF 1,200");
}

Task<int> add(int a, int b) { co_return a + b; }
Task<int> twice(int a) { co_return co_await add(a, a); }
Task<int> broken() {
    throw std::runtime_error("no");
    co_return 0;
}

TEST(Cursor, ComesBackAsItWentAndNothingElseIsTaken) {
    EXPECT_EQ(cursor_of(std::array<std::int64_t, 3>{20'000, 5, 12}), "20000.5.12");
    EXPECT_EQ(keys_in<3>("20000.5.12"), (std::array<std::int64_t, 3>{20'000, 5, 12}));
    EXPECT_EQ(keys_in<2>(cursor_of(std::array{kLastKey, kLastKey})), (std::array{kLastKey, kLastKey}));
    for (auto const* const bad : {"", ".", "1", "1.", ".1", "1.2.3", "1.-2", "-1.2", "1.2x", " 1.2", "1,2",
                                  "1152921504606846977.1", "99999999999999999999.1"})
        EXPECT_FALSE(keys_in<2>(bad)) << bad;
}

TEST(Text, IsCutBetweenCharacters) {
    EXPECT_EQ(whole_characters("abc", 3), "abc");
    EXPECT_EQ(whole_characters("abc", 2), "ab");
    EXPECT_EQ(whole_characters("a\xc3\xa4\xf0\x9f\x98\x80", 6), "a\xc3\xa4");
    EXPECT_EQ(whole_characters("\xf0\x9f\x98\x80", 3), "");
}

TEST(Text, IsNothingButTextInMarkup) {
    EXPECT_EQ(to_markup("<a href=\"x\">&'</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
    EXPECT_EQ(to_markup(std::string("a\0b\x1b\tc\n\xc3\xa4", 9)), "ab\tc\n\xc3\xa4");
}

TEST(Text, TheHostOfAnAddress) {
    for (auto const* const url : {"https://a.example/x", "https://a.example:8000", "a.example"})
        EXPECT_EQ(host_of(url), "a.example") << url;
}

TEST(Task, RunsWhenAwaitedAndCarriesValuesAndExceptions) {
    EXPECT_EQ(run_inline(twice(21)), 42);
    EXPECT_THROW(run_inline(broken()), std::runtime_error);
}

TEST(Task, StartTellsTheEndOnce) {
    int calls = 0;
    start(twice(2), [&](std::exception_ptr failure, int* value) {
        ++calls;
        EXPECT_FALSE(failure);
        EXPECT_EQ(*value, 4);
    });
    start(broken(), [&](std::exception_ptr failure, int* value) {
        ++calls;
        EXPECT_TRUE(failure);
        EXPECT_EQ(value, nullptr);
    });
    EXPECT_EQ(calls, 2);
}

TEST(Task, ADeepChainDoesNotGrowTheStack) {
    struct Deep {
        static Task<int> down(int n) {
            if (n == 0)
                co_return 0;
            co_return 1 + co_await down(n - 1);
        }
    };
    EXPECT_EQ(run_inline(Deep::down(2000)), 2000);
}

}  // namespace
}  // namespace ax
