#include "features/operations/backup.h"

#include "features/operations/restore.h"
#include "features/operations/testing.h"
#include "platform/archive/reader.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;
using db::Engine;
using testing::Deployment;
using testing::slurp;
using testing::spill;

constexpr std::string_view kPicture = "bytes of a picture";

// A file that a row names, as platform/blobs keeps it.
void keep_picture(Deployment const& deployment) {
    auto const digest = crypto::to_hex(crypto::bytes(crypto::sha256(kPicture)));
    deployment.script(
        fmt::format("INSERT INTO file (blob_key, owner_id, bytes, created_at) VALUES ('{}.webp', 1, {}, 1)",
                    digest, kPicture.size()));
    spill(deployment.place.data / "files/pictures" / digest.substr(0, 2) / (digest.substr(2) + ".webp"),
          kPicture);
}

class BackupTest : public ::testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (GetParam() == Engine::postgres && db::testing::postgres_missing())
            GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
        source.emplace(GetParam());
        source->script(testing::kSmallWorld);
        keep_picture(*source);
    }
    Manifest back_up() { return make_backup(source->place, target, "1.2.3", Instant{}); }
    [[nodiscard]] std::optional<std::string> cluster() const {
        return GetParam() == Engine::sqlite ? std::nullopt : std::optional(source->place.database);
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (auto const& entry : fs::directory_iterator(folder.path)) out.push_back(entry.path().filename());
        return out;
    }

    db::testing::Folder folder;
    fs::path target = folder.path / "backup.tar";
    std::optional<Deployment> source;
};
INSTANTIATE_TEST_SUITE_P(Engines, BackupTest, ::testing::Values(Engine::sqlite, Engine::postgres),
                         db::testing::engine_name);

TEST_P(BackupTest, WhatIsBackedUpIsRestored) {
    auto const manifest = back_up();
    EXPECT_EQ(manifest.rows.at("message"), 3);
    EXPECT_THAT(manifest.missing, ::testing::IsEmpty());
    EXPECT_THAT(names(), ::testing::ElementsAre("backup.tar"));

    auto const tried = verify(target, folder.path, cluster());
    EXPECT_THAT(tried.findings, ::testing::IsEmpty());
    EXPECT_THAT(tried.pending, ::testing::IsEmpty());
    EXPECT_THAT(names(), ::testing::ElementsAre("backup.tar"));

    std::optional<db::testing::PostgresDatabase> fresh;
    Place place{.database = "sqlite:" + (folder.path / "new/aspirex.db").string(),
                .data = folder.path / "new"};
    if (GetParam() == Engine::postgres)
        place.database = fresh.emplace().url();
    auto const restored = restore(target, place);
    EXPECT_THAT(restored.findings, ::testing::IsEmpty());
    EXPECT_EQ(db::Plain::open(place.database)->text("SELECT name FROM account WHERE id = 1"),
              R"(Asha \ "Q" 'R')");
    EXPECT_EQ(stored_files(place.data).size(), 1U);
    EXPECT_FALSE(fs::exists(place.data / "aspirex.dump"));
    EXPECT_EQ(fs::status(place.data).permissions(), fs::perms::owner_all);
}

TEST_P(BackupTest, NothingIsEverRestoredOverSomething) {
    (void)back_up();
    EXPECT_THROW((void)restore(target, source->place), std::runtime_error);
    if (GetParam() == Engine::postgres) {
        // An empty folder does not make the database empty.
        EXPECT_THROW((void)restore(target, {source->place.database, folder.path / "new"}),
                     std::runtime_error);
        EXPECT_FALSE(fs::exists(folder.path / "new"));
    }
    EXPECT_EQ(source->open()->number("SELECT count(*) FROM message"), 3);
}

TEST_P(BackupTest, AnExistingTargetStays) {
    spill(target, "somebody's");
    EXPECT_THROW((void)back_up(), fs::filesystem_error);
    EXPECT_EQ(slurp(target), "somebody's");
    EXPECT_THAT(names(), ::testing::ElementsAre("backup.tar"));
}

