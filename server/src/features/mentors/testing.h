#pragma once

#include "contract/codec.h"
#include "features/mentors/profiles.h"
#include "features/mentors/search.h"
#include "platform/db/testing_schema.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// For this feature's tests: migrated databases of both engines, a manual clock, mentors made in one line.
/// What the outbox records stays unhandled.
namespace ax::mentors::testing {

inline Instant at(char const* iso) { return parse_iso(iso).value(); }

/// What a mentor in a test is; every part has a value, so that a test names only what it is about.
struct MentorSpec {
    std::string name = "Asha Rao";
    std::string zone = "Asia/Kolkata";
    std::string headline = "Backend engineer";
    std::string about = "I help people.";
    std::vector<std::string> skills = {"Rust"};
    std::vector<std::string> languages = {"English"};
    std::vector<std::int64_t> prices = {50000};
    std::optional<Instant> next_free = {};
    std::optional<int> rating = {};
    bool available = true;
    bool approved = true;
};

class MentorsTest : public db::testing::SchemaTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        listen<MentorSubmitted>();
        listen<MentorApproved>();
        listen<MentorRejected>();
        listen<MentorTimesChanged>();
        Mentors::Ports const ports{*db_, clock, outbox, accounts};
        mentors = std::make_unique<Mentors>(ports);
        listing = std::make_unique<Listing>(accounts, clock);
        profiles = std::make_unique<Profiles>(ports, *listing);
        search = std::make_unique<Search>(*db_, clock, *listing);
    }
    void TearDown() override {
        search.reset();
        profiles.reset();
        listing.reset();
        mentors.reset();
        EngineTest::TearDown();
    }

    template <class T>
    T wait(Task<T> task) {
        return here_.wait(std::move(task));
    }
    /// Runs `body(tx)` in a transaction of its own and gives its value.
    template <class F>
    auto write(F body) {
        return wait(db_->write(std::move(body)));
    }

    AccountId an_account(std::string const& name, std::string const& zone = "Asia/Kolkata") {
        static db::Query const insert{"mentors_test.account", R"sql(
            INSERT INTO account (email, name, password_hash, password_changed_at, time_zone, created_at)
            VALUES ($1, $2, 'x', 0, $3, 0) RETURNING id
        )sql"};
        auto const email = "person" + std::to_string(++people_) + "@example.org";
        return write([&](db::Tx& tx) -> Task<AccountId> {
            auto const row = co_await tx.one(insert, email, name, zone);
            co_return row->get<AccountId>(0);
        });
    }
    MentorId a_draft(std::string const& name = "Asha Rao", std::string const& zone = "Asia/Kolkata") {
        auto const account = an_account(name, zone);
        return write([&](db::Tx& tx) -> Task<MentorId> { co_return co_await mentors->create(tx, account); });
    }
    MentorId a_mentor(MentorSpec spec = {}) {
        auto const id = a_draft(spec.name, spec.zone);
        UpdateMentor const change{.headline = spec.headline,
                                  .about = spec.about,
                                  .skills = spec.skills,
                                  .languages = spec.languages};
        auto const made = write([&](db::Tx& tx) -> Task<Result<void>> {
            AX_CHECK(co_await profiles->change(tx, id, change));
            for (auto const price : spec.prices)
                AX_CHECK(co_await profiles->add_service(tx, id, {"Session", "", 60, price}));
            co_await profile_store::set_availability(tx, id, spec.available);
            co_await profile_store::set_next_free(tx, id, spec.next_free);
            co_await profile_store::set_rating(tx, id, spec.rating, spec.rating ? 10 : 0);
            if (spec.approved)
                AX_CHECK(co_await profiles->approve(tx, id, std::nullopt));
            co_return Result<void>{};
        });
        EXPECT_TRUE(made) << (made ? "" : made.error().reason);
        clock.advance(minutes{1});  // no two are equally new
        return id;
    }

    /// Names of the mentors on a page, in order.
    static std::vector<std::string> names(MentorPage const& page) {
        std::vector<std::string> found;
        constexpr std::string_view kBefore = R"("name":")";
        auto const& json = page.items.json;
        for (auto pos = json.find(kBefore); pos != std::string::npos; pos = json.find(kBefore, pos)) {
            pos += kBefore.size();
            found.push_back(json.substr(pos, json.find('"', pos) - pos));
        }
        return found;
    }
    std::vector<std::string> find(MentorSearch asked) {
        return names(wait(search->search(std::move(asked))).value());
    }
    std::vector<std::string> find_text(std::string text) { return find({.q = std::move(text)}); }

    std::int64_t recorded(std::string_view event) {
        static db::Query const count{"mentors_test.events", "SELECT COUNT(*) FROM job WHERE event = $1"};
        return wait(db_->one(count, event))->template get<std::int64_t>(0);
    }

    ManualClock clock{at("2026-11-22T12:00:00Z")};
    jobs::Listeners listeners;
    jobs::Outbox outbox{clock, listeners};
    auth::Accounts accounts;
    std::unique_ptr<Mentors> mentors;
    std::unique_ptr<Listing> listing;
    std::unique_ptr<Profiles> profiles;
    std::unique_ptr<Search> search;

private:
    template <jobs::Event E>
    void listen() {
        listeners.on<E>("mentors_test." + std::string(E::kName),
                        [](E const&, jobs::JobInfo const&) -> Task<void> { co_return; });
    }
    int people_ = 0;
};

}  // namespace ax::mentors::testing
