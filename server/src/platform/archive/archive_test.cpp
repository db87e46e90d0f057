#include "platform/archive/reader.h"
#include "platform/archive/writer.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::archive {
namespace {

namespace fs = std::filesystem;

struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("ax_archive_test_{}", ::getpid());
    Folder() { fs::create_directory(path); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() { fs::remove_all(path); }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (auto const& entry : fs::directory_iterator(path)) out.push_back(entry.path().filename());
        return out;
    }
};

std::string slurp(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void spill(fs::path const& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

using Parts = std::vector<std::pair<Part, std::string>>;

Parts read_all(fs::path const& path) {
    Reader reader(path);
    Parts parts;
    while (reader.next()) {
        std::string bytes;
        auto part = reader.take([&](std::string_view piece) { bytes += piece; });
        parts.emplace_back(std::move(part), std::move(bytes));
    }
    return parts;
}

class ArchiveTest : public testing::Test {
protected:
    void write_small() const {
        Writer writer(target);
        (void)writer.add("aspirex.db", "rows");
        (void)writer.add("files/ab/cdef.webp", std::string(513, 'x'));
        (void)writer.add("empty", "");
        writer.finish();
    }

    Folder folder;
    fs::path target = folder.path / "backup.tar";
};

TEST_F(ArchiveTest, WhatWasWrittenIsRead) {
    std::string const large(3'000'001, 'q');
    spill(folder.path / "source", large);
    Writer writer(target);
    auto const small = writer.add("small", "abc");
    auto const file = writer.add_file("large", folder.path / "source");
    writer.finish();

    EXPECT_EQ(small.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_THAT(read_all(target),
                testing::ElementsAre(testing::Pair(small, "abc"), testing::Pair(file, large)));
    auto const mode = fs::status(target).permissions();
    EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ArchiveTest, OtherToolsReadIt) {
    write_small();
    auto const command = fmt::format("tar -xf '{0}' -C '{1}' && tar -tf '{0}' > '{1}/list'", target.string(),
                                     folder.path.string());
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): a fixed command
    EXPECT_EQ(slurp(folder.path / "list"), "aspirex.db\nfiles/ab/cdef.webp\nempty\n");
    EXPECT_EQ(slurp(folder.path / "aspirex.db"), "rows");
}

TEST_F(ArchiveTest, NothingIsLeftWithoutFinishAndNothingIsOverwritten) {
    {
        Writer writer(target);
        (void)writer.add("part", "abc");
    }
    EXPECT_THAT(folder.names(), testing::IsEmpty());
    spill(target, "somebody's");
    EXPECT_THROW(Writer{target}, fs::filesystem_error);
    fs::remove(target);
    {
        Writer writer(target);
        spill(target, "came meanwhile");
        EXPECT_THROW(writer.finish(), fs::filesystem_error);
    }
    EXPECT_EQ(slurp(target), "came meanwhile");
    EXPECT_THAT(folder.names(), testing::ElementsAre("backup.tar"));
}

TEST_F(ArchiveTest, EveryCutIsNoticed) {
    write_small();
    auto const whole = slurp(target);
    for (std::size_t size = 0; size < whole.size(); size += size < 600 ? 1 : 97) {
        spill(target, whole.substr(0, size));
        EXPECT_THROW((void)read_all(target), Damaged) << size;
    }
    spill(target, whole + '\0');
    EXPECT_THROW((void)read_all(target), Damaged);
}

// Either the reader sees it, or a part has another sum than the manifest will say.
TEST_F(ArchiveTest, EveryChangedByteIsNoticed) {
    write_small();
    auto const whole = slurp(target);
    auto const sound = read_all(target);
    for (std::size_t at = 0; at < whole.size(); at += at < 1100 ? 1 : 11) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        spill(target, changed);
        try {
            auto const parts = read_all(target);
            bool same = parts.size() == sound.size();
            for (std::size_t i = 0; same && i < parts.size(); ++i) same = parts[i].first == sound[i].first;
            EXPECT_FALSE(same) << at;
        } catch (Damaged const&) {
        }
    }
}

TEST_F(ArchiveTest, NamesThatLeaveTheFolderAreRefusedOnBothSides) {
    for (std::string const name : {"", "/etc/passwd", "../x", "a/../b", "a/..", "./a", "a//b", "a/",
                                   ".hidden", "a/.b", "a b", "a\nb", "ä", "a\\b", "C:x"}) {
        EXPECT_FALSE(is_plain_name(name)) << name;
        EXPECT_THROW((void)encode({.name = name, .size = 0}), std::invalid_argument) << name;
        // As another program would write it, with a right sum.
        auto block = encode({.name = "x", .size = 0});
        std::ranges::fill(std::span(block).first(100), '\0');
        std::ranges::copy(name, block.begin());
        EXPECT_THROW((void)decode(block), Damaged) << name;
    }
    std::string const longest(100, 'n');
    EXPECT_EQ(decode(encode({.name = longest, .size = 7})).name, longest);
    EXPECT_THROW((void)encode({.name = longest + "n", .size = 7}), std::invalid_argument);
    EXPECT_THROW((void)encode({.name = std::string(100'000, 'n'), .size = 7}), std::invalid_argument);
}

TEST_F(ArchiveTest, SizesOfAnyMagnitudeAreKept) {
    for (std::uint64_t const size :
         {0ULL, 1ULL, 511ULL, 8589934591ULL, 8589934592ULL, 1ULL << 40U, ~0ULL >> 1U}) {
        Header const header{.name = "aspirex.db", .size = size};
        EXPECT_EQ(decode(encode(header)), header) << size;
    }
}

TEST_F(ArchiveTest, LinksAndForeignArchivesAreRefused) {
    auto const command =
        fmt::format("cd '{0}' && ln -s /etc/passwd link && tar -cf backup.tar link", folder.path.string());
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): a fixed command
    EXPECT_THROW((void)read_all(target), Damaged);
    spill(target, std::string(4096, 'g'));
    EXPECT_THROW((void)read_all(target), Damaged);
}

TEST_F(ArchiveTest, APartThatIsTooLargeIsNotReadIntoMemory) {
    write_small();
    Reader reader(target);
    ASSERT_TRUE(reader.next());
    EXPECT_THROW((void)reader.take_all(3), Damaged);
}

TEST_F(ArchiveTest, AFullDiskIsToldAndLeavesNothing) {
    std::string const name = "/dev/full";
    File const full(name, O_WRONLY);
    EXPECT_THROW(full.write("x"), fs::filesystem_error);
}

}  // namespace
}  // namespace ax::archive
