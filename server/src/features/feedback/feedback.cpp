#include "features/feedback/feedback.h"

#include "base/cursor.h"
#include "base/text.h"
#include "features/feedback/calendar.h"
#include "features/feedback/store.h"
#include "features/feedback/testimonial_store.h"

#include <array>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::feedback {
namespace {

using booking::BookingState;
using booking::Record;
using contract::Caller;

/// Where a list of reviews goes on; nothing: not a cursor of ours.
std::optional<std::array<std::int64_t, 2>> place_of(std::optional<std::string> const& cursor) {
    if (!cursor)
        return std::array{kLastKey, std::int64_t{0}};
    return keys_in<2>(*cursor);
}

/// Cuts the one row that was read too many, which tells that there are more.
std::optional<std::string> cut(std::vector<Review>& items, int limit) {
    if (items.size() <= static_cast<std::size_t>(limit))
        return std::nullopt;
    items.pop_back();
    return cursor_of(std::array{to_micros(items.back().created_at), items.back().id.value});
}

}  // namespace

void Service::bind(api::Router& router) {
    router.bind(kOfMentor,
                [this](Caller const& who, ReviewsQuery query) { return of_mentor(who, std::move(query)); });
    router.bind(kGet, [this](Caller const& who, ReviewRef ref) { return get(who, ref.booking); });
    router.bind(kWrite, [this](Caller const& who, WriteReview wish) { return write(who, std::move(wish)); });
    router.bind(kTestimonials, [this](Caller const&, Empty) { return testimonials(); });
    router.bind(kOffered,
                [this](Caller const&, TestimonialQuery query) { return offered(std::move(query)); });
    router.bind(kDecide, [this](Caller const&, DecideTestimonial wish) { return decide(std::move(wish)); });
    router.bind(kReply,
                [this](Caller const& who, ReplyToReview wish) { return reply(who, std::move(wish)); });
    router.bind(kOwn,
                [this](Caller const& who, OwnReviewsQuery query) { return own(who, std::move(query)); });
    router.bind(kStatistics, [this](Caller const& who, contract::Empty) { return statistics(who); });
}

Task<Result<Record>> Service::of_member(db::Executor& db, Caller const& who, BookingId id) {
    auto session = co_await p_.bookings.find(db, id);
    if (!session || !session->is_member(who.account))
        co_return fail(Code::not_found, "booking.not_found");
    co_return std::move(*session);
}

Task<Result<Reviews>> Service::of_mentor(Caller const& who, ReviewsQuery query) {
    int const limit = query.limit.value_or(10);
    auto const place = place_of(query.cursor);
    if (!place)
        co_return fail_field("cursor", "not_a_cursor");
    if (who.mentor != query.mentor &&
        co_await p_.mentors.approval(p_.db, query.mentor) != mentors::Approval::approved)
        co_return fail(Code::not_found, "mentors.not_found");
    auto const [before, before_id] = *place;
    Reviews out;
    out.items =
        co_await store::of_mentor(p_.db, query.mentor, from_micros(before), BookingId{before_id}, limit + 1);
    out.next = cut(out.items, limit);
    auto const given = co_await store::distribution(p_.db, query.mentor);
    out.count = count_of(given);
    out.distribution.assign(given.begin(), given.end());
    if (auto const rating = rating_of(given))
        out.rating = *rating / 100.0;
    co_return out;
}

Task<Result<OwnReviews>> Service::own(Caller const& who, OwnReviewsQuery query) {
    int const limit = query.limit.value_or(10);
    auto const place = place_of(query.cursor);
    if (!place)
        co_return fail_field("cursor", "not_a_cursor");
    auto const [before, before_id] = *place;
    store::Filter const filter{.mentor = *who.mentor,
                               .stars = query.stars.value_or(0),
                               .unanswered = query.unanswered.value_or(false)};
    OwnReviews out;
    out.items = co_await store::own(p_.db, filter, from_micros(before), BookingId{before_id}, limit + 1);
    out.next = cut(out.items, limit);
    co_return out;
}

Task<Result<FeedbackStatistics>> Service::statistics(Caller const& who) {
    auto const mentor = *who.mentor;
    auto const account = co_await p_.accounts.find(p_.db, who.account);
    auto const zone = availability::Zone::find(account ? account->time_zone : "UTC");
    Calendar const calendar(zone.value_or(availability::Zone{}), p_.clock.now());
    auto const given = co_await store::distribution(p_.db, mentor);
    FeedbackStatistics out;
    out.count = count_of(given);
    out.unanswered = co_await store::unanswered(p_.db, mentor);
    out.mean = mean_of(given);
    out.distribution.assign(given.begin(), given.end());
    if (auto const rating = rating_of(given))
        out.rating = *rating / 100.0;
    out.months = calendar.months(co_await store::over_time(p_.db, mentor, calendar.begin()));
    co_return out;
}

