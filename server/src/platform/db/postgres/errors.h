#pragma once

#include "platform/db/database.h"

#include <string_view>

#include <libpq-fe.h>

namespace ax::db::postgres {

/// The connection went away under the statement. Safe to repeat unless it was a COMMIT.
class Lost : public Unavailable {
public:
    using Unavailable::Unavailable;
};

/// Serialization failure or deadlock: the whole transaction is to be repeated.
class Conflict : public Unavailable {
public:
    using Unavailable::Unavailable;
};

/// The server takes no writes: it is not, or no longer, the primary. Nothing was done.
class ReadOnly : public Lost {
public:
    using Lost::Lost;
};

[[nodiscard]] inline bool succeeded(PGresult const* result) noexcept {
    auto const status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/// Turns a failed result into ViolationError, Conflict, Lost, Unavailable or Broken. `what` is the query's
/// name.
[[noreturn]] void raise(PGresult const* result, std::string_view what);

/// Why the connection must not be used any more.
enum class Spoilt : unsigned char {
    not_at_all,
    plan,         // one is out of date
    names,        // a named statement is gone, or is there already: a pooler may be in between
    not_primary,  // it refused a write
};
[[nodiscard]] Spoilt spoilt_by(PGresult const* result);

}  // namespace ax::db::postgres
