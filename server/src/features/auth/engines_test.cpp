#include "features/auth/api_tokens.h"
#include "features/auth/oidc.h"
#include "features/auth/passkey_testing.h"
#include "features/auth/passkeys.h"
#include "features/auth/testing.h"
#include "platform/crypto/totp.h"
#include "platform/jobs/testing.h"

#include <set>

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using testing::kOther;
using testing::kPassword;

/// Every statement of this feature on both engines, with several loops.
class EnginesTest : public jobs::testing::JobsTest {
protected:
    void SetUp() override {
        JobsTest::SetUp();
        if (IsSkipped() || HasFatalFailure())
            return;
        core = std::make_unique<Core>(
            Core{.ports = {*db_, clock_, hasher, outbox, mailbox, templates, profiles},
                 .options = {.secret = std::string(32, 's'), .base_url = "https://aspirex.example"},
                 .keys = Keys(std::string(32, 's'))});
        factors = std::make_unique<SecondFactors>(*core);
        sessions = std::make_unique<Sessions>(*core, *factors);
        registration = std::make_unique<Registration>(*core, *sessions);
        passwords = std::make_unique<Passwords>(*core);
        add_jobs(listeners, *core);
    }

    /// The token of the newest link that the outbox mails now.
    std::string mailed() {
        mailbox.mails.clear();
        jobs::Runner runner(*db_, clock_, listeners);
        here_.wait(runner.run_due());
        return mailbox.mails.empty() ? "" : testing::AuthTest::link_token(mailbox.mails.back());
    }
    Session sign_up() {
        Register const form{.name = "Asha",
                            .email = "asha@example.com",
                            .password = kPassword,
                            .role = ProfileRole::student,
                            .accepted_terms = true,
                            .time_zone = {}};
        EXPECT_TRUE(here_.wait(registration->sign_up(form, home)));
        auto session = here_.wait(registration->verify({mailed(), {}, {}}, home));
        EXPECT_TRUE(session);
        return session.value_or(Session{});
    }
    bool valid(Session const& session) {
        auto const hash = crypto::token_hash(session.access);
        return here_.wait(core->sessions.caller(*db_, hash, clock_.now())).has_value();
    }

    runtime::Pool pool{0, 0};
    crypto::PasswordHasher hasher{pool, {.memory_kib = 64, .passes = 1, .lanes = 1}};
    jobs::Listeners listeners;
    jobs::Outbox outbox{clock_, listeners};
    testing::Mailbox mailbox;
    mail::Templates templates{letters::kAll, {}};
    testing::CountingProfiles profiles;
    std::unique_ptr<Core> core;
    std::unique_ptr<SecondFactors> factors;
    std::unique_ptr<Sessions> sessions;
    std::unique_ptr<Registration> registration;
    std::unique_ptr<Passwords> passwords;
    Visit home{.network = "198.51.100.0/24"};
};

TEST_P(EnginesTest, AnAccountsWholeLife) {
    auto const first = sign_up();
    ASSERT_TRUE(valid(first));
    contract::Caller const who = testing::caller_of(first);
    EXPECT_FALSE(here_.wait(sessions->login({"asha@example.com", kOther, {}, {}, {}}, home)));
    auto const second = here_.wait(sessions->login({"S000001", kPassword, {}, {}, {}}, home));
    ASSERT_TRUE(second);
    EXPECT_EQ(here_.wait(sessions->devices(who))->items.size(), 2);
    EXPECT_TRUE(here_.wait(registration->add_role(who, {ProfileRole::mentor}, home)));
    EXPECT_FALSE(valid(*second));
    EXPECT_TRUE(here_.wait(passwords->change(who, {kPassword, kOther}, home)));
    EXPECT_TRUE(here_.wait(passwords->forgot({"asha@example.com"}, home)));
    EXPECT_TRUE(here_.wait(passwords->reset({mailed(), kPassword}, home)));
    EXPECT_FALSE(valid(first));
    auto const last = here_.wait(sessions->login({"M000001", kPassword, {}, {}, {}}, home));
    ASSERT_TRUE(last);
    EXPECT_TRUE(here_.wait(sessions->logout_everywhere(who, home)));
    EXPECT_FALSE(valid(*last));
    EXPECT_TRUE(here_.wait(registration->resend({"nobody@example.com"}, home)));
    auto const staff = here_.wait(registration->create({"boss@example.com", "Boss", kOther, {Role::staff}}));
    EXPECT_TRUE(staff);
    clock_.advance(days{100});
    EXPECT_EQ(mailed(), "") << "the clean-up runs, and nothing is left to mail";
}

