#include "features/feedback/feedback.h"

#include "features/feedback/store.h"
#include "features/feedback/testimonial_store.h"

#include <charconv>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::feedback {
namespace {

using booking::BookingState;
using booking::Record;
using contract::Caller;

std::string to_cursor(Review const& last) {
    return fmt::format("{}.{}", to_micros(last.created_at), last.id.value);
}

bool from_cursor(std::string_view text, Instant& at, BookingId& id) {
    std::int64_t micros = 0;
    auto const* const begin = text.data();
    auto const* const end = begin + text.size();
    auto const first = std::from_chars(begin, end, micros);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.')
        return false;
    auto const second = std::from_chars(first.ptr + 1, end, id.value);
    at = from_micros(micros);
    return second.ec == std::errc{} && second.ptr == end;
}

}  // namespace

void Service::bind(api::Router& router) {
    router.bind(kOfMentor, [this](Caller const&, ReviewsQuery query) { return of_mentor(std::move(query)); });
    router.bind(kGet, [this](Caller const& who, ReviewRef ref) { return get(who, ref.booking); });
    router.bind(kWrite, [this](Caller const& who, WriteReview wish) { return write(who, std::move(wish)); });
    router.bind(kTestimonials, [this](Caller const&, Empty) { return testimonials(); });
    router.bind(kOffered,
                [this](Caller const&, TestimonialQuery query) { return offered(std::move(query)); });
    router.bind(kDecide, [this](Caller const&, DecideTestimonial wish) { return decide(std::move(wish)); });
    router.bind(kReply,
                [this](Caller const& who, ReplyToReview wish) { return reply(who, std::move(wish)); });
}

Task<Result<Record>> Service::of_member(db::Executor& db, Caller const& who, BookingId id) {
    auto session = co_await p_.bookings.find(db, id);
    if (!session || !session->is_member(who.account))
        co_return fail(Code::not_found, "booking.not_found");
    co_return std::move(*session);
}

Task<Result<Reviews>> Service::of_mentor(ReviewsQuery query) {
    int const limit = query.limit.value_or(10);
    Instant before = from_micros(std::int64_t{1} << 60);
    BookingId before_id{};
    if (query.cursor && !from_cursor(*query.cursor, before, before_id))
        co_return fail_field("cursor", "not_a_cursor");
    Reviews out;
    out.items = co_await store::of_mentor(p_.db, query.mentor, before, before_id, limit + 1);
    if (out.items.size() > static_cast<std::size_t>(limit)) {
        out.items.pop_back();
        out.next = to_cursor(out.items.back());
    }
    auto const given = co_await store::distribution(p_.db, query.mentor);
    out.count = count_of(given);
    out.distribution.assign(given.begin(), given.end());
    if (auto const rating = rating_of(given))
        out.rating = *rating / 100.0;
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
                                    .author = author_of(session.student_name),
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
