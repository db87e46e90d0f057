#include "features/operations/doctor.h"

#include <chrono>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;

// One per connection, and some; a proxy in front needs as many again.
constexpr std::uint64_t kFewFiles = 1024;
constexpr std::uint64_t kEnoughFiles = 65536;

constexpr std::uint64_t kMebibyte = 1024ULL * 1024;
constexpr auto kNoticed = seconds{2};  // tokens and codes of 30 s still work
constexpr auto kBreaks = seconds{30};

// When this was written: no clock that is right shows less.
constexpr Instant kWritten{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

std::string amount(std::uint64_t bytes) { return fmt::format("{} MiB", bytes / kMebibyte); }

}  // namespace

Check check_open_files(std::uint64_t limit) {
    auto const says = fmt::format("The server may have {} files and connections open.", limit);
    auto const advice = "Raise LimitNOFILE in the systemd unit, or ulimit -Hn.";
    if (limit <= kFewFiles)
        return {"open-files", Level::fail, says, advice};
    if (limit < kEnoughFiles)
        return {"open-files", Level::warn, says, advice};
    return {"open-files", Level::ok, says, {}};
}

Check check_pictures(std::optional<std::string> const& problem) {
    if (problem)
        return {
            "pictures", Level::fail, *problem + ".",
            "Install aspirex-media of the same build beside aspirex, and the libraries that it is linked with; "
            "a container has to allow seccomp."};
    return {"pictures", Level::ok, "Pictures are decoded in a process of their own.", {}};
}

Check check_clock(Instant now) {
    if (now < kWritten)
        return {"clock", Level::fail, fmt::format("The clock says {}, which is past.", to_iso(now)),
                "Set the clock and keep it with chrony or systemd-timesyncd."};
    auto const first = std::chrono::steady_clock::now();
    if (std::chrono::steady_clock::now() < first)
        return {"clock", Level::fail, "The steady clock runs backwards.", "Move to another machine."};
    timex state{};
    if (::adjtimex(&state) == TIME_ERROR)
        return {"clock", Level::warn, "Nobody keeps this machine's clock.",
                "Run chrony or systemd-timesyncd; in a container its host does."};
    return {"clock", Level::ok, "The clock is kept.", {}};
}

Check check_clock_against(std::string_view who, Instant theirs, Instant ours) {
    auto const difference = theirs > ours ? theirs - ours : ours - theirs;
    auto const name = fmt::format("clock-{}", who);
    // A Date header is a whole second, and travels.
    auto const says = fmt::format("This machine's clock and that of {} differ by {} s.", who,
                                  std::chrono::duration_cast<std::chrono::seconds>(difference).count());
    if (difference <= kNoticed)
        return {name, Level::ok, says, {}};
    return {name, difference > kBreaks ? Level::fail : Level::warn, says,
            "Keep both clocks with chrony or systemd-timesyncd."};
}

Check check_free_space(std::uint64_t free, std::uint64_t database) {
    auto const says =
        fmt::format("{} are free for the data, whose database has {}.", amount(free), amount(database));
    if (free < 100 * kMebibyte)
        return {"free-space", Level::fail, says, "Make room, or move AX_DATA."};
    // A backup or an upgrade wants the database a second time.
    if (free < 1024 * kMebibyte || free < 2 * database)
        return {"free-space", Level::warn, says,
                "Make room: a backup beside it needs the database once more."};
    return {"free-space", Level::ok, says, {}};
}

Checks check_data_folder(fs::path const& data) {
    struct stat about{};
    if (::stat(data.c_str(), &about) != 0 || !S_ISDIR(about.st_mode))
        return {{"data-folder", Level::warn,
                 fmt::format("{} is not there; the server makes it.", data.string()),
                 "Check AX_DATA if there should be data already."}};
    if (::access(data.c_str(), R_OK | W_OK | X_OK) != 0)
        return {{"data-folder", Level::fail, fmt::format("This user can't write to {}.", data.string()),
                 "Run as the server's own user, or chown the folder to it."}};
    Checks out;
    struct stat file{};
    auto const database = data / "aspirex.db";
    bool const has_file = ::stat(database.c_str(), &file) == 0;
    if (has_file && (file.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        out.push_back({"data-folder", Level::fail,
                       fmt::format("Others on this machine may read {}.", database.string()),
                       fmt::format("chmod 600 {}", database.string())});
    else if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        out.push_back({"data-folder", Level::fail,
                       fmt::format("Others on this machine may write to {}.", data.string()),
                       fmt::format("chmod 700 {}", data.string())});
    else if (has_file && file.st_uid != ::geteuid())
        out.push_back({"data-folder", Level::warn, "The database belongs to another user than this one.",
                       "Run doctor as the server's own user."});
    else
        out.push_back(
            {"data-folder", Level::ok, fmt::format("{} belongs to the server alone.", data.string()), {}});
    std::error_code none;
    if (auto const space = fs::space(data, none); !none)
        out.push_back(
            check_free_space(space.available, has_file ? static_cast<std::uint64_t>(file.st_size) : 0));
    return out;
}

}  // namespace ax::operations
