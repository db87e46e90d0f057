#include "features/auth/oidc.h"

#include "features/auth/passkey_testing.h"
#include "features/auth/passkeys.h"
#include "features/auth/testing.h"
#include "platform/config/settings.h"
#include "platform/crypto/totp.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::Contains;
using testing::kPassword;

/// What happens once a provider has named somebody; how it does is tested with real ones from outside.
class OidcTest : public testing::AuthTest {
protected:
    /// Somebody comes back from a provider.
    std::string named(std::string_view subject, std::string_view email) {
        auto const ticket = "ticket" + std::to_string(++tickets);
        wait(db->write([&](db::Tx& tx) -> Task<bool> {
            co_await OidcStore{}.add_ticket(tx, crypto::token_hash(ticket),
                                            {.issuer = "https://id.example",
                                             .subject = std::string(subject),
                                             .email = std::string(email),
                                             .name = "Asha"},
                                            clock.now() + minutes{15});
            co_return true;
        }));
        return ticket;
    }
    static FinishExternal newcomer() {
        FinishExternal form;
        form.role = ProfileRole::mentor;
        form.name = " Asha Rao ";
        form.accepted_terms = true;
        form.time_zone = "Asia/Kolkata";
        return form;
    }

    Oidc oidc{*core, *sessions, *factors};
    int tickets = 0;
};

TEST_F(OidcTest, ANewAddressMakesAnAccountThatItsSubjectThenOpens) {
    auto const ticket = named("s-1", "asha@example.com");
    auto const seen = wait(oidc.look(ticket));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->step, ExternalStep::sign_up);
    EXPECT_EQ(seen->provider, "id.example") << "not set up any more: named by its address";

    EXPECT_EQ(why(wait(oidc.finish(ticket, {}, home))), "auth.sign_up_needed");
    auto form = newcomer();
    form.accepted_terms.reset();
    EXPECT_EQ(why(wait(oidc.finish(ticket, form, home))), "accepted_terms: must_accept");
    form = newcomer();
    form.name = "  ";
    EXPECT_EQ(why(wait(oidc.finish(ticket, form, home))), "name: required");
    auto const session = wait(oidc.finish(ticket, newcomer(), home));
    ASSERT_TRUE(session) << why(session);
    EXPECT_EQ(session->account.name, "Asha Rao");
    EXPECT_TRUE(session->account.mentor);
    EXPECT_THAT(audit(session->account.id), Contains("sign_in_linked"));
    EXPECT_EQ(why(wait(oidc.finish(ticket, newcomer(), home))), "auth.external_expired") << "once";

    // The address may change at the provider; the subject is who it is.
    auto const again = wait(oidc.finish(named("s-1", "other@example.com"), {}, home));
    ASSERT_TRUE(again) << why(again);
    EXPECT_EQ(again->account.id, session->account.id);
}

TEST_F(OidcTest, AnAccountIsNeverTakenOverByItsAddress) {
    auto const owner = signed_up("asha@example.com");
    auto const ticket = named("stranger", "asha@example.com");
    EXPECT_EQ(wait(oidc.look(ticket))->step, ExternalStep::link_first);
    EXPECT_EQ(why(wait(oidc.finish(ticket, newcomer(), home))), "auth.link_first");
    EXPECT_TRUE(wait(oidc.of(who(owner)))->items.empty());
}

TEST_F(OidcTest, AWaitingSignUpLosesItsPasswordToTheProvenAddress) {
    ASSERT_TRUE(wait(registration->sign_up(form("asha@example.com", "a strangers own words 7"), cafe)));
    auto const mails = delivered();
    ASSERT_TRUE(wait(oidc.finish(named("s-1", "asha@example.com"), newcomer(), home)));
    EXPECT_FALSE(wait(registration->verify({link_token(mails.at(0)), ClientKind::api, {}}, cafe)));
    EXPECT_EQ(why(login("asha@example.com", "a strangers own words 7", cafe)), "auth.bad_credentials");
}

