#include "features/feedback/model.h"

#include <gtest/gtest.h>

namespace ax::feedback {
namespace {

TEST(FeedbackModel, AFewReviewsMoveTheMeanALittle) {
    EXPECT_EQ(rating_of({}), std::nullopt);
    EXPECT_EQ(rating_of({0, 0, 0, 0, 1}), 417) << "(20 + 5) / 6";
    EXPECT_EQ(rating_of({1, 0, 0, 0, 0}), 350);
    EXPECT_EQ(rating_of({0, 0, 0, 0, 95}), 495);
    EXPECT_EQ(count_of({1, 2, 3, 4, 5}), 15);
    EXPECT_EQ(mean_of({}), std::nullopt);
    EXPECT_DOUBLE_EQ(mean_of({1, 0, 0, 0, 1}).value(), 3.0);
}

}  // namespace
}  // namespace ax::feedback
