#include "features/files/testing.h"
#include "support/pictures.h"

#include <gtest/gtest.h>

namespace ax::files {
namespace {

using ax::testing::a_png;
using ax::testing::Person;
using testing::Scanned;

constexpr std::string_view kHarmful = "%PDF-1.7\nharmful\n%%EOF\n";
constexpr std::string_view kHarmfulToo = "%PDF-1.7\nharmful, too\n%%EOF\n";

class RescanTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha = app->a_student("Asha");
        bela = app->a_student("Bela");
    }
    // As if they had come before there was a scanner that knew.
    void keep_unscanned(Scanned& scanned) {
        scanned.clamd.down = true;
        (void)app->wait(scanned.files.set_cv(asha.caller, kHarmful));
        (void)app->wait(scanned.files.set_photo(asha.caller, a_png(9)));
        // Of a picture nothing is left that a scanner could find.
        (void)app->wait(scanned.files.set_cv(bela.caller, kHarmfulToo));
        app->script("DELETE FROM quarantine");
        scanned.clamd.down = false;
    }
    Person asha, bela;
};
INSTANTIATE_TEST_SUITE_P(Engines, RescanTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(RescanTest, WhatIsKeptIsAskedAboutAgain) {
    Scanned scanned(*app);
    keep_unscanned(scanned);
    EXPECT_EQ(app->wait(scanned.files.my_cv(asha.caller))->cv->state, CvState::ready);
    auto const found = app->wait(scanned.files.rescan());
    EXPECT_EQ(found.clean, 1);
    EXPECT_EQ(found.infected, 2);
    EXPECT_EQ(found.waiting, 0);
    EXPECT_EQ(app->wait(scanned.files.my_cv(asha.caller))->cv->state, CvState::refused)
        << "its owner is told";
    EXPECT_EQ(app->number("SELECT count(*) FROM quarantine WHERE state = 1"), 2);
    int kept = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(scanned.folder.path))
        kept += entry.is_regular_file() ? 1 : 0;
    EXPECT_EQ(kept, 1);

    auto const again = app->wait(scanned.files.rescan());
    EXPECT_EQ(again.infected, 0) << "they are gone";
}

TEST_P(RescanTest, EndsWhenTheScannerIsAwayAndHoldsNothing) {
    Scanned scanned(*app);
    keep_unscanned(scanned);
    scanned.clamd.down = true;
    auto const found = app->wait(scanned.files.rescan());
    EXPECT_EQ(found.waiting, 1);
    EXPECT_EQ(found.clean + found.infected, 0);
    EXPECT_EQ(app->number("SELECT count(*) FROM quarantine"), 0) << "what people had, they keep";
}

}  // namespace
}  // namespace ax::files