TEST_P(BackupTest, AFileThatRowsNameAndIsGoneIsTold) {
    fs::remove_all(source->place.data / "files");
    EXPECT_THAT(back_up().missing, ::testing::SizeIs(1));
    EXPECT_THAT(verify(target, folder.path, cluster()).findings,
                ::testing::ElementsAre(::testing::HasSubstr("is missing")));
}

TEST_P(BackupTest, FilesThatAreBeingWrittenAreLeftOutAndThoseSetAsideAreNot) {
    auto const file = stored_files(source->place.data).front();
    spill(file.path.string() + ".4711-1", "half");
    fs::rename(file.path, file.path.string() + ".gone");
    EXPECT_THAT(back_up().missing, ::testing::IsEmpty());
    EXPECT_THAT(verify(target, folder.path, cluster()).findings, ::testing::IsEmpty());
}

// Each way in which an archive may have been changed on the way.
TEST_P(BackupTest, ADamagedArchiveIsRefusedAndLeavesNothing) {
    (void)back_up();
    auto const whole = slurp(target);
    auto const refuses = [&](std::string const& bytes) {
        spill(target, bytes);
        EXPECT_THROW((void)verify(target, folder.path, cluster()), archive::Damaged);
        EXPECT_THAT(names(), ::testing::ElementsAre("backup.tar"));
    };
    refuses("");
    refuses(whole.substr(0, whole.size() / 2));
    refuses(whole.substr(0, whole.size() - 512));
    for (std::size_t at = 700; at < whole.size(); at += whole.size() / 40) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        refuses(changed);
    }
}

TEST_P(BackupTest, AnArchiveWithoutManifestOrWithForeignPartsIsRefused) {
    auto const refuses = [&](auto write) {
        fs::remove(target);
        archive::Writer writer(target);
        write(writer);
        writer.finish();
        EXPECT_THROW((void)verify(target, folder.path, cluster()), archive::Damaged);
    };
    refuses([](archive::Writer&) {});
    refuses([](archive::Writer& w) { (void)w.add("aspirex.db", "x"); });
    refuses([](archive::Writer& w) { (void)w.add("files/pictures/ab/authorized_keys", "x"); });
    refuses([](archive::Writer& w) { (void)w.add("manifest.json", "{}"); });
    refuses([](archive::Writer& w) {
        (void)w.add("manifest.json", "{}");
        (void)w.add("manifest.json.sha256", crypto::to_hex(crypto::bytes(crypto::sha256("{}"))));
    });
    refuses([](archive::Writer& w) {
        (void)w.add("aspirex.db", "x");
        (void)w.add("aspirex.db", "y");
    });
}

TEST_P(BackupTest, AnotherFormatAndAnotherEngineAreNamed) {
    (void)back_up();
    auto const other =
        GetParam() == Engine::sqlite ? "postgresql://nobody@127.0.0.1:1/x" : "sqlite:/nowhere/x.db";
    EXPECT_THROW((void)restore(target, {other, folder.path / "new"}), std::runtime_error);
    EXPECT_THROW((void)from_json(R"({"format": 2})"), archive::Damaged);
    EXPECT_THROW((void)from_json("[]"), archive::Damaged);
}

TEST(Manifest, IsReadAsItWasWritten) {
    Manifest const manifest{.version = "1",
                            .engine = Engine::postgres,
                            .made_at = "2026-11-24T10:00:00Z",
                            .migrations = {"0001_a 00"},
                            .rows = {{"account", 2}},
                            .parts = {{.name = "aspirex.dump", .size = 7, .sha256 = "ab"}},
                            .missing = {"files/ab/cd"}};
    auto const read = from_json(to_json(manifest));
    EXPECT_EQ(to_json(read), to_json(manifest));
}

}  // namespace
}  // namespace ax::operations
