#include "disk/disk.h"
#include "platform/db/sqlite/group.h"
#include "platform/db/testing.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <list>
#include <random>

#include <gtest/gtest.h>

namespace ax::db::sqlite {
namespace {

using ax::testing::Disk;

constexpr char const* kSchema =
    "CREATE TABLE IF NOT EXISTS total (id INTEGER PRIMARY KEY, chapters INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS part (chapter INTEGER NOT NULL, nr INTEGER NOT NULL, text TEXT NOT NULL, "
    "PRIMARY KEY (chapter, nr));"
    "INSERT INTO total (id, chapters) VALUES (1, 0) ON CONFLICT DO NOTHING";
constexpr std::int64_t kKept = 40;

Query const kHasTables{"power_cut_test.has_tables", "SELECT count(*) FROM sqlite_schema WHERE name = 'total'",
                       "SELECT 1"};
Query const kNext{"power_cut_test.next", "UPDATE total SET chapters = chapters + 1 RETURNING chapters"};
Query const kChapters{"power_cut_test.chapters", "SELECT chapters FROM total"};
Query const kWrite{"power_cut_test.write", "INSERT INTO part (chapter, nr, text) VALUES ($1, $2, $3)"};
Query const kForget{"power_cut_test.forget", "DELETE FROM part WHERE chapter <= $1"};
Query const kParts{"power_cut_test.parts", "SELECT chapter, nr, text FROM part ORDER BY chapter, nr"};
Query const kCheck{"power_cut_test.check", "PRAGMA integrity_check", "SELECT 'ok'"};

std::int64_t parts_of(std::int64_t chapter) { return 1 + chapter * 7 % 4; }

std::string text_of(std::int64_t chapter, std::int64_t part) {
    std::string const word = fmt::format("{}.{} ", chapter, part);
    std::string text;
    while (std::ssize(text) < (chapter * 7919 + part * 104'729) % 3000) text += word;
    return text;
}

// The next chapter, whole; the oldest go. Gives its number.
Task<Result<std::int64_t>> add_chapter(Tx& tx, bool declined) {
    auto const chapter = (co_await tx.one(kNext))->get<std::int64_t>(0);
    for (std::int64_t part = 0; part < parts_of(chapter); ++part)
        co_await tx.exec(kWrite, chapter, part, text_of(chapter, part));
    co_await tx.exec(kForget, chapter - kKept);
    if (declined)
        co_return fail(Code::conflict, "test.declined");
    co_return chapter;
}

// What is wrong with the story, of which `known` chapters must be there and at most `begun` can be; the
// number of chapters otherwise.
std::expected<std::int64_t, std::string> read_story(Connection& connection, std::int64_t known,
                                                    std::int64_t begun) {
    if (auto const sound = connection.run(kCheck, {}); sound[0].get<std::string>(0) != "ok")
        return std::unexpected(sound[0].get<std::string>(0));
    bool const there = connection.run(kHasTables, {})[0].get<int>(0) == 1;
    auto const total = there ? connection.run(kChapters, {}) : Rows{};
    auto const chapters = total.size() == 1 ? total[0].get<std::int64_t>(0) : 0;
    if (chapters < known || chapters > begun)
        return std::unexpected(fmt::format("{} chapters, {} to {} expected", chapters, known, begun));
    if (!there)
        return 0;
    auto const parts = connection.run(kParts, {});
    std::size_t row = 0;
    for (auto chapter = std::max<std::int64_t>(1, chapters - kKept + 1); chapter <= chapters; ++chapter)
        for (std::int64_t part = 0; part < parts_of(chapter); ++part, ++row)
            if (row >= parts.size() || parts[row].get<std::int64_t>(0) != chapter ||
                parts[row].get<std::int64_t>(1) != part ||
                parts[row].get<std::string>(2) != text_of(chapter, part))
                return std::unexpected(fmt::format("chapter {} of {} is damaged", chapter, chapters));
    if (row != parts.size())
        return std::unexpected("there is more than the chapters");
    return chapters;
}

// A machine that writes until its power goes, again and again. All of it follows from the seed.
class Machine {
public:
    Machine(std::uint64_t seed, bool durable) : random_(seed), durable_(durable), disk_(folder_.path) {}

    /// What was lost or damaged; empty: nothing.
    std::string live_and_come_back() {
        disk_.cut_power_at(1 + below(below(4) == 0 ? 20 : 400));
        try {
            live();
        } catch (Unavailable const&) {
            EXPECT_FALSE(disk_.has_power());
        }
        disk_.cut_power();
        disk_.come_back(random_);
        try {
            make_file();
            Connection connection(path_, {});
            auto const story = read_story(connection, known_, begun_);
            known_ = begun_ = story.value_or(0);
            return story ? "" : story.error();
        } catch (std::exception const& failure) {
            return failure.what();
        }
    }

private:
    int below(int limit) { return std::uniform_int_distribution<>(0, limit - 1)(random_); }
    template <class... T>
    auto one_of(T... all) {
        return std::array{all...}[static_cast<std::size_t>(below(sizeof...(all)))];
    }
    void make_file() const { std::ofstream(path_, std::ios::app).close(); }

    void live() {
        make_file();
        Connection writer(path_, {.durable = durable_, .limit = std::chrono::minutes{1}});
        writer.script(fmt::format("BEGIN; {}; COMMIT", kSchema).c_str());
        writer.script(fmt::format("PRAGMA wal_autocheckpoint = {}; PRAGMA journal_size_limit = {}; "
                                  "PRAGMA cache_size = {}",
                                  one_of(5, 60, 8000), one_of(0, 20'000, 67'108'864), one_of(3, 2000))
                          .c_str());
        Connection reader(path_, {.read_only = true, .limit = std::chrono::minutes{1}});
        for (int groups = below(30); groups > 0 && disk_.has_power(); --groups) {
            write_group(writer);
            // Whatever anybody was shown has to survive as well.
            known_ = std::max(known_, reader.run(kChapters, {})[0].get<std::int64_t>(0));
            if (below(6) == 0)
                writer.script(one_of("PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(RESTART)",
                                     "PRAGMA wal_checkpoint(TRUNCATE)"));
        }
    }

    void write_group(Connection& writer) {
        struct Entry {
            std::optional<Result<std::int64_t>> answer;
            Database::Body body;
            std::optional<Job> job;
        };
        std::list<Entry> group;
        std::vector<Job*> jobs;
        for (int size = 1 + below(6); size > 0; --size) {
            auto& entry = group.emplace_back();
            entry.body = [&answer = entry.answer, declined = below(8) == 0](Tx& tx) -> Task<bool> {
                answer.reset();
                answer.emplace(co_await add_chapter(tx, declined));
                co_return answer->has_value();
            };
            jobs.push_back(&entry.job.emplace(entry.body, writer));
        }
        begun_ += std::ssize(jobs);
        commit_group(writer, jobs);
        for (auto const& entry : group)
            if (entry.job->keep && !entry.job->failure)
                known_ = std::max(known_, **entry.answer);
        if (disk_.has_power())
            begun_ = known_;
    }

    std::mt19937_64 random_;
    bool durable_;
    ax::testing::DiskFolder folder_;
    std::string path_ = (folder_.path / "story.db").string();
    Disk disk_;
    std::int64_t known_ = 0;  // acknowledged, or seen by a reader
    std::int64_t begun_ = 0;
};

std::string first_loss(std::uint64_t seed, bool durable, int cuts) {
    Machine machine(seed, durable);
    for (int cut = 0; cut < cuts; ++cut)
        if (auto loss = machine.live_and_come_back(); !loss.empty())
            return fmt::format("cut {}: {}", cut, loss);
    return {};
}

// Found by the test below: pages left the cache, a savepoint was taken back, and the commit was lost.
TEST(PowerCutTest, ACommitBehindASavepointThatWasTakenBackSurvives) {
    EXPECT_EQ(first_loss(3'384'111'127, true, 12), "");
}

TEST(PowerCutTest, WhatWasAcknowledgedSurvivesEveryPowerCut) {
    auto const seed = std::random_device{}();
    for (std::uint64_t machine = seed; machine < seed + 25UL; ++machine) {
        SCOPED_TRACE(fmt::format("seed {}", machine));
        ASSERT_EQ(first_loss(machine, true, 12), "");
    }
}

// The same machines without syncing: what the test above stands for would be found.
TEST(PowerCutTest, WithoutSyncingTheLossesAreFound) {
    int found = 0;
    for (std::uint64_t machine = 1; machine <= 10; ++machine)
        found += first_loss(machine, false, 12).empty() ? 0 : 1;
    EXPECT_GE(found, 8);
}

// As a program does it, on threads of its own and over the interface that features use.
TEST(PowerCutTest, WhatADatabaseAcknowledgedSurvives) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937_64 random(seed);
    ax::testing::DiskFolder const folder;
    Disk disk(folder.path);
    std::int64_t known = 0;
    for (int cut = 0; cut < 40; ++cut) {
        std::int64_t begun = known;
        disk.cut_power_at(1 + static_cast<int>(random() % 200));
        {
            testing::LoopThread here;
            testing::LoopThread there;
            std::unique_ptr<Database> database;
            std::vector<std::future<Result<std::int64_t>>> all;
            try {
                database = open({.url = folder.url()});
                here.wait(database->write([](Tx& tx) -> Task<bool> {
                    co_await tx.script(kSchema);
                    co_return true;
                }));
                begun += 60;
                for (int i = 0; i < 60; ++i)
                    all.push_back((i % 2 == 0 ? here : there).start(database->write([i](Tx& tx) {
                        return add_chapter(tx, i % 11 == 10);
                    })));
            } catch (Unavailable const&) {
            }
            for (auto& each : all) {
                try {
                    if (auto const chapter = testing::LoopThread::get(std::move(each)))
                        known = std::max(known, *chapter);
                } catch (Unavailable const&) {
                }
            }
            here.stop();
            there.stop();
        }
        disk.cut_power();
        disk.come_back(random);
        (void)open({.url = folder.url()});
        Connection connection((folder.path / "test.db").string(), {});
        auto const story = read_story(connection, known, begun);
        ASSERT_TRUE(story) << "cut " << cut << ": " << story.error();
        known = *story;
    }
}

}  // namespace
}  // namespace ax::db::sqlite
