#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/chat/contract.h"
#include "features/chat/contract_reports.h"
#include "features/chat/conversation_store.h"
#include "features/chat/frames.h"
#include "features/chat/throttle.h"
#include "features/chat/view_store.h"
#include "features/mentors/mentors.h"
#include "features/realtime/realtime.h"
#include "features/students/students.h"
#include "platform/bus/bus.h"
#include "platform/db/database.h"

#include <span>
#include <string>
#include <vector>

namespace ax::chat {

using contract::Caller;

/// The use cases of conversations, whichever way they are asked for: REST, the live connection, the plain
/// WebSocket. Owns their transactions; thread-safe.
///
/// A stranger's conversation or message is one that can't be found. What was changed is in both members'
/// streams by the same transaction and is published to the plain sockets after its commit.
class Service {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        bus::Bus& bus;
        realtime::Stream const& stream;
        realtime::Presence& presence;
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;
        students::Students const& students;
        booking::Facade& bookings;
    };
    explicit Service(Ports ports);

    // sending.cpp
    /// `repeated` is set if the key was used before: nothing is told again.
    Task<Result<Message>> send(Caller const& who, SendMessage message, bool* repeated = nullptr);
    /// The transaction of send(); see Chat::say.
    Task<Result<Message>> send_in(db::Tx& tx, Caller const& who, SendMessage const& wanted) const;
    Task<Result<contract::Empty>> typing(Caller const& who, Typing where);

    // changing.cpp
    Task<Result<Message>> edit(Caller const& who, EditMessage change);
    Task<Result<Message>> erase(Caller const& who, MessageRef which);
    Task<Result<Message>> react(Caller const& who, React reaction);
    Task<Result<ReadState>> mark_read(Caller const& who, MarkRead mark);

    // reading.cpp
    Task<Result<Conversations>> list(Caller const& who, ConversationQuery query);
    Task<Result<Summary>> summary(Caller const& who);
    Task<Result<Conversation>> get(Caller const& who, ConversationId id);
    Task<Result<Messages>> messages(Caller const& who, MessageQuery query);
    Task<Result<Edits>> edits(Caller const& who, MessageRef which);
    Task<Result<SearchResult>> search(Caller const& who, SearchQuery query);
    /// Brings the words of new messages into the index; a job, and before each search.
    Task<void> index();

    // meeting.cpp
    Task<Result<Conversation>> open(Caller const& who, OpenConversation wish);
    Task<Result<Conversation>> accept(Caller const& who, ConversationId id);
    Task<Result<Conversation>> block(Caller const& who, Block wish);
    Task<Result<Conversation>> set_preferences(Caller const& who, SetPreferences wish);
    /// The conversation of two public ids as a URL names them, of which the caller has one.
    Task<Result<ConversationId>> open_between(Caller const& who, std::string_view one,
                                              std::string_view other);
    /// People with a session need no request.
    Task<void> booked(BookingId booking);

    // reporting.cpp
    Task<Result<contract::Empty>> report(Caller const& who, Report report);
    Task<Result<Reports>> reports(ReportQuery query);
    Task<Result<contract::Empty>> close_report(std::optional<AccountId> staff, ReportId id);

    /// Membership, told apart from nothing.
    Task<Result<Sides>> sides_of(db::Executor& db, Caller const& who, ConversationId id) const;
    [[nodiscard]] Ports const& ports() const noexcept { return p_; }

private:
    struct Known {
        Message message;
        Sides sides;
    };
    Task<Result<Known>> message_of(db::Executor& db, Caller const& who, MessageId id) const;
    /// Whom the events of a conversation go to.
    Task<std::vector<AccountId>> audience(db::Executor& db, Sides const& sides, AccountId also) const;
    Task<void> tell_message(db::Tx& tx, Sides const& sides, AccountId who,
                            contract::Event<Message> const& event, Message const& message,
                            std::string_view frame_type) const;
    void publish(ConversationId id, std::string payload) const;
    Task<void> tell_changed(db::Tx& tx, Sides const& sides) const;
    Task<Result<Message>> change(Caller const& who, MessageId id, std::optional<std::string> const& text);
    Task<Result<ReadState>> read_thread(Caller const& who, MarkRead const& mark);
    Task<void> tell_read(db::Tx& tx, ReadState const& state) const;

    Task<Result<Messages>> thread(Caller const& who, MessageQuery const& query, int limit);
    struct Wanted;
    Task<std::optional<Wanted>> wanted(db::Executor& db, Caller const& who, std::string_view public_id) const;
    Task<Result<ConversationId>> open_with(Caller const& who, std::string_view public_id);

    Task<std::vector<Conversation>> shape(db::Executor& db, AccountId viewer,
                                          std::vector<view_store::View> views) const;
    Task<Result<Conversation>> shaped(db::Executor& db, AccountId viewer, ConversationId id) const;

    Ports p_;
    Throttle typing_;
};

}  // namespace ax::chat