Task<Result<Feedback>> Service::get(Caller const& who, BookingId id) {
    AX_TRY(auto const session, co_await of_member(p_.db, who, id));
    auto const now = p_.clock.now();
    bool const attended = session.state == BookingState::completed;
    Feedback out{.review = co_await store::find(p_.db, id), .editable_until = {}};
    if (session.student_account == who.account) {
        out.can_write = attended && (!out.review || now < out.review->created_at + kEditable);
        if (out.review) {
            out.editable_until = out.review->created_at + kEditable;
            out.may_quote = co_await testimonial_store::may_quote(p_.db, id);
        }
    } else {
        out.can_reply = out.review && out.review->reply.empty();
    }
    co_return out;
}

Task<bool> Service::adopt(db::Tx& tx, Record const& session, int stars, std::string const& words,
                          Instant at) const {
    if (co_await store::find(tx, session.id))
        co_return false;
    co_await store::insert(tx,
                           {.booking = session.id,
                            .mentor = session.mentor,
                            .student = session.student_account,
                            .author = short_name(session.student_name),
                            .stars = stars,
                            .words = words},
                           at);
    auto const given = co_await store::distribution(tx, session.mentor);
    co_await p_.mentors.set_rating(tx, session.mentor, rating_of(given), count_of(given));
    co_return true;
}

Task<Result<Feedback>> Service::write(Caller const& who, WriteReview wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const now = p_.clock.now();
        AX_TRY(auto const session, co_await of_member(tx, who, wish.booking));
        if (session.student_account != who.account)
            co_return fail(Code::not_found, "booking.not_found");
        if (session.state != BookingState::completed)
            co_return fail(Code::conflict, "feedback.not_attended");
        auto const before = co_await store::find(tx, session.id);
        if (before && before->stars == wish.stars && before->text == wish.text) {
            // A repeat; but what one agreed to can be taken back at any time.
            if (wish.may_quote && co_await testimonial_store::may_quote(tx, session.id) != *wish.may_quote)
                co_await testimonial_store::set_may_quote(tx, session.id, *wish.may_quote);
            co_return Result<void>{};
        }
        if (before && now >= before->created_at + kEditable)
            co_return fail(Code::conflict, "feedback.closed");
        if (before) {
            co_await store::change(tx, session.id, wish.stars, wish.text, now);
        } else {
            co_await store::insert(tx,
                                   {.booking = session.id,
                                    .mentor = session.mentor,
                                    .student = session.student_account,
                                    .author = short_name(session.student_name),
                                    .stars = wish.stars,
                                    .words = wish.text},
                                   now);
            co_await p_.outbox.add(tx, booking::SessionReviewed{session.id, wish.stars});
        }
        // Other words are for the staff to read again.
        auto const agreed =
            wish.may_quote ? *wish.may_quote : co_await testimonial_store::may_quote(tx, session.id);
        co_await testimonial_store::set_may_quote(tx, session.id, agreed);
        auto const given = co_await store::distribution(tx, session.mentor);
        co_await p_.mentors.set_rating(tx, session.mentor, rating_of(given), count_of(given));
        co_await p_.bookings.tell(tx, session.id);
        co_return Result<void>{};
    }));
    co_return co_await get(who, wish.booking);
}

Task<Result<Feedback>> Service::reply(Caller const& who, ReplyToReview wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto const session, co_await of_member(tx, who, wish.booking));
        if (session.mentor_account != who.account)
            co_return fail(Code::not_found, "booking.not_found");
        auto const review = co_await store::find(tx, session.id);
        if (!review)
            co_return fail(Code::conflict, "feedback.no_review");
        if (review->reply == wish.text)
            co_return Result<void>{};
        if (!review->reply.empty())
            co_return fail(Code::conflict, "feedback.replied");
        co_await store::reply(tx, session.id, wish.text, p_.clock.now());
        co_await p_.outbox.add(tx, booking::SessionReviewed{session.id, 0});
        co_await p_.bookings.tell(tx, session.id);
        co_return Result<void>{};
    }));
    co_return co_await get(who, wish.booking);
}

Task<std::vector<BookingId>> Service::reviewed(db::Executor& db,
                                               std::vector<BookingId> const& bookings) const {
    auto const list = fmt::format(
        "[{}]", fmt::join(bookings | std::views::transform([](BookingId id) { return id.value; }), ","));
    co_return co_await store::reviewed(db, list);
}

Task<std::vector<Review>> Service::to_reply(db::Executor& db, MentorId mentor, Instant since,
                                            int limit) const {
    co_return co_await store::to_reply(db, mentor, since, limit);
}

}  // namespace ax::feedback
