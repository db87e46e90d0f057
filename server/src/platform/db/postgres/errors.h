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

/// Turns a failed result into ViolationError, Conflict, Lost, Unavailable or Broken. `what` is the query's
/// name.
[[noreturn]] void raise(PGresult const* result, std::string_view what);

/// Whether the connection must not be used any more: it lost a prepared statement, or a plan is out of date.
[[nodiscard]] bool spoils_connection(PGresult const* result);

}  // namespace ax::db::postgres
