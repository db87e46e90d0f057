#include "platform/db/postgres/connection.h"
#include "platform/db/postgres/socket.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

#include <fmt/format.h>

// How a connection comes to be; connection.cpp has the rest of its life.
namespace ax::db::postgres {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{2000};
constexpr std::chrono::milliseconds kLongestOfProbe{400};

// A pooler gives out numbers of its own. A replica says so itself, and so does a server that was fenced.
// Where there are several, a former primary that does not know yet that it is one shows it by its timeline;
// not all services that speak like PostgreSQL know such things.
constexpr char const* kCheck =
    "SELECT pg_backend_pid(), pg_is_in_recovery(), current_setting('transaction_read_only')";
constexpr char const* kCheckOfSeveral =
    "SELECT pg_backend_pid(), pg_is_in_recovery(), current_setting('transaction_read_only'), "
    "CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END";

// Between half and all of it, so that the connections of many processes do not come back in step.
std::chrono::milliseconds pause_after(int failures, std::chrono::milliseconds most) {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const longest = std::min(most, kFirstPause * (1 << std::min(failures - 1, 10)));
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(longest.count() / 2, longest.count())(random));
}

std::string session_options(Connection::Settings const& settings) {
    // Ends a statement on the server before this side gives the connection up.
    auto const limit = settings.patience - settings.patience / 8;
    // Statements are prepared once and asked with other values: planning each of them again costs as much as
    // running it (bench/RESULTS.md, a page of messages). Such a plan knows no values, and with the cost of a
    // page on a turning disk it sorts a whole table for one page of a list, where an index has it in order.
    // Nor does it know how short a range is, and of a large table it would start processes or compile the
    // statement, which takes tens of milliseconds, to read fifty rows.
    return fmt::format(
        "-c statement_timeout={} -c idle_in_transaction_session_timeout=15000 "
        "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 "
        "-c max_parallel_workers_per_gather=0 -c jit=off{}",
        limit.count(), settings.read_only ? " -c default_transaction_read_only=on" : "");
}

std::uint32_t timeline_in(std::string_view text) {
    std::uint32_t timeline = 0;
    std::from_chars(text.data(), text.data() + text.size(), timeline, 16);
    return timeline;
}

std::string_view cell(PGresult const* result, int column) { return PQgetvalue(result, 0, column); }

}  // namespace

void Connection::connect() {
    last_problem_.clear();
    host_ = settings_.target->good_host();
    hosts_left_ = settings_.target->hosts().size();
    open_host();
}

void Connection::open_host() {
    Target const& target = *settings_.target;
    Host const& host = target.hosts()[host_];
    state_ = State::connecting;
    host_deadline_ =
        SteadyClock::now() + settings_.connect_limit / static_cast<std::int64_t>(target.hosts().size());
    pooled_ = target.pooled();
    // PgBouncer refuses the session's options, or ignores them.
    std::string const options = pooled_ ? "" : session_options(settings_);
    // Later keywords win: the URL may overrule what stands before it, and one of its hosts is tried at a
    // time, whatever it is. Which it is, this connection asks by itself: libpq believes what a pooler
    // remembers. Empty values are as if they were not there.
    std::array const keywords{"fallback_application_name",
                              "gssencmode",
                              "options",
                              "dbname",
                              "host",
                              "hostaddr",
                              "port",
                              "client_encoding",
                              "target_session_attrs",
                              static_cast<char const*>(nullptr)};
    std::array const values{"aspirex",
                            "disable",
                            options.c_str(),
                            target.url().c_str(),
                            host.host.c_str(),
                            host.address.c_str(),
                            host.port.c_str(),
                            "UTF8",
                            "any",
                            static_cast<char const*>(nullptr)};
    connection_ = PQconnectStartParams(keywords.data(), values.data(), 1);
    if (connection_ == nullptr)
        return host_failed("out of memory");
    if (PQstatus(connection_) == CONNECTION_BAD)
        return host_failed(PQerrorMessage(connection_));
    PQsetNoticeProcessor(connection_, [](void*, char const*) {}, nullptr);
    // As libpq's manual says: the first step is to wait until the socket is writable.
    when(Wanted::write, &Connection::connect_step);
}

