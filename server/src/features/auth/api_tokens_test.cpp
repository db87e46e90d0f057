#include "features/auth/api_tokens.h"

#include "features/auth/testing.h"
#include "platform/crypto/totp.h"
#include "platform/jobs/testing.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using api::ApiScope;
using testing::kOther;
using testing::kPassword;

class ApiTokensTest : public testing::AuthTest {
protected:
    ApiTokensTest() : me(who(signed_up("asha@example.com"))) {}

    Result<NewApiToken> wish(std::vector<ApiScope> scopes = {ApiScope::read}, std::optional<int> days = {},
                             std::string password = kPassword, std::optional<std::string> code = {}) {
        return wait(desk.create(
            me, {" Backups ", std::move(scopes), days, std::move(password), std::move(code)}, home));
    }
    bool works(NewApiToken const& made) { return wait(desk.caller(made.token)).has_value(); }
    std::optional<Instant> last_use() { return wait(desk.list(me))->items.at(0).last_used_at; }

    ApiTokenDesk desk{*core, *factors};
    contract::Caller me;
};

TEST_F(ApiTokensTest, SpeaksForItsOwnerButAsNoDeviceAndNoStaff) {
    static db::Query const promote{"auth.test_promote", "UPDATE account SET is_staff = 1 WHERE id = $1"};
    wait(db->write([&](db::Tx& tx) -> Task<bool> { co_return co_await tx.exec(promote, me.account) > 0; }));
    auto const made = wish({ApiScope::write, ApiScope::read, ApiScope::read});
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->token.starts_with("axp_rw_"));
    EXPECT_TRUE(made->token.starts_with(made->about.begins + "_"));
    EXPECT_EQ(made->about.name, "Backups");
    EXPECT_THAT(made->about.scopes, ::testing::ElementsAre(ApiScope::read, ApiScope::write));
    auto const caller = wait(desk.caller(made->token));
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->account, me.account);
    EXPECT_EQ(caller->student, me.student);
    EXPECT_FALSE(caller->staff);
    EXPECT_EQ(caller->device, DeviceId{});
}

TEST_F(ApiTokensTest, OnlyTheWholeTextCounts) {
    auto const made = wish();
    ASSERT_TRUE(made);
    auto more = made->token;
    more.replace(0, 6, "axp_rw");  // a scope it was not given
    auto other = made->token;
    other.back() = other.back() == 'a' ? 'b' : 'a';
    for (auto const& wrong : {more, other, made->token + "a", made->about.begins, std::string("axp_"),
                              made->about.begins + "_", std::string(200, '_'), std::string{}})
        EXPECT_FALSE(wait(desk.caller(wrong))) << wrong;
    EXPECT_TRUE(works(*made));
    EXPECT_EQ(bytes_on_disk().find(made->token.substr(made->about.begins.size() + 1)), std::string::npos);
}

TEST_F(ApiTokensTest, EndsWhenItWasToEnd) {
    auto const month = wish();
    auto const day = wish({ApiScope::read}, 1);
    ASSERT_TRUE(month && day);
    EXPECT_EQ(month->about.expires_at, clock.now() + days{30});
    clock.advance(days{1} - seconds{1});
    EXPECT_TRUE(works(*day));
    clock.advance(seconds{1});
    EXPECT_FALSE(works(*day));
    EXPECT_TRUE(works(*month));
    EXPECT_EQ(wait(desk.list(me))->items.size(), 1);
    clock.advance(days{29});
    EXPECT_FALSE(works(*month));
    delivered();  // runs the purge, too
    static db::Query const count{"auth.test_tokens", "SELECT count(*) FROM api_token"};
    EXPECT_EQ(wait(db->one(count))->get<int>(0), 0);
}

TEST_F(ApiTokensTest, AsksForThePasswordAndForTheCodeWhereThereIsOne) {
    EXPECT_EQ(wish({ApiScope::read}, {}, kOther).error().fields.at(0).reason, "wrong_password");
    ASSERT_TRUE(wait(factors->begin(me, {kPassword})));
    auto const row = wait(SecondFactorStore{}.find(*db, me.account));
    auto const secret = core->keys.open_totp(me.account, row->sealed);
    auto const code = [&] { return crypto::totp_code(*secret, crypto::totp_step(clock.now())); };
    ASSERT_TRUE(wait(factors->confirm(me, {code()}, home)));
    clock.advance(seconds{30});
    EXPECT_EQ(wish().error().fields.at(0).reason, "required");
    EXPECT_EQ(wish({ApiScope::read}, {}, kPassword, "000000").error().fields.at(0).reason, "wrong_code");
    EXPECT_TRUE(wish({ApiScope::read}, {}, kPassword, code()));
    EXPECT_EQ(wish({ApiScope::read}, {}, kPassword, code()).error().fields.at(0).reason, "wrong_code")
        << "each code once";
}

