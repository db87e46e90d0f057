#pragma once

#include "features/auth/core.h"
#include "features/auth/jobs.h"
#include "features/auth/letters.h"
#include "features/auth/passwords.h"
#include "features/auth/registration.h"
#include "features/auth/sessions.h"
#include "platform/db/open.h"
#include "platform/db/testing_schema.h"
#include "platform/jobs/runner.h"
#include "platform/telemetry/log.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

/// For this feature's tests: a migrated SQLite file, a manual clock, cheap hashes, kept mails.
namespace ax::auth::testing {

inline constexpr char const* kPassword = "lanterns over cold water";
inline constexpr char const* kOther = "quiet bicycle horizon 9";

/// Stands in for SMTP.
class Mailbox final : public mail::Mailer {
public:
    Task<mail::SendResult> send(mail::Mail const& letter) override {
        tried.push_back(letter.message_id);
        if (down)
            co_return mail::SendResult{.kind = mail::SendResult::Kind::later, .reason = "smtp 450"};
        mails.push_back(letter);
        co_return mail::SendResult{};
    }
    std::vector<mail::Mail> mails;
    std::vector<std::string> tried;
    bool down = false;
};

/// Stands in for features/students and features/mentors, whose own tests are elsewhere.
class CountingProfiles final : public Profiles {
public:
    Task<StudentId> create_student(db::Tx&, AccountId) override { co_return StudentId{++students}; }
    Task<MentorId> create_mentor(db::Tx&, AccountId) override {
        if (fails)
            throw std::runtime_error("no profile");
        co_return MentorId{++mentors};
    }
    Task<Approval> approval(db::Executor&, MentorId) override { co_return Approval::draft; }
    std::int64_t students = 0;
    std::int64_t mentors = 0;
    bool fails = false;
};

inline contract::Caller caller_of(Session const& session) {
    return {.account = session.account.id,
            .student = session.account.student,
            .mentor = session.account.mentor,
            .staff = session.account.staff,
            .device = session.device};
}

class AuthTest : public ::testing::Test {
public:
    /// The token in a mail's link; empty if there is none.
    static std::string link_token(mail::Mail const& letter) {
        auto const at = letter.text.find("?token=");
        return at == std::string::npos ? "" : letter.text.substr(at + 7, crypto::kTokenLength);
    }

protected:
    AuthTest()
        : folder(std::filesystem::temp_directory_path() /
                 ("ax-auth-" + crypto::to_hex(crypto::random_bytes(8)))) {
        static bool const quiet = (telemetry::configure_log(telemetry::Level::warn, ""), true);
        (void)quiet;
        std::filesystem::create_directories(folder);
        db::testing::copy_schema(file());
        db = db::open({.url = "sqlite:" + file(), .inline_writes = true, .durable = false});
        core = std::make_unique<Core>(
            Core{.ports = {*db, clock, hasher, outbox, mailbox, templates, profiles},
                 .options = {.secret = std::string(32, 's'), .base_url = "https://aspirex.example"},
                 .keys = Keys(std::string(32, 's'))});
        factors = std::make_unique<SecondFactors>(*core);
        sessions = std::make_unique<Sessions>(*core, *factors);
        registration = std::make_unique<Registration>(*core, *sessions);
        passwords = std::make_unique<Passwords>(*core);
        add_jobs(listeners, *core);
    }
    ~AuthTest() override {
        db.reset();
        std::filesystem::remove_all(folder);
    }

    template <class T>
    static T wait(Task<T> task) {
        return run_inline(std::move(task));
    }

    [[nodiscard]] std::string file() const { return (folder / "test.db").string(); }

    /// Runs the outbox and returns the mails that came of it.
    std::vector<mail::Mail> delivered() {
        mailbox.mails.clear();
        jobs::Runner runner(*db, clock, listeners);
        wait(runner.run_due());
        return mailbox.mails;
    }
    [[nodiscard]] Register form(std::string email, std::string password = kPassword) const {
        return {.name = "Asha Rao",
                .email = std::move(email),
                .password = std::move(password),
                .role = ProfileRole::student,
                .accepted_terms = true,
                .time_zone = "Asia/Kolkata"};
    }
    /// Signs up and opens the mail.
    Session signed_up(std::string email, std::string password = kPassword,
                      ClientKind client = ClientKind::api) {
        EXPECT_TRUE(wait(registration->sign_up(form(std::move(email), std::move(password)), home)));
        auto const mails = delivered();
        EXPECT_EQ(mails.size(), 1);
        auto session = wait(registration->verify({link_token(mails.at(0)), client, {}}, home));
        if (!session)
            throw std::runtime_error(session.error().reason);
        return *session;
    }
    Result<Session> login(std::string identifier, std::string password, Visit visit,
                          ClientKind client = ClientKind::api, std::optional<std::string> code = {}) {
        return wait(sessions->login({std::move(identifier), std::move(password), client, {}, std::move(code)},
                                    std::move(visit)));
    }
    std::optional<contract::Caller> caller(std::string_view access) {
        return wait(core->sessions.caller(*db, crypto::token_hash(access), clock.now()));
    }
    /// What an answer was refused for: `code: wrong_code`, or the reason.
    static std::string why(auto const& answer) {
        if (answer)
            return "taken";
        return answer.error().fields.empty()
                   ? answer.error().reason
                   : answer.error().fields[0].field + ": " + answer.error().fields[0].reason;
    }
    static contract::Caller who(Session const& session) { return caller_of(session); }
    /// The kinds in the audit trail of an account, oldest first.
    std::vector<std::string> audit(AccountId account) {
        static db::Query const events{"auth.test_events",
                                      "SELECT kind FROM auth_event WHERE account_id = $1 ORDER BY id"};
        std::vector<std::string> kinds;
        auto const rows = wait(db->rows(events, account));
        for (auto const row : rows) kinds.push_back(row.get<std::string>(0));
        return kinds;
    }
    /// Every byte of the database, its journal included.
    [[nodiscard]] std::string bytes_on_disk() const {
        std::string all;
        for (auto const& entry : std::filesystem::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream bytes;
            bytes << in.rdbuf();
            all += bytes.str();
        }
        return all;
    }

    std::filesystem::path folder;
    ManualClock clock{*parse_iso("2026-11-22T09:00:00Z")};
    runtime::Pool pool{0, 0};  // hashes in place
    crypto::PasswordHasher hasher{pool, {.memory_kib = 64, .passes = 1, .lanes = 1}};
    jobs::Listeners listeners;
    jobs::Outbox outbox{clock, listeners};
    Mailbox mailbox;
    mail::Templates templates{letters::kAll, {}};
    CountingProfiles profiles;
    std::unique_ptr<db::Database> db;
    std::unique_ptr<Core> core;
    std::unique_ptr<SecondFactors> factors;
    std::unique_ptr<Sessions> sessions;
    std::unique_ptr<Registration> registration;
    std::unique_ptr<Passwords> passwords;
    Visit home{.network = "198.51.100.0/24", .request_id = "r1"};
    Visit cafe{.network = "203.0.113.0/24", .request_id = "r2"};
};

}  // namespace ax::auth::testing
