#pragma once

#include "platform/db/database.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ax::db {

/// Named prepared statements on PostgreSQL. `automatic`: not behind a pooler (PgBouncer), which is
/// recognised.
enum class Prepare : unsigned char { automatic, always, never };

struct OpenOptions {
    /// `sqlite:/path/file.db` or `postgresql://user@host/name?…` (whatever libpq understands). Of several
    /// hosts the one that takes writes is used.
    std::string url{};

    /// Writes that may wait for SQLite's writer, or for a PostgreSQL write connection of one loop. More:
    /// Unavailable.
    std::size_t write_queue = 1024;

    // SQLite
    /// No writer thread: the caller runs and commits its own body. For tests and for use without a loop.
    bool inline_writes = false;
    /// false: `synchronous=OFF`, for tests only. A crash of the machine may lose the file.
    bool durable = true;
    /// A read that scans for longer is given up: Unavailable.
    std::chrono::milliseconds read_limit{2000};
    /// The same for one statement of a body: nobody else can write meanwhile.
    std::chrono::milliseconds write_limit{5000};

    // PostgreSQL, per loop
    std::size_t write_connections = 4;
    /// Reads in flight on the pipelined connection. More: Unavailable.
    std::size_t read_depth = 256;
    Prepare prepare = Prepare::automatic;
    /// How long a statement, a wait for a connection, or a transaction with all its repetitions may take. A
    /// quarter of a second more until that is noticed. A server that has been silent for half of it counts as
    /// away, and everything is refused at once until it answers.
    std::chrono::milliseconds patience{4000};
    /// Streaming replicas, one server each, that may answer what is declared with MayLag.
    std::vector<std::string> replicas{};
    /// What a replica may be behind what others have committed.
    std::chrono::milliseconds replica_lag{1000};
};

/// Opens the database; SQLite's file is made (mode 0600) if there is none, its folder must exist. PostgreSQL
/// connects when it is first asked, so this call succeeds while the server is away; it can be used on a Loop
/// only. Throws Unavailable or std::invalid_argument with one readable line.
///
/// The database must outlive everything that awaits it. Destroy it once its loops have stopped, before they
/// are destroyed.
[[nodiscard]] std::unique_ptr<Database> open(OpenOptions options);

}  // namespace ax::db
