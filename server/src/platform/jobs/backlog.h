#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/db/database.h"

#include <cstdint>
#include <optional>

namespace ax::jobs {

/// What the job table says of the whole deployment at one moment.
struct Backlog {
    std::int64_t waiting = 0;  // due, and nobody has taken it
    std::int64_t running = 0;  // taken by somebody whose lease has not ended
    std::int64_t later = 0;    // not due yet, tries after a failure among them
    std::int64_t dead = 0;     // given up
    std::optional<Instant> oldest_due;
    std::int64_t mails_failing = 0;      // mails that were tried in vain and will be tried again
    std::optional<Instant> oldest_mail;  // of these, since it was asked for
};

/// Reads what is due within hours, and counts the rest in the index: milliseconds, so not for every request.
Task<Backlog> backlog(db::Executor& db, Instant now);

}  // namespace ax::jobs