TEST_F(OidcTest, WithoutAPasswordNoneIsRight) {
    auto const session = wait(oidc.finish(named("s-1", "asha@example.com"), newcomer(), home));
    ASSERT_TRUE(session);
    auto const before = hasher.computed();
    EXPECT_EQ(why(login("asha@example.com", kPassword, cafe)), "auth.bad_credentials");
    EXPECT_EQ(hasher.computed(), before + 1) << "as long as for everybody";
    auto const me = who(*session);
    EXPECT_FALSE(wait(oidc.of(me))->has_password);
    EXPECT_EQ(why(wait(factors->begin(me, {kPassword}))), "auth.no_password");
    EXPECT_EQ(why(wait(oidc.unlink(me, {wait(oidc.of(me))->items.at(0).id, kPassword}, home))),
              "auth.no_password")
        << "it is the only way in";

    ASSERT_TRUE(wait(passwords->forgot({"asha@example.com"}, home)));
    ASSERT_TRUE(wait(passwords->reset({link_token(delivered().at(0)), kPassword}, home)));
    EXPECT_TRUE(login("asha@example.com", kPassword, home));
}

TEST_F(OidcTest, APasskeyStandsInThePlaceOfTheCode) {
    Passkeys const passkeys{*core, *sessions, *factors};
    auto const with_passkey = [&](std::string const& email, testing::Authenticator const& device) {
        auto const person = who(signed_up(email));
        auto const offer = wait(passkeys.begin(person, {kPassword, {}}, home));
        EXPECT_TRUE(wait(passkeys.add(person, device.made(offer->challenge), home)));
        EXPECT_EQ(delivered().size(), 1) << "its owner is told";
        return person;
    };
    testing::Authenticator device;
    testing::Authenticator const strangers;
    auto const me = with_passkey("asha@example.com", device);
    with_passkey("bela@example.com", strangers);
    ASSERT_TRUE(wait(factors->begin(me, {kPassword})));
    auto const row = wait(SecondFactorStore{}.find(*db, me.account));
    auto const secret = core->keys.open_totp(me.account, row->sealed).value();
    auto const code = crypto::totp_code(secret, crypto::totp_step(clock.now()));
    ASSERT_TRUE(wait(factors->confirm(me, {code}, home)));
    wait(db->write([&](db::Tx& tx) -> Task<bool> {
        co_return co_await OidcStore{}.add(
            tx, me.account,
            {.issuer = "https://id.example", .subject = "s-1", .email = "a@work.example", .name = {}},
            clock.now());
    }));

    auto const ticket = named("s-1", "asha@example.com");
    auto const finish = [&](PasskeyAssertion said) {
        FinishExternal form;
        form.passkey = std::move(said);
        return wait(oidc.finish(ticket, form, home));
    };
    auto const asked = [&](PasskeyPurpose purpose) { return passkeys.challenge({purpose})->challenge; };
    auto const beside = [&](testing::Authenticator const& by) {
        return by.says(asked(PasskeyPurpose::second_factor));
    };
    EXPECT_EQ(why(wait(oidc.finish(ticket, {}, home))), "auth.second_factor_needed");
    EXPECT_EQ(why(finish(beside(strangers))), "auth.passkey_refused");
    EXPECT_EQ(why(finish(device.says(asked(PasskeyPurpose::sign_in)))), "auth.passkey_refused")
        << "another purpose";
    auto const late = beside(device);
    clock.advance(minutes{6});
    EXPECT_EQ(why(finish(late)), "auth.passkey_late");
    device.flags = 0x01;
    clock.advance(minutes{1});  // so many failures cost a wait
    auto const said = beside(device);
    auto const session = finish(said);
    ASSERT_TRUE(session) << why(session) << ": the provider knows the person";
    EXPECT_EQ(session->account.id, me.account);
    clock.advance(minutes{1});
    auto const next = named("s-1", "asha@example.com");
    FinishExternal replayed;
    replayed.passkey = said;
    EXPECT_EQ(why(wait(oidc.finish(next, replayed, home))), "auth.passkey_refused") << "once";
}

TEST_F(OidcTest, UnlinkingTakesThePasswordAndIsMailed) {
    auto const mine = signed_up("asha@example.com");
    auto const others = signed_up("bela@example.com");
    NamedPerson const person{
        .issuer = "https://id.example", .subject = "s-1", .email = "a@work.example", .name = {}};
    auto const add = [&](AccountId account, NamedPerson const& whom) {
        return wait(db->write([&](db::Tx& tx) -> Task<bool> {
            co_return co_await OidcStore{}.add(tx, account, whom, clock.now());
        }));
    };
    EXPECT_TRUE(add(mine.account.id, person));
    EXPECT_FALSE(add(others.account.id, person)) << "one person, one account";
    auto second = person;
    second.subject = "s-2";
    EXPECT_FALSE(add(mine.account.id, second)) << "one person of a provider for an account";

    auto const id = wait(oidc.of(who(mine)))->items.at(0).id;
    EXPECT_EQ(why(wait(oidc.unlink(who(others), {id, kPassword}, home))), "auth.unknown_identity");
    EXPECT_EQ(why(wait(oidc.unlink(who(mine), {id, testing::kOther}, home))), "password: wrong_password");
    EXPECT_TRUE(wait(oidc.unlink(who(mine), {id, kPassword}, home)));
    EXPECT_THAT(audit(mine.account.id), Contains("sign_in_unlinked"));
    EXPECT_THAT(delivered().at(0).subject, ::testing::HasSubstr("was removed"));
    EXPECT_EQ(why(wait(oidc.unlink(who(mine), {id, kPassword}, home))), "auth.unknown_identity");
}

