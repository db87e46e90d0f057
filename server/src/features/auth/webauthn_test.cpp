#include "features/auth/webauthn.h"

#include "features/auth/passkey_testing.h"

#include <gtest/gtest.h>

namespace ax::auth::webauthn {
namespace {

using testing::Authenticator;

RelyingParty const kUs{.id = "aspirex.example", .origin = "https://aspirex.example"};

TEST(RelyingParty, IsTheHostOfOurAddress) {
    auto const plain = relying_party("https://Mentors.Example:8443/app");
    EXPECT_EQ(plain->id, "mentors.example");
    EXPECT_EQ(plain->origin, "https://mentors.example:8443");
    EXPECT_EQ(relying_party("https://mentors.example:443")->origin, "https://mentors.example");
    EXPECT_EQ(relying_party("http://localhost:8000")->id, "localhost");
    for (auto const* const number : {"http://127.0.0.1:8000", "http://[::1]:8000", ""})
        EXPECT_FALSE(relying_party(number)) << number;
}

TEST(ClientData, IsOfOurPageForThisCeremony) {
    Authenticator device;
    auto const said = device.client_data(kGet, "b25l");
    EXPECT_EQ(challenge_in(said, kGet, kUs), "one");
    EXPECT_FALSE(challenge_in(said, kCreate, kUs));
    EXPECT_FALSE(challenge_in(said, kGet, {"aspirex.example", "https://aspirex.example:8443"}));
    EXPECT_FALSE(challenge_in(device.client_data(kGet, "not base64url!"), kGet, kUs));
    for (std::size_t size = 0; size < said.size(); ++size)
        EXPECT_FALSE(challenge_in(said.substr(0, size), kGet, kUs)) << size;
    device.cross_origin = "true";
    EXPECT_FALSE(challenge_in(device.client_data(kGet, "b25l"), kGet, kUs));
}

TEST(AuthenticatorData, IsReadWholeOrNotAtAll) {
    Authenticator device;
    device.flags = 0x05 | 0x08 | 0x10;
    device.counter = 0x01020304;
    auto const bytes = device.data(true);
    auto const said = read_authenticator_data(bytes, kUs);
    ASSERT_TRUE(said);
    EXPECT_TRUE(said->verified && said->can_sync && said->synced);
    EXPECT_EQ(said->counter, 0x01020304U);
    EXPECT_EQ(said->credential, device.id);
    EXPECT_EQ(said->public_key, device.cose_key());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(read_authenticator_data(bytes.substr(0, size), kUs)) << size;
    EXPECT_FALSE(read_authenticator_data(bytes + '\0', kUs));
    EXPECT_FALSE(read_authenticator_data(bytes, {"evil.example", ""}));
}

TEST(AuthenticatorData, MayHaveExtensionsThatNobodyAskedFor) {
    Authenticator device;
    device.flags = 0x81;
    EXPECT_TRUE(read_authenticator_data(device.data() + "\xa1\x61x\x01", kUs));
    EXPECT_FALSE(read_authenticator_data(device.data(), kUs)) << "said, and not there";
    EXPECT_FALSE(read_authenticator_data(device.data() + '\1', kUs)) << "no map";
}

TEST(AuthenticatorData, CanNotBeSyncedWithoutBeingAbleTo) {
    Authenticator device;
    device.flags = 0x01 | 0x10;
    EXPECT_FALSE(read_authenticator_data(device.data(), kUs));
    device.flags = 0;
    EXPECT_FALSE(read_authenticator_data(device.data(), kUs)) << "nobody was there";
}

}  // namespace
}  // namespace ax::auth::webauthn
