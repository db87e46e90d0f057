#pragma once

#include "features/feedback/contract.h"

/// A mentor's own reviews: the list to work through, and what they say together.
namespace ax::feedback {

struct OwnReviews {
    std::vector<Review> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &OwnReviews::items), field("next", &OwnReviews::next)};
    }
};

struct OwnReviewsQuery {
    std::optional<int> stars = {};
    std::optional<bool> unanswered = {};
    std::optional<std::string> cursor = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("stars", &OwnReviewsQuery::stars, Range{1, 5}),
            field("unanswered", &OwnReviewsQuery::unanswered, "Only those without a reply"),
            field("cursor", &OwnReviewsQuery::cursor, Length{1, 60}),
            field("limit", &OwnReviewsQuery::limit, Range{1, 50}, "Default 10")};
    }
};

struct FeedbackMonth {
    std::string month;
    int count = 0;
    std::optional<double> mean;
    static constexpr auto wire() {
        return contract::Fields{
            field("month", &FeedbackMonth::month, "2026-11, on the mentor's calendar"),
            field("count", &FeedbackMonth::count),
            field("mean", &FeedbackMonth::mean, "Of the stars given in it; null: none were"),
        };
    }
};

struct FeedbackStatistics {
    int count = 0;
    int unanswered = 0;
    std::optional<double> rating;
    std::optional<double> mean;
    std::vector<int> distribution;
    std::vector<FeedbackMonth> months;
    static constexpr auto wire() {
        return contract::Fields{
            field("count", &FeedbackStatistics::count),
            field("unanswered", &FeedbackStatistics::unanswered),
            field("rating", &FeedbackStatistics::rating, "Bayesian mean, as everybody sees it"),
            field("mean", &FeedbackStatistics::mean, "Of all stars, unweighted"),
            field("distribution", &FeedbackStatistics::distribution, "Reviews with one, two … five stars"),
            field("months", &FeedbackStatistics::months, "The last twelve, oldest first"),
        };
    }
};

inline constexpr Endpoint<OwnReviewsQuery, OwnReviews> kOwn{.verb = Verb::get,
                                                            .path = "/mentor/feedback/",
                                                            .name = "feedback.own",
                                                            .access = Access::mentor,
                                                            .summary = "The mentor's reviews, newest first"};

inline constexpr Endpoint<contract::Empty, FeedbackStatistics> kStatistics{
    .verb = Verb::get,
    .path = "/mentor/feedback/statistics/",
    .name = "feedback.statistics",
    .access = Access::mentor,
    .summary = "What the mentor's reviews say together"};

}  // namespace ax::feedback
