#pragma once

#include "features/feedback/contract.h"

#include <array>

/// Reviews whose authors agreed that their words may stand on the home page, and what the staff chose.
namespace ax::feedback {

using contract::Empty;

inline constexpr int kMostTestimonials = 6;

enum class QuoteState : unsigned char { waiting, approved, rejected };
constexpr auto wire_names(QuoteState) {
    return std::array<std::string_view, 3>{"waiting", "approved", "rejected"};
}

struct Testimonial {
    BookingId id;
    MentorId mentor_id;
    std::string author;
    int stars = 0;
    std::string text;
    Instant written_at;
    QuoteState state{};
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Testimonial::id, "The session's"),
            field("mentor_id", &Testimonial::mentor_id),
            field("author", &Testimonial::author),
            field("stars", &Testimonial::stars, Range{1, 5}),
            field("text", &Testimonial::text),
            field("written_at", &Testimonial::written_at),
            field("state", &Testimonial::state),
        };
    }
};

struct Testimonials {
    std::vector<Testimonial> items;
    std::optional<std::string> next = {};
    static constexpr auto wire() {
        return contract::Fields{field("items", &Testimonials::items), field("next", &Testimonials::next)};
    }
};

struct TestimonialQuery {
    std::optional<QuoteState> state = {};
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{field("state", &TestimonialQuery::state, "Default waiting"),
                                field("cursor", &TestimonialQuery::cursor, Length{1, 60}),
                                field("limit", &TestimonialQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct DecideTestimonial {
    BookingId booking;
    bool approved = false;
    std::optional<std::string> text = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &DecideTestimonial::booking), field("approved", &DecideTestimonial::approved),
            field("text", &DecideTestimonial::text, Length{0, kMostWords}, MultiLine{},
                  "As it was read: if the author wrote something else since, nothing is decided")};
    }
};

inline constexpr Endpoint<Empty, Testimonials> kTestimonials{
    .verb = Verb::get,
    .path = "/testimonials/",
    .name = "feedback.testimonials",
    .access = Access::anyone,
    .summary = "What the home page shows: at most six, latest chosen first",
    .limit = {300},
    .cached = {.seconds = 5, .shared_seconds = 30, .tag = "reviews", .tables = {"review", "mentor"}}};

inline constexpr Endpoint<TestimonialQuery, Testimonials> kOffered{
    .verb = Verb::get,
    .path = "/staff/testimonials/",
    .name = "feedback.offered",
    .access = Access::staff,
    .summary = "Reviews that may be shown on the home page, latest first"};

inline constexpr Endpoint<DecideTestimonial, Empty> kDecide{
    .verb = Verb::put,
    .path = "/staff/testimonials/{booking}/",
    .name = "feedback.decide",
    .access = Access::staff,
    .summary = "Show a review on the home page, or don't",
    .limit = {60},
    .failures = {"feedback.no_testimonial", "feedback.changed"}};

}  // namespace ax::feedback
