#pragma once

#include "platform/db/query.h"
#include "platform/telemetry/metrics.h"

namespace ax::db {

/// `db_writes_waiting`: transactions in line for SQLite's writer, or for a connection to PostgreSQL.
[[nodiscard]] metrics::Gauge& waiting_writes(Engine engine);

/// One that waits, for as long as it lives.
class WaitingWrite {
public:
    explicit WaitingWrite(Engine engine) : gauge_(waiting_writes(engine)) { gauge_.add(1); }
    ~WaitingWrite() { gauge_.add(-1); }
    WaitingWrite(WaitingWrite const&) = delete;
    WaitingWrite& operator=(WaitingWrite const&) = delete;

private:
    metrics::Gauge& gauge_;
};

}  // namespace ax::db
