#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/feedback/contract.h"
#include "features/feedback/contract_own.h"
#include "features/feedback/contract_testimonials.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"

#include <vector>

namespace ax::feedback {

/// Reviews of sessions that took place. A write sets the mentor's rating in its own transaction. Made once;
/// thread-safe after bind().
class Service {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        booking::Facade& bookings;
        mentors::Mentors const& mentors;
        auth::Accounts const& accounts;  // for the time zone of a mentor's months
    };
    explicit Service(Ports ports) : p_(ports) {}

    void bind(api::Router& router);

    /// Those of mentors who are not approved are seen by themselves only.
    Task<Result<Reviews>> of_mentor(contract::Caller const& who, ReviewsQuery query);
    Task<Result<Feedback>> get(contract::Caller const& who, BookingId id);
    Task<Result<Feedback>> write(contract::Caller const& who, WriteReview wish);
    Task<Result<Feedback>> reply(contract::Caller const& who, ReplyToReview wish);
    Task<Result<OwnReviews>> own(contract::Caller const& who, OwnReviewsQuery query);
    Task<Result<FeedbackStatistics>> statistics(contract::Caller const& who);

    /// What was said of a session in another system, with its time: nobody is told. False if there is a
    /// review.
    [[nodiscard]] Task<bool> adopt(db::Tx& tx, booking::Record const& session, int stars,
                                   std::string const& words, Instant at) const;
    /// Those of the bookings that have a review.
    [[nodiscard]] Task<std::vector<BookingId>> reviewed(db::Executor& db,
                                                        std::vector<BookingId> const& bookings) const;
    /// Reviews since then that the mentor has not replied to; newest first.
    [[nodiscard]] Task<std::vector<Review>> to_reply(db::Executor& db, MentorId mentor, Instant since,
                                                     int limit) const;

    // testimonials.cpp
    Task<Result<Testimonials>> testimonials();
    Task<Result<Testimonials>> offered(TestimonialQuery query);
    Task<Result<Empty>> decide(DecideTestimonial wish);

private:
    Task<Result<booking::Record>> of_member(db::Executor& db, contract::Caller const& who, BookingId id);

    Ports p_;
};

}  // namespace ax::feedback