void Connection::connect_step() {
    // It may try the next address, on a new socket.
    socket_->give_back();
    auto const next = PQconnectPoll(connection_);
    if (next == PGRES_POLLING_OK)
        return begin_check();
    if (next == PGRES_POLLING_FAILED)
        return host_failed(PQerrorMessage(connection_));
    when(next == PGRES_POLLING_READING ? Wanted::read : Wanted::write, &Connection::connect_step);
}

void Connection::begin_check() {
    state_ = State::checking;
    bool const several = settings_.target->hosts().size() > 1;
    bool const sent = PQsetnonblocking(connection_, 1) == 0 && PQenterPipelineMode(connection_) == 1 &&
                      PQsendQueryParams(connection_, several ? kCheckOfSeveral : kCheck, 0, nullptr, nullptr,
                                        nullptr, nullptr, 0) == 1 &&
                      PQpipelineSync(connection_) == 1;
    if (!sent)
        return host_failed(PQerrorMessage(connection_));
    in_flight_.push_back(std::make_shared<Reply>(host_deadline_));
    flush();
    if (state_ == State::checking)
        when(Wanted::read, &Connection::on_readable);
}

void Connection::checked(Reply const& reply) {
    Target& target = *settings_.target;
    PGresult const* const answer = reply.answer.get();
    if (PQresultStatus(answer) != PGRES_TUPLES_OK)
        return host_failed(PQresultErrorMessage(answer));
    if (cell(answer, 0) != fmt::to_string(PQbackendPID(connection_)))
        target.set_pooled();
    if (target.role() == Target::Role::primary) {
        if (cell(answer, 1) == "t")
            return host_failed("it is a replica");
        if (!settings_.read_only && cell(answer, 2) == "on")
            return host_failed("it takes no writes");
        if (PQnfields(answer) > 3 && !target.is_latest(timeline_in(cell(answer, 3))))
            return host_failed("another server was promoted since it was the primary");
    }
    pooled_ = target.pooled();
    names_ = target.names_statements();
    generation_ = target.found(host_, SteadyClock::now());
    if (failures_ > 0)
        telemetry::log(telemetry::Level::info, "db.postgres_back",
                       {{"attempts", std::int64_t{failures_ + 1}}});
    failures_ = 0;
    state_ = State::ready;
    for (auto const& waiter : std::exchange(arrivals_, {})) settle(waiter);
}

// The next host, if there is one that was not tried yet.
void Connection::host_failed(std::string problem) {
    Target& target = *settings_.target;
    while (problem.ends_with('\n')) problem.pop_back();
    drop();
    in_flight_.clear();  // at most the check, for which nobody waits
    if (problem.contains("unsupported startup parameter") && !pooled_) {
        target.set_pooled();
        return open_host();
    }
    // libpq's own words begin with the host.
    if (!problem.starts_with("connection to server"))
        problem = fmt::format("{}: {}", target.name(host_), problem);
    last_problem_ += fmt::format("{}{}", last_problem_.empty() ? "" : "; ", problem);
    if (--hosts_left_ == 0)
        return connect_failed();
    host_ = (host_ + 1) % target.hosts().size();
    open_host();
}

void Connection::connect_failed() {
    if (failures_++ == 0)
        telemetry::log(telemetry::Level::error, "db.postgres_unreachable",
                       {{"problem", std::string_view(last_problem_)}});
    failed_at_ = SteadyClock::now();
    next_attempt_ = failed_at_ + pause_after(failures_, settings_.probe ? kLongestOfProbe : kLongestPause);
    state_ = State::connecting;
    close(
        std::make_exception_ptr(Unavailable(fmt::format("PostgreSQL is not reachable: {}", last_problem_))));
}

}  // namespace ax::db::postgres
