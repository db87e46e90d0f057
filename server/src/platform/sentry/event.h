#pragma once

#include "base/time.h"
#include "platform/sentry/dsn.h"
#include "platform/telemetry/listener.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ax::sentry {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The fields of a line without those that name an account or a network.
[[nodiscard]] Fields fields_of(std::span<telemetry::LogField const> fields);
/// The same into `out`, whose memory is used again: every line of the log pays for this.
void assign_fields(Fields& out, std::span<telemetry::LogField const> fields);

/// A line of the log, as it was before an error.
struct Crumb {
    Instant at;
    telemetry::Level level = telemetry::Level::info;
    std::string event;
    Fields fields;
};

/// One error as it was heard; nothing is scrubbed yet.
struct Incident {
    Instant at;
    std::string event;
    std::string type;   // as the compiler names it, or `event` where nothing was thrown
    std::string value;  // what it said
    Fields fields;
    std::vector<void*> stack;  // innermost first
    std::vector<Crumb> crumbs;
    std::uint64_t left_out = 0;  // of the same, since the last one

    /// What is the same error: its line, its type and where it came from.
    [[nodiscard]] std::vector<std::string> fingerprint() const;
};

/// Who says it.
struct Origin {
    std::string release;
    std::string environment;
    std::string server_name;
};

/// A complete envelope with one event, scrubbed.
[[nodiscard]] std::string envelope(Incident const& incident, Origin const& origin, Dsn const& dsn);

}  // namespace ax::sentry
