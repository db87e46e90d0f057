#pragma once

#include "platform/db/open.h"
#include "platform/db/postgres/positions.h"
#include "platform/db/postgres/target.h"

#include <memory>
#include <vector>

namespace ax::db::postgres {

/// The servers that one database is on, and what this process knows of them. Shared by all loops;
/// thread-safe.
struct Servers {
    /// Throws std::invalid_argument with one readable line.
    explicit Servers(OpenOptions const& options)
        : primary(std::make_shared<Target>(options.url, Target::Role::primary, options.prepare)),
          replicas(made(options)),
          positions(replicas, options.replica_lag) {}

    std::shared_ptr<Target> primary;
    std::vector<std::shared_ptr<Target>> replicas;
    Positions positions;

private:
    static std::vector<std::shared_ptr<Target>> made(OpenOptions const& options) {
        std::vector<std::shared_ptr<Target>> out;
        for (auto const& url : options.replicas)
            out.push_back(std::make_shared<Target>(url, Target::Role::replica, options.prepare));
        return out;
    }
};

/// What a replica may take for a statement, so that the primary can still be asked in time.
[[nodiscard]] inline std::chrono::milliseconds replica_patience(OpenOptions const& options) {
    return options.patience / 2;
}

}  // namespace ax::db::postgres
