#include "features/auth/testing.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kOther;
using testing::kPassword;
using ::testing::Not;

class RegistrationTest : public testing::AuthTest {};

std::vector<std::string> problems(Error const& error) {
    std::vector<std::string> out;
    for (auto const& broken : error.fields) out.push_back(broken.field + " " + broken.reason);
    return out;
}

TEST_F(RegistrationTest, SigningUpAndOpeningTheMailSignsIn) {
    ASSERT_TRUE(wait(registration->sign_up(form("Asha@Example.com"), home)));
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_EQ(mails[0].to_address, "asha@example.com");
    EXPECT_THAT(mails[0].text, HasSubstr("https://aspirex.example/verify-email?token=axm_"));

    auto const session =
        wait(registration->verify({link_token(mails[0]), ClientKind::api, "My laptop"}, home));
    ASSERT_TRUE(session);
    EXPECT_TRUE(caller(session->access));
    auto const user = wait(core->user(*db, session->account));
    EXPECT_EQ(user.email, "asha@example.com");
    EXPECT_EQ(user.student_id, StudentId{1});
    EXPECT_EQ(user.time_zone, "Asia/Kolkata");
    EXPECT_THAT(user.roles, ElementsAre(Role::student));
    EXPECT_THAT(audit(session->account.id), ElementsAre("account_created", "signed_in"));
}

TEST_F(RegistrationTest, AllBrokenFieldsAreToldAtOnce) {
    auto bad = form("asha@example.com", "password123");
    bad.name = "  ";
    bad.accepted_terms = false;
    auto const answer = wait(registration->sign_up(bad, home));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::invalid);
    EXPECT_THAT(problems(answer.error()),
                ElementsAre("password too_common", "name required", "accepted_terms must_accept"));
    EXPECT_THAT(delivered(), ElementsAre());
}

TEST_F(RegistrationTest, AnAddressInUseGetsAMailAndNobodyElseLearnsOfIt) {
    signed_up("asha@example.com");
    auto const before = hasher.computed();
    auto const known = wait(registration->sign_up(form("asha@example.com", kOther), cafe));
    auto const known_hashes = hasher.computed() - before;
    auto const mails = delivered();
    auto const unknown = wait(registration->sign_up(form("ravi@example.com", kOther), cafe));
    auto const unknown_hashes = hasher.computed() - before - known_hashes;

    ASSERT_TRUE(known && unknown);
    EXPECT_EQ(known->email, "asha@example.com");
    EXPECT_EQ(known_hashes, 1);
    EXPECT_EQ(unknown_hashes, 1);
    ASSERT_EQ(mails.size(), 1);
    EXPECT_THAT(mails[0].subject, HasSubstr("already have an account"));
    EXPECT_FALSE(login("asha@example.com", kOther, home)) << "the password typed last must not count";
    EXPECT_TRUE(login("asha@example.com", kPassword, home));
}

TEST_F(RegistrationTest, NobodyCanPlantAPasswordOnAnothersAddress) {
    // An attacker signs up with Asha's address first; then Asha does, and opens her own mail.
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com", kOther), cafe)));
    auto const planted = delivered();
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com", kPassword), home)));
    auto const hers = delivered();
    ASSERT_TRUE(wait(registration->verify({link_token(hers.at(0)), {}, {}}, home)));

    EXPECT_TRUE(login("asha@example.com", kPassword, home));
    EXPECT_FALSE(login("asha@example.com", kOther, cafe));
    auto const late = wait(registration->verify({link_token(planted.at(0)), {}, {}}, cafe));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().reason, "auth.token_invalid");
}

TEST_F(RegistrationTest, ResendingWithRivalSignUpsAsksForAPassword) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com", kPassword), home)));
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com", kOther), cafe)));
    delivered();
    ASSERT_TRUE(wait(registration->resend({"asha@example.com"}, home)));
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_THAT(mails[0].text, HasSubstr("/reset-password?token="));
    ASSERT_TRUE(wait(passwords->reset({link_token(mails[0]), "third choice of words"}, home)));
    EXPECT_FALSE(login("asha@example.com", kOther, home));
    EXPECT_TRUE(login("asha@example.com", "third choice of words", home));
}

TEST_F(RegistrationTest, ResendingRepeatsTheLinkOfTheOnlySignUp) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    delivered();
    ASSERT_TRUE(wait(registration->resend({"Asha@example.com"}, home)));
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    EXPECT_TRUE(wait(registration->verify({link_token(mails[0]), {}, {}}, home)));
    EXPECT_EQ(wait(registration->resend({"nobody@example.com"}, home))->email, "nobody@example.com");
    EXPECT_THAT(delivered(), ElementsAre());
}

