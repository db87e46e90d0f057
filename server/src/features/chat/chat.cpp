#include "features/chat/chat.h"

#include "features/chat/attachments.h"
#include "features/chat/glance_store.h"
#include "features/chat/message_store.h"
#include "features/chat/plain.h"
#include "features/chat/routes.h"

namespace ax::chat {

struct Chat::State {
    State(Ports const& ports, Options given)
        : p(ports),
          options(given),
          service({.db = p.db,
                   .clock = p.clock,
                   .bus = p.bus,
                   .stream = p.realtime.stream(),
                   .presence = p.realtime.presence(),
                   .accounts = p.accounts,
                   .mentors = p.mentors,
                   .students = p.students,
                   .bookings = p.bookings}),
          attachments({.db = p.db,
                       .clock = p.clock,
                       .pool = p.pool,
                       .service = service,
                       .files = p.attachments,
                       .quarantine = p.quarantine,
                       .links = p.links,
                       .uploads = p.uploads,
                       .media = p.media},
                      options),
          plain({.bus = p.bus,
                 .authenticator = p.authenticator,
                 .limiter = p.limiter,
                 .realtime = p.realtime,
                 .service = service}) {}

    Ports p;
    Options options;
    Service service;
    Attachments attachments;
    Plain plain;
};

Chat::Chat(Ports ports, Options options) : state_(std::make_unique<State>(ports, options)) {}
Chat::~Chat() = default;

void Chat::bind(api::Router& router) {
    chat::bind(router, state_->service);
    state_->attachments.bind(router);
    state_->plain.bind(router);
    chat::bind(state_->p.realtime.commands(), state_->service);
    state_->p.realtime.allow_seeing([](db::Executor& db, AccountId viewer, AccountId other) {
        return conversation_store::connected(db, viewer, other);
    });
}

void Chat::listen(jobs::Listeners& listeners) {
    listeners.on<booking::BookingConfirmed>(
        "chat.accept", [this](booking::BookingConfirmed const& event, jobs::JobInfo const&) {
            return state_->service.booked(event.booking);
        });
    listeners.every("chat.attachments", hours{1}, [this] { return state_->attachments.collect(); });
    listeners.every("chat.index", seconds{30}, [this] { return state_->service.index(); });
}

Task<ConversationId> Chat::open_support(db::Tx& tx, AccountId user, bool as_mentor) const {
    return conversation_store::open_support(tx, user, as_mentor ? PersonRole::mentor : PersonRole::student,
                                            state_->p.clock.now());
}

Task<Result<Message>> Chat::say(db::Tx& tx, Caller const& who, SendMessage const& message) const {
    return state_->service.send_in(tx, who, message);
}

Task<std::optional<Message>> Chat::said_before(ConversationId conversation, AccountId who,
                                               std::string_view client_key) const {
    return message_store::by_client_key(state_->p.db, conversation, who, client_key);
}

Task<void> Chat::join_staff(db::Tx& tx, ConversationId conversation, AccountId staff) const {
    return conversation_store::join_staff(tx, conversation, staff);
}

Task<std::vector<AccountId>> Chat::members(db::Executor& db, ConversationId conversation) const {
    return conversation_store::members(db, conversation);
}

Task<std::vector<Chat::Glance>> Chat::glance(db::Executor& db, AccountId viewer,
                                             std::vector<ConversationId> conversations) const {
    co_return co_await glance_store::of(db, viewer, conversations);
}

Task<ConversationId> Chat::introduce(db::Tx& tx, AccountId student, AccountId mentor) const {
    conversation_store::NewDirect const wanted{.opener = student,
                                               .opener_role = PersonRole::student,
                                               .other = mentor,
                                               .other_role = PersonRole::mentor,
                                               .request = false};
    co_return co_await conversation_store::open_direct(tx, wanted, state_->p.clock.now());
}

Task<std::vector<ReportRow>> Chat::open_reports() const {
    auto reports = co_await state_->service.reports({.closed = false, .cursor = {}, .limit = 50});
    co_return reports ? std::move(reports->items) : std::vector<ReportRow>{};
}

Task<Result<contract::Empty>> Chat::close_report(ReportId id) const {
    return state_->service.close_report(std::nullopt, id);
}

Task<std::vector<Message>> Chat::newest(db::Executor& db, ConversationId id, int limit) const {
    auto const sides = co_await conversation_store::find(db, id);
    if (!sides)
        co_return std::vector<Message>{};
    co_return co_await message_store::range(db, id, sides->last_seq - limit + 1, sides->last_seq);
}

Task<scan::Quarantine::Rescanned> Chat::rescan_attachments() { return state_->attachments.rescan(); }

Service& Chat::service() noexcept { return state_->service; }

}  // namespace ax::chat
