#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>
#include <vector>

/// What travels about reviews. Strangers see an author's first name and initial only.
namespace ax::feedback {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::MultiLine;
using contract::Range;
using contract::Verb;

inline constexpr int kMostWords = 2000;

struct Review {
    BookingId id;
    std::string author;
    int stars = 0;
    std::string text;
    Instant created_at;
    bool edited = false;
    std::string reply;
    std::optional<Instant> replied_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Review::id, "The session's"),
            field("author", &Review::author),
            field("stars", &Review::stars, Range{1, 5}),
            field("text", &Review::text),
            field("created_at", &Review::created_at),
            field("edited", &Review::edited),
            field("reply", &Review::reply, "The mentor's; empty: none"),
            field("replied_at", &Review::replied_at),
        };
    }
};

struct Reviews {
    std::vector<Review> items;
    std::optional<std::string> next;
    std::optional<double> rating;
    int count = 0;
    std::vector<int> distribution;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &Reviews::items),
            field("next", &Reviews::next),
            field("rating", &Reviews::rating, "Bayesian mean; null before the first review"),
            field("count", &Reviews::count),
            field("distribution", &Reviews::distribution, "Reviews with one, two … five stars"),
        };
    }
};

struct ReviewsQuery {
    MentorId mentor;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &ReviewsQuery::mentor),
                                field("cursor", &ReviewsQuery::cursor, Length{1, 60}),
                                field("limit", &ReviewsQuery::limit, Range{1, 50}, "Default 10")};
    }
};

struct Feedback {
    std::optional<Review> review;
    bool can_write = false;
    bool can_reply = false;
    std::optional<Instant> editable_until;
    std::optional<bool> may_quote = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("review", &Feedback::review),
            field("can_write", &Feedback::can_write, "The caller may write or change it now"),
            field("can_reply", &Feedback::can_reply),
            field("editable_until", &Feedback::editable_until, "Once written"),
            field("may_quote", &Feedback::may_quote,
                  "For the author of a review: it may be shown on the home page"),
        };
    }
};

struct ReviewRef {
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &ReviewRef::booking)}; }
};

struct WriteReview {
    BookingId booking;
    int stars = 0;
    std::string text;
    std::optional<bool> may_quote = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &WriteReview::booking), field("stars", &WriteReview::stars, Range{1, 5}),
            field("text", &WriteReview::text, Length{0, kMostWords}, MultiLine{}),
            field("may_quote", &WriteReview::may_quote,
                  "It may be shown on the home page; may be taken back at any time. Absent: as before")};
    }
};

struct ReplyToReview {
    BookingId booking;
    std::string text;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &ReplyToReview::booking),
                                field("text", &ReplyToReview::text, Length{1, kMostWords}, MultiLine{})};
    }
};

inline constexpr Endpoint<ReviewsQuery, Reviews> kOfMentor{
    .verb = Verb::get,
    .path = "/mentors/{mentor}/reviews/",
    .name = "feedback.ofMentor",
    .access = Access::anyone,
    .summary = "What students say, newest first",
    .cached = {.seconds = 5, .shared_seconds = 10, .tag = "reviews", .tables = {"review", "mentor"}},
    .failures = {"mentors.not_found"}};

inline constexpr Endpoint<ReviewRef, Feedback> kGet{.verb = Verb::get,
                                                    .path = "/bookings/{booking}/review/",
                                                    .name = "feedback.get",
                                                    .access = Access::signed_in,
                                                    .summary = "The review of a session of the caller's",
                                                    .failures = {"booking.not_found"}};

inline constexpr Endpoint<WriteReview, Feedback> kWrite{
    .verb = Verb::put,
    .path = "/bookings/{booking}/review/",
    .name = "feedback.write",
    .access = Access::student,
    .summary = "Review a session that took place; may be changed for 7 days",
    .limit = {20},
    .failures = {"booking.not_found", "feedback.not_attended", "feedback.closed"}};

inline constexpr Endpoint<ReplyToReview, Feedback> kReply{
    .verb = Verb::put,
    .path = "/bookings/{booking}/review/reply/",
    .name = "feedback.reply",
    .access = Access::mentor,
    .summary = "The mentor's one reply; the same words again are no mistake",
    .limit = {20},
    .failures = {"booking.not_found", "feedback.no_review", "feedback.replied"}};

}  // namespace ax::feedback
