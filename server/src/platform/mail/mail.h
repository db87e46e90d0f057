#pragma once

#include "base/task.h"
#include "base/time.h"
#include "contract/describe.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::mail {

/// How connections to the SMTP server are secured. `none` is for a relay on the same machine or network.
enum class Security : unsigned char { none, starttls, tls };

/// How to sign in. `automatic` takes what the server offers, PLAIN before LOGIN.
enum class SignIn : unsigned char { automatic, plain, login, xoauth2 };

/// Where access tokens for XOAUTH2 come from (RFC 6749 section 6).
struct OAuthOptions {
    std::string token_url = {};
    std::string client_id = {};
    std::string client_secret = {};
    std::string refresh_token = {};
};

/// A key that mails are signed with (RFC 6376): RSA, or Ed25519 (RFC 8463).
struct DkimOptions {
    std::string selector = {};
    std::string key = {};  // PEM
};

/// How fast mails leave this process, at most. 0: no limit.
struct PaceOptions {
    int per_minute = 0;
    int per_domain_per_minute = 0;  // of those who get them
};

struct MailOptions {
    std::string host = {};  // empty: mail is captured in the database instead of sent
    std::uint16_t port = 587;
    Security security = Security::starttls;
    std::string user = {};  // empty: no AUTH
    std::string password = {};
    std::string from_address = "no-reply@localhost";
    std::string from_name = "AspireX";
    std::string base_url = {};       // of the web client, for links in mails; without the last slash
    std::string ca_file = {};        // PEM; empty: the system's certificates
    Duration timeout = seconds{30};  // for one mail
    SignIn sign_in = SignIn::automatic;
    OAuthOptions oauth = {};             // for xoauth2
    std::vector<DkimOptions> dkim = {};  // each adds a signature
    std::string dkim_domain = {};        // empty: that of from_address
    PaceOptions pace = {};
};

/// What a calendar program makes of a mail (RFC 6047).
struct CalendarPart {
    std::string method;  // REQUEST or CANCEL, as in the text
    std::string text;

    static constexpr auto wire() {
        return contract::Fields{contract::field("method", &CalendarPart::method),
                                contract::field("text", &CalendarPart::text, contract::MultiLine{})};
    }
};

/// One mail to one person. Text and HTML say the same.
struct Mail {
    std::string to_address;
    std::string to_name;
    std::string subject;
    std::string text;
    std::string html;
    std::string message_id;       // without <>; the same for every try. Queue makes one if it is empty
    std::string unsubscribe_url;  // https; empty: no List-Unsubscribe
    std::optional<CalendarPart> calendar = {};

    static constexpr auto wire() {
        using contract::field;
        using contract::MultiLine;
        return contract::Fields{
            field("to_address", &Mail::to_address),
            field("to_name", &Mail::to_name),
            field("subject", &Mail::subject),
            field("text", &Mail::text, MultiLine{}),
            field("html", &Mail::html, MultiLine{}),
            field("message_id", &Mail::message_id),
            field("unsubscribe_url", &Mail::unsubscribe_url),
            field("calendar", &Mail::calendar),
        };
    }
};

struct SendResult {
    enum class Kind : unsigned char {
        sent,
        later,    // an outage or a 4xx: the same mail may be taken another time
        refused,  // a 5xx about this mail, or an impossible address: it never will be
    };
    Kind kind = Kind::sent;
    std::string reason;  // "smtp 450": for logs and dead letters, no personal data
    /// Of what is not about this mail: nobody answers, or lets us in. All others would fare the same.
    bool outage = false;
    /// Of what is about the address: nobody will ever get mail there.
    bool no_such_address = false;
};

/// Sends one mail now. Thread-safe. Failures are values; the queue decides about retries. For jobs: throws
/// jobs::Postponed if it is not this mail's turn.
class Mailer {
public:
    Mailer() = default;
    Mailer(Mailer const&) = delete;
    Mailer& operator=(Mailer const&) = delete;
    virtual ~Mailer() = default;
    virtual Task<SendResult> send(Mail const& mail) = 0;
};

/// The event behind Queue.
struct SendMail {
    static constexpr std::string_view kName = "mail.send";
    Mail mail;
    static constexpr auto wire() { return contract::Fields{contract::field("mail", &SendMail::mail)}; }
};

/// How features send mail: recorded in the caller's transaction, sent after the commit by a job. A slow or
/// missing SMTP server costs a request nothing, and no mail is lost or sent for something that was rolled
/// back.
class Queue {
public:
    Queue(jobs::Outbox& outbox, MailOptions const& options);

    /// `dedupe_key` as in jobs::AddOptions: "booking-confirmed-17-student" is sent once, ever. Line breaks
    /// and other control characters of one-line fields become spaces.
    Task<void> add(db::Tx& tx, Mail mail, std::string dedupe_key = {});

    /// Registers the job that sends. The mailer must outlive the runner.
    static void subscribe(jobs::Listeners& listeners, Mailer& mailer);

private:
    jobs::Outbox* outbox_;
    std::string domain_;  // of Message-IDs
};

}  // namespace ax::mail
