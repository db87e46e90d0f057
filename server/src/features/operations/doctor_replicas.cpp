#include "features/operations/doctor.h"
#include "platform/db/plain.h"
#include "platform/db/postgres_url.h"

#include <fmt/format.h>

namespace ax::operations {
namespace {

// What a replica in step may be behind for a moment.
constexpr std::int64_t kBehind = 64LL << 20U;

constexpr char const* kCluster = "SELECT system_identifier::text FROM pg_control_system()";

struct Primary {
    std::string cluster;
    std::string written;  // a position in the log; empty if it is not known
};

// A primary that can't be asked is check_database()'s to tell.
Primary look_at(std::string const& url) {
    try {
        auto const primary = db::Plain::open(url, db::Access::as_it_is);
        return {primary->text(kCluster),
                primary->text(
                    "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn()::text END")};
    } catch (db::PlainError const&) {
        return {};
    }
}

Check check_replica(std::string const& url, Primary const& primary) {
    auto const told = [](Level level, std::string says, std::string advice) {
        return Check{"replica", level, std::move(says), std::move(advice)};
    };
    auto const name = db::without_secrets(url);
    auto const replica = db::Plain::open(url, db::Access::as_it_is);
    if (replica->number("SELECT pg_is_in_recovery()") == 0)
        return told(Level::warn, fmt::format("{} is no replica: it is never asked.", name),
                    "Make it follow the primary, or take it out of AX_DATABASE_REPLICAS.");
    if (!primary.cluster.empty() && replica->text(kCluster) != primary.cluster)
        return told(Level::fail, fmt::format("{} is a replica of another primary.", name),
                    "Take it out of AX_DATABASE_REPLICAS.");
    if (primary.written.empty())
        return told(Level::ok, fmt::format("{} is a replica.", name), {});
    auto const behind = replica->number(fmt::format(
        "SELECT greatest(pg_wal_lsn_diff({}, pg_last_wal_replay_lsn()), 0)", db::literal(primary.written)));
    auto const says = fmt::format("{} is a replica and {} KiB behind.", name, behind >> 10U);
    if (behind > kBehind)
        return told(Level::warn, says,
                    "Look at pg_stat_replication on the primary and at the replica's log.");
    return told(Level::ok, says, {});
}

}  // namespace

Checks check_replicas(Place const& place, std::vector<std::string> const& urls) {
    if (urls.empty())
        return {};
    if (place.on_sqlite())
        return {{"replica", Level::fail, "AX_DATABASE_REPLICAS is set, and the database is SQLite.",
                 "Set AX_DATABASE_URL, or unset AX_DATABASE_REPLICAS."}};
    auto const primary = look_at(place.database);
    Checks out;
    for (auto const& url : urls) {
        try {
            out.push_back(check_replica(url, primary));
        } catch (db::PlainError const& failure) {
            out.push_back({"replica", Level::warn, fmt::format("{}.", failure.what()),
                           "The primary is asked instead. Check AX_DATABASE_REPLICAS and the network."});
        }
    }
    return out;
}

}  // namespace ax::operations
