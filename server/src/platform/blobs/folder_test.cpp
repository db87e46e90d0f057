#include "platform/blobs/folder.h"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace ax::blobs {
namespace {

class FolderTest : public ::testing::Test {
protected:
    FolderTest() {
        auto name = (std::filesystem::temp_directory_path() / "ax-blobs-XXXXXX").string();
        top_ = ::mkdtemp(name.data());
    }
    ~FolderTest() override { std::filesystem::remove_all(top_); }
    [[nodiscard]] std::string read(std::string_view digest) const {
        auto const bytes = folder().get(digest);
        return bytes ? *bytes : "nothing";
    }
    [[nodiscard]] Folder folder() const { return Folder(top_ / "files"); }

    std::filesystem::path top_;
};

TEST_F(FolderTest, KeepsWhatWasPut) {
    EXPECT_EQ(read("abcd"), "nothing");
    folder().put("abcd", "one");
    folder().put("abcd", "the same digest is the same content");
    EXPECT_EQ(read("abcd"), "one");
    EXPECT_TRUE(folder().has("abcd"));
    using std::filesystem::perms;
    auto const mode = std::filesystem::status(top_ / "files").permissions();
    EXPECT_EQ(mode & (perms::group_all | perms::others_all), perms::none);
}

TEST_F(FolderTest, WhatIsAsideIsReadUntilItIsForgotten) {
    folder().put("abcd", "one");
    folder().set_aside("abcd");
    EXPECT_FALSE(folder().has("abcd")) << "who puts it now writes it again";
    EXPECT_EQ(read("abcd"), "one") << "also if the process died here";
    folder().restore("abcd");
    EXPECT_TRUE(folder().has("abcd"));
    folder().set_aside("abcd");
    folder().forget("abcd");
    EXPECT_EQ(read("abcd"), "nothing");
}

TEST_F(FolderTest, WhatIsPutWhileTheOldOneIsAsideStays) {
    folder().put("abcd", "one");
    folder().set_aside("abcd");
    folder().put("abcd", "one");
    folder().forget("abcd");
    EXPECT_EQ(read("abcd"), "one");
    folder().restore("abcd");
    EXPECT_EQ(read("abcd"), "one") << "there is nothing to restore";
}

}  // namespace
}  // namespace ax::blobs
