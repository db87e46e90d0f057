#pragma once

#include "contract/event.h"
#include "features/chat/chat.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about tickets. The conversation itself is chat's: its history, read marks and pictures are
/// under /chat/ with the ticket's `conversation`.
namespace ax::support {

using contract::Access;
using contract::Endpoint;
using contract::Event;
using contract::field;
using contract::Length;
using contract::MultiLine;
using contract::PerMinute;
using contract::Range;
using contract::Verb;

using TicketId = Id<struct TicketTag>;

enum class Category : unsigned char { account, booking, payment, mentor, other };
constexpr auto wire_names(Category) {
    return std::array<std::string_view, 5>{"account", "booking", "payment", "mentor", "other"};
}
enum class Priority : unsigned char { low, normal, high };
constexpr auto wire_names(Priority) { return std::array<std::string_view, 3>{"low", "normal", "high"}; }

/// open: the staff are to answer; waiting: the user is; resolved: reopened by the user's next words; closed:
/// over.
enum class Status : unsigned char { open, waiting, resolved, closed };
constexpr auto wire_names(Status) {
    return std::array<std::string_view, 4>{"open", "waiting", "resolved", "closed"};
}

struct TicketPerson {
    AccountId account;
    std::string name;
    static constexpr auto wire() {
        return contract::Fields{field("account", &TicketPerson::account), field("name", &TicketPerson::name)};
    }
};

struct Ticket {
    TicketId id;
    chat::ConversationId conversation;
    std::string subject;
    Category category{};
    Priority priority{};
    Status status{};
    TicketPerson from;
    std::optional<TicketPerson> assignee;
    Instant created_at;
    Instant updated_at;
    std::optional<chat::Message> last_message;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Ticket::id),
            field("conversation", &Ticket::conversation),
            field("subject", &Ticket::subject),
            field("category", &Ticket::category),
            field("priority", &Ticket::priority),
            field("status", &Ticket::status),
            field("from", &Ticket::from),
            field("assignee", &Ticket::assignee, "Staff only"),
            field("created_at", &Ticket::created_at),
            field("updated_at", &Ticket::updated_at),
            field("last_message", &Ticket::last_message),
            field("unread", &Ticket::unread, "Of others, behind the caller's cursor; at most 100"),
        };
    }
};

struct TicketRef {
    TicketId ticket;
    static constexpr auto wire() { return contract::Fields{field("ticket", &TicketRef::ticket)}; }
};

struct CreateTicket {
    std::string subject;
    Category category{};
    std::string text;
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("subject", &CreateTicket::subject, Length{3, 120}),
            field("category", &CreateTicket::category),
            field("text", &CreateTicket::text, Length{1, chat::kMessageLength}, MultiLine{}),
            field("client_key", &CreateTicket::client_key, Length{8, 64}, "The same key is the same ticket")};
    }
};

struct TicketReply {
    TicketId ticket;
    std::string text;
    std::string client_key;
    std::optional<chat::AttachmentId> attachment;
    static constexpr auto wire() {
        return contract::Fields{
            field("ticket", &TicketReply::ticket),
            field("text", &TicketReply::text, Length{0, chat::kMessageLength}, MultiLine{}),
            field("client_key", &TicketReply::client_key, Length{8, 64}),
            field("attachment", &TicketReply::attachment)};
    }
};

struct TicketQuery {
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("cursor", &TicketQuery::cursor, Length{1, 60}),
                                field("limit", &TicketQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct QueueQuery {
    std::optional<Status> status;
    std::optional<bool> mine;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("status", &QueueQuery::status, "Default open"),
                                field("mine", &QueueQuery::mine, "Only those the caller has taken"),
                                field("cursor", &QueueQuery::cursor, Length{1, 60}),
                                field("limit", &QueueQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct Tickets {
    std::vector<Ticket> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &Tickets::items), field("next", &Tickets::next)};
    }
};

struct SetTicketStatus {
    TicketId ticket;
    Status status{};
    static constexpr auto wire() {
        return contract::Fields{field("ticket", &SetTicketStatus::ticket),
                                field("status", &SetTicketStatus::status, "Who asked may only close")};
    }
};

struct AssignTicket {
    TicketId ticket;
    std::optional<bool> take;
    std::optional<Priority> priority;
    static constexpr auto wire() {
        return contract::Fields{
            field("ticket", &AssignTicket::ticket),
            field("take", &AssignTicket::take, "The caller takes it, or gives it back; left out: as it is"),
            field("priority", &AssignTicket::priority)};
    }
};

inline constexpr Endpoint<CreateTicket, Ticket> kCreate{.verb = Verb::post,
                                                        .path = "/support/tickets/",
                                                        .name = "support.create",
                                                        .access = Access::signed_in,
                                                        .summary = "Ask the staff",
                                                        .limit = PerMinute{5},
                                                        .success = 201,
                                                        .failures = {"chat.empty"}};
inline constexpr Endpoint<TicketQuery, Tickets> kMine{.verb = Verb::get,
                                                      .path = "/support/tickets/",
                                                      .name = "support.tickets",
                                                      .access = Access::signed_in,
                                                      .summary = "The caller's tickets, newest first"};
inline constexpr Endpoint<TicketRef, Ticket> kTicket{.verb = Verb::get,
                                                     .path = "/support/tickets/{ticket}/",
                                                     .name = "support.ticket",
                                                     .access = Access::signed_in,
                                                     .summary = "One ticket",
                                                     .failures = {"support.not_found"}};
inline constexpr Endpoint<TicketReply, chat::Message> kReply{
    .verb = Verb::post,
    .path = "/support/tickets/{ticket}/replies/",
    .name = "support.reply",
    .access = Access::signed_in,
    .summary = "Say more; the user gets a mail when the staff do",
    .limit = PerMinute{30},
    .success = 201,
    .failures = {"support.not_found", "support.closed", "chat.empty", "chat.attachment_not_found"}};
inline constexpr Endpoint<SetTicketStatus, Ticket> kSetStatus{
    .verb = Verb::post,
    .path = "/support/tickets/{ticket}/status/",
    .name = "support.setStatus",
    .access = Access::signed_in,
    .summary = "Where a ticket stands",
    .failures = {"support.not_found", "auth.not_allowed"}};
inline constexpr Endpoint<QueueQuery, Tickets> kQueue{.verb = Verb::get,
                                                      .path = "/support/queue/",
                                                      .name = "support.queue",
                                                      .access = Access::staff,
                                                      .summary = "What waits for the staff, longest first"};
inline constexpr Endpoint<AssignTicket, Ticket> kAssign{
    .verb = Verb::post,
    .path = "/support/tickets/{ticket}/assign/",
    .name = "support.assign",
    .access = Access::staff,
    .summary = "Take a ticket or give it back; how urgent it is",
    .failures = {"support.not_found"}};

inline constexpr Event<TicketRef> kTicketChanged{.name = "support.ticket_changed",
                                                 .direction = contract::Direction::to_client,
                                                 .summary = "A ticket's state changed: fetch it again"};

}  // namespace ax::support
