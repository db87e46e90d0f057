#include "platform/blobs/signed_url.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::blobs {
namespace {

constexpr std::string_view kSecret = "a secret of at least thirty-two characters";
constexpr Instant kNow{seconds{1'795'000'000}};

std::string query_of(SignedUrls::Link const& link) { return link.url.substr(link.url.find('?') + 1); }

std::string reason(Result<void> const& checked) { return checked ? "" : checked.error().reason; }

TEST(SignedUrls, OpenTheirObjectUntilTheyEnd) {
    SignedUrls const urls(kSecret);
    auto const link = urls.sign("/api/v1/cv-files/S000001", "cv:a", kNow);
    EXPECT_TRUE(link.url.starts_with("/api/v1/cv-files/S000001?expires=1795000600&signature=")) << link.url;
    EXPECT_EQ(link.expires_at, kNow + SignedUrls::kLife);
    auto const query = query_of(link);
    EXPECT_TRUE(SignedUrls::is_link(query));
    EXPECT_EQ(reason(urls.check("cv:a", query, kNow)), "");
    EXPECT_EQ(reason(urls.check("cv:a", query, link.expires_at)), "");
    EXPECT_EQ(reason(urls.check("cv:a", query, link.expires_at + seconds{1})), "files.link_expired");
    EXPECT_EQ(reason(SignedUrls(kSecret).check("cv:a", query, kNow)), "") << "made on another node";
}

TEST(SignedUrls, OpenNothingElse) {
    SignedUrls const urls(kSecret);
    auto const query = query_of(urls.sign("/x", "cv:a", kNow));
    EXPECT_EQ(reason(urls.check("cv:b", query, kNow)), "files.link_invalid");
    EXPECT_EQ(reason(urls.check("", query, kNow)), "files.link_invalid");
    EXPECT_EQ(reason(SignedUrls("another secret of thirty-two characters").check("cv:a", query, kNow)),
              "files.link_invalid");
    for (std::size_t at = 0; at < query.size(); ++at) {
        auto changed = query;
        changed[at] = changed[at] == '1' ? '2' : '1';
        EXPECT_EQ(reason(urls.check("cv:a", changed, kNow)), "files.link_invalid") << changed;
    }
}

TEST(SignedUrls, AreReadStrictly) {
    SignedUrls const urls(kSecret);
    auto const query = query_of(urls.sign("/x", "cv:a", kNow));
    auto const signature = query.substr(query.find("signature="));
    for (auto const& broken :
         {std::string{}, std::string("expires="), signature, "expires=&" + signature,
          "expires=1795000600 &" + signature, "expires=+1795000600&" + signature,
          "expires=01795000600&" + signature, "expires=99999999999999999999&" + signature, query + "x",
          query.substr(0, query.size() - 1), fmt::format("expires=1&{}", query)})
        EXPECT_EQ(reason(urls.check("cv:a", broken, kNow)), "files.link_invalid") << broken;
    EXPECT_FALSE(SignedUrls::is_link(""));
    EXPECT_FALSE(SignedUrls::is_link("signature"));
    EXPECT_FALSE(SignedUrls::is_link("signature=&expires=1"));
}

}  // namespace
}  // namespace ax::blobs