TEST_F(ApiTokensTest, NeedsANameAndAScopeAndTwentyAreEnough) {
    EXPECT_EQ(wish({}).error().fields.at(0).field, "scopes");
    EXPECT_EQ(
        wait(desk.create(me, {" ", {ApiScope::read}, {}, kPassword, {}}, home)).error().fields.at(0).field,
        "name");
    std::optional<NewApiToken> first;
    for (int i = 0; i < kMostApiTokens; ++i) {
        auto const made = wish({ApiScope::chat}, 1);
        ASSERT_TRUE(made);
        if (!first)
            first = *made;
    }
    EXPECT_EQ(wish().error().reason, "auth.too_many_api_tokens");
    ASSERT_TRUE(wait(desk.revoke(me, first->about.id, home)));
    EXPECT_FALSE(works(*first));
    EXPECT_TRUE(wish());
    clock.advance(days{2});
    EXPECT_TRUE(wish()) << "what has run out takes no place";
}

TEST_F(ApiTokensTest, SaysWhenItWasUsedWithoutAWriteForEachRequest) {
    auto const made = wish();
    ASSERT_TRUE(made);
    EXPECT_FALSE(last_use());
    clock.advance(seconds{90});
    EXPECT_TRUE(works(*made));
    auto const first = last_use();
    EXPECT_EQ(first, to_the_minute(clock.now()));
    clock.advance(minutes{4});
    EXPECT_TRUE(works(*made));
    EXPECT_EQ(last_use(), first);
    clock.advance(minutes{1});
    EXPECT_TRUE(works(*made));
    EXPECT_EQ(last_use(), to_the_minute(clock.now()));
}

TEST_F(ApiTokensTest, EndsWithEverythingThatSignsTheOtherDevicesOut) {
    auto made = wish();
    ASSERT_TRUE(made);
    ASSERT_TRUE(wait(passwords->change(me, {kPassword, kOther}, home)));
    EXPECT_FALSE(works(*made));

    made = wish({ApiScope::read}, {}, kOther);
    ASSERT_TRUE(made);
    ASSERT_TRUE(wait(registration->add_role(me, {ProfileRole::mentor}, home)));
    EXPECT_FALSE(works(*made));

    made = wish({ApiScope::read}, {}, kOther);
    ASSERT_TRUE(made);
    delivered();
    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    ASSERT_TRUE(wait(passwords->reset({link_token(delivered().at(0)), kPassword}, home)));
    EXPECT_FALSE(works(*made));

    made = wish();
    ASSERT_TRUE(made);
    ASSERT_TRUE(wait(sessions->logout(me, home)));
    EXPECT_TRUE(works(*made)) << "one device that signs out takes no program along";
    ASSERT_TRUE(wait(sessions->logout_everywhere(me, home)));
    EXPECT_FALSE(works(*made));
}

TEST_F(ApiTokensTest, IsEndedByItsOwnerAndTheOperatorAndNobodyElse) {
    auto const stranger = who(signed_up("bela@example.com"));
    auto const first = wish();
    auto const second = wish();
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(wait(desk.list(stranger))->items.empty());
    EXPECT_EQ(wait(desk.revoke(stranger, first->about.id, home)).error().reason, "auth.unknown_api_token");
    auto const end = [&](AccountId account, std::optional<ApiTokenId> one) {
        return wait(db->write([&](db::Tx& tx) { return desk.revoke_for(tx, account, one, home); }));
    };
    EXPECT_EQ(end(stranger.account, first->about.id), 0);
    EXPECT_EQ(end(me.account, first->about.id), 1);
    EXPECT_FALSE(works(*first));
    EXPECT_TRUE(works(*second));
    EXPECT_EQ(end(me.account, {}), 1);
    EXPECT_FALSE(works(*second));
    EXPECT_THAT(audit(me.account),
                ::testing::IsSupersetOf({"api_token_made", "api_token_made", "api_token_revoked"}));
}

TEST_F(ApiTokensTest, IsToldByMailWithoutTheToken) {
    delivered();
    auto const made = wish();
    ASSERT_TRUE(made);
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_THAT(mails.at(0).subject, ::testing::HasSubstr("API token"));
    EXPECT_EQ(mails.at(0).text.find("axp_"), std::string::npos);
}

}  // namespace
}  // namespace ax::auth