TEST_P(EnginesTest, OneTicketShownManyTimesAtOnceMakesOneAccount) {
    NamedPerson const person{
        .issuer = "https://id.example", .subject = "s-1", .email = "asha@example.com", .name = "Asha"};
    Oidc const oidc(*core, *sessions, *factors);
    OidcStore const store;
    auto const ticket = [&](std::string_view hash) {
        here_.wait(db_->write([&](db::Tx& tx) -> Task<bool> {
            co_await store.add_ticket(tx, crypto::token_hash(hash), person, clock_.now() + minutes{1});
            co_return true;
        }));
    };
    FinishExternal form;
    form.role = ProfileRole::student;
    form.name = "Asha";
    form.accepted_terms = true;
    for (int round = 0; round < 2; ++round) {  // signs up, then in
        ticket("t");
        EXPECT_TRUE(here_.wait(oidc.look("t")));
        std::vector<std::future<Result<Session>>> answers;
        for (int i = 0; i < 3; ++i)
            answers.push_back((i % 2 == 0 ? here_ : there_).start(oidc.finish("t", form, home)));
        int opened = 0;
        for (auto& answer : answers) opened += here_.get(std::move(answer)) ? 1 : 0;
        EXPECT_EQ(opened, 1);
    }
    auto const identity = here_.wait(store.find(*db_, person.issuer, person.subject));
    ASSERT_TRUE(identity);
    EXPECT_EQ(here_.wait(store.of(*db_, identity->account)).size(), 1U);
    here_.wait(db_->write([&](db::Tx& tx) -> Task<bool> {
        EXPECT_TRUE(co_await store.use_attempt(tx, "a", clock_.now() + minutes{1}));
        EXPECT_FALSE(co_await store.use_attempt(tx, "a", clock_.now() + minutes{1}));
        EXPECT_FALSE(co_await store.add(tx, identity->account, person, clock_.now()));
        EXPECT_TRUE(co_await store.remove(tx, identity->account, identity->id));
        co_await store.purge(tx, clock_.now() + hours{1});
        EXPECT_TRUE(co_await store.use_attempt(tx, "a", clock_.now() + minutes{1}));
        co_return true;
    }));
}

TEST_P(EnginesTest, OneCodeShownManyTimesAtOnceOpensOnce) {
    auto const first = sign_up();
    contract::Caller const who = testing::caller_of(first);
    ASSERT_TRUE(here_.wait(factors->begin(who, {kPassword})));
    auto const row = here_.wait(SecondFactorStore{}.find(*db_, who.account));
    auto const secret = core->keys.open_totp(who.account, row->sealed);
    ASSERT_TRUE(secret);
    auto const code = [&] { return crypto::totp_code(*secret, crypto::totp_step(clock_.now())); };
    auto const drawn = here_.wait(factors->confirm(who, {code()}, home));
    ASSERT_TRUE(drawn);

    clock_.advance(seconds{30});
    for (auto const& proof : {code(), drawn->codes.at(0)}) {
        std::vector<std::future<Result<Session>>> answers;
        for (int i = 0; i < 3; ++i)
            answers.push_back(
                (i % 2 == 0 ? here_ : there_)
                    .start(sessions->login({"asha@example.com", kPassword, {}, {}, proof}, home)));
        int opened = 0;
        for (auto& answer : answers) opened += here_.get(std::move(answer)) ? 1 : 0;
        EXPECT_EQ(opened, 1);
        clock_.advance(minutes{20});
    }
    EXPECT_EQ(here_.wait(factors->state(who))->recovery_codes_left, 9);
    ASSERT_TRUE(here_.wait(factors->renew_codes(who, {kPassword, code()}, home)));
    clock_.advance(seconds{30});
    ASSERT_TRUE(here_.wait(factors->end(who, {kPassword, code()}, home)));
    EXPECT_FALSE(here_.wait(factors->state(who))->enabled);
}

TEST_P(EnginesTest, OneAnswerOfAPasskeyShownManyTimesAtOnceOpensOnce) {
    auto const first = sign_up();
    Passkeys const passkeys(*core, *sessions, *factors);
    contract::Caller const who = testing::caller_of(first);
    testing::Authenticator device;
    auto const offer = here_.wait(passkeys.begin(who, {kPassword, {}}, home));
    ASSERT_TRUE(offer);
    auto const made = here_.wait(passkeys.add(who, device.made(offer->challenge), home));
    ASSERT_TRUE(made) << made.error().reason;
    device.counter = 1;
    auto const said = device.says(passkeys.challenge({PasskeyPurpose::sign_in})->challenge);
    std::vector<std::future<Result<Session>>> answers;
    for (int i = 0; i < 3; ++i)
        answers.push_back(
            (i % 2 == 0 ? here_ : there_).start(passkeys.sign_in({said, ClientKind::api, {}}, home)));
    int opened = 0;
    for (auto& answer : answers) opened += here_.get(std::move(answer)) ? 1 : 0;
    EXPECT_EQ(opened, 1);

    EXPECT_TRUE(here_.wait(passkeys.rename(who, {made->id, "Telephone"})));
    auto const list = here_.wait(passkeys.list(who));
    ASSERT_EQ(list->items.size(), 1U);
    EXPECT_EQ(list->items[0].name, "Telephone");
    EXPECT_TRUE(list->items[0].last_used_at);
    EXPECT_TRUE(here_.wait(passkeys.remove(who, {made->id, kPassword, {}}, home)));
    EXPECT_TRUE(here_.wait(passkeys.list(who))->items.empty());
}

