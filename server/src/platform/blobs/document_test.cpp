#include "platform/blobs/document.h"

#include "platform/blobs/download.h"
#include "platform/blobs/picture.h"

#include <string>

#include <gtest/gtest.h>

namespace ax::blobs {
namespace {

TEST(Pdf, IsKnownByItsHeaderAndItsEnd) {
    EXPECT_TRUE(is_pdf("%PDF-1.7\n1 0 obj\nendobj\n%%EOF"));
    EXPECT_TRUE(is_pdf("%PDF-2.0\n%%EOF\n"));
    EXPECT_TRUE(is_pdf("%PDF-1.4" + std::string(5000, 'x') + "%%EOF" + std::string(900, '\n')));
}

TEST(Pdf, IsNothingElse) {
    for (std::string const& file :
         {std::string{}, std::string("%PDF-"), std::string("%PDF-1"), std::string("%PDF-1.7 cut off"),
          std::string(" %PDF-1.7\n%%EOF"), std::string("%PDF-x.y\n%%EOF"),
          std::string("<html>%PDF-1.7 %%EOF</html>"), std::string("PK\x03\x04%%EOF"),
          "%PDF-1.7%%EOF" + std::string(2000, 'x')})
        EXPECT_FALSE(is_pdf(file)) << file.substr(0, 40);
}

TEST(Downloads, CarryAnyNameWithoutQuotes) {
    EXPECT_EQ(disposition("attachment", "Zoë \"CV\"\r\n.pdf"),
              "attachment; filename*=UTF-8''Zo%C3%AB%20%22CV%22%0D%0A.pdf");
}

TEST(Pictures, AreFoundByTheirKey) {
    EXPECT_EQ(picture_url(""), std::nullopt);
    EXPECT_EQ(picture_url("abc.jpg"), "/api/v1/files/abc.jpg");
}

}  // namespace
}  // namespace ax::blobs
