#include "features/chat/events.h"
#include "features/chat/service.h"

namespace ax::chat {
namespace {

constexpr auto kForEver = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

}  // namespace

/// Who is meant by a public id, and how the caller may write to them.
struct Service::Wanted {
    AccountId account;
    PersonRole role{};
    PersonRole caller_role{};
    Reach reach = Reach::no;
};

Task<std::optional<Service::Wanted>> Service::wanted(db::Executor& db, Caller const& who,
                                                     std::string_view public_id) const {
    FirstContact contact{.caller_is_student = who.student.has_value(),
                         .caller_is_mentor = who.mentor.has_value()};
    Wanted out;
    if (auto const id = parse_mentor_id(public_id)) {
        auto const mentor = co_await p_.mentors.mentor(db, *id);
        if (!mentor)
            co_return std::nullopt;
        contact.to_mentor = true;
        contact.mentor_approved = mentor->approval == auth::Approval::approved;
        contact.had_booking = who.student && co_await p_.bookings.have_booked(db, *who.student, *id);
        out = {.account = mentor->account, .role = PersonRole::mentor, .caller_role = PersonRole::student};
    } else if (auto const student_id = parse_student_id(public_id)) {
        auto const student = co_await p_.students.student(db, *student_id);
        if (!student)
            co_return std::nullopt;
        contact.had_booking = who.mentor && co_await p_.bookings.have_booked(db, *student_id, *who.mentor);
        out = {.account = student->account, .role = PersonRole::student, .caller_role = PersonRole::mentor};
    } else {
        co_return std::nullopt;
    }
    out.reach = reach_of(contact);
    co_return out;
}

// The same answer for an id that is nobody's: ids can't be tried out.
Task<Result<ConversationId>> Service::open_with(Caller const& who, std::string_view public_id) {
    auto const found = co_await wanted(p_.db, who, public_id);
    if (found && found->account == who.account)
        co_return fail(Code::conflict, "chat.with_yourself");
    if (found) {
        if (auto const there = co_await conversation_store::find_between(p_.db, who.account, found->account))
            co_return there->id;
    }
    if (!found || found->reach == Reach::no)
        co_return fail(Code::forbidden, "chat.not_reachable");
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<ConversationId>> {
        co_return co_await conversation_store::open_direct(tx,
                                                           {.opener = who.account,
                                                            .opener_role = found->caller_role,
                                                            .other = found->account,
                                                            .other_role = found->role,
                                                            .request = found->reach == Reach::request},
                                                           p_.clock.now());
    });
}

Task<Result<Conversation>> Service::open(Caller const& who, OpenConversation wish) {
    AX_TRY(auto const id, co_await open_with(who, wish.with));
    co_return co_await shaped(p_.db, who.account, id);
}

Task<Result<ConversationId>> Service::open_between(Caller const& who, std::string_view one,
                                                   std::string_view other) {
    auto const is_callers = [&](std::string_view id) {
        auto const student = parse_student_id(id);
        auto const mentor = parse_mentor_id(id);
        return (student && student == who.student) || (mentor && mentor == who.mentor);
    };
    // A student and a mentor, in either order.
    bool const pair = (parse_student_id(one) && parse_mentor_id(other)) ||
                      (parse_mentor_id(one) && parse_student_id(other));
    if (!pair)
        co_return fail(Code::not_found, "chat.conversation_not_found");
    if (is_callers(one))
        co_return co_await open_with(who, other);
    if (is_callers(other))
        co_return co_await open_with(who, one);
    co_return fail(Code::forbidden, "chat.not_reachable");
}

Task<void> Service::tell_changed(db::Tx& tx, Sides const& sides) const {
    auto const to = co_await audience(tx, sides, sides.low);
    co_await p_.stream.append(tx, to, kConversationChanged, ConversationRef{sides.id});
}

Task<Result<Conversation>> Service::accept(Caller const& who, ConversationId id) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto const sides, co_await sides_of(tx, who, id));
        if (sides.waits_for == who.account) {
            co_await conversation_store::accept(tx, id);
            co_await tell_changed(tx, sides);
        }
        co_return Result<void>{};
    }));
    co_return co_await shaped(p_.db, who.account, id);
}

Task<Result<Conversation>> Service::block(Caller const& who, Block wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto const sides, co_await sides_of(tx, who, wish.conversation));
        // The staff can't be blocked.
        if (sides.kind != ConversationKind::direct)
            co_return fail(Code::not_found, "chat.conversation_not_found");
        if (sides.blocked_by(who.account) == wish.on)
            co_return Result<void>{};
        co_await conversation_store::set_block(tx, sides, who.account, wish.on);
        co_await tell_changed(tx, sides);
        if (wish.on)
            tx.on_commit([this, id = sides.id, other = *sides.other_than(who.account)] {
                publish(id, address(Audience::shut_out, other, {}));
            });
        co_return Result<void>{};
    }));
    co_return co_await shaped(p_.db, who.account, wish.conversation);
}

Task<Result<Conversation>> Service::set_preferences(Caller const& who, SetPreferences wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const id = wish.conversation;
        auto const view = co_await view_store::one(tx, who.account, id);
        if (!view)
            co_return fail(Code::not_found, "chat.conversation_not_found");
        auto const now = p_.clock.now();
        if (wish.pinned && *wish.pinned != view->pinned_at.has_value()) {
            if (*wish.pinned && co_await view_store::pins(tx, who.account) >= kPins)
                co_return fail(Code::conflict, "chat.too_many_pins");
            co_await view_store::set_pin(tx, id, who.account,
                                         *wish.pinned ? std::optional(now) : std::nullopt);
        }
        if (wish.muted) {
            auto const until = *wish.muted ? std::optional(wish.muted_until.value_or(Instant{kForEver}))
                                           : std::optional<Instant>{};
            co_await view_store::set_mute(tx, id, who.account, until);
        }
        AccountId const self[] = {who.account};
        co_await p_.stream.append(tx, self, kConversationChanged, ConversationRef{id});
        co_return Result<void>{};
    }));
    co_return co_await shaped(p_.db, who.account, wish.conversation);
}

Task<void> Service::booked(BookingId booking) {
    auto const record = co_await p_.bookings.find(p_.db, booking);
    if (!record)
        co_return;
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const sides =
            co_await conversation_store::find_between(tx, record->student_account, record->mentor_account);
        if (sides && sides->waits_for) {
            co_await conversation_store::accept(tx, sides->id);
            co_await tell_changed(tx, *sides);
        }
        co_return Result<void>{};
    });
}

}  // namespace ax::chat