TEST_F(OidcTest, TicketsRunOutAndAreCleanedUp) {
    auto const ticket = named("s-1", "asha@example.com");
    clock.advance(minutes{15});
    EXPECT_EQ(why(wait(oidc.look(ticket))), "auth.external_expired");
    EXPECT_EQ(why(wait(oidc.finish(ticket, newcomer(), home))), "auth.external_expired");
    EXPECT_EQ(why(wait(oidc.look(""))), "auth.external_expired");
    delivered();
    static db::Query const left{"auth.test_tickets", "SELECT COUNT(*) FROM identity_ticket"};
    EXPECT_EQ(wait(db->one(left))->get<int>(0), 0);
}

TEST(ProviderSettings, AreOffWholeOrRefused) {
    auto const made = [](std::map<std::string, std::string> const& settings) {
        return providers_of(config::load("", settings).value());
    };
    EXPECT_TRUE(made({}).empty());
    auto const both = made({{"AX_GOOGLE_CLIENT_ID", "g"},
                            {"AX_OIDC_ISSUER", "https://id.example"},
                            {"AX_OIDC_CLIENT_ID", "o"},
                            {"AX_OIDC_NAME", "Campus"}});
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].issuer, "https://accounts.google.com");
    EXPECT_EQ(both[1].name, "Campus");
    EXPECT_THROW(made({{"AX_OIDC_ISSUER", "https://id.example"}}), std::invalid_argument);
    EXPECT_THROW(made({{"AX_GOOGLE_CLIENT_ID", "g"}, {"AX_GOOGLE_ISSUER", "ftp://x"}}),
                 std::invalid_argument);
    EXPECT_THROW(made({{"AX_GOOGLE_CLIENT_ID", "g"},
                       {"AX_OIDC_CLIENT_ID", "o"},
                       {"AX_OIDC_ISSUER", "https://accounts.google.com"}}),
                 std::invalid_argument);
}

TEST(OneTapSettings, NameOneScriptAndWhatIsBesideIt) {
    auto const loaded = [](std::map<std::string, std::string> const& settings) {
        return config::load("", settings).value();
    };
    auto const off = one_tap_sources(loaded({{"AX_GOOGLE_CLIENT_ID", "g"}}));
    EXPECT_EQ(off.script + off.style + off.under, "");
    auto const on = loaded(
        {{"AX_GOOGLE_CLIENT_ID", "g"}, {"AX_GOOGLE_ONE_TAP", "https://accounts.google.com/gsi/client"}});
    EXPECT_EQ(providers_of(on).at(0).one_tap, "https://accounts.google.com/gsi/client");
    auto const sources = one_tap_sources(on);
    EXPECT_EQ(sources.script, " https://accounts.google.com/gsi/client");
    EXPECT_EQ(sources.style, " https://accounts.google.com/gsi/style");
    EXPECT_EQ(sources.under, " https://accounts.google.com/gsi/");
    for (std::string const wrong :
         {"gsi/client", "ftp://g/gsi/client", "https://g", "https://g/", "https://g/client",
          "https://g/gsi/client; script-src *", "https://g/gsi/client,https://evil", "https://*/gsi/client"})
        EXPECT_THROW((void)providers_of(loaded({{"AX_GOOGLE_CLIENT_ID", "g"}, {"AX_GOOGLE_ONE_TAP", wrong}})),
                     std::invalid_argument)
            << wrong;
    EXPECT_THROW((void)providers_of(loaded({{"AX_GOOGLE_ONE_TAP", "https://g/gsi/client"}})),
                 std::invalid_argument);
}

}  // namespace
}  // namespace ax::auth
