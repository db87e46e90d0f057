#include "platform/jobs/testing.h"
#include "platform/mail/capture.h"
#include "platform/mail/smtp.h"
#include "platform/mail/testing.h"

#include <gmock/gmock.h>

namespace ax::mail {
namespace {

using ::testing::IsEmpty;
using testing::SmtpPeer;

class MailQueue : public jobs::testing::JobsTest {
protected:
    void add(Mail mail, std::string dedupe_key = {}, bool keep = true) {
        here_.wait(
            [](auto& database, Queue& queue, Mail recorded, std::string key, bool commit) -> Task<void> {
                auto const done = co_await database.write([&](db::Tx& tx) -> Task<Result<bool>> {
                    co_await queue.add(tx, recorded, key);
                    if (!commit)
                        co_return fail(Code::conflict, "test.rolled_back");
                    co_return true;
                });
                EXPECT_EQ(done.has_value(), commit);
            }(*db_, queue_, std::move(mail), std::move(dedupe_key), keep));
    }
    int run_due() {
        jobs::Runner runner(*db_, clock_, listeners_, {.jitter = 0});
        return here_.wait(runner.run_due());
    }
    std::vector<CapturedMail> captured(CaptureMailer& mailer, std::string_view to = {}) {
        return here_.wait(mailer.list(to));
    }
    static Mail to(std::string address) {
        Mail mail{};
        mail.to_address = std::move(address);
        mail.subject = "Hello";
        mail.text = "Line one\nline two\t😀";
        mail.html = "<p>Line one</p>\n";
        return mail;
    }
    static MailOptions options(std::uint16_t port = 0) {
        MailOptions out;
        out.host = "127.0.0.1";
        out.port = port;
        out.security = Security::none;
        out.from_address = "no-reply@aspirex.example";
        return out;
    }
    static std::string message_id(std::string const& message) {
        auto const at = message.find("Message-ID: <");
        return message.substr(at, message.find('>', at) - at);
    }

    jobs::Listeners listeners_;
    jobs::Outbox outbox_{clock_, listeners_};
    Queue queue_{outbox_, options()};
};

INSTANTIATE_TEST_SUITE_P(Engines, MailQueue, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(MailQueue, ACommittedMailIsKeptForTheViewer) {
    CaptureMailer mailer(*db_, clock_);
    Queue::subscribe(listeners_, mailer);
    add(to("asha@example.org"));
    add(to("ravi@example.org"));
    add(to("nobody@example.org"), {}, false);
    EXPECT_THAT(captured(mailer), IsEmpty());
    EXPECT_EQ(run_due(), 2);
    ASSERT_EQ(captured(mailer).size(), 2U);
    auto const mails = captured(mailer, "asha@example.org");
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].mail.text, "Line one\nline two\t😀");
    EXPECT_EQ(mails[0].mail.html, "<p>Line one</p>\n");
    EXPECT_EQ(mails[0].sent_at, clock_.now());
    EXPECT_THAT(mails[0].mail.message_id, ::testing::EndsWith("@aspirex.example"));
    auto const one = here_.wait(mailer.find(mails[0].id));
    ASSERT_TRUE(one);
    EXPECT_EQ(one->mail.to_address, "asha@example.org");
    EXPECT_FALSE(here_.wait(mailer.find(999)));
}

TEST_P(MailQueue, ADedupeKeySendsOnce) {
    CaptureMailer mailer(*db_, clock_);
    Queue::subscribe(listeners_, mailer);
    add(to("asha@example.org"), "booking-17");
    run_due();
    add(to("asha@example.org"), "booking-17");
    EXPECT_EQ(run_due(), 0);
    EXPECT_EQ(captured(mailer).size(), 1U);
}

TEST_P(MailQueue, LineBreaksInOneLineFieldsBecomeSpaces) {
    CaptureMailer mailer(*db_, clock_);
    Queue::subscribe(listeners_, mailer);
    auto mail = to("asha@example.org");
    mail.subject = "Hello\r\nBcc: all@example.org";
    mail.to_name = "Asha\tRao";
    add(mail);
    run_due();
    ASSERT_EQ(captured(mailer).size(), 1U);
    EXPECT_EQ(captured(mailer)[0].mail.subject, "Hello  Bcc: all@example.org");
    EXPECT_EQ(captured(mailer)[0].mail.to_name, "Asha Rao");
}

TEST_P(MailQueue, A450IsRetriedWithTheSameMessageId) {
    SmtpPeer peer({.message = "450 later"});
    SmtpMailer mailer(options(peer.port()), clock_);
    Queue::subscribe(listeners_, mailer);
    add(to("asha@example.org"));
    EXPECT_EQ(run_due(), 1);
    peer.set({});
    clock_.advance(seconds{10});
    EXPECT_EQ(run_due(), 1);
    clock_.advance(days{1});
    EXPECT_EQ(run_due(), 0);
    auto const messages = peer.messages();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(message_id(messages[0]), message_id(messages[1]));
    EXPECT_THAT(message_id(messages[0]), ::testing::MatchesRegex("Message-ID: <[0-9a-f]+@aspirex.example"));
}

TEST_P(MailQueue, A550IsADeadLetterAtOnceAndNamesNobody) {
    SmtpPeer peer({.recipient = "550 no mailbox asha@example.org"});
    SmtpMailer mailer(options(peer.port()), clock_);
    Queue::subscribe(listeners_, mailer);
    add(to("asha@example.org"));
    EXPECT_EQ(run_due(), 1);
    clock_.advance(days{1});
    EXPECT_EQ(run_due(), 0);
    jobs::Runner runner(*db_, clock_, listeners_);
    auto const dead = here_.wait(runner.dead());
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].last_error, "smtp 550");
    EXPECT_EQ(dead[0].listener, "mail.send");
}

TEST_P(MailQueue, AMailServerThatHangsHoldsUpNoWrite) {
    SmtpPeer peer({.message = "hang"});
    auto settings = options(peer.port());
    settings.timeout = seconds{4};
    SmtpMailer mailer(settings, clock_);
    Queue::subscribe(listeners_, mailer);
    SystemClock clock;
    jobs::Runner runner(*db_, clock, listeners_);
    runner.start(there_.loop());
    add(to("asha@example.org"));
    ASSERT_TRUE(soon([&] { return peer.messages().size() == 1; }));
    auto const begin = std::chrono::steady_clock::now();
    add(to("ravi@example.org"));
    there_.wait([](db::Database& database) -> Task<void> {
        co_await database.write([](db::Tx&) -> Task<bool> { co_return true; });
    }(*db_));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds{3});
    there_.wait(runner.stop(seconds{40}));
}

}  // namespace
}  // namespace ax::mail
