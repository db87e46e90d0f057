#pragma once

#include "features/auth/auth.h"
#include "features/chat/chat.h"
#include "features/realtime/realtime.h"
#include "features/support/store.h"
#include "platform/api/router.h"
#include "platform/mail/mail.h"
#include "platform/mail/templates.h"

#include <string>

namespace ax::support {

using contract::Caller;

struct Options {
    std::string base_url;  // of the web client, for links in mails
};

/// Tickets: what people ask the staff. The words are a conversation of chat's; here is what is to be done
/// about them.
///
/// Made once; thread-safe after bind(). A stranger's ticket is one that can't be found.
class Support {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        realtime::Realtime& realtime;
        chat::Chat const& chat;
        auth::Accounts const& accounts;
        mail::Queue& mails;
        mail::Templates const& templates;
    };
    Support(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);

    Task<Result<Ticket>> create(Caller const& who, CreateTicket wish);
    Task<Result<Tickets>> mine(Caller const& who, TicketQuery query);
    Task<Result<Tickets>> queue(Caller const& who, QueueQuery query);
    Task<Result<Ticket>> get(Caller const& who, TicketId id);
    Task<Result<chat::Message>> reply(Caller const& who, TicketReply words);
    Task<Result<Ticket>> set_status(Caller const& who, SetTicketStatus wish);
    Task<Result<Ticket>> assign(Caller const& who, AssignTicket wish);

private:
    Task<Result<store::Row>> row_for(db::Executor& db, Caller const& who, TicketId id) const;
    Task<std::vector<Ticket>> shape(Caller const& who, std::vector<store::Row> rows) const;
    Task<Result<Ticket>> shaped(Caller const& who, TicketId id) const;
    Task<Result<Tickets>> page(Caller const& who, std::vector<store::Row> rows, std::size_t limit) const;
    Task<void> change(db::Tx& tx, store::Row const& row, Caller const& who) const;
    Task<void> mail_reply(db::Tx& tx, store::Row const& row, chat::Message const& message) const;

    Ports p_;
    Options options_;
};

}  // namespace ax::support
