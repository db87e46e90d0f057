#include "base/words.h"

#include "base/fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Fold, MakesNamesComparable) {
    EXPECT_EQ(fold("  Größe \t ÉCLAIR  "), "grosse eclair");
    EXPECT_EQ(fold("Łódź"), "lodz");
    EXPECT_EQ(fold("Nguyễn"), "nguyen");
    EXPECT_EQ(fold("e\xCC\x81t\xC3\xA9"), "ete") << "a mark of its own, and a letter with it";
    EXPECT_EQ(fold("МОСКВА"), "москва");
    EXPECT_EQ(fold("हिन्दी"), "हिन्दी");
    EXPECT_EQ(fold("C++"), "c++");
}

TEST(Fold, TakesAnyBytes) {
    EXPECT_EQ(fold("a\xff\xc0\xaf\xed\xa0\x80\xf5z\xe2\x82"), "az");
    EXPECT_EQ(fold(""), "");
    EXPECT_EQ(tidy("\xC2\xA0 a \n b "), "a b");
}

TEST(Words, AreLettersAndDigits) {
    EXPECT_THAT(words("Hello, big-World! it's 42"), ElementsAre("hello", "big", "world", "it", "s", "42"));
    EXPECT_THAT(words("C, C++, C# and .NET; a+b, x.net"),
                ElementsAre("c", "cplusplus", "csharp", "and", "dotnet", "a", "b", "x", "net"));
    EXPECT_THAT(words("«naïve» — 你好，世界"), ElementsAre("naive", "你好", "世界"));
    EXPECT_THAT(words("\" ' * ( ) : & | ! ; -- \\ %"), IsEmpty());
}

}  // namespace
}  // namespace ax
