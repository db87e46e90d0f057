#include "platform/mail/smtp.h"

#include "platform/db/testing.h"
#include "platform/mail/mime.h"
#include "platform/mail/testing.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::mail {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using testing::SmtpPeer;
using ::testing::StartsWith;
using Kind = SendResult::Kind;

class Smtp : public ::testing::Test {
protected:
    MailOptions options(std::uint16_t port) {
        MailOptions out;
        out.host = "127.0.0.1";
        out.port = port;
        out.security = Security::none;
        out.from_address = "no-reply@aspirex.example";
        return out;
    }
    SendResult send(MailOptions const& settings, Mail const& mail) {
        SmtpMailer mailer(settings, clock_);
        return loop_.wait(mailer.send(mail));
    }
    SendResult send_to(SmtpPeer const& peer) { return send(options(peer.port()), mail_); }

    ManualClock clock_{*parse_iso("2026-11-22T09:00:00Z")};
    Mail mail_{.to_address = "asha@example.org",
               .to_name = "Asha",
               .subject = "Hello",
               .text = "First\n.hidden dot\n.\nlast",
               .html = "<p>Hello</p>",
               .message_id = "abc@aspirex.example",
               .unsubscribe_url = {}};
    db::testing::LoopThread loop_;
};

TEST_F(Smtp, DeliversTheWholeMessage) {
    SmtpPeer peer;
    auto const result = send_to(peer);
    EXPECT_EQ(result.kind, Kind::sent) << result.reason;
    auto commands = peer.commands();
    commands.resize(4);  // QUIT may have been heard already
    EXPECT_THAT(commands, ElementsAre("EHLO aspirex.example", "MAIL FROM:<no-reply@aspirex.example>",
                                      "RCPT TO:<asha@example.org>", "DATA"));
    EXPECT_THAT(peer.messages(), ElementsAre(to_mime(mail_, options(peer.port()), clock_.now())));
}

TEST_F(Smtp, SignsInAsTheServerOffers) {
    SmtpPeer peer;
    auto settings = options(peer.port());
    settings.user = "mailer";
    settings.password = "secret";
    EXPECT_EQ(send(settings, mail_).kind, Kind::sent);
    EXPECT_THAT(peer.commands(), ::testing::IsSupersetOf({"AUTH PLAIN", "AG1haWxlcgBzZWNyZXQ="}));

    SmtpPeer login({.hello = "250-peer\r\n250 AUTH LOGIN"});
    settings.port = login.port();
    EXPECT_EQ(send(settings, mail_).kind, Kind::sent);
    EXPECT_THAT(login.commands(), ::testing::IsSupersetOf({"AUTH LOGIN", "bWFpbGVy", "c2VjcmV0"}));
}

TEST_F(Smtp, ARefusedPasswordIsTriedAgainLater) {
    SmtpPeer peer({.auth = "535 no"});
    auto settings = options(peer.port());
    settings.user = "mailer";
    settings.password = "wrong";
    auto const result = send(settings, mail_);
    EXPECT_EQ(result.kind, Kind::later);
    EXPECT_EQ(result.reason, "smtp 535");
    EXPECT_THAT(peer.messages(), ::testing::IsEmpty());
}

TEST_F(Smtp, A4xxIsTriedAgainLater) {
    for (auto const& answers :
         {SmtpPeer::Answers{.recipient = "450 greylisted"}, SmtpPeer::Answers{.from = "450 wait"},
          SmtpPeer::Answers{.message = "450 disk full"}}) {
        SmtpPeer peer(answers);
        auto const result = send_to(peer);
        EXPECT_EQ(result.kind, Kind::later);
        EXPECT_EQ(result.reason, "smtp 450");
    }
}

TEST_F(Smtp, A5xxAboutTheMailIsFinal) {
    for (auto const& answers : {SmtpPeer::Answers{.recipient = "550 no such user asha@example.org"},
                                SmtpPeer::Answers{.from = "550 no"}, SmtpPeer::Answers{.data = "550 no"},
                                SmtpPeer::Answers{.message = "550 looks like spam"}}) {
        SmtpPeer peer(answers);
        auto const result = send_to(peer);
        EXPECT_EQ(result.kind, Kind::refused);
        EXPECT_EQ(result.reason, "smtp 550");
    }
}

TEST_F(Smtp, A5xxAboutTheConnectionIsNotTheMailsFault) {
    SmtpPeer peer({.greeting = "554 your address is listed"});
    EXPECT_EQ(send_to(peer).kind, Kind::later);
}

TEST_F(Smtp, AServerThatHangsIsGivenUpInTime) {
    for (auto const& answers :
         {SmtpPeer::Answers{.message = "hang"}, SmtpPeer::Answers{.hello = "250-peer"}}) {
        SmtpPeer peer(answers);
        auto settings = options(peer.port());
        settings.timeout = milliseconds{300};
        auto const result = send(settings, mail_);
        EXPECT_EQ(result.kind, Kind::later);
    }
}