TEST_F(RegistrationTest, LinksWorkOnceAndForADay) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    auto const token = link_token(delivered().at(0));
    EXPECT_FALSE(wait(registration->verify({crypto::new_token(crypto::kMailPrefix), {}, {}}, home)));
    clock.advance(hours{24});
    auto const late = wait(registration->verify({token, {}, {}}, home));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Code::gone);

    ASSERT_TRUE(wait(registration->resend({"asha@example.com"}, home)));
    auto const fresh = link_token(delivered().at(0));
    EXPECT_TRUE(wait(registration->verify({fresh, {}, {}}, home)));
    EXPECT_FALSE(wait(registration->verify({fresh, {}, {}}, home)));
}

TEST_F(RegistrationTest, AProfileThatFailsLeavesNothingBehind) {
    auto mentor = form("asha@example.com");
    mentor.role = ProfileRole::mentor;
    ASSERT_TRUE(wait(registration->sign_up(mentor, home)));
    auto const token = link_token(delivered().at(0));
    profiles.fails = true;
    EXPECT_THROW((void)wait(registration->verify({token, {}, {}}, home)), std::runtime_error);
    EXPECT_FALSE(wait(core->accounts.find_by_email(*db, "asha@example.com")));
    profiles.fails = false;
    EXPECT_TRUE(wait(registration->verify({token, {}, {}}, home))) << "the link was not used up";
}

TEST_F(RegistrationTest, MailsToOneAddressAreLimitedWithoutAWord) {
    for (int i = 0; i < 8; ++i) EXPECT_TRUE(wait(registration->sign_up(form("asha@example.com"), cafe)));
    EXPECT_EQ(delivered().size(), 5);
    // Somebody else's flood does not keep Asha from her own mail.
    EXPECT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    EXPECT_EQ(delivered().size(), 1);
}

TEST_F(RegistrationTest, WhatAStrangerTypedIsNotMailed) {
    auto bait = form("asha@example.com");
    bait.name = "Win at https://evil.example";
    ASSERT_TRUE(wait(registration->sign_up(bait, home)));
    auto const mails = delivered();
    EXPECT_THAT(mails.at(0).text + mails[0].html + mails[0].subject + mails[0].to_name,
                Not(HasSubstr("evil")));
}

TEST_F(RegistrationTest, AMailThatFailsIsTriedAgainWithTheSameMessageId) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com"), home)));
    mailbox.down = true;
    EXPECT_THAT(delivered(), ElementsAre());
    mailbox.down = false;
    clock.advance(minutes{5});
    auto const mails = delivered();
    ASSERT_EQ(mails.size(), 1);
    ASSERT_EQ(mailbox.tried.size(), 2);
    EXPECT_EQ(mailbox.tried[0], mailbox.tried[1]);
    EXPECT_THAT(mails[0].message_id, HasSubstr("@aspirex.example"));
}

TEST_F(RegistrationTest, OnePersonCanBeBoth) {
    auto const session = signed_up("asha@example.com");
    auto const elsewhere = login("asha@example.com", kPassword, home);
    ASSERT_TRUE(elsewhere);
    auto const user = wait(registration->add_role(who(session), {ProfileRole::mentor}, home));
    ASSERT_TRUE(user);
    EXPECT_THAT(user->roles, ElementsAre(Role::student, Role::mentor));
    EXPECT_EQ(user->mentor_id, MentorId{1});
    EXPECT_EQ(caller(session.access)->mentor, MentorId{1});
    EXPECT_FALSE(caller(elsewhere->access)) << "a change of roles signs other devices out";
    EXPECT_EQ(wait(registration->add_role(who(session), {ProfileRole::mentor}, home)).error().reason,
              "auth.role_taken");
    EXPECT_THAT(delivered().at(0).subject, HasSubstr("new role"));
    EXPECT_TRUE(login("M000001", kPassword, home));
}

TEST_F(RegistrationTest, StaffAreMadeByTheCommandLineOnly) {
    auto const id = wait(registration->create({"boss@example.com", "Boss", kPassword, {Role::staff}}));
    ASSERT_TRUE(id);
    auto const session = login("boss@example.com", kPassword, home);
    ASSERT_TRUE(session);
    EXPECT_TRUE(caller(session->access)->staff);
    EXPECT_THAT(audit(*id), ElementsAre("staff_created", "signed_in"));
    EXPECT_EQ(wait(registration->create({"Boss@example.com", "Boss", kPassword, {Role::staff}}))
                  .error()
                  .fields.at(0)
                  .reason,
              "taken");
    auto const bad = wait(registration->create({"nope", "", "short", {}, "Mars/Base"}));
    EXPECT_THAT(problems(bad.error()),
                ElementsAre("password too_short", "name required", "email email", "time_zone unknown_zone"));
}

}  // namespace
}  // namespace ax::auth
