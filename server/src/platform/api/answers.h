#pragma once

#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "contract/endpoint.h"
#include "platform/api/answer_store.h"
#include "platform/api/flights.h"
#include "platform/db/database.h"
#include "platform/http/message.h"
#include "platform/telemetry/metrics.h"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::api {

class Call;

/// Answers that are the same for everybody, kept for as long as they are true (ADR 0019).
///
/// An answer that is kept is given out without the database, the encoder and a hash. It ends with its time,
/// and before that with the first change of what it was read from:
///   SQLite: any commit, of whichever process (Database::generation), so nothing in it is ever old;
///   PostgreSQL: a commit of this process that wrote one of its tables (db::TableWatch), before the writer is
///   answered; one of another process when its purge() arrives. A purge may be lost: then time ends it.
/// What was begun before a change is given to who asked before the change, and not kept.
///
/// Rules are added before serving; everything else is thread-safe.
class Answers {
public:
    struct Options {
        std::size_t bytes = 32 * 1024 * 1024;  // 0: nothing is kept, everybody computes
        Duration patience = seconds{5};        // for a computation that somebody else began
        /// Where reads may go to replicas: what those may be behind the commits of other processes. So long
        /// after such a commit was told of, answers may be made of the old state, and are kept for no longer
        /// than that.
        Duration replica_lag{};
    };
    /// One endpoint's way of being kept. Made by rule(); lives as long as the Answers.
    struct Rule {
        contract::Cached how;
        db::Tables tables = 0;
        metrics::Counter* hits = nullptr;
        metrics::Counter* misses = nullptr;
        metrics::Counter* waits = nullptr;
        std::string shared_lines = {};  // header lines, for who brings no token
    };
    using Make = std::function<Task<Result<http::Response>>()>;
    using Told = std::function<void(std::string_view tables)>;

    Answers(db::Database& database, Clock const& clock, Options options);
    ~Answers();
    Answers(Answers const&) = delete;
    Answers& operator=(Answers const&) = delete;

    [[nodiscard]] Rule const& rule(std::string_view name, contract::Cached const& how);
    /// After the last rule: from now on writes of this process are heard of. `tell` gets the names of changed
    /// tables, with blanks between, for the other processes; it must neither wait nor fail, any thread.
    void start(Told tell);

    /// The kept answer, or what `make` makes of it, with the headers for this call. At one time one `make`
    /// runs for a key. Kept is a 200 with a body and without cookies; refusals are shared with who waited for
    /// the same, and so is a failure (an exception). `key` names the request, whoever asks.
    Task<Result<http::Response>> answer(Rule const& rule, std::string key, Call& call, Make const& make);

    /// Others have changed these tables; names that no rule knows are passed over. Any thread.
    void purge(std::string_view tables);
    /// Something of that kind may have been missed.
    void purge_all() noexcept;

    [[nodiscard]] AnswerStore const& store() const noexcept { return store_; }

private:
    class Landing;
    [[nodiscard]] std::uint64_t stamp(Rule const& rule);
    [[nodiscard]] db::Tables bits_of(std::string_view names) const;
    void changed(db::Tables tables) noexcept;
    [[nodiscard]] Duration life_of(Rule const& rule, Instant from) const noexcept;
    static Task<Result<http::Response>> alone(Rule const& rule, Call& call, Make const& make);
    Task<Result<http::Response>> lead(Rule const& rule, std::string key, std::uint64_t stamp_before,
                                      std::shared_ptr<Flights::Flight> flight, Call& call, Make const& make);

    db::Database& db_;
    Clock const& clock_;
    Options const options_;
    AnswerStore store_;
    Flights flights_;
    std::deque<Rule> rules_;
    std::vector<std::string_view> tables_;  // by bit
    std::unique_ptr<db::TableWatch> watch_;
    Told tell_;
    std::array<std::atomic<std::uint64_t>, db::TableWatch::kMost> changes_{};  // by bit
    std::atomic<std::uint64_t> purges_of_all_ = 0;
    std::atomic<std::int64_t> told_at_ = std::numeric_limits<std::int64_t>::min();  // in microseconds
};

/// The header lines of a cached answer that is not kept: for a caller, or where there are no Answers.
[[nodiscard]] std::string_view private_lines() noexcept;
[[nodiscard]] std::string shared_lines(contract::Cached const& how);

}  // namespace ax::api