TEST_F(Smtp, AServerThatNeverAnswersQuitHasTakenTheMail) {
    SmtpPeer peer({.hangs_at_quit = true});
    auto settings = options(peer.port());
    settings.timeout = seconds{1};
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_EQ(send(settings, mail_).kind, Kind::sent);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds{8});
}

TEST_F(Smtp, NobodyListeningIsTriedAgainLater) {
    std::uint16_t port = 0;
    {
        SmtpPeer const peer;
        port = peer.port();
    }
    auto const result = send(options(port), mail_);
    EXPECT_EQ(result.kind, Kind::later);
    EXPECT_THAT(result.reason, StartsWith("smtp: "));
}

TEST_F(Smtp, WithoutStarttlsNothingIsSaidInTheClear) {
    SmtpPeer peer;
    auto settings = options(peer.port());
    settings.security = Security::starttls;
    settings.user = "mailer";
    settings.password = "secret";
    EXPECT_EQ(send(settings, mail_).kind, Kind::later);
    EXPECT_THAT(peer.commands(), Not(Contains(StartsWith("AUTH"))));
    EXPECT_THAT(peer.commands(), Not(Contains(StartsWith("MAIL"))));
}

TEST_F(Smtp, ImpossibleAddressesNeverReachTheServer) {
    SmtpPeer peer;
    mail_.to_address = "asha@example.org>\r\nRCPT TO:<all@example.org";
    EXPECT_EQ(send_to(peer).kind, Kind::refused);
    EXPECT_THAT(peer.commands(), ::testing::IsEmpty());
}

TEST_F(Smtp, OneConnectionServesTheMailsThatFollow) {
    SmtpPeer peer;
    {
        SmtpMailer mailer(options(peer.port()), clock_);
        for (int i = 0; i < 3; ++i) EXPECT_EQ(loop_.wait(mailer.send(mail_)).kind, Kind::sent);
        EXPECT_EQ(std::ranges::count_if(peer.commands(), [](auto& c) { return c.starts_with("EHLO"); }), 1);
        EXPECT_EQ(peer.messages().size(), 3U);
    }
    EXPECT_TRUE(peer.hears("QUIT")) << "and is taken leave of at the end";
    EXPECT_EQ(peer.commands().back(), "QUIT");
}

TEST_F(Smtp, AfterARefusalTheNextMailHasAConnectionOfItsOwn) {
    SmtpPeer peer({.recipient = "550 5.1.1 no such user"});
    SmtpMailer mailer(options(peer.port()), clock_);
    auto const refused = loop_.wait(mailer.send(mail_));
    EXPECT_EQ(refused.reason, "smtp 550 5.1.1");
    EXPECT_TRUE(refused.no_such_address);
    EXPECT_FALSE(refused.outage);
    peer.set({});
    EXPECT_EQ(loop_.wait(mailer.send(mail_)).kind, Kind::sent);
}

TEST_F(Smtp, AKeptConnectionThatTheServerHasClosedIsMadeAnew) {
    SmtpPeer peer({.closes_after_mail = true});
    SmtpMailer mailer(options(peer.port()), clock_);
    for (int i = 0; i < 3; ++i) {
        auto const result = loop_.wait(mailer.send(mail_));
        EXPECT_EQ(result.kind, Kind::sent) << result.reason;
    }
    EXPECT_EQ(peer.messages().size(), 3U);
}

TEST_F(Smtp, WhatIsNotAboutTheMailIsAnOutage) {
    auto const is_outage = [&](SmtpPeer::Answers answers, std::string user = {}) {
        SmtpPeer peer(std::move(answers));
        auto settings = options(peer.port());
        settings.user = std::move(user);
        settings.password = "secret";
        return send(settings, mail_).outage;
    };
    EXPECT_TRUE(is_outage({.greeting = "554 your address is listed"}));
    EXPECT_TRUE(is_outage({.auth = "535 no"}, "mailer"));
    EXPECT_TRUE(is_outage({.from = "421 going down"}));
    EXPECT_FALSE(is_outage({.recipient = "450 greylisted"}));
    EXPECT_FALSE(is_outage({.message = "450 disk full"}));
    EXPECT_FALSE(is_outage({}));
}

TEST_F(Smtp, TheOperatorMayChooseHowToSignIn) {
    SmtpPeer peer;
    auto settings = options(peer.port());
    settings.user = "mailer";
    settings.password = "secret";
    settings.sign_in = SignIn::login;
    EXPECT_EQ(send(settings, mail_).kind, Kind::sent);
    EXPECT_THAT(peer.commands(), Contains("AUTH LOGIN"));
}

}  // namespace
}  // namespace ax::mail
