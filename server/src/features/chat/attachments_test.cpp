#include "features/chat/attachments.h"

#include <gtest/gtest.h>

namespace ax::chat {
namespace {

TEST(FileNames, AreOneLineWithoutFolders) {
    EXPECT_EQ(tidy_file_name("holiday.png", "png"), "holiday.png");
    EXPECT_EQ(tidy_file_name("C:\\Users\\a\\me.jpg", "jpg"), "me.jpg");
    EXPECT_EQ(tidy_file_name("../../etc/passwd", "gif"), "passwd");
    EXPECT_EQ(tidy_file_name("a\r\nb\t.png", "png"), "a b .png");
    EXPECT_EQ(tidy_file_name("", "webp"), "picture.webp");
    EXPECT_EQ(tidy_file_name(".hidden", "png"), "picture.png");
    EXPECT_EQ(tidy_file_name(std::string(500, 'x'), "png").size(), 120U);
}

}  // namespace
}  // namespace ax::chat
