#pragma once

#include "base/result.h"
#include "features/auth/auth.h"
#include "features/contact/contract.h"
#include "features/contact/store.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/mail.h"
#include "platform/mail/templates.h"

#include <string>

namespace ax::contact {

using contract::Caller;

struct Options {
    std::string base_url;  // of the web client, for links in mails
};

struct ContactReceived {
    static constexpr std::string_view kName = "contact.received";
    ContactId message;
    static constexpr auto wire() { return contract::Fields{field("message", &ContactReceived::message)}; }
};

/// The contact form and the staff's list of what came through it. Made once; thread-safe after bind() and
/// listen().
class Contact {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        auth::Accounts const& accounts;
        jobs::Outbox const& outbox;
        mail::Queue& mails;
        mail::Templates const& templates;
    };
    Contact(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    /// A repeat with the same key changes nothing.
    Task<Result<Empty>> send(Caller const& who, SendContact wish);
    Task<Result<ContactMessages>> list(ContactQuery query);
    Task<Result<ContactMessage>> mark(Caller const& who, MarkHandled wish);

private:
    Task<std::vector<ContactMessage>> named(std::vector<store::Row> rows) const;
    Task<void> tell_staff(ContactReceived const& news) const;

    Ports p_;
    Options options_;
};

}  // namespace ax::contact
