#include "features/chat/attachments.h"

#include "features/chat/testing.h"
#include "support/pictures.h"

#include <gmock/gmock.h>

namespace ax::chat {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class AttachmentLinkTest : public testing::ChatTest {
protected:
    std::string upload(testing::Person const& who, std::string const& pixels = "pixels") {
        return app->post("/api/v1/chat/attachments/?name=x.png", ax::testing::a_png(64, pixels), who.token)
            .member("id");
    }
    Message send(testing::Person const& who, ConversationId where, std::string const& attachment) {
        auto message = words(where, "look");
        message.attachment = AttachmentId{std::stoll(attachment)};
        return wait(chat().send(who.caller, message)).value();
    }
    ax::testing::Answer asked(std::string const& attachment, std::string const& token) {
        return app->get(fmt::format("/api/v1/chat/attachments/{}/link/", attachment), token);
    }
};
AX_ON_BOTH_ENGINES(AttachmentLinkTest);

TEST_P(AttachmentLinkTest, OpensAnAttachmentWhileItsMessageIsThere) {
    auto const id = talk();
    auto const file = upload(asha);
    EXPECT_EQ(asked(file, asha.token).status, 200) << "not sent yet, its owner's";
    EXPECT_EQ(asked(file, chetan.token).status, 404);
    auto const unsent = asked(file, asha.token).member("url");
    auto const message = send(asha, id, file);
    EXPECT_EQ(asked(file, bela.token).status, 404);
    EXPECT_EQ(asked(file, "").status, 401);
    auto const url = asked(file, chetan.token).member("url");
    EXPECT_THAT(app->get(url).body, StartsWith("\x89PNG"));
    EXPECT_EQ(app->get(unsent).status, 403) << "for its owner before it was sent";

    auto const other = upload(asha, "others");
    auto const another = fmt::format("/api/v1/chat/attachments/{}{}", other, url.substr(url.find('?')));
    EXPECT_THAT(app->get(another).body, HasSubstr("files.link_invalid"));
    EXPECT_EQ(app->get(another).status, 403);

    ASSERT_TRUE(wait(chat().erase(asha.caller, {.message = message.id})));
    EXPECT_EQ(app->get(url).status, 403);
}

TEST_P(AttachmentLinkTest, Ends) {
    auto const url = asked(upload(asha), asha.token).member("url");
    app->clock.advance(minutes{11});
    EXPECT_THAT(app->get(url).body, HasSubstr("files.link_expired"));
}

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
