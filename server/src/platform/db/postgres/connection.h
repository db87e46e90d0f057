#pragma once

#include "base/task.h"
#include "platform/db/postgres/errors.h"
#include "platform/db/postgres/positions.h"
#include "platform/db/postgres/target.h"
#include "platform/db/postgres/values.h"
#include "platform/db/postgres/wait.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace ax::db::postgres {

/// The answer to one request, once it is there. Awaited through Wait.
struct Reply final : Waiter {
    using Waiter::Waiter;
    Answer answer;
    std::size_t steps = 0;          // results so far
    std::size_t prepare_step = 0;   // which of them answers PREPARE, from 1; 0 if none does
    std::size_t prepared = 0;       // Query::index() of that statement
    std::size_t position_step = 0;  // which of them answers how far a replica is; 0 if none does
    std::optional<Lsn> position;
};

/// One connection of one loop, in pipeline mode: requests are sent at once, answers come in order. Every
/// request is a segment of its own up to a sync, so a failure harms no other request. Closed at first and
/// after every loss; ready() connects, at most once per back-off, to the first of the target's hosts that is
/// what it should be. Loop thread only, except for destruction after the loop has stopped.
class Connection final : public std::enable_shared_from_this<Connection> {
public:
    struct Settings {
        std::shared_ptr<Target> target;
        bool read_only = false;
        std::chrono::milliseconds patience{4000};
        /// For connecting, over all hosts.
        std::chrono::milliseconds connect_limit{4000};
        /// Tries although the target counts as away, and more often: the watch's.
        bool probe = false;
    };

    Connection(runtime::Loop& loop, Settings settings);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// Returns when requests can be sent. Throws Unavailable at once while the target is away or a failed
    /// attempt is too recent.
    Task<void> ready(Deadline deadline);

    struct Request {
        Query const& query;
        Params const& params;
        Deadline deadline;
        /// Put in front, in the same segment: without the transaction the statement doesn't run either.
        char const* begin = nullptr;
        /// The replica says first how far it is: Reply::position.
        bool with_position = false;
    };
    /// These need ready(). Parameters are copied. Throws Lost or Broken.
    std::shared_ptr<Reply> send(Request const& request);
    /// One statement of the driver itself.
    std::shared_ptr<Reply> send(char const* sql, Deadline deadline);
    std::shared_ptr<Reply> prepare_only(char const* sql, Deadline deadline);
    /// Several statements at once. Nothing else may be in flight.
    std::shared_ptr<Reply> script(std::string const& sql, Deadline deadline);

    /// What waits for it: requests in flight and callers of ready().
    [[nodiscard]] std::size_t load() const noexcept { return in_flight_.size() + arrivals_.size(); }
    [[nodiscard]] bool busy() const noexcept { return !in_flight_.empty(); }
    /// Gives up whatever waits for longer than it may; a connection that does not answer is closed.
    void sweep(Deadline now);
    /// Everyone who waits gets `failure`.
    void close(std::exception_ptr const& failure);

private:
    enum class State : unsigned char { closed, connecting, checking, ready };
    struct Socket;

    // connecting.cpp
    void connect();
    void open_host();
    void connect_step();
    void begin_check();
    void checked(Reply const& reply);
    void host_failed(std::string problem);
    void connect_failed();
    // connection.cpp
    [[nodiscard]] bool open() const noexcept { return state_ == State::checking || state_ == State::ready; }
    void lost();
    void drop() noexcept;
    void send_plain(char const* sql);

    std::shared_ptr<Reply> enqueue(Deadline deadline);
    void finish_segment();
    void check_sent(int sent);
    void flush();

    enum class Wanted : unsigned char { read, write };
    void when(Wanted wanted, void (Connection::*then)());
    void on_writable();
    void on_readable();
    void take_answers();
    void take_pipelined(Answer result);
    void take_simple(Answer result);
    void complete();

    Settings settings_;
    State state_ = State::closed;
    PGconn* connection_ = nullptr;
    std::unique_ptr<Socket> socket_;
    unsigned life_ = 0;  // counts closes
    bool writing_ = false;
    bool simple_ = false;  // a script runs, outside pipeline mode

    std::deque<std::shared_ptr<Reply>> in_flight_;
    std::deque<std::shared_ptr<Waiter>> arrivals_;
    std::vector<bool> prepared_;  // by Query::index()
    Parameters parameters_;

    std::size_t host_ = 0;
    std::size_t hosts_left_ = 0;  // of this attempt, with the present one
    Deadline host_deadline_;
    std::uint64_t generation_ = 0;  // of the target, when this was connected
    bool pooled_ = false;
    bool names_ = false;
    std::string limits_;  // statement that sets them for one transaction, behind a pooler
    Deadline failed_at_;
    Deadline next_attempt_;
    int failures_ = 0;
    std::string last_problem_;
};

}  // namespace ax::db::postgres
