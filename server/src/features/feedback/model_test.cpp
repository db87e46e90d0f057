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
}

TEST(FeedbackModel, StrangersSeeAFirstNameAndALetter) {
    EXPECT_EQ(author_of("Nina Berger"), "Nina B.");
    EXPECT_EQ(author_of("Nina Maria Özil"), "Nina Ö.");
    EXPECT_EQ(author_of("Nina"), "Nina");
    EXPECT_EQ(author_of(""), "");
}

}  // namespace
}  // namespace ax::feedback
