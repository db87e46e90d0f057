#include "platform/mail/access_token.h"

#include "platform/client/testing.h"
#include "platform/crypto/encode.h"
#include "platform/db/testing.h"
#include "platform/mail/smtp.h"
#include "platform/mail/testing.h"

#include <gmock/gmock.h>

namespace ax::mail {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// A token endpoint that answers as told and keeps what it was sent.
class TokenPeer {
public:
    explicit TokenPeer(std::string answer)
        : answer_(std::move(answer)), peer_([this](client::testing::Connection& c) { serve(c); }) {}
    [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}/token", peer_.port()); }
    [[nodiscard]] std::vector<std::string> asked() const {
        std::lock_guard const lock(mutex_);
        return asked_;
    }
    void answer(std::string with) {
        std::lock_guard const lock(mutex_);
        answer_ = std::move(with);
    }

private:
    void serve(client::testing::Connection& connection) {
        while (true) {
            std::size_t length = 0;
            for (std::string line = connection.line(); !line.empty(); line = connection.line())
                if (line.starts_with("Content-Length: "))
                    length = std::stoul(line.substr(16));
            auto body = connection.bytes(length);
            std::string reply;
            {
                std::lock_guard const lock(mutex_);
                asked_.push_back(std::move(body));
                reply = answer_;
            }
            auto const space = reply.find(' ');
            connection.write(fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\n\r\n{}",
                                         reply.substr(0, space), reply.size() - space - 1,
                                         reply.substr(space + 1)));
        }
    }
    mutable std::mutex mutex_;
    std::string answer_;
    std::vector<std::string> asked_;
    client::testing::Peer peer_;  // last: its threads use the rest
};

class Tokens : public ::testing::Test {
protected:
    [[nodiscard]] OAuthOptions options() const {
        return {peer_.url(), "client & co", "secret", "1//refresh"};
    }

    ManualClock clock_{*parse_iso("2026-11-22T09:00:00Z")};
    TokenPeer peer_{
        R"(200 {"access_token":"ya29.first","expires_in":3600,"scope":"x","token_type":"Bearer"})"};
    db::testing::LoopThread loop_;  // stopped before the client goes, gone after it
    client::Client client_;
};

TEST_F(Tokens, AreKeptUntilAMinuteBeforeTheyEnd) {
    AccessTokens tokens(options(), client_, clock_);
    EXPECT_EQ(loop_.wait(tokens.get()).value(), "ya29.first");
    clock_.advance(minutes{58});
    EXPECT_EQ(loop_.wait(tokens.get()).value(), "ya29.first");
    ASSERT_EQ(peer_.asked().size(), 1U);
    EXPECT_THAT(peer_.asked()[0],
                AllOf(HasSubstr("grant_type=refresh_token"), HasSubstr("client_id=client%20%26%20co"),
                      HasSubstr("client_secret=secret"), HasSubstr("refresh_token=1%2F%2Frefresh")));
    peer_.answer(R"(200 {"access_token":"ya29.second","expires_in":3600})");
    clock_.advance(minutes{2});
    EXPECT_EQ(loop_.wait(tokens.get()).value(), "ya29.second");
    tokens.forget("ya29.first");
    EXPECT_EQ(loop_.wait(tokens.get()).value(), "ya29.second");
    tokens.forget("ya29.second");
    (void)loop_.wait(tokens.get());
    EXPECT_EQ(peer_.asked().size(), 3U);
    loop_.stop();
}

TEST_F(Tokens, WhyThereIsNoneIsAWordAndNoSecret) {
    AccessTokens tokens(options(), client_, clock_);
    peer_.answer(R"(400 {"error":"invalid_grant","error_description":"asha@example.org was revoked"})");
    EXPECT_EQ(loop_.wait(tokens.get()).error(), "oauth invalid_grant");
    peer_.answer(R"(400 {"error":"Asha's secret"})");
    EXPECT_EQ(loop_.wait(tokens.get()).error(), "oauth 400");
    peer_.answer("503 busy");
    EXPECT_EQ(loop_.wait(tokens.get()).error(), "oauth 503");
    peer_.answer("200 <html>");
    EXPECT_EQ(loop_.wait(tokens.get()).error(), "oauth: no token in the answer");
    loop_.stop();
}

TEST_F(Tokens, SignInToTheMailServer) {
    testing::SmtpPeer server({.hello = "250-peer\r\n250 AUTH PLAIN LOGIN XOAUTH2"});
    MailOptions settings;
    settings.host = "127.0.0.1";
    settings.port = server.port();
    settings.security = Security::none;
    settings.from_address = "no-reply@aspirex.example";
    settings.user = "us@gmail.example";
    settings.sign_in = SignIn::xoauth2;
    settings.oauth = options();
    SmtpMailer mailer(settings, clock_, &client_);
    Mail mail;
    mail.to_address = "asha@example.org";
    mail.message_id = "a@b";
    EXPECT_EQ(loop_.wait(mailer.send(mail)).kind, SendResult::Kind::sent);
    auto const commands = server.commands();
    EXPECT_THAT(commands, ::testing::Contains("AUTH XOAUTH2"));
    EXPECT_THAT(commands,
                ::testing::Contains(crypto::to_base64("user=us@gmail.example\1auth=Bearer ya29.first\1\1")));
    peer_.answer(R"(400 {"error":"invalid_grant"})");
    server.set({.hello = "250-peer\r\n250 AUTH XOAUTH2", .auth = "535 5.7.8 no"});
    SmtpMailer fresh(settings, clock_, &client_);
    auto const refused = loop_.wait(fresh.send(mail));
    EXPECT_EQ(refused.kind, SendResult::Kind::later);
    EXPECT_TRUE(refused.outage);
    EXPECT_EQ(refused.reason, "oauth invalid_grant");
    loop_.stop();
}

}  // namespace
}  // namespace ax::mail