TEST_P(EnginesTest, AnApiTokensWholeLife) {
    auto const first = sign_up();
    contract::Caller const who = testing::caller_of(first);
    ApiTokenDesk const desk(*core, *factors);
    auto const make = [&] {
        return here_.wait(desk.create(who, {"Backups", {api::ApiScope::read}, 90, kPassword, {}}, home));
    };
    auto const works = [&](NewApiToken const& made) {
        return here_.wait(desk.caller(made.token)).has_value();
    };
    auto const made = make();
    auto const other = make();
    auto const last = make();
    ASSERT_TRUE(made && other && last);
    EXPECT_TRUE(works(*made));
    auto const listed = here_.wait(desk.list(who))->items;
    ASSERT_EQ(listed.size(), 3);
    EXPECT_EQ(listed.at(2).last_used_at, to_the_minute(clock_.now()));
    EXPECT_FALSE(listed.at(0).last_used_at);
    EXPECT_TRUE(here_.wait(desk.revoke(who, made->about.id, home)));
    EXPECT_FALSE(works(*made));
    EXPECT_TRUE(works(*other));
    EXPECT_TRUE(here_.wait(passwords->change(who, {kPassword, kOther}, home)));
    EXPECT_FALSE(works(*other));
    EXPECT_FALSE(works(*last));
    clock_.advance(days{100});
    EXPECT_EQ(mailed(), "") << "the clean-up runs";
}

TEST_P(EnginesTest, TwentyAtTheSameTimeAreTwentyStill) {
    auto const first = sign_up();
    ApiTokenStore const store;
    for (int i = 1; i < kMostApiTokens; ++i)
        here_.wait(db_->write([&](db::Tx& tx) -> Task<ApiTokenId> {
            co_return co_await store.add(tx,
                                         {.account = first.account.id,
                                          .public_part = "axp_r_" + std::to_string(i),
                                          .hash = "none",
                                          .name = "One of them",
                                          .expires_at = clock_.now() + days{1}},
                                         clock_.now());
        }));
    contract::Caller const who = testing::caller_of(first);
    ApiTokenDesk const desk(*core, *factors);
    std::vector<std::future<Result<NewApiToken>>> answers;
    for (int i = 0; i < 4; ++i)
        answers.push_back(
            (i % 2 == 0 ? here_ : there_)
                .start(desk.create(who, {"One more", {api::ApiScope::read}, {}, kPassword, {}}, home)));
    int made = 0;
    for (auto& answer : answers) made += here_.get(std::move(answer)) ? 1 : 0;
    EXPECT_EQ(made, 1);
}

TEST_P(EnginesTest, FiftyRefreshesAtOnceMakeOneSuccessor) {
    auto const opened = sign_up();
    std::vector<std::future<Result<Session>>> answers;
    for (int i = 0; i < 50; ++i)
        answers.push_back((i % 2 == 0 ? here_ : there_)
                              .start(sessions->refresh(opened.refresh, ClientKind::api, "", home)));
    std::set<std::string> refreshes;
    std::set<std::string> accesses;
    for (auto& answer : answers) {
        auto const session = here_.get(std::move(answer));
        ASSERT_TRUE(session) << session.error().reason;
        refreshes.insert(session->refresh);
        accesses.insert(session->access);
    }
    EXPECT_EQ(refreshes.size(), 1);
    EXPECT_EQ(accesses.size(), 1);
    clock_.advance(seconds{11});
    EXPECT_FALSE(here_.wait(sessions->refresh(opened.refresh, ClientKind::api, "", home)));
    EXPECT_FALSE(here_.wait(sessions->refresh(*refreshes.begin(), ClientKind::api, "", home)))
        << "the family ended";
}

TEST_P(EnginesTest, GuessesAtTheSameTimeAreCountedToo) {
    std::vector<std::future<Result<Session>>> answers;
    for (int i = 0; i < 40; ++i)
        answers.push_back((i % 2 == 0 ? here_ : there_)
                              .start(sessions->login({"asha@example.com", kOther, {}, {}, {}}, home)));
    for (auto& answer : answers) EXPECT_FALSE(here_.get(std::move(answer)));
    EXPECT_LE(hasher.computed(), 5);
    EXPECT_GE(hasher.computed(), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, EnginesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

}  // namespace
}  // namespace ax::auth
