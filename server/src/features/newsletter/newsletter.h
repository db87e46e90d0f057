#pragma once

#include "base/result.h"
#include "features/newsletter/contract.h"
#include "features/newsletter/store.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/mail.h"
#include "platform/mail/templates.h"

#include <string>
#include <string_view>

namespace ax::newsletter {

struct Options {
    std::string secret;    // at least 32 bytes; changing it ends all links in mails
    std::string base_url;  // of the web client, for links in mails
};

/// The outbox's own events: they name rows and a seed, never a link.
struct ConfirmWanted {
    static constexpr std::string_view kName = "newsletter.confirm_wanted";
    SubscriberId subscriber;
    std::string seed;
    static constexpr auto wire() {
        return contract::Fields{field("subscriber", &ConfirmWanted::subscriber),
                                field("seed", &ConfirmWanted::seed)};
    }
};
/// An issue is due to everybody behind `after`.
struct IssueDue {
    static constexpr std::string_view kName = "newsletter.issue_due";
    IssueId issue;
    SubscriberId after;
    static constexpr auto wire() {
        return contract::Fields{field("issue", &IssueDue::issue), field("after", &IssueDue::after)};
    }
};
struct IssueMail {
    static constexpr std::string_view kName = "newsletter.issue_mail";
    IssueId issue;
    SubscriberId subscriber;
    static constexpr auto wire() {
        return contract::Fields{field("issue", &IssueMail::issue),
                                field("subscriber", &IssueMail::subscriber)};
    }
};

/// Subscriptions to the newsletter, and its issues.
///
/// Made once; thread-safe after bind() and listen(). Every call may be repeated.
class Newsletter {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        mail::Mailer& mailer;  // directly, not the queue: these mails hold links that must not be stored
        mail::Templates const& templates;
    };
    Newsletter(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    /// Mails a link, unless the address is subscribed or was mailed a moment ago; says the same in all cases.
    Task<Result<Asked>> subscribe(Subscribe wish);
    /// Somebody who subscribed elsewhere, at that time; no mail is sent. False if the address is known here.
    [[nodiscard]] Task<bool> adopt(db::Tx& tx, std::string_view email, Instant at) const;
    Task<Result<Asked>> confirm(std::string_view token);
    Task<Result<Asked>> unsubscribe(std::string_view token);

    /// For the operator: an issue to all who are subscribed; how many that are. Fails with `subject` or
    /// `text`.
    Task<Result<std::int64_t>> send_issue(store::Issue issue);

private:
    Task<http::Response> one_click(api::Call& call);
    [[nodiscard]] std::string confirm_token(std::string_view seed) const;
    [[nodiscard]] std::string leave_token(std::string_view seed) const;
    Task<void> send_link(ConfirmWanted const& wanted, jobs::JobInfo const& info) const;
    Task<void> spread(IssueDue const& due) const;
    Task<void> send_issue_to(IssueMail const& due) const;
    Task<void> send(mail::Mail mail, std::string const& id) const;
    Task<void> purge() const;

    Ports p_;
    Options options_;
};

}  // namespace ax::newsletter
