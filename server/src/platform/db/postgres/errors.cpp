#include "platform/db/postgres/errors.h"

#include <string>

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

std::string_view field(PGresult const* result, int code) {
    char const* const text = PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
}

// SQLite knows neither schemas nor names of NOT NULL; a trigger's text is the name on both engines.
Violation violation(PGresult const* result, std::string_view state, std::string_view message) {
    if (state == "P0001")
        return {std::string(message), std::string(message)};
    if (state == "23502")
        return {fmt::format("{}.{}", field(result, PG_DIAG_TABLE_NAME), field(result, PG_DIAG_COLUMN_NAME)),
                std::string(message)};
    return {std::string(field(result, PG_DIAG_CONSTRAINT_NAME)), std::string(message)};
}

bool is_outage(std::string_view state) {
    // Connection, resources, operator's intervention (includes statement_timeout), system error, lock
    // timeout.
    for (std::string_view const group : {"08", "53", "57", "58", "55P03", "25P03"}) {
        if (state.starts_with(group))
            return true;
    }
    return false;
}

}  // namespace

Spoilt spoilt_by(PGresult const* result) {
    auto const state = field(result, PG_DIAG_SQLSTATE);
    if (state.empty())
        return Spoilt::not_at_all;
    if (state == "26000" || state == "42P05")
        return Spoilt::names;
    if (state == "25006")
        return Spoilt::not_primary;
    if (state == "0A000" && field(result, PG_DIAG_MESSAGE_PRIMARY).contains("cached plan"))
        return Spoilt::plan;
    return Spoilt::not_at_all;
}

void raise(PGresult const* result, std::string_view what) {
    std::string_view const state = field(result, PG_DIAG_SQLSTATE);
    std::string_view const message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if ((state.starts_with("23") && state != "23000") || state == "P0001")
        throw ViolationError(violation(result, state, message));
    auto const text = fmt::format("{}: {} ({})", what, message, state);
    if (state == "40001" || state == "40P01")
        throw Conflict(text);
    if (state == "53100")
        throw StorageFull(text);
    // Fatal: the server (or PgBouncer) ends this connection.
    std::string_view const severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    auto const spoilt = spoilt_by(result);
    if (spoilt == Spoilt::not_primary)
        throw ReadOnly(text);
    if (state.empty() || severity == "FATAL" || severity == "PANIC" || spoilt != Spoilt::not_at_all)
        throw Lost(text);
    // 08P01 as a mere error: the wrong number of parameters.
    if (is_outage(state) && state != "08P01")
        throw Unavailable(text);
    throw Broken(text);
}

}  // namespace ax::db::postgres
