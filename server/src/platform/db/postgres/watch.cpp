#include "platform/db/postgres/watch.h"

#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <utility>

namespace ax::db::postgres {
namespace {

constexpr std::chrono::milliseconds kTick{200};

// A pooler may lead to a server that is a replica by now. What is durable counts for what others have
// committed, what is written for what this process may have.
constexpr char const* kPrimary = "SELECT pg_is_in_recovery()";
constexpr char const* kPrimaryAt =
    "SELECT pg_is_in_recovery(), CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn() END, "
    "CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END";
// None of what stands in the place of a replica but is none.
constexpr char const* kReplicaAt = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END";

// Shorter would take a busy machine for a dead one.
constexpr std::chrono::milliseconds kShortest{300};

std::string_view cell(PGresult const* result, int column) { return PQgetvalue(result, 0, column); }

metrics::Gauge& primary_up() {
    static metrics::Gauge& up = metrics::gauge("db_primary_up", "1: PostgreSQL's primary answers");
    return up;
}

}  // namespace

Watch::Watch(runtime::Loop& loop, Servers& servers, std::chrono::milliseconds patience)
    : servers_(servers), limit_(std::max(patience / 5, kShortest)), ticker_(loop, kTick, [this] { tick(); }) {
    auto const connection = [&](std::shared_ptr<Target> const& target) {
        Connection::Settings settings{
            .target = target, .read_only = true, .patience = limit_, .connect_limit = limit_, .probe = true};
        return std::make_shared<Connection>(loop, std::move(settings));
    };
    watched_.push_back({.target = servers.primary,
                        .connection = connection(servers.primary),
                        .question = servers.positions.any_replica() ? kPrimaryAt : kPrimary});
    for (std::size_t i = 0; i < servers.replicas.size(); ++i)
        watched_.push_back({.target = servers.replicas[i],
                            .connection = connection(servers.replicas[i]),
                            .question = kReplicaAt,
                            .replica = i});
    tick();
}

void Watch::tick() {
    auto const now = SteadyClock::now();
    for (auto& server : watched_) {
        server.connection->sweep(now);
        if (server.asking && !server.asking->done())
            continue;
        server.asking.emplace(ask(server));
        server.asking->resume();
    }
    primary_up().set(servers_.primary->away() ? 0 : 1);
    servers_.positions.publish(now);
}

Task<void> Watch::ask(Watched& server) {
    // Twice: what failed on an old connection is asked again on a new one.
    for (bool fresh = false;; fresh = true) {
        try {
            // The connection has a limit of its own.
            co_await server.connection->ready(SteadyClock::now() + 2 * limit_);
        } catch (std::exception const& failure) {
            if (SteadyClock::now() - server.target->last_answer() >= limit_)
                server.target->set_away(failure.what());
            co_return;
        }
        try {
            co_await answer(server);
            server.target->set_back();
            co_return;
        } catch (Broken const& failure) {
            // It answers, but not this: without positions no replica is asked.
            server.target->set_back();
            if (!std::exchange(server.complained, true))
                telemetry::log(telemetry::Level::warn, "db.postgres_watch_refused",
                               {{"problem", std::string_view(failure.what())}});
            co_return;
        } catch (std::exception const& failure) {
            // Lost, silent, or not what it was.
            telemetry::log(telemetry::Level::debug, "db.postgres_watch_failed",
                           {{"problem", std::string_view(failure.what())}});
            server.connection->close(std::make_exception_ptr(Lost("the connection is renewed")));
        }
        if (fresh)
            co_return;
    }
}

Task<void> Watch::answer(Watched& server) {
    auto const asked = SteadyClock::now();
    auto const reply = server.connection->send(server.question, asked + limit_);
    co_await Wait{reply};
    if (PQresultStatus(reply->answer.get()) != PGRES_TUPLES_OK)
        raise(reply->answer.get(), "watch");
    take(server, asked, reply->answer.get());
}

void Watch::take(Watched const& server, Deadline asked, PGresult const* answer) {
    Positions& positions = servers_.positions;
    if (server.target->role() == Target::Role::replica)
        return positions.replayed(server.replica, parse_lsn(cell(answer, 0)), SteadyClock::now());
    if (cell(answer, 0) == "t")
        throw Lost("the server is a replica now");
    if (!positions.any_replica())
        return;
    auto const durable = parse_lsn(cell(answer, 1));
    auto const inserted = parse_lsn(cell(answer, 2));
    if (durable && inserted)
        positions.sampled(asked, *durable, *inserted);
}

}  // namespace ax::db::postgres
