#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/db/database.h"
#include "platform/jobs/backlog.h"

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::site {

/// One thing that this process needs.
struct Dependency {
    std::string_view name;
    bool ok = false;
    std::string_view state;  // one word or two, of static storage; anybody may read it
    Duration age{};          // how old that knowledge is
};

/// How the things that this process needs are, asked only when somebody wants to know and never more often
/// than their answers are worth: the database once a second, the table of jobs and the store of files every
/// five. Thread-safe.
class Pulse {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        std::function<bool()> bus_up;                 // empty: one process
        std::filesystem::path data;                   // empty: no disk is looked at
        std::function<Task<bool>()> store_up = {};    // of files, where it is not the disk
        std::function<Task<bool>()> scanner_up = {};  // of files, where there is one
        bool sends_mail = false;                      // through an SMTP server
    };
    explicit Pulse(Ports ports);

    /// Database first, then Redis, disk, files, scanner, jobs, mail; replicas are told by
    /// db::replica_health(). Also renews the gauges: `dependency_up`, `jobs_…`, `mails_failing`, `disk_…`.
    /// Never throws for an outage.
    Task<std::vector<Dependency>> look();

    struct Counted {
        jobs::Backlog backlog;
        Duration age{};  // how old that knowledge is
    };
    /// What look() knows of the jobs; asks nobody.
    [[nodiscard]] std::optional<Counted> counted() const;

private:
    struct Known {
        std::chrono::steady_clock::time_point at;
        jobs::Backlog backlog;
    };
    /// A service outside: asked by one at a time, the others go on with what was known before.
    struct Outside {
        std::string_view name;
        std::function<Task<bool>()> is_up;
        std::optional<std::chrono::steady_clock::time_point> at = {};
        bool up = false;
        bool asking = false;
    };
    Task<Dependency> ask(Outside& outside);
    Task<void> count_jobs();
    [[nodiscard]] Dependency disk() const;
    [[nodiscard]] Dependency jobs() const;
    [[nodiscard]] Dependency mail() const;
    [[nodiscard]] std::optional<Known> known() const;

    Ports p_;
    mutable std::mutex mutex_;
    std::optional<Known> known_;
    bool counting_ = false;
    std::vector<Outside> outside_;
};

}  // namespace ax::site
