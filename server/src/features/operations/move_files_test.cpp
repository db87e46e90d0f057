#include "features/operations/move_files.h"

#include "features/operations/backup.h"
#include "features/operations/files.h"
#include "features/operations/invariants.h"
#include "features/operations/restore.h"
#include "features/operations/testing.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <map>

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct MemoryFiles final : RemoteFiles {
    [[nodiscard]] std::optional<std::int64_t> size(std::string const& name) override {
        auto const bytes = get(name);
        return bytes ? std::optional(static_cast<std::int64_t>(bytes->size())) : std::nullopt;
    }
    [[nodiscard]] std::shared_ptr<std::string const> get(std::string const& name) override {
        auto const found = all.find(name);
        return found == all.end() ? nullptr : std::make_shared<std::string const>(found->second);
    }
    void put(std::string const& name, std::string_view bytes) override { all[name] = forgets ? "" : bytes; }

    std::map<std::string, std::string> all;
    bool forgets = false;
};

class MoveFilesTest : public ::testing::Test {
protected:
    MoveFilesTest() {
        deployment.script(testing::kSmallWorld);
        deployment.place.remote = &remote;
        picture = keep("a picture", "files/pictures", ".webp");
        keep("%PDF", "files/documents", ".pdf");
    }
    // A file that a row names; its name.
    std::string keep(std::string_view bytes, std::string const& folder, std::string const& ending) const {
        auto const digest = crypto::to_hex(crypto::bytes(crypto::sha256(bytes)));
        deployment.script(
            fmt::format("INSERT INTO file (blob_key, owner_id, bytes, created_at) VALUES ('{}{}', 1, {}, 1)",
                        digest, ending, bytes.size()));
        auto name = fmt::format("{}/{}/{}{}", folder, digest.substr(0, 2), digest.substr(2), ending);
        testing::spill(deployment.place.data / name, bytes);
        return name;
    }
    [[nodiscard]] std::vector<std::string> broken() {
        return broken_invariants(*deployment.open(), deployment.place.data, &remote);
    }

    testing::Deployment deployment{db::Engine::sqlite};
    MemoryFiles remote;
    std::string picture;
};

TEST_F(MoveFilesTest, ThereAndBackAgain) {
    EXPECT_THAT(broken(), ::testing::SizeIs(2));
    auto const there = move_files(deployment.place, Target::remote);
    EXPECT_EQ(there.copied, 2);
    EXPECT_EQ(there.bytes, 13);
    EXPECT_THAT(broken(), IsEmpty());
    EXPECT_EQ(move_files(deployment.place, Target::remote).already, 2);
    std::filesystem::remove_all(deployment.place.data / "files");
    EXPECT_EQ(move_files(deployment.place, Target::disk).copied, 2);
    EXPECT_THAT(broken_invariants(*deployment.open(), deployment.place.data), IsEmpty());
}

TEST_F(MoveFilesTest, WhatWasMadeOfAPictureGoesWithIt) {
    auto const digest = crypto::to_hex(crypto::bytes(crypto::sha256("narrower")));
    deployment.script(fmt::format(
        "INSERT INTO rendition (of_key, width, format, blob_key, bytes) VALUES ('{0}', 96, 'avif', "
        "'{1}.avif', 8), ('{0}', 97, 'avif', '{1}.avif', 8)",
        picture, digest));
    auto const name = fmt::format("files/pictures/{}/{}.avif", digest.substr(0, 2), digest.substr(2));
    testing::spill(deployment.place.data / name, "narrower");
    EXPECT_EQ(move_files(deployment.place, Target::remote).copied, 3);
    EXPECT_EQ(remote.all[name], "narrower");
    EXPECT_THAT(stored_files(deployment.place.data), ::testing::SizeIs(3)) << "each once";
    EXPECT_THAT(broken(), IsEmpty());
}

TEST_F(MoveFilesTest, WhatIsDamagedOrMissingStaysBehindAndIsNamed) {
    testing::spill(deployment.place.data / picture, "b picture");
    auto moved = move_files(deployment.place, Target::remote);
    EXPECT_THAT(moved.damaged, ElementsAre(picture));
    EXPECT_EQ(moved.copied, 1);
    std::filesystem::remove(deployment.place.data / picture);
    moved = move_files(deployment.place, Target::remote);
    EXPECT_THAT(moved.missing, ElementsAre(picture));
    EXPECT_EQ(moved.already, 1);
}

TEST_F(MoveFilesTest, AStoreThatDoesNotKeepItEndsIt) {
    remote.forgets = true;
    EXPECT_THROW((void)move_files(deployment.place, Target::remote), std::runtime_error);
    deployment.place.remote = nullptr;
    EXPECT_THROW((void)move_files(deployment.place, Target::disk), std::runtime_error);
}

TEST_F(MoveFilesTest, ABackupHoldsWhatIsRemote) {
    (void)move_files(deployment.place, Target::remote);
    std::filesystem::remove_all(deployment.place.data / "files");
    db::testing::Folder folder;
    auto const target = folder.path / "backup.tar";
    EXPECT_THAT(make_backup(deployment.place, target, "1", Instant{}).missing, IsEmpty());
    EXPECT_THAT(verify(target, folder.path, {}).findings, IsEmpty());
    remote.all.erase(picture);
    EXPECT_THAT(make_backup(deployment.place, folder.path / "less.tar", "1", Instant{}).missing,
                ElementsAre(HasSubstr(picture)));
}

}  // namespace
}  // namespace ax::operations
